"""uvicorn, on a socket that already listens."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncGenerator

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from .asgi import DISCONNECT

_GRACE = 5
"""Seconds that pending requests get to finish when the server stops."""
_KEEP_ALIVE = 75
"""Seconds that an idle connection stays open: longer than the SDK keeps one, so that it never reuses a closed one."""


@contextlib.asynccontextmanager
async def listening(
    app: ASGIApp, listener: socket.socket, ssl_context: ssl.SSLContext | None
) -> AsyncGenerator[None, None]:
    """Serve an application until the context exits.

    This runs the steps of `uvicorn.Server.serve`, which would install signal handlers for the whole program.
    """
    config = uvicorn.Config(
        app,
        http=_Protocol,
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        proxy_headers=False,  # with them, a request could claim that it came over https, or from this machine
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_GRACE,
    )
    config.load()
    config.ssl = ssl_context
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


class _Protocol(H11Protocol):
    """uvicorn's HTTP/1.1, over a connection that the application can drop."""

    def data_received(self, data: bytes) -> None:
        self.app_state = {**self.app_state, DISCONNECT: self.transport.close}
        super().data_received(data)
