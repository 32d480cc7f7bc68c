# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `otps.sms`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Literal

from aiostytch.operation import UNSET, JSONMap, Maybe, Operation, RequestOptions, Resource, RetryClass

from ..models.otp_sms import AuthenticateResponse, SendRequestLocale, SendResponse

_AUTHENTICATE = Operation(
    "api_b2b_otp_v1_b2b_otp_sms_Authenticate",
    "otps.sms.authenticate",
    "POST /v1/b2b/otps/sms/authenticate",
    AuthenticateResponse,
    retry=RetryClass.CONSUMES_TOKEN,
)
_SEND = Operation(
    "api_b2b_otp_v1_b2b_otp_sms_Send",
    "otps.sms.send",
    "POST /v1/b2b/otps/sms/send",
    SendResponse,
    retry=RetryClass.SENDS_MESSAGE,
)


class Sms(Resource):
    """Passcodes sent by SMS, a second factor."""

    def authenticate(
        self,
        *,
        organization_id: str,
        member_id: str,
        code: str,
        intermediate_session_token: Maybe[str] = UNSET,
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        session_jwt: Maybe[str] = UNSET,
        session_token: Maybe[str] = UNSET,
        set_default_mfa: Maybe[bool] = UNSET,
        set_mfa_enrollment: Maybe[Literal["enroll", "unenroll"]] = UNSET,
        telemetry_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, AuthenticateResponse]:
        """Check a passcode sent by SMS and start or extend a session.

        This is only a second factor: pass exactly one of `intermediate_session_token`, `session_token` and
        `session_jwt`. Codes expire after 2 minutes. Retried only if the token was not used.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.
            code: The passcode of the text message.
            intermediate_session_token: Represents an unfinished login; valid for 10 minutes.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: Length of the session in minutes, counted from now; 5 to 527040, default 60.
            session_jwt: The session as a JWT, valid for 5 minutes; as an argument, the session to add to.
            session_token: The session's opaque token; as an argument, the session to add to.
            set_default_mfa: Whether to make this method the member's default for MFA.
            set_mfa_enrollment: `enroll` or `unenroll` the member in MFA; ignored if MFA is required for all.
            telemetry_id: ID of a device fingerprint; the workspace must have that feature.

        Raises:
            APIError: `otp_code_not_found`, `unable_to_auth_otp_code`, `intermediate_session_not_found`,
                `too_many_session_arguments`, `member_session_member_id_mismatch`,
                `operation_restricted_by_organization_mfa_methods`.
        """
        return self._call(_AUTHENTICATE, locals())

    def send(
        self,
        *,
        organization_id: str,
        member_id: str,
        intermediate_session_token: Maybe[str] = UNSET,
        locale: Maybe[
            SendRequestLocale
            | Literal[
                "en",
                "es",
                "pt-br",
                "fr",
                "it",
                "de-DE",
                "zh-Hans",
                "ca-ES",
                "cs",
                "fa",
                "ja",
                "nl",
                "pl",
                "ru",
                "tr",
                "vi",
            ]
        ] = UNSET,
        mfa_phone_number: Maybe[str] = UNSET,
        session_jwt: Maybe[str] = UNSET,
        session_token: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, SendResponse]:
        """Send a one-time passcode to a member by SMS.

        The given number becomes the number of a member without one; for a member with another number, it is
        an error. Retried only if no message was sent.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.
            intermediate_session_token: Represents an unfinished login; valid for 10 minutes.
            locale: Language of the e-mail or text message, if one is sent; an IETF BCP 47 tag such as `en`.
            mfa_phone_number: Phone number, E.164; only for a member without one.
            session_jwt: A session of the member, by its JWT.
            session_token: A session of the member, by its opaque token.

        Raises:
            APIError: `invalid_phone_number`, `invalid_phone_number_country_code`,
                `duplicate_member_phone_number_for_member`, `unsubscribed_phone_number`,
                `downstream_carrier_error`, `default_mfa_member_missing_factor`,
                `intermediate_session_not_found`.
        """
        return self._call(_SEND, locals())
