"""The verifier of tokens that the MCP SDK asks, and what its tools learn of a request."""

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
    """An access token whose repr does not show the token."""

    token: str = Field(repr=False)


class AccessTokenVerifier:
    """Verifies access tokens for an MCP server: a `TokenVerifier` of the MCP SDK.

    It decides about the audience itself, whatever `validate_token_resource` is: what it accepts is for the resource,
    and what it refuses never comes through.

    Args:
        client: verifies tokens, and knows the project's policy. It keeps old keys while new ones cannot be fetched.
        resource: the URL of the server's endpoint as clients use it, to the letter. A token is for it if its audience
            names it: the app has it as its custom audience.
        accept_project_audience: whether a token whose audience is the project alone is accepted, too. One with another
            custom audience is for another resource, and never accepted.
        max_token_age: seconds after a token was issued from which on it is not accepted, None for any age.

    Raises:
        ConfigurationError: `resource` is no https URL (http is for loopback).
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
        """Return what the MCP SDK wants to know of a token, None for one that is not accepted. The log says why."""
        access = await self.access.find(token)
        return None if access is None else MaskedAccessToken(token=token, **self.access.described(access))

    def settings(self, *, domain: str, required_scopes: Sequence[str] = ()) -> AuthSettings:
        """Return the settings of a server that goes with this verifier.

        Args:
            domain: the project's domain, to the letter as in the claim `iss`. Name it in `LocalAuth.issuers`, too.
            required_scopes: the scopes that each request needs.

        Raises:
            ConfigurationError: `domain` is no https URL, or the scopes are no list of scopes.
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
        """Return the access of the request that a tool is called by, if it permits an action by the project's policy.

        Args:
            resource_id: the kind of thing to act on, e.g. `documents`.
            action: what is to be done with it, e.g. `write`.
            organization_id: the organization to act in, which must be that of the access; by default it is.

        Raises:
            ToolError: it does not: the access is of another organization or of none, none of its scopes permits the
                action, or no policy is available. The client is told; the cause is an `AuthorizationError`.
            ConfigurationError: there is no access, as in `current_access`.
        """
        access = current_access()
        try:
            await self.access.permit(access, resource_id, action, organization_id=organization_id)
        except AuthorizationError as error:
            raise ToolError(f"not permitted: {error}") from error
        return access


def current_access() -> Access:
    """Return the access of the request that a tool is called by: the member, the organization, the app, the scopes.

    Raises:
        ConfigurationError: there is none: the server has no `AccessTokenVerifier`, or this is not a tool.
    """
    token = get_access_token()
    if token is None or token.claims is None:
        raise ConfigurationError("no access token was verified for this request")
    return access_of(token.claims)
