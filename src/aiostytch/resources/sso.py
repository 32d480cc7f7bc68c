# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `sso`."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

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

from ..models.sso import (
    AuthenticateRequestLocale,
    AuthenticateResponse,
    DeleteConnectionResponse,
    GetConnectionsResponse,
)

if TYPE_CHECKING:
    from .sso_external import External
    from .sso_oidc import Oidc
    from .sso_saml import Saml

_AUTHENTICATE = Operation(
    "api_sso_v1_Authenticate",
    "sso.authenticate",
    "POST /v1/b2b/sso/authenticate",
    AuthenticateResponse,
    retry=RetryClass.CONSUMES_TOKEN,
)
_DELETE_CONNECTION = Operation(
    "api_sso_v1_DeleteConnection",
    "sso.delete_connection",
    "DELETE /v1/b2b/sso/{organization_id}/connections/{connection_id}",
    DeleteConnectionResponse,
    session=True,
)
_GET_CONNECTIONS = Operation(
    "api_sso_v1_GetConnections",
    "sso.get_connections",
    "GET /v1/b2b/sso/{organization_id}",
    GetConnectionsResponse,
    session=True,
)


class Sso(Resource):
    """Single sign-on: logins and connections."""

    @cached_property
    def external(self) -> External:
        """External connections: SSO connections of other organizations."""
        from .sso_external import External

        return External(self._caller)

    @cached_property
    def oidc(self) -> Oidc:
        """OIDC connections."""
        from .sso_oidc import Oidc

        return Oidc(self._caller)

    @cached_property
    def saml(self) -> Saml:
        """SAML connections."""
        from .sso_saml import Saml

        return Saml(self._caller)

    def authenticate(
        self,
        *,
        sso_token: str,
        intermediate_session_token: Maybe[str] = UNSET,
        locale: Maybe[
            AuthenticateRequestLocale
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
        pkce_code_verifier: Maybe[str] = UNSET,
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        session_jwt: Maybe[str] = UNSET,
        session_token: Maybe[str] = UNSET,
        telemetry_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, AuthenticateResponse]:
        """Consume an SSO token and log the member in.

        If MFA or another factor is missing, the response has an `intermediate_session_token` instead of a
        session. Retried only if the token was not used.

        Args:
            sso_token: The token of the SSO redirect; works once.
            intermediate_session_token: Represents an unfinished login; valid for 10 minutes.
            locale: Language of the e-mail or text message, if one is sent; an IETF BCP 47 tag such as `en`.
            pkce_code_verifier: PKCE verifier: the secret whose SHA-256 is the PKCE challenge.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: Length of the session in minutes, counted from now; 5 to 527040, default 60.
            session_jwt: The session as a JWT, valid for 5 minutes; as an argument, the session to add to.
            session_token: The session's opaque token; as an argument, the session to add to.
            telemetry_id: ID of a device fingerprint; the workspace must have that feature.

        Raises:
            APIError: `sso_token_not_found`, `invalid_connection_for_jit_provisioning`,
                `pkce_expected_code_verifier`, `pkce_mismatch`,
                `operation_restricted_by_organization_auth_methods`.
        """
        return self._call(_AUTHENTICATE, locals())

    def delete_connection(
        self,
        organization_id: str,
        connection_id: str,
        *,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, DeleteConnectionResponse]:
        """Delete an SSO connection.

        Of any kind: SAML, OIDC or external. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            connection_id: ID of the connection.

        Raises:
            APIError: `sso_connection_not_found`, `cannot_delete_default_sso_connection`.
        """
        return self._call(_DELETE_CONNECTION, locals())

    def get_connections(
        self,
        organization_id: str,
        *,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, GetConnectionsResponse]:
        """List the SSO connections of an organization.

        The response has three lists: SAML, OIDC and external connections, with pending ones. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.

        Raises:
            APIError: `organization_not_found`.
        """
        return self._call(_GET_CONNECTIONS, locals())
