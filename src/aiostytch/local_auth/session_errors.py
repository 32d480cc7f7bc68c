"""Conversion of API errors about sessions to exceptions: one class per reason, for every call. No I/O."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import (
    APIError,
    BadRequestError,
    ForbiddenError,
    MalformedTokenError,
    NotFoundError,
    PermissionDeniedError,
    SessionEndedError,
    StytchError,
    TenancyMismatchError,
)

_REFUSALS: Mapping[tuple[type[APIError], str], type[StytchError]] = {
    (BadRequestError, "unable_to_parse_session_jwt"): MalformedTokenError,
    (ForbiddenError, "session_authorization_error"): PermissionDeniedError,
    (ForbiddenError, "session_authorization_tenancy_error"): TenancyMismatchError,
    (NotFoundError, "session_not_found"): SessionEndedError,
}
"""By status and error type. A status alone does not describe the session: a proxy can respond with 404, too."""


def session_error(error: APIError, unverified: StytchError | None = None) -> StytchError | None:
    """Return the exception about the session for an error of `sessions.authenticate`; None for other errors.

    Args:
        error: the error of the call.
        unverified: the reason why this process did not accept the session's JWT, if it did not. It is returned if the
            API cannot read the JWT either.
    """
    refusal = _REFUSALS.get((type(error), error.raw_error_type))
    if refusal is None:
        return None
    if refusal is MalformedTokenError and unverified is not None:
        return unverified
    return refusal(str(error), operation_id=error.operation_id, attempts=error.attempts)
