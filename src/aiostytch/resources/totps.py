# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `totps`."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any, Literal

from aiostytch.operation import UNSET, JSONMap, Maybe, Operation, RequestOptions, Resource, RetryClass

from ..models.totps import AuthenticateResponse, CreateResponse, MigrateResponse

_AUTHENTICATE = Operation(
    "api_b2b_totp_v1_Authenticate",
    "totps.authenticate",
    "POST /v1/b2b/totp/authenticate",
    AuthenticateResponse,
    retry=RetryClass.CONSUMES_TOKEN,
)
_CREATE = Operation("api_b2b_totp_v1_Create", "totps.create", "POST /v1/b2b/totp", CreateResponse)
_MIGRATE = Operation("api_b2b_totp_v1_Migrate", "totps.migrate", "POST /v1/b2b/totp/migrate", MigrateResponse)


class Totps(Resource):
    """Authenticator apps, a second factor."""

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
        """Check a code of a member's authenticator app and start or extend a session.

        Pass exactly one of `intermediate_session_token`, `session_token` and `session_jwt`. Retried only if
        the token was not used.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.
            code: The code that the authenticator app shows.
            intermediate_session_token: Represents an unfinished login; valid for 10 minutes.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: Length of the session in minutes, counted from now; 5 to 527040, default 60.
            session_jwt: The session as a JWT, valid for 5 minutes; as an argument, the session to add to.
            session_token: The session's opaque token; as an argument, the session to add to.
            set_default_mfa: Whether to make this method the member's default for MFA.
            set_mfa_enrollment: `enroll` or `unenroll` the member in MFA; ignored if MFA is required for all.
            telemetry_id: ID of a device fingerprint; the workspace must have that feature.

        Raises:
            APIError: `unable_to_authenticate_totp`, `invalid_totp_code`, `totp_code_already_authenticated`,
                `recovery_code_used_as_totp_code`, `totp_not_found`, `intermediate_session_not_found`.
        """
        return self._call(_AUTHENTICATE, locals())

    def create(
        self,
        *,
        organization_id: str,
        member_id: str,
        expiration_minutes: Maybe[int] = UNSET,
        intermediate_session_token: Maybe[str] = UNSET,
        session_jwt: Maybe[str] = UNSET,
        session_token: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, CreateResponse]:
        """Start registering an authenticator app for a member.

        If the member already has an MFA factor, pass a session or an intermediate session token with that
        factor. Retried only if nothing was created.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.
            expiration_minutes: Time to complete the registration, in minutes; 5 to 1440, default 60.
            intermediate_session_token: Represents an unfinished login; valid for 10 minutes.
            session_jwt: A session of the member, by its JWT.
            session_token: A session of the member, by its opaque token.

        Raises:
            APIError: `active_totp_exists`, `pending_totp_exists`,
                `session_enforced_factor_matching_session_required`,
                `operation_restricted_by_organization_mfa_methods`, `member_not_found`.
        """
        return self._call(_CREATE, locals())

    def migrate(
        self,
        *,
        organization_id: str,
        member_id: str,
        secret: str,
        recovery_codes: Sequence[str],
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, MigrateResponse]:
        """Import a member's authenticator app secret from another system.

        Without recovery codes, the API creates new ones. Retried only if nothing was created.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.
            secret: The TOTP secret to import.
            recovery_codes: Recovery codes to import; new ones are created if the list is empty.

        Raises:
            APIError: `active_totp_exists`, `recovery_codes_already_exist`, `member_not_found`.
        """
        return self._call(_MIGRATE, locals())
