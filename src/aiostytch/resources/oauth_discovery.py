# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `oauth.discovery`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from aiostytch.operation import UNSET, JSONMap, Maybe, Operation, RequestOptions, Resource, RetryClass

from ..models.oauth_discovery import AuthenticateResponse

_AUTHENTICATE = Operation(
    "api_b2b_oauth_v1_b2b_oauth_discovery_Authenticate",
    "oauth.discovery.authenticate",
    "POST /v1/b2b/oauth/discovery/authenticate",
    AuthenticateResponse,
    retry=RetryClass.CONSUMES_TOKEN,
)


class Discovery(Resource):
    """OAuth logins that start without an organization."""

    def authenticate(
        self,
        *,
        discovery_oauth_token: str,
        pkce_code_verifier: Maybe[str] = UNSET,
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        session_jwt: Maybe[str] = UNSET,
        session_token: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, AuthenticateResponse]:
        """Consume a discovery OAuth token and get an intermediate session token.

        No organization is chosen yet. The intermediate session token is valid for 10 minutes. Retried only
        if the token was not used.

        Args:
            discovery_oauth_token: The token of the discovery OAuth redirect; works once.
            pkce_code_verifier: PKCE verifier: the secret whose SHA-256 is the PKCE challenge.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: Length of the session in minutes, counted from now; 5 to 527040, default 60.
            session_jwt: The session as a JWT, valid for 5 minutes; as an argument, the session to add to.
            session_token: The session's opaque token; as an argument, the session to add to.

        Raises:
            APIError: `oauth_token_not_found`, `pkce_expected_code_verifier`, `pkce_mismatch`.
        """
        return self._call(_AUTHENTICATE, locals())
