# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `otps.email`."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from aiostytch.operation import UNSET, JSONMap, Maybe, Operation, RequestOptions, Resource, RetryClass

from ..models.otp_email import (
    AuthenticateRequestLocale,
    AuthenticateResponse,
    LoginOrSignupRequestLocale,
    LoginOrSignupResponse,
)

if TYPE_CHECKING:
    from .otps_email_discovery import Discovery

_AUTHENTICATE = Operation(
    "api_b2b_otp_v1_b2b_otp_email_Authenticate",
    "otps.email.authenticate",
    "POST /v1/b2b/otps/email/authenticate",
    AuthenticateResponse,
    retry=RetryClass.CONSUMES_TOKEN,
)
_LOGIN_OR_SIGNUP = Operation(
    "api_b2b_otp_v1_b2b_otp_email_LoginOrSignup",
    "otps.email.login_or_signup",
    "POST /v1/b2b/otps/email/login_or_signup",
    LoginOrSignupResponse,
    retry=RetryClass.SENDS_MESSAGE,
)


class Email(Resource):
    """Passcodes sent by e-mail."""

    @cached_property
    def discovery(self) -> Discovery:
        """Passcodes of discovery logins."""
        from .otps_email_discovery import Discovery

        return Discovery(self._caller)

    def authenticate(
        self,
        *,
        organization_id: str,
        email_address: str,
        code: str,
        intermediate_session_token: Maybe[str] = UNSET,
        locale: Maybe[AuthenticateRequestLocale | Literal["en", "es", "pt-br", "fr"]] = UNSET,
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        session_jwt: Maybe[str] = UNSET,
        session_token: Maybe[str] = UNSET,
        telemetry_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, AuthenticateResponse]:
        """Consume a passcode sent by e-mail and log the member in.

        If MFA or another factor is missing, the response has an `intermediate_session_token` instead of a
        session. Retried only if the token was not used.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            email_address: The member's e-mail address.
            code: The passcode of the e-mail message.
            intermediate_session_token: Represents an unfinished login; valid for 10 minutes.
            locale: Language of the e-mail or text message, if one is sent; an IETF BCP 47 tag such as `en`.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: Length of the session in minutes, counted from now; 5 to 527040, default 60.
            session_jwt: The session as a JWT, valid for 5 minutes; as an argument, the session to add to.
            session_token: The session's opaque token; as an argument, the session to add to.
            telemetry_id: ID of a device fingerprint; the workspace must have that feature.

        Raises:
            APIError: `otp_code_not_found`, `unable_to_auth_otp_code`, `invalid_code`,
                `operation_restricted_by_organization_auth_methods`.
        """
        return self._call(_AUTHENTICATE, locals())

    def login_or_signup(
        self,
        *,
        organization_id: str,
        email_address: str,
        locale: Maybe[LoginOrSignupRequestLocale | Literal["en", "es", "pt-br", "fr"]] = UNSET,
        login_expiration_minutes: Maybe[int] = UNSET,
        login_template_id: Maybe[str] = UNSET,
        signup_expiration_minutes: Maybe[int] = UNSET,
        signup_template_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, LoginOrSignupResponse]:
        """E-mail a one-time passcode to a member or to a new member.

        Earlier passcodes for the same address stop working. Retried only if no message was sent.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            email_address: The member's e-mail address.
            locale: Language of the e-mail or text message, if one is sent; an IETF BCP 47 tag such as `en`.
            login_expiration_minutes: How long the login passcode stays valid, in minutes; 2 to 15, default 10.
            login_template_id: Template of the login e-mail; the project's default if omitted.
            signup_expiration_minutes: How long the signup passcode stays valid, in minutes; 2 to 15, default 10.
            signup_template_id: Template of the signup e-mail; the project's default if omitted.

        Raises:
            APIError: `invalid_email`, `inactive_email`, `email_jit_provisioning_not_allowed`,
                `invalid_email_for_jit_provisioning`, `invalid_expiration_otp`, `organization_not_found`.
        """
        return self._call(_LOGIN_OR_SIGNUP, locals())
