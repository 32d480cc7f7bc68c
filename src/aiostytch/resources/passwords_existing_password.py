# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `passwords.existing_password`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Literal

from aiostytch.operation import UNSET, JSONMap, Maybe, Operation, RequestOptions, Resource, RetryClass

from ..models.passwords import ResetRequestLocale
from ..models.passwords_existing_password import ResetResponse

_RESET = Operation(
    "api_b2b_password_v1_b2b_passwords_existing_password_Reset",
    "passwords.existing_password.reset",
    "POST /v1/b2b/passwords/existing_password/reset",
    ResetResponse,
    retry=RetryClass.CONSUMES_TOKEN,
)


class ExistingPassword(Resource):
    """Password changes for a member who knows the old one."""

    def reset(
        self,
        *,
        email_address: str,
        existing_password: str,
        new_password: str,
        organization_id: str,
        locale: Maybe[ResetRequestLocale | Literal["en", "es", "pt-br", "fr"]] = UNSET,
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        session_jwt: Maybe[str] = UNSET,
        session_token: Maybe[str] = UNSET,
        telemetry_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, ResetResponse]:
        """Replace a password, given the current one, and log the member in.

        All sessions of the member end, and a new one starts, unless MFA or another factor is missing.
        Retried only if the token was not used.

        Args:
            email_address: The member's e-mail address.
            existing_password: The current password.
            new_password: The password to set.
            organization_id: ID of the organization; calls also accept its slug or external ID.
            locale: Language of the e-mail or text message, if one is sent; an IETF BCP 47 tag such as `en`.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: Length of the session in minutes, counted from now; 5 to 527040, default 60.
            session_jwt: The session as a JWT, valid for 5 minutes; as an argument, the session to add to.
            session_token: The session's opaque token; as an argument, the session to add to.
            telemetry_id: ID of a device fingerprint; the workspace must have that feature.

        Raises:
            APIError: `unauthorized_credentials`, `weak_password`, `breached_password`,
                `cannot_reset_password_with_existing_password`.
        """
        return self._call(_RESET, locals())
