# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `magic_links.discovery`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from aiostytch.operation import UNSET, Maybe, Operation, RequestOptions, Resource, RetryClass

from ..models.magic_links_discovery import AuthenticateResponse

_AUTHENTICATE = Operation(
    "api_b2b_magic_v1_b2b_magic_links_discovery_Authenticate",
    "magic_links.discovery.authenticate",
    "POST /v1/b2b/magic_links/discovery/authenticate",
    AuthenticateResponse,
    retry=RetryClass.CONSUMES_TOKEN,
)


class Discovery(Resource):
    """Links of discovery logins."""

    def authenticate(
        self,
        *,
        discovery_magic_links_token: str,
        pkce_code_verifier: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, AuthenticateResponse]:
        """Consume a discovery link token and get an intermediate session token.

        No organization is chosen yet. The intermediate session token is valid for 10 minutes. Retried only
        if the token was not used.

        Args:
            discovery_magic_links_token: The token of the discovery link; works once.
            pkce_code_verifier: PKCE verifier: the secret whose SHA-256 is the PKCE challenge.

        Raises:
            APIError: `unable_to_auth_magic_link`, `magic_link_not_found`, `pkce_expected_code_verifier`,
                `pkce_mismatch`.
        """
        return self._call(_AUTHENTICATE, locals())
