"""All exceptions of the SDK. Each class corresponds to a different reaction of the caller.

    StytchError
    |- ConfigurationError          the program or a setting is wrong: correct it (also a ValueError)
    |- InvalidArgumentError        a value, perhaps a user's, cannot be sent: respond with 4xx (also a ValueError)
    |  `- InvalidPolicyError       an organization's policy contradicts its project's; `reason` says why
    |- ClientClosedError           the client was closed before the call
    |- TransportError              there is no response
    |  |- ConnectError             nothing was sent: the call can be retried
    |  |- ConnectionLostError      it was sent, but its outcome is unknown
    |  `- DeadlineExceededError    the deadline of the call has passed
    |- ResponseError               there is a response, but it is unusable
    |  |- DecodeError              it deviates from the specification
    |  |- UnexpectedRedirectError  it is a redirect, which the SDK never follows
    |  `- ResponseTooLargeError    it is longer than allowed
    |- APIError                    the API responded with an error status:
    |  |- BadRequestError          400
    |  |- UnauthorizedError        401
    |  |- ForbiddenError           403
    |  |- NotFoundError            404
    |  |- ConflictError            409
    |  |- RateLimitError           429
    |  `- ServerError              5xx
    |- PaginationError             a listing cannot continue
    |- TokenVerificationError      a session JWT, M2M token or access token is not accepted: respond with 401
    |  |- MissingTokenError        the request has no token
    |  |- MalformedTokenError      it is not a JWT, or a claim is invalid
    |  |- TokenTooLargeError       it is longer than any token of Stytch
    |  |- WrongAlgorithmError      it is not signed with RS256
    |  |- WrongTokenKindError      it is of the wrong kind; `seen` is its kind
    |  |  |- NotASessionTokenError a session JWT was expected
    |  |  |- NotAnM2MTokenError    an M2M token was expected
    |  |  `- NotAnAccessTokenError an access token was expected
    |  |- BadSignatureError        its signature does not match
    |  |- WrongIssuerError         it was not issued by Stytch for this project
    |  |- WrongAudienceError       it is for another project, or another service
    |  |- NotYetValidError         it is not valid yet
    |  |- TokenExpiredError        it has expired: the API can check the session, and issue a new token
    |  |- TokenTooOldError         it is older than the caller allows: the API can check it
    |  |- SessionEndedError        its session has expired or was revoked, according to the API
    |  |  `- SessionRevokedError   this process knows that its session was revoked
    |  |     `- PossiblyRevokedError  it may have been issued just after that: the API can check it
    |  |- InactiveTokenError       it has expired or was revoked, according to the API
    |  |  `- TokenRevokedError     this process knows that it was revoked
    |  |- UnknownKeyError          no known key has its key ID: the API can check it
    |  |- KeysUnavailableError     the project's keys are not available: the API can check it
    |  |- AmbiguousSessionError    the request has several valid sessions: ask for a login
    |  `- CustomClaimsError        it is valid, but its custom claims do not match the caller's type
    |- WebhookError                a webhook delivery is not accepted: respond with its `status`
    |  |- WebhookTooLargeError     its body is longer than allowed
    |  |- WebhookHeadersError      its signature headers are missing or malformed
    |  |- WebhookTimestampError    its timestamp is too old, or in the future
    |  |- WebhookSignatureError    it was not signed with a secret of the endpoint
    |  |- WebhookPayloadError      its body is not a JSON object
    |  |- DeliveryInProgressError  the same delivery is being handled: Svix retries it
    |  `- UnhandledEventError      no handler is registered for the event, but the endpoint requires one
    |- StoreUnavailableError       a store does not respond: only stores raise it
    `- AuthorizationError          a token is valid, but does not permit the action: respond with 403
       |- TenancyMismatchError     it belongs to another organization
       |- PermissionDeniedError    none of its roles or scopes permits the action
       |- InsufficientScopeError   it lacks the scopes in `missing`
       `- PolicyUnavailableError   a policy is not available, and no other permits the action

`str(error)` is one line without a body, header or token. You can pickle errors; pickles omit the body of the response.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

from .wire import Headers

if TYPE_CHECKING:  # 804 names: imported when an `error_type` is first read
    from .models.errors import ErrorType


class StytchError(Exception):
    """The root of the tree.

    Attributes:
        call_path: the path of the call without its client, such as `organizations.get`; "" without a call.
        operation_id: the operationId of the call in the specification, "" without a call.
        attempts: the number of requests that were sent.
        is_retry_safe: whether you can retry the call without the risk of a second execution.
    """

    _not_pickled: ClassVar[frozenset[str]] = frozenset()
    """The attributes that pickles omit."""

    def __init__(self, message: str, *, operation_id: str = "", attempts: int = 0, is_retry_safe: bool = False) -> None:
        super().__init__(message)
        self.call_path = ""
        self.operation_id = operation_id
        self.attempts = attempts
        self.is_retry_safe = is_retry_safe

    def __str__(self) -> str:
        message = super().__str__()
        return f"{self.call_path}: {message}" if self.call_path else message

    def __reduce__(self) -> tuple[Any, ...]:
        state = {name: value for name, value in vars(self).items() if name not in self._not_pickled}
        return _restore, (type(self), self.args, state)


def _restore(cls: type[StytchError], args: tuple[Any, ...], state: dict[str, Any]) -> StytchError:
    error = cls.__new__(cls, *args)
    vars(error).update(state)
    return error


class ConfigurationError(StytchError, ValueError):
    """The program or a setting is wrong; the message names it. Nothing was sent."""


class InvalidArgumentError(StytchError, ValueError):
    """An argument of a call cannot be sent; the message names it and never shows its value. Nothing was sent.

    IDs, slugs and cookies often come from users, so a service responds to this error with 4xx.
    """


PolicyReason: TypeAlias = Literal[
    "duplicate_role",
    "role_of_project",
    "role_without_permissions",
    "unknown_resource",
    "permission_without_actions",
    "mixed_wildcard",
    "empty_action",
    "unknown_action",
]


class InvalidPolicyError(InvalidArgumentError):
    """The policy of an organization contradicts the policy of its project.

    Attributes:
        reason: the problem. The policy defines a role twice (`duplicate_role`), a role of the project
            (`role_of_project`), or a role without permissions (`role_without_permissions`). A permission names a
            resource that the project does not have (`unknown_resource`), has no actions (`permission_without_actions`),
            or combines `*`, which means all actions, with others (`mixed_wildcard`). An action is empty or blank
            (`empty_action`), or does not exist for its resource (`unknown_action`).
        role_id: the role of the organization.
        resource_id: the resource of the permission, or "".
        action: the action, or "".
    """

    def __init__(
        self,
        message: str,
        *,
        reason: PolicyReason,
        role_id: str,
        resource_id: str = "",
        action: str = "",
        operation_id: str = "",
        attempts: int = 0,
        is_retry_safe: bool = False,
    ) -> None:
        super().__init__(message, operation_id=operation_id, attempts=attempts, is_retry_safe=is_retry_safe)
        self.reason: PolicyReason = reason
        self.role_id = role_id
        self.resource_id = resource_id
        self.action = action


class ClientClosedError(StytchError):
    """The client is closed. Nothing was sent."""


class TransportError(StytchError):
    """There is no response."""


class ConnectError(TransportError):
    """There was no connection (refused, not resolved, TLS, timeout, pool exhausted): nothing was sent.

    Attributes:
        host: the unreachable host, with its port if the URL has one; "" if no connection was attempted.
    """

    host: str = ""

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message} (to {self.host})" if self.host else message


class ConnectionLostError(TransportError):
    """The request was sent, at least in part, but there is no response (lost connection, timeout)."""


class DeadlineExceededError(TransportError):
    """The deadline of the whole call, including waits and retries, has passed."""


class ResponseError(StytchError):
    """There is an unusable response.

    Attributes:
        status_code: the status, an int.
        headers: the headers.
        request_id: the API's ID of the request, "" if it is unknown.
        body: the first 2,000 characters of the body. Pickles omit it, because it can contain secrets.
    """

    _not_pickled = frozenset({"body"})
    body: str = ""

    def __init__(
        self,
        message: str,
        *,
        status_code: int,
        headers: Headers,
        request_id: str = "",
        body: str = "",
        operation_id: str = "",
        attempts: int = 1,
        is_retry_safe: bool = False,
    ) -> None:
        super().__init__(message, operation_id=operation_id, attempts=attempts, is_retry_safe=is_retry_safe)
        self.status_code = status_code
        self.headers = headers
        self.request_id = request_id
        self.body = body


class DecodeError(ResponseError):
    """The body is not JSON, or not of the documented type. The API executed the call."""


class UnexpectedRedirectError(ResponseError):
    """The response is a redirect (3xx). Following it would send credentials to another host."""


class ResponseTooLargeError(ResponseError):
    """The decompressed body is longer than `max_response_size` bytes."""


class APIError(ResponseError):
    """The API responded with an error status.

    Attributes:
        error_type: the kind of error, for programs: an open enumeration, "" if the body does not have it.
        raw_error_type: the error type as a string, as received.
        error_message: a description for people, or "".
        error_url: the URL of its documentation, or "".
        error_details: the decoded `error_details` of the body, or None.
        retry_after: the seconds to wait before the next attempt, from the Retry-After header; None without it.
    """

    _not_pickled = frozenset({"body", "error_type"})

    def __init__(
        self,
        message: str,
        *,
        status_code: int,
        headers: Headers,
        request_id: str = "",
        body: str = "",
        error_type: str = "",
        error_message: str = "",
        error_url: str = "",
        error_details: Any = None,
        retry_after: float | None = None,
        operation_id: str = "",
        attempts: int = 1,
        is_retry_safe: bool = False,
    ) -> None:
        super().__init__(
            message,
            status_code=status_code,
            headers=headers,
            request_id=request_id,
            body=body,
            operation_id=operation_id,
            attempts=attempts,
            is_retry_safe=is_retry_safe,
        )
        self.raw_error_type = error_type
        self.error_message = error_message
        self.error_url = error_url
        self.error_details = error_details
        self.retry_after = retry_after

    @cached_property
    def error_type(self) -> ErrorType:
        """The kind of error, for programs: compare it with `ErrorType` or with a string."""
        from .models.errors import ErrorType

        return ErrorType(self.raw_error_type)


class BadRequestError(APIError):
    """400: the request is invalid."""


class UnauthorizedError(APIError):
    """401: the credentials of the project or of the member are invalid."""


class ForbiddenError(APIError):
    """403: the credentials are valid, but do not permit this."""


class NotFoundError(APIError):
    """404: an object that the call names does not exist."""


class ConflictError(APIError):
    """409: the request conflicts with existing data."""


class RateLimitError(APIError):
    """429: too many requests, or a lock or another limit that a retry does not resolve; see `error_type`.

    `retry_after` has the seconds to wait, if the API sent them.
    """


class ServerError(APIError):
    """5xx: the API failed."""


class PaginationError(StytchError):
    """A listing cannot continue: the API returned a cursor twice, or an invalid one.

    Attributes:
        cursor: the cursor that came twice; otherwise the cursor of the last page, "" for the first page.
    """

    def __init__(self, message: str, *, cursor: str, operation_id: str = "", attempts: int = 0) -> None:
        super().__init__(message, operation_id=operation_id, attempts=attempts)
        self.cursor = cursor


class TokenVerificationError(StytchError):
    """A token is not accepted. The class gives the reason; the message never shows the token.

    Attributes:
        member_session_id: the session of the token, if only its times are the problem; otherwise "".
    """

    member_session_id: str = ""


class MissingTokenError(TokenVerificationError):
    """The request has no token."""


class MalformedTokenError(TokenVerificationError):
    """It is not three strictly encoded segments with the JSON of a JWT, or a claim is missing or of another type."""


class TokenTooLargeError(TokenVerificationError):
    """It is longer than any token of Stytch. The SDK did not decode it."""


class WrongAlgorithmError(TokenVerificationError):
    """It is not signed with RS256. The SDK ignores the algorithm in the header."""


TokenKind: TypeAlias = Literal["session", "m2m", "access_token", "id_token", "opaque", "unknown"]
"""The kinds of tokens. Opaque tokens are not JWTs: refresh tokens, authorization codes, session tokens."""


class WrongTokenKindError(TokenVerificationError):
    """It is of the wrong kind. All kinds are signed with the same keys, but the SDK accepts only the expected ones.

    Attributes:
        seen: its kind.
    """

    def __init__(
        self,
        message: str,
        *,
        seen: TokenKind = "unknown",
        operation_id: str = "",
        attempts: int = 0,
        is_retry_safe: bool = False,
    ) -> None:
        super().__init__(message, operation_id=operation_id, attempts=attempts, is_retry_safe=is_retry_safe)
        self.seen: TokenKind = seen


class NotASessionTokenError(WrongTokenKindError):
    """It is not a session JWT, or does not represent a complete session."""


class NotAnM2MTokenError(WrongTokenKindError):
    """It is not an M2M token."""


class NotAnAccessTokenError(WrongTokenKindError):
    """It is not an access token of a Connected App."""


class BadSignatureError(TokenVerificationError):
    """Its signature does not match: it is forged or damaged."""


class WrongIssuerError(TokenVerificationError):
    """It was not issued by Stytch for this project. The message names its issuer and the accepted ones."""


class WrongAudienceError(TokenVerificationError):
    """It is for another project or another service: its audience does not match."""


class NotYetValidError(TokenVerificationError):
    """It is not valid yet, or was issued in the future: compare the clocks."""


class TokenExpiredError(TokenVerificationError):
    """It has expired. If its session is still active, the API issues a new one."""


class TokenTooOldError(TokenVerificationError):
    """It is older than the caller allows. The API knows whether its session is still active."""


class SessionEndedError(TokenVerificationError):
    """According to the API, its session has expired or was revoked: `__cause__` is the API's error."""


