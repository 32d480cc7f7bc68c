"""M2M tokens on the requests of an `httpx.AsyncClient`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator

import httpx

from ..errors import ConfigurationError
from ..local_auth.token_source import TokenSource


class M2MAuth(httpx.Auth):
    """Adds a token to each request. After a 401 response, it sends the request once more with a new token.

        async with httpx.AsyncClient(auth=M2MAuth(client.m2m.token_source(client_id, secret))) as billing: ...

    A request with a stream as its body is not sent again. httpx removes the token after a redirect to another origin; a
    401 of that origin does not concern the token.

    Args:
        source: the token source, e.g. `client.m2m.token_source(client_id, secret)`.
    """

    def __init__(self, source: TokenSource) -> None:
        self._source = source

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Reject a synchronous client.

        Raises:
            ConfigurationError: always.
        """
        raise ConfigurationError("M2MAuth is for httpx.AsyncClient")

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Send a request with a token, and again with a new one if the first is not accepted."""
        can_be_resent = isinstance(request.stream, httpx.ByteStream)  # reading a stream may replace it with bytes
        token = await self._source.token()
        request.headers["Authorization"] = f"Bearer {token}"
        response = yield request
        if response.status_code != 401 or "Authorization" not in response.request.headers:
            return
        self._source.reject(token)
        if can_be_resent:
            request.headers["Authorization"] = f"Bearer {await self._source.token()}"
            yield request
