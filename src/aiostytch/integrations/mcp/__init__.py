"""MCP servers with access tokens of Connected Apps, with the extra `aiostytch[mcp]`.

    verifier = AccessTokenVerifier(client, resource="https://mcp.acme.example/mcp")
    server = MCPServer("Acme", token_verifier=verifier, auth=verifier.settings(domain=DOMAIN))

    @server.tool()
    async def my_organization() -> str:
        access = await verifier.authorize("organizations", "read")
        return access.organization_id

    app = protect(server.streamable_http_app(), verifier, domain=DOMAIN)

`aiostytch.integrations.fastmcp` is the same for FastMCP.
"""

try:
    import mcp as _mcp
except ImportError as error:
    raise ImportError("the MCP SDK is not installed: pip install 'aiostytch[mcp]'") from error

from .protection import protect
from .verifier import AccessTokenVerifier, current_access

__all__ = ["AccessTokenVerifier", "current_access", "protect"]

del _mcp
