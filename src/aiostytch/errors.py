"""Every exception of the SDK, named by what the caller does next.

    StytchError
    |- ConfigurationError          the program or its settings are wrong: correct them (a ValueError too)
    |- InvalidArgumentError        a value cannot be sent, perhaps a user's: answer 4xx (a ValueError too)
    |  `- InvalidPolicyError       the policy of an organization does not fit that of its project; `reason` says why
    |- ClientClosedError           the client was closed before the call
    |- TransportError              there is no response
    |  |- ConnectError             nothing was sent: the call can be retried
    |  |- ConnectionLostError      it was sent, and whether it was carried out is unknown
    |  `- DeadlineExceededError    the time for the whole call is over
    |- ResponseError               there is a response, and it cannot be used
    |  |- DecodeError              it is not what the specification says
    |  |- UnexpectedRedirectError  it is a redirect, and redirects are never followed
    |  `- ResponseTooLargeError    it is longer than allowed
    |- APIError                    the API refused; by status:
    |  |- BadRequestError          400
    |  |- UnauthorizedError        401
    |  |- ForbiddenError           403
    |  |- NotFoundError            404
    |  |- ConflictError            409
    |  |- RateLimitError           429
    |  `- ServerError              5xx
    |- PaginationError             a listing cannot be followed further
    |- TokenVerificationError      a session JWT, M2M token or access token is not accepted: answer 401
    |  |- MissingTokenError        the request brings none
    |  |- MalformedTokenError      it is no JWT, or a claim is not what it has to be
    |  |- TokenTooLargeError       it is longer than any token of Stytch
    |  |- WrongAlgorithmError      it is not signed with RS256
    |  |- WrongTokenKindError      it is of a kind that is not wanted; `seen` says of which
    |  |  |- NotASessionTokenError where a session JWT is wanted
    |  |  |- NotAnM2MTokenError    where an M2M token is wanted
    |  |  `- NotAnAccessTokenError where an access token is wanted
    |  |- BadSignatureError        its signature does not fit
    |  |- WrongIssuerError         it was not issued by Stytch for this project
    |  |- WrongAudienceError       it is for another project, or another service
    |  |- NotYetValidError         it begins to be valid later
    |  |- TokenExpiredError        it, or its session, has ended: the API can tell, and make a new one
    |  |- TokenTooOldError         it was issued longer ago than the caller allows: the API can tell
    |  |- SessionEndedError        its session has expired or was revoked: the API has told
    |  |  `- SessionRevokedError   its session was revoked: this process knows
    |  |     `- PossiblyRevokedError  or it was issued just after that: the API can tell
    |  |- InactiveTokenError       it has expired or was revoked: the API has told
    |  |  `- TokenRevokedError     it was revoked: this process knows
    |  |- UnknownKeyError          no known key has its key id: the API can tell
    |  |- KeysUnavailableError     the project's keys are not available: the API can tell
    |  |- AmbiguousSessionError    the request names several sessions that are valid: ask for a login
    |  `- CustomClaimsError        it is valid, and its custom claims do not fit the caller's type
    |- WebhookError                a webhook delivery is not accepted: answer with its `status`
    |  |- WebhookTooLargeError     its body is longer than allowed
    |  |- WebhookHeadersError      its signature headers are missing, or malformed
    |  |- WebhookTimestampError    it was signed too long ago, or ahead of the clock
    |  |- WebhookSignatureError    it was not signed with a secret of the endpoint
    |  |- WebhookPayloadError      its body is not a JSON object
    |  |- DeliveryInProgressError  the same delivery is being handled: it comes again
    |  `- UnhandledEventError      no handler takes the event, and that is an error here
    |- StoreUnavailableError       a store does not answer: raised by stores, and by nothing that you call
    `- AuthorizationError          a token is valid, and does not permit the action: answer 403
       |- TenancyMismatchError     it is of another organization
       |- PermissionDeniedError    none of its roles or scopes permits the action
       |- InsufficientScopeError   it lacks scopes that are required; `missing` says which
       `- PolicyUnavailableError   a policy is not available, and no other permits it: the API can tell

`str(error)` is one line and holds no body, header or token. Errors can be pickled, without the body of the response.
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
        call_path: the call as it is written, without its client: `organizations.get`; "" where there was none.
        operation_id: the operationId of the call in the API's document, "" where there was none.
        attempts: how many requests were sent for it.
        is_retry_safe: whether the same call can be made again without the risk that it is carried out twice.
    """

    _left_behind: ClassVar[frozenset[str]] = frozenset()
    """Attributes that a pickle does not take along."""

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
        state = {name: value for name, value in vars(self).items() if name not in self._left_behind}
        return _restore, (type(self), self.args, state)


def _restore(cls: type[StytchError], args: tuple[Any, ...], state: dict[str, Any]) -> StytchError:
    error = cls.__new__(cls, *args)
    vars(error).update(state)
    return error


