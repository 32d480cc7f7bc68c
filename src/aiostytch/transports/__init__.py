"""The transport protocol, and one adapter for each HTTP library.

An adapter is independent of Stytch. It sends one request, never follows a redirect, never retries, reads at most the
allowed number of bytes, and converts exceptions of its library to `ConnectError` or `ConnectionLostError`.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from ..wire import RawResponse, Request


@runtime_checkable
class Transport(Protocol):
    """Sends the requests of a client."""

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        """Send a request and read the whole response.

        Args:
            request: the request, to send unchanged.
            max_size: the maximum size of the decompressed body, in bytes.

        Raises:
            ConnectError: nothing was sent.
            ConnectionLostError: the request was sent, at least in part, but the response is missing or incomplete.
            BodyTooLargeError: the body is longer than `max_size`.
            ClientClosedError: the transport is closed.
            ConfigurationError: a setting of the user or the environment, such as a proxy, is invalid.
        """
        ...

    async def aclose(self) -> None:
        """Close all connections. Calling it again has no effect."""
        ...
