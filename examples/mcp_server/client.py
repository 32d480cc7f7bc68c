"""A client for MCP servers: it logs in with the browser, and calls tools.

cd examples && python -m mcp_server.client http://127.0.0.1:8000/mcp organization
"""

import asyncio
import contextlib
import re
import sys
import webbrowser
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any, Literal
from urllib.parse import parse_qsl

import attrs
import httpx2
from mcp import Client
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientInformationFull, OAuthClientMetadata, OAuthToken

TEXT = b"You can close this page now."
PAGE = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(TEXT) + TEXT
)


@attrs.define
class Storage:
    """Keeps a registered client and its tokens while the program runs."""

    client: OAuthClientInformationFull | None = None
    tokens: OAuthToken | None = attrs.field(default=None, repr=False)

    async def get_tokens(self) -> OAuthToken | None:
        return self.tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        self.tokens = tokens

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        return self.client

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        self.client = client_info


class Callback:
    """The page on this machine that the browser returns to after the login."""

    def __init__(self) -> None:
        self._results: asyncio.Queue[AuthorizationCodeResult] = asyncio.Queue()

    @contextlib.asynccontextmanager
    async def serving(self, port: int) -> AsyncGenerator[str]:
        """Serve the page, and yield its URL."""
        server = await asyncio.start_server(self._respond, "127.0.0.1", port)
        async with server:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/callback"

    async def result(self) -> AuthorizationCodeResult:
        async with asyncio.timeout(300):
            return await self._results.get()

    async def _respond(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        if found := re.match(r"GET /callback\?(\S+) ", head):
            given = dict(parse_qsl(found[1]))
            self._results.put_nowait(AuthorizationCodeResult.model_validate({"code": "", **given}))
        writer.write(PAGE)
        await writer.drain()
        writer.close()


async def open_browser(url: str) -> None:
    webbrowser.open(url)


@contextlib.asynccontextmanager
async def connected(
    url: str,
    *,
    open_page: Callable[[str], Awaitable[None]] = open_browser,
    mode: Literal["auto", "legacy"] = "auto",
    storage: Storage | None = None,
    document_url: str | None = None,
    port: int = 0,
) -> AsyncGenerator[tuple[Client, OAuthClientProvider]]:
    """Connect to a server, and log in if it requires a login.

    Args:
        url: the URL of its endpoint.
        open_page: opens the page to log in.
        mode: `auto` for the newest protocol, `legacy` for the one with sessions.
        storage: a registered client and its tokens, from earlier runs.
        document_url: the URL of the client's metadata document, which is then its client id.
        port: the port of the page that the browser returns to. A registered client has a fixed one; 0 is any free port.
    """
    callback = Callback()
    async with callback.serving(port) as redirect_uri:
        metadata: dict[str, Any] = {"client_name": "Example", "redirect_uris": [redirect_uri]}
        provider = OAuthClientProvider(
            url,
            OAuthClientMetadata.model_validate({**metadata, "token_endpoint_auth_method": "none"}),
            storage or Storage(),
            open_page,
            callback.result,
            client_metadata_url=document_url,
        )
        async with (
            httpx2.AsyncClient(auth=provider) as http,
            Client(streamable_http_client(url, http_client=http), mode=mode) as client,
        ):
            yield client, provider


async def main(url: str, tool: str) -> None:
    async with connected(url) as (client, _):
        result = await client.call_tool(tool, {})
        print(*result.content, sep="\n")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
