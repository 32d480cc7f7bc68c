# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `passwords.email`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Literal

from aiostytch.operation import (
    UNSET,
    JSONMap,
    Maybe,
    Operation,
    RequestOptions,
    Resource,
    RetryClass,
    SessionJWT,
    SessionToken,
)

from ..models.passwords import ResetRequestLocale
from ..models.passwords_email import RequireResetResponse, ResetResponse, ResetStartRequestLocale, ResetStartResponse

_REQUIRE_RESET = Operation(
    "api_b2b_password_v1_b2b_passwords_email_RequireReset",
    "passwords.email.require_reset",
    "POST /v1/b2b/passwords/email/require_reset",
    RequireResetResponse,
    retry=RetryClass.IDEMPOTENT,
    session=True,
)
_RESET = Operation(
    "api_b2b_password_v1_b2b_passwords_email_Reset",
    "passwords.email.reset",
    "POST /v1/b2b/passwords/email/reset",
    ResetResponse,
    retry=RetryClass.CONSUMES_TOKEN,
)
_RESET_START = Operation(
    "api_b2b_password_v1_b2b_passwords_email_ResetStart",
    "passwords.email.reset_start",
    "POST /v1/b2b/passwords/email/reset/start",
    ResetStartResponse,
    retry=RetryClass.SENDS_MESSAGE,
)


class Email(Resource):
    """Password resets by e-mail."""

    def require_reset(
        self,
        *,
        email_address: str,
        member_id: Maybe[str] = UNSET,
        organization_id: Maybe[str] = UNSET,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, RequireResetResponse]:
        """Force the owner of an e-mail address to reset their password.

        For projects with cross-organization passwords. If the address has a single active member, this
        deletes the password. Safe to retry.

        Args:
            email_address: The member's e-mail address.
            member_id: ID of the member; calls also accept an external ID.
            organization_id: ID of the organization; calls also accept its slug or external ID.

        Raises:
            APIError: `cross_org_passwords_not_enabled`, `email_not_found`.
        """
        return self._call(_REQUIRE_RESET, locals())

    def reset(
        self,
        *,
        password_reset_token: str,
        password: str,
        code_verifier: Maybe[str] = UNSET,
        intermediate_session_token: Maybe[str] = UNSET,
        locale: Maybe[ResetRequestLocale | Literal["en", "es", "pt-br", "fr"]] = UNSET,
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        session_jwt: Maybe[str] = UNSET,
        session_token: Maybe[str] = UNSET,
        telemetry_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, ResetResponse]:
        """Consume a reset token, set the new password and log the member in.

        If MFA or another factor is missing, the response has an `intermediate_session_token` instead of a
        session. Retried only if the token was not used.

        Args:
            password_reset_token: The token of the reset link; works once.
            password: The new password.
            code_verifier: PKCE verifier: the secret whose hash was sent when the reset was started.
            intermediate_session_token: Represents an unfinished login; valid for 10 minutes.
            locale: Language of the e-mail or text message, if one is sent; an IETF BCP 47 tag such as `en`.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: Length of the session in minutes, counted from now; 5 to 527040, default 60.
            session_jwt: The session as a JWT, valid for 5 minutes; as an argument, the session to add to.
            session_token: The session's opaque token; as an argument, the session to add to.
            telemetry_id: ID of a device fingerprint; the workspace must have that feature.

        Raises:
            APIError: `unable_to_auth_password_reset_token`, `weak_password`, `breached_password`,
                `pkce_expected_code_verifier`, `pkce_mismatch`.
        """
        return self._call(_RESET, locals())

    def reset_start(
        self,
        *,
        organization_id: str,
        email_address: str,
        code_challenge: Maybe[str] = UNSET,
        locale: Maybe[ResetStartRequestLocale | Literal["en", "es", "pt-br", "fr"]] = UNSET,
        login_redirect_url: Maybe[str] = UNSET,
        reset_password_expiration_minutes: Maybe[int] = UNSET,
        reset_password_redirect_url: Maybe[str] = UNSET,
        reset_password_template_id: Maybe[str] = UNSET,
        verify_email_template_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, ResetStartResponse]:
        """E-mail a password reset link to a member.

        The link is valid for 30 minutes by default. Retried only if no message was sent.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            email_address: The member's e-mail address.
            code_challenge: PKCE challenge: base64url of the SHA-256 of the PKCE verifier.
            locale: Language of the e-mail or text message, if one is sent; an IETF BCP 47 tag such as `en`.
            login_redirect_url: URL of the link "log in without password"; by default that of the dashboard.
            reset_password_expiration_minutes: How long the reset link stays valid, in minutes; 5 to 10080, default 30.
            reset_password_redirect_url: URL of the link; by default that of the dashboard.
            reset_password_template_id: Template of the reset e-mail; the project's default if omitted.
            verify_email_template_id: Template of the verification e-mail; the project's default if omitted.

        Raises:
            APIError: `member_not_found`, `no_password_reset_redirect_url`,
                `invalid_password_reset_redirect_url`, `email_template_not_found`, `organization_not_found`.
        """
        return self._call(_RESET_START, locals())
