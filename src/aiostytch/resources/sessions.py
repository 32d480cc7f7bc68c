# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `sessions`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Literal

from aiostytch.local_auth.sessions import SessionsMixin
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

from ..models.sessions import (
    AttestResponse,
    AuthenticateResponse,
    AuthorizationCheck,
    ExchangeAccessTokenResponse,
    ExchangeRequestLocale,
    ExchangeResponse,
    GetJWKSResponse,
    GetResponse,
    MigrateResponse,
    RevokeResponse,
)

_ATTEST = Operation("api_b2b_session_v1_Attest", "sessions.attest", "POST /v1/b2b/sessions/attest", AttestResponse)
_AUTHENTICATE = Operation(
    "api_b2b_session_v1_Authenticate",
    "sessions.authenticate",
    "POST /v1/b2b/sessions/authenticate",
    AuthenticateResponse,
    retry=RetryClass.IDEMPOTENT,
)
_EXCHANGE = Operation(
    "api_b2b_session_v1_Exchange", "sessions.exchange", "POST /v1/b2b/sessions/exchange", ExchangeResponse
)
_EXCHANGE_ACCESS_TOKEN = Operation(
    "api_b2b_session_v1_ExchangeAccessToken",
    "sessions.exchange_access_token",
    "POST /v1/b2b/sessions/exchange_access_token",
    ExchangeAccessTokenResponse,
)
_GET = Operation(
    "api_b2b_session_v1_Get",
    "sessions.get",
    "GET /v1/b2b/sessions",
    GetResponse,
    query=("organization_id", "member_id"),
)
_GET_JWKS = Operation(
    "api_b2b_session_v1_GetJWKS", "sessions.get_jwks", "GET /v1/b2b/sessions/jwks/{project_id}", GetJWKSResponse
)
_MIGRATE = Operation("api_b2b_session_v1_Migrate", "sessions.migrate", "POST /v1/b2b/sessions/migrate", MigrateResponse)
_REVOKE = Operation(
    "api_b2b_session_v1_Revoke",
    "sessions.revoke",
    "POST /v1/b2b/sessions/revoke",
    RevokeResponse,
    retry=RetryClass.IDEMPOTENT,
    session=True,
)


