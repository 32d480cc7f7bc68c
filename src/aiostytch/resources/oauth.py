# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `oauth`."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from aiostytch.operation import UNSET, JSONMap, Maybe, Operation, RequestOptions, Resource, RetryClass

from ..models.oauth import AuthenticateRequestLocale, AuthenticateResponse

if TYPE_CHECKING:
    from .oauth_discovery import Discovery

_AUTHENTICATE = Operation(
    "api_b2b_oauth_v1_Authenticate",
    "oauth.authenticate",
    "POST /v1/b2b/oauth/authenticate",
    AuthenticateResponse,
    retry=RetryClass.CONSUMES_TOKEN,
)


class Oauth(Resource):
    """Logins with Google, Microsoft, GitHub and other OAuth providers."""

    @cached_property
    def discovery(self) -> Discovery:
        """OAuth logins that start without an organization."""
        from .oauth_discovery import Discovery

        return Discovery(self._caller)

    def authenticate(
        self,
        *,
        oauth_token: str,
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
        """Consume an OAuth token and log the member in.

        If MFA or another factor is missing, the response has an `intermediate_session_token` instead of a
        session. Retried only if the token was not used.

        Args:
            oauth_token: The token of the OAuth redirect; works once.
            intermediate_session_token: Represents an unfinished login; valid for 10 minutes.
            locale: Language of the e-mail or text message, if one is sent; an IETF BCP 47 tag such as `en`.
            pkce_code_verifier: PKCE verifier: the secret whose SHA-256 is the PKCE challenge.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: Length of the session in minutes, counted from now; 5 to 527040, default 60.
            session_jwt: The session as a JWT, valid for 5 minutes; as an argument, the session to add to.
            session_token: The session's opaque token; as an argument, the session to add to.
            telemetry_id: ID of a device fingerprint; the workspace must have that feature.

        Raises:
            APIError: `oauth_token_not_found`, `oauth_unverified_email`, `pkce_expected_code_verifier`,
                `pkce_mismatch`, `oauth_tenant_jit_provisioning_not_allowed`,
                `operation_restricted_by_organization_auth_methods`.
        """
        return self._call(_AUTHENTICATE, locals())
