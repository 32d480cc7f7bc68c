"""A transport from a client to a sandbox in the same process, without a socket, a thread or an HTTP library."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import attrs

from ...errors import ConnectionLostError
from ...wire import BodyTooLargeError, Headers, RawResponse
from ...wire import Request as ClientRequest
from ..contract.messages import Request, Transmission

BASE_URL = "https://sandbox.invalid"
"""The base URL for clients in this process: a name that does not resolve (RFC 6761, section 6.4)."""


@attrs.frozen
class InProcessTransport:
    """A `Transport` that passes requests to a sandbox."""

    receive: Callable[[Request], Awaitable[Transmission]]
    sleep: Callable[[float], Awaitable[None]]

    async def send(self, request: ClientRequest, *, max_size: int) -> RawResponse:
        """Send a request; see `Transport.send`."""
        scheme, _, rest = request.url.partition("://")
        host, _, target = rest.partition("/")
        path, _, query = target.partition("?")
        transmission = await self.receive(
            Request(
                method=request.method,
                origin=f"{scheme}://{host}",
                path=f"/{path}",
                query=query,
                headers=request.headers,
                content=request.content,
            )
        )
        await self._wait(transmission.delay, request.timeout.read)
        if transmission.disconnect:
            raise ConnectionLostError("no response: the sandbox has dropped the connection")
        headers = Headers({"Content-Type": "application/json", **transmission.response.headers}.items())
        if len(transmission.response.content) > max_size:
            raise BodyTooLargeError(transmission.response.status_code, headers)
        return RawResponse(
            status_code=transmission.response.status_code, headers=headers, content=transmission.response.content
        )

    async def _wait(self, seconds: float, limit: float | None) -> None:
        if limit is not None and seconds > limit:
            await self.sleep(limit)
            raise ConnectionLostError("no response: the read timeout has passed")
        if seconds:
            await self.sleep(seconds)

    async def aclose(self) -> None:
        """Do nothing. There is no connection to close."""