class ConfigurationError(StytchError, ValueError):
    """The program is wrong, or what it was set up with; the message names the setting. Nothing was sent."""


class InvalidArgumentError(StytchError, ValueError):
    """A value that a call was given cannot be sent; the message names it and never shows it. Nothing was sent.

    Ids, slugs and cookies often come from the users of a service, which answers this error with 4xx.
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
    """The policy of an organization does not fit that of its project.

    Attributes:
        reason: what is wrong. It defines a role twice (`duplicate_role`), or one that the project has
            (`role_of_project`), or one without permissions (`role_without_permissions`). A permission is about a
            resource that the project does not have (`unknown_resource`), has no actions (`permission_without_actions`),
            or has `*`, which stands for all actions, and others (`mixed_wildcard`). An action is empty or blank
            (`empty_action`), or is none of its resource (`unknown_action`).
        role_id: the role of the organization that it is about.
        resource_id: the resource of the permission that it is about, "" where it is not about one.
        action: the action that it is about, "" where it is not about one.
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
    """No connection was made (refused, unresolved, TLS, timeout, none free): nothing was sent.

    Attributes:
        host: the host that could not be reached, with its port if the URL has one; "" where none was tried.
    """

    host: str = ""

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message} (to {self.host})" if self.host else message


class ConnectionLostError(TransportError):
    """The request was sent, at least in part, and no response came (lost connection, timeout): its fate is unknown."""


class DeadlineExceededError(TransportError):
    """The deadline of the whole call passed, waits and retries included."""


class ResponseError(StytchError):
    """There is a response that cannot be used.

    Attributes:
        status_code: its status, an int.
        headers: its headers.
        request_id: the API's id of the request, "" where it is not known.
        body: the first 2,000 characters of its body; not in pickles, for it can hold secrets.
    """

    _left_behind = frozenset({"body"})
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
    """The body is not JSON, or not of the documented type. The call itself was carried out."""


class UnexpectedRedirectError(ResponseError):
    """The response is a redirect (3xx). Following it would hand credentials to whatever it names."""


class ResponseTooLargeError(ResponseError):
    """The body is longer than `max_response_size` bytes, once decompressed."""


class APIError(ResponseError):
    """The API answered with an error status.

    Attributes:
        error_type: what went wrong, for programs; an open enumeration, "" where the body names none.
        raw_error_type: the same, as the string that came.
        error_message: what went wrong, for people.
        error_url: where it is documented.
        error_details: the `error_details` of the body, decoded, else None.
        retry_after: seconds after which the API takes the call again, as the response says; None where it does not.
    """

    _left_behind = frozenset({"body", "error_type"})

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
        """What went wrong, for programs: compare with `ErrorType` or with a string."""
        from .models.errors import ErrorType

        return ErrorType(self.raw_error_type)


class BadRequestError(APIError):
    """400: the request is not valid as it is."""


class UnauthorizedError(APIError):
    """401: the project's credentials, or the credentials of the member, are not accepted."""


class ForbiddenError(APIError):
    """403: the credentials are known and do not permit this."""


class NotFoundError(APIError):
    """404: what the call names does not exist."""


class ConflictError(APIError):
    """409: what exists already stands in the way."""


class RateLimitError(APIError):
    """429: too many requests, or a lock or a limit that a retry does not help: `error_type` tells them apart.

    `retry_after` says when to come back, where the API said so.
    """


class ServerError(APIError):
    """5xx: the API failed."""


class PaginationError(StytchError):
    """A listing cannot be followed further: it came back to a cursor it had already given, or gave no proper one.

    Attributes:
        cursor: the cursor that was given twice; else that of the last page, "" for the first.
    """

    def __init__(self, message: str, *, cursor: str, operation_id: str = "", attempts: int = 0) -> None:
        super().__init__(message, operation_id=operation_id, attempts=attempts)
        self.cursor = cursor


class TokenVerificationError(StytchError):
    """A token is not accepted; the class says why, and the message never shows the token.

    Attributes:
        member_session_id: the session of a token that is not accepted for its times alone; "" for all other reasons.
    """

    member_session_id: str = ""


class MissingTokenError(TokenVerificationError):
    """The request brings no token."""


class MalformedTokenError(TokenVerificationError):
    """It is not three strictly encoded segments with the JSON of a JWT, or a claim is missing or of another type."""


class TokenTooLargeError(TokenVerificationError):
    """It is longer than any token of Stytch. Nothing of it was decoded."""


class WrongAlgorithmError(TokenVerificationError):
    """It is not signed with RS256. What a header asks for is never followed."""


TokenKind: TypeAlias = Literal["session", "m2m", "access_token", "id_token", "opaque", "unknown"]
"""The kinds of tokens. An opaque one is no JWT: a refresh token, an authorization code, a session token."""


