"""M2M tokens on the requests of an `aiohttp.ClientSession`."""

from __future__ import annotations

from aiohttp import ClientHandlerType, ClientRequest, ClientResponse, hdrs
from aiohttp.payload import Payload
from yarl import URL

from ..config import check_base_url
from ..local_auth.token_source import TokenSource


class M2MMiddleware:
    """Adds a token to each request to a service. After a 401 response, it sends the request once more with a new token.

        middleware = M2MMiddleware(client.m2m.token_source(client_id, secret), "https://billing.acme.example")
        async with aiohttp.ClientSession(middlewares=[middleware]) as session: ...

    Requests to other origins get no token, even after a redirect: aiohttp calls the middleware for each redirect. A
    request with a consumed stream as its body is not sent again.

    Args:
        source: provides the token.
        base_url: the URL of the service; its scheme, host and port decide.
        allow_insecure_http: whether `base_url` may be an http URL of any address. The token is then sent unencrypted.

    Raises:
        ConfigurationError: `base_url` is not a URL, or not https.
    """

    def __init__(self, source: TokenSource, base_url: str, *, allow_insecure_http: bool = False) -> None:
        self._source = source
        self._origin = URL(check_base_url(base_url, allow_insecure_http=allow_insecure_http)).origin()

    async def __call__(self, request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
        """Send a request with a token, and again with a new one if the first is not accepted."""
        if request.url.origin() != self._origin:
            return await handler(request)
        token = await self._source.token()
        request.headers[hdrs.AUTHORIZATION] = f"Bearer {token}"
        response = await handler(request)
        if response.status != 401:
            return response
        self._source.reject(token)
        if _is_consumed(request):
            return response
        response.release()
        await request.close()  # waits for the writer of the body, so that the body can be written again
        request.headers[hdrs.AUTHORIZATION] = f"Bearer {await self._source.token()}"
        return await handler(request)


def _is_consumed(request: ClientRequest) -> bool:
    return isinstance(request.body, Payload) and request.body.consumed
