# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `passwords.discovery.email`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Literal

from aiostytch.operation import UNSET, Maybe, Operation, RequestOptions, Resource, RetryClass

from ..models.passwords_discovery_email import ResetResponse, ResetStartResponse

_RESET = Operation(
    "api_b2b_password_v1_b2b_passwords_discovery_email_Reset",
    "passwords.discovery.email.reset",
    "POST /v1/b2b/passwords/discovery/email/reset",
    ResetResponse,
    retry=RetryClass.CONSUMES_TOKEN,
)
_RESET_START = Operation(
    "api_b2b_password_v1_b2b_passwords_discovery_email_ResetStart",
    "passwords.discovery.email.reset_start",
    "POST /v1/b2b/passwords/discovery/email/reset/start",
    ResetStartResponse,
    retry=RetryClass.SENDS_MESSAGE,
)


class Email(Resource):
    """Password resets by e-mail, without an organization."""

    def reset(
        self,
        *,
        password_reset_token: str,
        password: str,
        pkce_code_verifier: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, ResetResponse]:
        """Consume a reset token, set the new password and get an intermediate session token.

        For projects with cross-organization passwords only. The reset token is valid once. Retried only if
        the token was not used.

        Args:
            password_reset_token: The token of the reset link; works once.
            password: The new password.
            pkce_code_verifier: PKCE verifier: the secret whose SHA-256 is the PKCE challenge.

        Raises:
            APIError: `unable_to_auth_password_reset_token`, `weak_password`, `breached_password`,
                `pkce_expected_code_verifier`, `pkce_mismatch`.
        """
        return self._call(_RESET, locals())

    def reset_start(
        self,
        *,
        email_address: str,
        discovery_redirect_url: Maybe[str] = UNSET,
        locale: Maybe[Literal["en", "es", "fr", "pt-br"]] = UNSET,
        pkce_code_challenge: Maybe[str] = UNSET,
        reset_password_expiration_minutes: Maybe[int] = UNSET,
        reset_password_redirect_url: Maybe[str] = UNSET,
        reset_password_template_id: Maybe[str] = UNSET,
        verify_email_template_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, ResetStartResponse]:
        """E-mail a password reset link, without an organization.

        For projects with cross-organization passwords only. Retried only if no message was sent.

        Args:
            email_address: The e-mail address of the password to reset.
            discovery_redirect_url: URL of the link, with the token in its query; by default that of the dashboard.
            locale: Language of the e-mail or text message, if one is sent; an IETF BCP 47 tag such as `en`.
            pkce_code_challenge: PKCE challenge: base64url of the SHA-256 of the PKCE verifier.
            reset_password_expiration_minutes: How long the reset link stays valid, in minutes; 5 to 10080, default 30.
            reset_password_redirect_url: URL of the link; by default that of the dashboard.
            reset_password_template_id: Template of the reset e-mail; the project's default if omitted.
            verify_email_template_id: Template of the verification e-mail; the project's default if omitted.

        Raises:
            APIError: `cross_org_passwords_not_enabled`, `no_password_reset_redirect_url`,
                `invalid_password_reset_redirect_url`, `invalid_email`.
        """
        return self._call(_RESET_START, locals())