class WrongTokenKindError(TokenVerificationError):
    """It is of a kind that is not wanted. All kinds are signed with the same keys, and none passes for another.

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
    """It is no session JWT, or stands for no complete session."""


class NotAnM2MTokenError(WrongTokenKindError):
    """It is no M2M token."""


class NotAnAccessTokenError(WrongTokenKindError):
    """It is no access token of a connected app."""


class BadSignatureError(TokenVerificationError):
    """Its signature does not fit: it is forged or damaged."""


class WrongIssuerError(TokenVerificationError):
    """It was not issued by Stytch for this project; the message says who is named as its issuer, and who may be."""


class WrongAudienceError(TokenVerificationError):
    """It is for another project, or for another service than the caller's audience."""


class NotYetValidError(TokenVerificationError):
    """It begins to be valid later, or was issued in the future: compare the clocks."""


class TokenExpiredError(TokenVerificationError):
    """It, or its session, has ended. If the session was extended, the API makes a new one."""


class TokenTooOldError(TokenVerificationError):
    """It was issued longer ago than the caller allows. The API knows whether its session is still alive."""


class SessionEndedError(TokenVerificationError):
    """Its session has expired or was revoked, as the API has told: `__cause__` is its response."""


class SessionRevokedError(SessionEndedError):
    """Its session was revoked before it expires: by this client, by another process that shares its store, or by you.

    There was no request: `__cause__` is None.
    """


class PossiblyRevokedError(SessionRevokedError):
    """It was issued in the seconds before its member's sessions were revoked, or just afterwards. The API knows."""


class InactiveTokenError(TokenVerificationError):
    """The API has told that it is not active: it has expired, was revoked, or is not a token of the app that asks."""


class TokenRevokedError(InactiveTokenError):
    """It is the token of an app or an M2M client, and was revoked, as this process knows. There was no request."""


class UnknownKeyError(TokenVerificationError):
    """No known key has its key id, and the keys were looked up a moment ago. The API may know a newer one.

    Attributes:
        key_id: its key id, which anybody can choose.
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
    """The project's keys are not available; where the last attempt failed, `__cause__` is its error."""


class AmbiguousSessionError(TokenVerificationError):
    """A request brings several values of one cookie, and they name different sessions, or are too many to look at."""


class CustomClaimsError(TokenVerificationError):
    """The token is valid, and its custom claims do not fit the type that the caller gave."""


class StoreUnavailableError(StytchError):
    """A store does not answer, or refuses. Implementations of `aiostytch.store.Store` raise it; clients catch it."""


class WebhookError(StytchError):
    """A webhook delivery is not accepted; the class says why. Nothing of the delivery is in the message.

    Attributes:
        status: the HTTP status to answer with. With any but 2xx, Svix sends the delivery again for about a day.
    """

    status: ClassVar[int] = 400


class WebhookTooLargeError(WebhookError):
    """Its body is longer than allowed, and was not read further."""

    status = 413


class WebhookHeadersError(WebhookError):
    """Its signature headers are missing, occur more than once, or have a form that Svix does not send."""


class WebhookTimestampError(WebhookError):
    """It was signed too long ago, or ahead of this clock: it is replayed, or the clocks differ."""

    status = 401


class WebhookSignatureError(WebhookError):
    """It was not signed with a secret of this endpoint: it is forged or damaged, or the secret is wrong."""

    status = 401


class WebhookPayloadError(WebhookError):
    """It was signed, and its body is not a JSON object."""


class DeliveryInProgressError(WebhookError):
    """The same delivery is being handled at this moment. If that fails, the next attempt is needed."""

    status = 409


class UnhandledEventError(WebhookError):
    """No handler takes the event, and this endpoint was told that every event has one."""

    status = 500


class AuthorizationError(StytchError):
    """A token is valid, and does not permit the action; the class says why."""


class TenancyMismatchError(AuthorizationError):
    """The session or the access token is of another organization than the one to act in, or of no organization."""


class PermissionDeniedError(AuthorizationError):
    """None of the session's roles, or of the access token's scopes, permits the action.

    Where the API refused, `__cause__` is its error.
    """


class InsufficientScopeError(AuthorizationError):
    """The token lacks scopes that are required, `insufficient_scope` of RFC 6750.

    Attributes:
        required: the scopes that are required.
        missing: those of them that the token does not have.
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
    """No policy at hand permits the action, and one is not available; `__cause__` is the error of the last attempt."""


_BY_STATUS: dict[int, type[APIError]] = {
    400: BadRequestError,
    401: UnauthorizedError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    429: RateLimitError,
}


def api_error_class(status_code: int) -> type[APIError]:
    """Return the class for an error status; any other status than the named ones is an `APIError`."""
    if 500 <= status_code <= 599:
        return ServerError
    return _BY_STATUS.get(status_code, APIError)
