"""M2M tokens on the requests of an `httpx.AsyncClient`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator

import httpx

from ..errors import ConfigurationError
from ..local_auth.token_source import TokenSource


class M2MAuth(httpx.Auth):
    """Puts a token on each request, and a new one on a request that is answered by 401, once.

        async with httpx.AsyncClient(auth=M2MAuth(client.m2m.token_source(client_id, secret))) as billing: ...

    A request whose body is a stream is not sent again. httpx takes the token off a request that is redirected to
    another origin; what that origin answers says nothing of the token.

    Args:
        source: hands out the token.
    """

    def __init__(self, source: TokenSource) -> None:
        self._source = source

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Refuse a synchronous client.

        Raises:
            ConfigurationError: Always.
        """
        raise ConfigurationError("M2MAuth is for httpx.AsyncClient")

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Send a request with a token, and again with a new one if the first is not accepted."""
        can_be_resent = isinstance(request.stream, httpx.ByteStream)  # what reads a stream may put bytes in its place
        token = await self._source.token()
        request.headers["Authorization"] = f"Bearer {token}"
        response = yield request
        if response.status_code != 401 or "Authorization" not in response.request.headers:
            return
        self._source.reject(token)
        if can_be_resent:
            request.headers["Authorization"] = f"Bearer {await self._source.token()}"
            yield request
