# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `otps.email.discovery`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Literal

from aiostytch.operation import UNSET, Maybe, Operation, RequestOptions, Resource, RetryClass

from ..models.otp_email_discovery import AuthenticateResponse, SendRequestLocale, SendResponse

_AUTHENTICATE = Operation(
    "api_b2b_otp_v1_b2b_otp_email_discovery_Authenticate",
    "otps.email.discovery.authenticate",
    "POST /v1/b2b/otps/email/discovery/authenticate",
    AuthenticateResponse,
    retry=RetryClass.CONSUMES_TOKEN,
)
_SEND = Operation(
    "api_b2b_otp_v1_b2b_otp_email_discovery_Send",
    "otps.email.discovery.send",
    "POST /v1/b2b/otps/email/discovery/send",
    SendResponse,
    retry=RetryClass.SENDS_MESSAGE,
)


class Discovery(Resource):
    """Passcodes of discovery logins."""

    def authenticate(
        self, *, email_address: str, code: str, options: RequestOptions | None = None
    ) -> Coroutine[Any, Any, AuthenticateResponse]:
        """Consume a discovery passcode and get an intermediate session token.

        No organization is chosen yet. The intermediate session token is valid for 10 minutes. Retried only
        if the token was not used.

        Args:
            email_address: The member's e-mail address.
            code: The passcode of the e-mail message.

        Raises:
            APIError: `otp_code_not_found`, `unable_to_auth_otp_code`, `invalid_code`.
        """
        return self._call(_AUTHENTICATE, locals())

    def send(
        self,
        *,
        email_address: str,
        discovery_expiration_minutes: Maybe[int] = UNSET,
        locale: Maybe[SendRequestLocale | Literal["en", "es", "pt-br", "fr"]] = UNSET,
        login_template_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, SendResponse]:
        """E-mail a discovery passcode, which logs in without an organization.

        Earlier passcodes for the same address stop working. Retried only if no message was sent.

        Args:
            email_address: The e-mail address to send the passcode to.
            discovery_expiration_minutes: How long the passcode stays valid, in minutes; 2 to 15, default 10.
            locale: Language of the e-mail or text message, if one is sent; an IETF BCP 47 tag such as `en`.
            login_template_id: Template of the login e-mail; the project's default if omitted.

        Raises:
            APIError: `invalid_email`, `inactive_email`, `email_template_not_found`, `invalid_expiration_otp`.
        """
        return self._call(_SEND, locals())
