"""The lifetime of an HTTP client that several calls share."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType

from ..errors import ClientClosedError


class Lifetime:
    """Allows calls until it is closed, and closes the HTTP client after the last call.

    Each call is a block of `with lifetime:`.
    """

    def __init__(self, close: Callable[[], Awaitable[None]]) -> None:
        self._close = close
        self._calls = 0
        self._is_closed = False
        self._closing: asyncio.Future[None] | None = None

    def __enter__(self) -> None:
        if self._is_closed:
            raise ClientClosedError("the client is closed")
        self._calls += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._calls -= 1
        if self._is_closed and not self._calls:
            self._closing = asyncio.ensure_future(self._close())  # the reference prevents its garbage collection

    async def aclose(self) -> None:
        """Close the HTTP client now, or after the calls in progress, without waiting for them."""
        if not self._is_closed:
            self._is_closed = True
            if not self._calls:
                await self._close()

    def __repr__(self) -> str:
        return f"{'closed' if self._is_closed else 'open'}, {self._calls} calls"
