"""How bytes travel: a protocol, and one adapter for each HTTP library.

An adapter knows nothing of Stytch. It sends one request, never follows a redirect, never repeats, reads at most the
allowed number of bytes, and raises `ConnectError` or `ConnectionLostError` for whatever its library raises.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from ..wire import RawResponse, Request


@runtime_checkable
class Transport(Protocol):
    """What a client sends its requests through."""

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        """Send a request and read the whole answer.

        Args:
            request: what to send, to the letter.
            max_size: the most bytes a decompressed body may have.

        Raises:
            ConnectError: nothing was sent.
            ConnectionLostError: something was sent, and no whole answer came.
            BodyTooLargeError: the body is longer than `max_size`.
            ClientClosedError: the transport is closed.
            ConfigurationError: what the user or the environment has set up, such as a proxy, cannot be used.
        """
        ...

    async def aclose(self) -> None:
        """Close all connections. Calling it again does nothing."""
        ...