class Sessions(SessionsMixin, Resource):
    """Sessions of members: checking, extending, exchanging and revoking."""

    def attest(
        self,
        *,
        profile_id: str,
        token: str,
        organization_id: Maybe[str] = UNSET,
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        session_jwt: Maybe[str] = UNSET,
        session_token: Maybe[str] = UNSET,
        telemetry_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, AttestResponse]:
        """Exchange a token of a trusted identity provider for a member session.

        The provider must be registered as a trusted auth token profile. A given session gets the token as a
        factor. Retried only if nothing was created.

        Args:
            profile_id: ID of the trusted auth token profile.
            token: The trusted auth token; it needs an organization claim if people may join with it.
            organization_id: The organization to log in to; required if the token has no claim for it.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: Length of the session in minutes, counted from now; 5 to 527040, default 60.
            session_jwt: A session to add the factor to, by its JWT.
            session_token: A session to add the factor to, by its opaque token.
            telemetry_id: ID of a device fingerprint; the workspace must have that feature.

        Raises:
            APIError: `invalid_trusted_auth_token`, `trusted_token_profile_not_found`,
                `token_missing_organization_id_claim`, `invalid_token_organization_id_claim`,
                `member_not_found`.
        """
        return self._call(_ATTEST, locals())

    def authenticate(
        self,
        *,
        authorization_check: Maybe[AuthorizationCheck | JSONMap] = UNSET,
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        session_jwt: Maybe[str] = UNSET,
        session_token: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, AuthenticateResponse]:
        """Check a session with the API, and extend it if a duration is given.

        Pass exactly one of `session_token` and `session_jwt`. An expired JWT is accepted while its session
        is valid, and the response has a fresh one. Safe to retry.

        Args:
            authorization_check: A permission to check, too; the call fails if the member does not have it.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: New length in minutes from now, 5 to 527040; if omitted, the session
                is not extended.
            session_jwt: The session to check, by its JWT; not together with `session_token`.
            session_token: The session to check, by its opaque token; not together with `session_jwt`.

        Raises:
            APIError: `session_not_found`, `session_authorization_error`,
                `session_authorization_tenancy_error`, `too_many_session_arguments`, `no_session_arguments`,
                `unable_to_parse_session_jwt`.
        """
        return self._call(_AUTHENTICATE, locals())

    def exchange(
        self,
        *,
        organization_id: str,
        locale: Maybe[
            ExchangeRequestLocale
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
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        session_jwt: Maybe[str] = UNSET,
        session_token: Maybe[str] = UNSET,
        telemetry_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, ExchangeResponse]:
        """Switch a member's session to another organization.

        This also accepts an invitation. If the organization requires more factors, the response has an
        `intermediate_session_token` instead of a session. Retried only if nothing was created.

        Args:
            organization_id: The organization to switch to.
            locale: Language of the e-mail or text message, if one is sent; an IETF BCP 47 tag such as `en`.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: Length of the session in minutes, counted from now; 5 to 527040, default 60.
            session_jwt: The current session, by its JWT; pass this or `session_token`.
            session_token: The current session, by its opaque token; pass this or `session_jwt`.
            telemetry_id: ID of a device fingerprint; the workspace must have that feature.

        Raises:
            APIError: `session_not_found`, `member_does_not_exist_in_organization`,
                `insufficient_factors_for_session_exchange`, `organization_not_found`.
        """
        return self._call(_EXCHANGE, locals())

    def exchange_access_token(
        self,
        *,
        access_token: str,
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        telemetry_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, ExchangeAccessTokenResponse]:
        """Exchange a connected app's access token for a member session.

        The token must belong to a first-party app, have the `full_access` scope, be less than 5 minutes
        old, and not have been exchanged before. Retried only if nothing was created.

        Args:
            access_token: The connected app's access token, with the `full_access` scope.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: Length of the session in minutes, counted from now; 5 to 527040, default 60.
            telemetry_id: ID of a device fingerprint; the workspace must have that feature.

        Raises:
            APIError: `oauth_access_token_exchange_missing_full_access`,
                `oauth_access_token_exchange_token_too_old`,
                `oauth_access_token_exchange_token_invalid_grant`,
                `idp_access_token_could_not_be_exchanged`.
        """
        return self._call(_EXCHANGE_ACCESS_TOKEN, locals())

    def get(
        self, *, organization_id: str, member_id: str, options: RequestOptions | None = None
    ) -> Coroutine[Any, Any, GetResponse]:
        """List the active sessions of a member.

        Expired and revoked sessions are not listed. The response has no tokens. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.

        Raises:
            APIError: `member_not_found`, `organization_not_found`.
        """
        return self._call(_GET, locals())

    def get_jwks(
        self, project_id: str, *, options: RequestOptions | None = None
    ) -> Coroutine[Any, Any, GetJWKSResponse]:
        """Fetch the public keys for the verification of session JWTs.

        Keys rotate about every six months; old and new ones are both listed for a month. Safe to retry.

        Args:
            project_id: ID of the project.

        Raises:
            APIError: `project_not_found`, `invalid_project_id`.
        """
        return self._call(_GET_JWKS, locals())

    def migrate(
        self,
        *,
        session_token: str,
        organization_id: str,
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, MigrateResponse]:
        """Exchange a session of another system for a member session.

        The API calls the project's external userinfo URL with the token; the returned address must belong
        to a member. Retried only if nothing was created.

        Args:
            session_token: The token of the other system, sent unchanged to the external userinfo URL.
            organization_id: ID of the organization; calls also accept its slug or external ID.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: Length of the session in minutes, counted from now; 5 to 527040, default 60.

        Raises:
            APIError: `migrate_from_external_email_does_not_exist`,
                `migrate_from_external_missing_userinfo`, `migrate_from_external_unexpected_response`.
        """
        return self._call(_MIGRATE, locals())

    def revoke(
        self,
        *,
        member_id: Maybe[str] = UNSET,
        member_session_id: Maybe[str] = UNSET,
        session_jwt: Maybe[str] = UNSET,
        session_token: Maybe[str] = UNSET,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, RevokeResponse]:
        """Revoke one session, or all sessions of a member.

        Identify one session by ID, token or JWT, or pass `member_id` to revoke all. Safe to retry.

        Args:
            member_id: The member whose sessions are revoked.
            member_session_id: The session to revoke.
            session_jwt: The session to revoke, by its JWT.
            session_token: The session to revoke, by its opaque token.

        Raises:
            APIError: `no_session_revoke_arguments`, `too_many_session_revoke_arguments`, `session_not_found`.
        """
        return self._call(_REVOKE, locals())
