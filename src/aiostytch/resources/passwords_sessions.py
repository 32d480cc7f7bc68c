# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `passwords.sessions`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Literal

from aiostytch.operation import UNSET, JSONMap, Maybe, Operation, RequestOptions, Resource, RetryClass

from ..models.passwords import ResetRequestLocale
from ..models.passwords_session import ResetResponse

_RESET = Operation(
    "api_b2b_password_v1_b2b_passwords_session_Reset",
    "passwords.sessions.reset",
    "POST /v1/b2b/passwords/session/reset",
    ResetResponse,
    retry=RetryClass.IDEMPOTENT,
)


class Sessions(Resource):
    """Password changes for a member who is logged in."""

    def reset(
        self,
        *,
        organization_id: str,
        password: str,
        locale: Maybe[ResetRequestLocale | Literal["en", "es", "pt-br", "fr"]] = UNSET,
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        session_jwt: Maybe[str] = UNSET,
        session_token: Maybe[str] = UNSET,
        telemetry_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, ResetResponse]:
        """Set a new password with a recent session.

        A factor of the session must be under 5 minutes old. All other sessions of the member end. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            password: The new password.
            locale: Language of the e-mail or text message, if one is sent; an IETF BCP 47 tag such as `en`.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: Length of the session in minutes, counted from now; 5 to 527040, default 60.
            session_jwt: The member's session, by its JWT; pass this or `session_token`.
            session_token: The member's session, by its opaque token; pass this or `session_jwt`.
            telemetry_id: ID of a device fingerprint; the workspace must have that feature.

        Raises:
            APIError: `stale_factors`, `session_too_old_to_reset_password`, `session_not_found`,
                `weak_password`, `breached_password`.
        """
        return self._call(_RESET, locals())
