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
        """Turn a token of an identity provider you trust into a member session.

        The provider is a registered trusted auth token profile; a session gets the token as a factor.
        Retried only if nothing was created.

        Args:
            profile_id: Id of the trusted auth token profile.
            token: The trusted auth token; needs an organization claim if people may join by it.
            organization_id: The organization to log in to; needed when the token has no claim for it.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: Length of the session in minutes, counted from now; 5 to 527040, default 60.
            session_jwt: A session to add the factor to, by its JWT.
            session_token: A session to add the factor to, by its opaque token.
            telemetry_id: Id of a device fingerprint; the workspace must have that feature.

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

        Give exactly one of `session_token` and `session_jwt`; an expired JWT is accepted as long as its
        session is alive, and a fresh one is returned. Safe to retry.

        Args:
            authorization_check: A permission to check as well; the call fails if the member does not have it.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: New length in minutes from now, 5 to 527040; if omitted nothing is extended.
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

        Accepts an invitation too. If the organization asks for more factors, an
        `intermediate_session_token` is returned instead of a session. Retried only if nothing was created.

        Args:
            organization_id: The organization to switch to.
            locale: Language of the e-mail or text message, if one is sent; an IETF BCP 47 tag such as `en`.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: Length of the session in minutes, counted from now; 5 to 527040, default 60.
            session_jwt: The present session, by its JWT; give this or `session_token`.
            session_token: The present session, by its opaque token; give this or `session_jwt`.
            telemetry_id: Id of a device fingerprint; the workspace must have that feature.

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
        """Turn a connected app's access token into a member session.

        The token must be first-party, hold the `full_access` scope, be under 5 minutes old and not have
        been exchanged before. Retried only if nothing was created.

        Args:
            access_token: The connected app's access token, with the `full_access` scope.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: Length of the session in minutes, counted from now; 5 to 527040, default 60.
            telemetry_id: Id of a device fingerprint; the workspace must have that feature.

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

        Sessions that have expired or were revoked are not listed; tokens never are. Safe to retry.

        Args:
            organization_id: Id of the organization; calls accept its slug or external id in its place.
            member_id: Id of the member; calls accept an external id in its place.

        Raises:
            APIError: `member_not_found`, `organization_not_found`.
        """
        return self._call(_GET, locals())

    def get_jwks(
        self, project_id: str, *, options: RequestOptions | None = None
    ) -> Coroutine[Any, Any, GetJWKSResponse]:
        """Fetch the public keys that session JWTs are signed with.

        Keys rotate about every six months; old and new are both listed for a month. Safe to retry.

        Args:
            project_id: Id of the project.

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
        """Turn a session of another system into a member session.

        The project's external userinfo URL is asked about the token; the address it names must be a member
        already. Retried only if nothing was created.

        Args:
            session_token: The token of the other system, sent as it is to the external userinfo URL.
            organization_id: Id of the organization; calls accept its slug or external id in its place.
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
        """End one session, or every session of a member, at once.

        Name one session by id, token or JWT, or give `member_id` to end them all. Safe to retry.

        Args:
            member_id: The member whose sessions all end.
            member_session_id: The session to end.
            session_jwt: The session to end, by its JWT.
            session_token: The session to end, by its opaque token.

        Raises:
            APIError: `no_session_revoke_arguments`, `too_many_session_revoke_arguments`, `session_not_found`.
        """
        return self._call(_REVOKE, locals())
