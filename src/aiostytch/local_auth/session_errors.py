"""What the API means when it refuses a session: the same class for each reason, whichever way it was asked. No I/O."""

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
"""By status and error type. A status alone says nothing about a session: a proxy answers 404, too."""


def session_error(error: APIError, unverified: StytchError | None = None) -> StytchError | None:
    """Return what an error of `sessions.authenticate` says about the session, None if it says nothing.

    Args:
        error: what the call raised.
        unverified: why this process did not accept the session's JWT, if it did not. It is returned where the API
            cannot read the JWT either.
    """
    refusal = _REFUSALS.get((type(error), error.raw_error_type))
    if refusal is None:
        return None
    if refusal is MalformedTokenError and unverified is not None:
        return unverified
    return refusal(str(error), operation_id=error.operation_id, attempts=error.attempts)