class SessionRevokedError(SessionEndedError):
    """Its session was revoked: by this client, by another process that shares its store, or by a call of `refuse`.

    There was no request: `__cause__` is None.
    """


class PossiblyRevokedError(SessionRevokedError):
    """It was issued seconds before or after its member's sessions were revoked. The API knows whether it is valid."""


class InactiveTokenError(TokenVerificationError):
    """According to the API, it is not active: it has expired, was revoked, or belongs to another app."""


class TokenRevokedError(InactiveTokenError):
    """This process knows that the token of an app or an M2M client was revoked. There was no request."""


class UnknownKeyError(TokenVerificationError):
    """No known key has its key ID, and the SDK has just fetched the keys. The API may have a newer one.

    Attributes:
        key_id: the key ID. It is not trustworthy.
    """

    def __init__(
        self,
        message: str,
        *,
        key_id: str = "",
        operation_id: str = "",
        attempts: int = 0,
        is_retry_safe: bool = False,
    ) -> None:
        super().__init__(message, operation_id=operation_id, attempts=attempts, is_retry_safe=is_retry_safe)
        self.key_id = key_id


class KeysUnavailableError(TokenVerificationError):
    """The project's keys are not available. If the last attempt failed, `__cause__` is its error."""


class AmbiguousSessionError(TokenVerificationError):
    """A request has several values of one cookie that belong to different sessions, or too many values."""


