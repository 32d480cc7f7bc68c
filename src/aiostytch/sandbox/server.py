"""The sandbox behind a socket of this machine."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncGenerator

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from .app import Sandbox
from .asgi import BREAK

HOST = "127.0.0.1"
_GRACE = 5
"""Seconds that requests under way have left when the server stops."""
_KEEP_ALIVE = 75
"""Seconds that an idle connection stays open: longer than the SDK keeps one, so that it never takes a dying one."""


@contextlib.asynccontextmanager
async def serve(sandbox: Sandbox | None = None, *, port: int = 0) -> AsyncGenerator[str, None]:
    """Serve a sandbox over HTTP on 127.0.0.1, in the running event loop, for as long as the context lasts.

        async with serve() as base_url:
            async with B2BClient(PROJECT_ID, SECRET, base_url=base_url) as client: ...

    Args:
        sandbox: what to serve; a new one by default.
        port: where; 0 is a free port.

    Yields:
        The base URL. Requests are answered from now on.

    Raises:
        OSError: the port is taken.
    """
    with socket.create_server((HOST, port)) as listener:
        async with _running(Sandbox() if sandbox is None else sandbox, listener):
            yield f"http://{HOST}:{listener.getsockname()[1]}"


class _Protocol(H11Protocol):
    """HTTP/1.1, as uvicorn speaks it, over a connection that the application can break."""

    def data_received(self, data: bytes) -> None:
        self.app_state = {**self.app_state, BREAK: self.transport.close}
        super().data_received(data)


@contextlib.asynccontextmanager
async def _running(sandbox: Sandbox, listener: socket.socket) -> AsyncGenerator[None, None]:
    """Run uvicorn step by step: its own `serve` would take the signals of the whole program."""
    config = uvicorn.Config(
        sandbox,
        http=_Protocol,
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_GRACE,
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup([listener])
    loop = asyncio.create_task(server.main_loop())
    try:
        yield
    finally:
        server.should_exit = True
        await loop
        await server.shutdown([listener])
