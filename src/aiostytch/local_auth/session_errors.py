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

_ERRORS: Mapping[tuple[type[APIError], str], type[StytchError]] = {
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
        unverified: the error of the local verification, if it failed. It is returned if the API cannot read the JWT
            either.
    """
    kind = _ERRORS.get((type(error), error.raw_error_type))
    if kind is None:
        return None
    if kind is MalformedTokenError and unverified is not None:
        return unverified
    return kind(str(error), operation_id=error.operation_id, attempts=error.attempts)