class CustomClaimsError(TokenVerificationError):
    """The token is valid, but its custom claims do not match the caller's type."""


class StoreUnavailableError(StytchError):
    """A store does not respond or fails. Implementations of `aiostytch.store.Store` raise it; clients catch it."""


class WebhookError(StytchError):
    """A webhook delivery is not accepted. The class gives the reason; the message does not contain the delivery.

    Attributes:
        status: the HTTP status to respond with. After any status other than 2xx, Svix retries for about a day.
    """

    status: ClassVar[int] = 400


class WebhookTooLargeError(WebhookError):
    """Its body is longer than allowed, and was not read further."""

    status = 413


class WebhookHeadersError(WebhookError):
    """Its signature headers are missing, occur more than once, or have a form that Svix does not send."""


class WebhookTimestampError(WebhookError):
    """Its timestamp is too old, or in the future: it is a replay, or the clocks differ."""

    status = 401


class WebhookSignatureError(WebhookError):
    """It was not signed with a secret of this endpoint: it is forged or damaged, or the secret is wrong."""

    status = 401


class WebhookPayloadError(WebhookError):
    """Its signature is valid, but its body is not a JSON object."""


class DeliveryInProgressError(WebhookError):
    """The same delivery is being handled. If that fails, Svix has to retry it."""

    status = 409


