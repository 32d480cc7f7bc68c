"""FastMCP servers with access tokens of Connected Apps.

    verifier = AccessTokenVerifier(client, resource="https://mcp.acme.example/mcp")
    server = FastMCP("Acme", auth=verifier.provider(domain=DOMAIN))

    @server.tool(auth=require_scopes("write:documents"))
    async def write() -> str:
        access = await verifier.authorize("documents", "write")
        ...

FastMCP itself sends clients the required scopes of a tool.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import urlsplit

try:
    from fastmcp.exceptions import ToolError
    from fastmcp.server.auth import AccessToken, RemoteAuthProvider, TokenVerifier
    from fastmcp.server.dependencies import get_access_token
except ImportError as error:
    raise ImportError("FastMCP is not installed: pip install 'fastmcp>=4'") from error

from ..client import B2BClient
from ..config import check_url
from ..errors import AuthorizationError, ConfigurationError
from ..local_auth.access_claims import access_of
from ..local_auth.scopes import check_scope_names
from .oauth.access import Access, ResourceAccess

__all__ = ["AccessTokenVerifier", "current_access"]


class _MaskedAccessToken(AccessToken):
    """An access token with a repr that hides the token."""

    def __repr_args__(self) -> Any:
        return [(name, value) for name, value in super().__repr_args__() if name != "token"]


class AccessTokenVerifier(TokenVerifier):
    """Verifies access tokens for a FastMCP server.

    Args:
        client: the client that verifies tokens and has the project's policy.
        resource: the public URL of the server's endpoint, exactly as clients use it. The audience of a token must
            contain it: set it as the custom audience of the app.
        accept_project_audience: whether to accept a token with only the project as its audience. A token with another
            custom audience is for another resource, and never accepted.
        max_token_age: the maximum age of a token, in seconds since it was issued; None for any age.
        required_scopes: the required scopes of all requests.

    Raises:
        ConfigurationError: `resource` is not an https URL (http is for loopback), the scopes are not a list of scopes,
            or another setting is invalid.
    """

    def __init__(
        self,
        client: B2BClient,
        *,
        resource: str,
        accept_project_audience: bool = False,
        max_token_age: float | None = None,
        required_scopes: Sequence[str] = (),
    ) -> None:
        self.access = ResourceAccess(
            client, resource=resource, accept_project_audience=accept_project_audience, max_token_age=max_token_age
        )
        parts = urlsplit(resource)
        super().__init__(
            base_url=f"{parts.scheme}://{parts.netloc}",
            required_scopes=list(check_scope_names("required_scopes", required_scopes)),
        )

    async def verify_token(self, token: str) -> AccessToken | None:
        """Return FastMCP's access token for a token; None if the token is rejected. The log has the reason."""
        access = await self.access.find(token)
        return None if access is None else _MaskedAccessToken(token=token, **self.access.token_fields(access))

    def provider(self, *, domain: str, scopes: Sequence[str] | None = None) -> RemoteAuthProvider:
        """Return an auth provider for FastMCP, which also serves the metadata of the resource.

        The server must be at the resource: its path is the `path` of `http_app` and `run`, by default `/mcp`.

        Args:
            domain: the project's domain, exactly as in the `iss` claim. Add it to `LocalAuth.issuers` too.
            scopes: the scopes that clients may request; by default `required_scopes`.

        Raises:
            ConfigurationError: `domain` is not an https URL, or the scopes are not a list of scopes.
        """
        issuer, _ = check_url(domain, name="domain")
        return RemoteAuthProvider(
            token_verifier=self,
            authorization_servers=cast("Any", [issuer]),  # `AnyHttpUrl(…)` adds a slash, and clients compare issuers
            base_url=cast("Any", self.base_url),
            scopes_supported=None if scopes is None else list(check_scope_names("scopes", scopes)),
        )

    async def authorize(self, resource_id: str, action: str, *, organization_id: str | None = None) -> Access:
        """Return the access of the current request, if it permits an action in the project's policy.

        Args:
            resource_id: the resource in the policy, e.g. `documents`.
            action: the action on it, e.g. `write`.
            organization_id: the organization of the resource. It must be that of the access, which is the default.

        Raises:
            ToolError: the access belongs to another organization or to no organization, none of its scopes permits the
                action, or no policy is available. The client gets the message; the cause is an `AuthorizationError`.
            ConfigurationError: the request has no verified access token; see `current_access`.
        """
        access = current_access()
        try:
            await self.access.permit(access, resource_id, action, organization_id=organization_id)
        except AuthorizationError as error:
            raise ToolError(f"not permitted: {error}") from error
        return access


def current_access() -> Access:
    """Return the access of the current request: the member, the organization, the app, the scopes.

    Raises:
        ConfigurationError: the server has no `AccessTokenVerifier`, or this is not a tool.
    """
    token = get_access_token()
    if token is None:
        raise ConfigurationError("no access token was verified for this request")
    return access_of(token.claims)
