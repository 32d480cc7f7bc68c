"""The token verifier for the MCP SDK, and functions for tools."""

from __future__ import annotations

from collections.abc import Sequence

from mcp.server.auth.middleware.auth_context import get_access_token
from mcp.server.auth.provider import AccessToken
from mcp.server.auth.settings import AuthSettings
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from ...client import B2BClient
from ...config import check_url
from ...errors import AuthorizationError, ConfigurationError
from ...local_auth.access_claims import access_of
from ...local_auth.scopes import check_scope_names
from ..oauth.access import Access, ResourceAccess


class MaskedAccessToken(AccessToken):
    """An access token with a repr that hides the token."""

    token: str = Field(repr=False)


class AccessTokenVerifier:
    """A `TokenVerifier` of the MCP SDK that verifies access tokens for an MCP server.

    It always checks the audience, whatever the value of `validate_token_resource`.

    Args:
        client: the client that verifies tokens and has the project's policy.
        resource: the public URL of the server's endpoint, exactly as clients use it. The audience of a token must
            contain it: set it as the custom audience of the app.
        accept_project_audience: whether to accept a token with only the project as its audience. A token with another
            custom audience is for another resource, and never accepted.
        max_token_age: the maximum age of a token, in seconds since it was issued; None for any age.

    Raises:
        ConfigurationError: `resource` is not an https URL (http is for loopback), or another setting is invalid.
    """

    def __init__(
        self,
        client: B2BClient,
        *,
        resource: str,
        accept_project_audience: bool = False,
        max_token_age: float | None = None,
    ) -> None:
        self.access = ResourceAccess(
            client, resource=resource, accept_project_audience=accept_project_audience, max_token_age=max_token_age
        )

    async def verify_token(self, token: str) -> AccessToken | None:
        """Return the MCP SDK's access token for a token; None if the token is rejected. The log has the reason."""
        access = await self.access.find(token)
        return None if access is None else MaskedAccessToken(token=token, **self.access.token_fields(access))

    def settings(self, *, domain: str, required_scopes: Sequence[str] = ()) -> AuthSettings:
        """Return the settings of a server with this verifier.

        Args:
            domain: the project's domain, exactly as in the `iss` claim. Add it to `LocalAuth.issuers` too.
            required_scopes: the required scopes of all requests.

        Raises:
            ConfigurationError: `domain` is not an https URL, or the scopes are not a list of scopes.
        """
        issuer, _ = check_url(domain, name="domain")
        return AuthSettings.model_validate(  # of strings: `AnyHttpUrl(…)` adds a slash, and clients compare issuers
            {
                "issuer_url": issuer,
                "resource_server_url": self.access.resource,
                "required_scopes": list(check_scope_names("required_scopes", required_scopes)),
                "validate_token_resource": True,
            }
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
    if token is None or token.claims is None:
        raise ConfigurationError("no access token was verified for this request")
    return access_of(token.claims)