class UnhandledEventError(WebhookError):
    """No handler is registered for the event, but this endpoint requires one for every event."""

    status = 500


class AuthorizationError(StytchError):
    """A token is valid, but does not permit the action. The class gives the reason."""


class TenancyMismatchError(AuthorizationError):
    """The session or the access token belongs to another organization, or to no organization."""


class PermissionDeniedError(AuthorizationError):
    """None of the session's roles, or of the access token's scopes, permits the action.

    If the API denied it, `__cause__` is its error.
    """


class InsufficientScopeError(AuthorizationError):
    """The token lacks required scopes (`insufficient_scope` of RFC 6750).

    Attributes:
        required: the required scopes.
        missing: the required scopes that the token does not have.
    """

    def __init__(
        self,
        message: str,
        *,
        required: tuple[str, ...] = (),
        missing: tuple[str, ...] = (),
        operation_id: str = "",
        attempts: int = 0,
        is_retry_safe: bool = False,
    ) -> None:
        super().__init__(message, operation_id=operation_id, attempts=attempts, is_retry_safe=is_retry_safe)
        self.required = required
        self.missing = missing


class PolicyUnavailableError(AuthorizationError):
    """The available policies do not permit the action, and another one is not available; `__cause__` is the reason."""


_BY_STATUS: dict[int, type[APIError]] = {
    400: BadRequestError,
    401: UnauthorizedError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    429: RateLimitError,
}


def api_error_class(status_code: int) -> type[APIError]:
    """Return the class for an error status: `APIError` unless a class for the status exists."""
    if 500 <= status_code <= 599:
        return ServerError
    return _BY_STATUS.get(status_code, APIError)
