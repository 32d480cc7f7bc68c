"""Servers of ASGI applications on loopback, in the event loop of the test, and a client that requests a WebSocket."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeAlias

import attrs
import granian.constants
import hypercorn.asyncio
import hypercorn.config
import uvicorn
from granian.server.embed import Server as Granian

from .service import Pairs

Serving: TypeAlias = Callable[[Any], AbstractAsyncContextManager[int]]
"""Serves an application, and yields the port."""


@contextlib.asynccontextmanager
async def uvicorn_with(ws: Any, app: Any) -> AsyncIterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, ws=ws, lifespan="off", log_config=None)
        config.load()
        server = uvicorn.Server(config)
        server.lifespan = config.lifespan_class(config)
        await server.startup([listener])
        loop = asyncio.create_task(server.main_loop())
        yield listener.getsockname()[1]
        server.should_exit = True
        await loop
        await server.shutdown([listener])


@contextlib.asynccontextmanager
async def hypercorn_(app: Any) -> AsyncIterator[int]:
    end, listener = asyncio.Event(), socket.create_server(("127.0.0.1", 0))
    port, config = listener.getsockname()[1], hypercorn.config.Config()
    config.bind, config.loglevel = [f"fd://{listener.detach()}"], "CRITICAL"  # it closes the socket itself
    task = asyncio.create_task(hypercorn.asyncio.serve(app, config, shutdown_trigger=end.wait))
    yield port
    end.set()
    await task


@contextlib.asynccontextmanager
async def granian_(app: Any) -> AsyncIterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Granian(app, port=port, interface=granian.constants.Interfaces.ASGINL, log_enabled=False)
    task = asyncio.create_task(server.serve())
    yield port
    server.stop()
    await task


SERVERS: dict[str, Serving] = {
    "uvicorn with websockets": lambda app: uvicorn_with("websockets-sansio", app),
    "uvicorn with wsproto": lambda app: uvicorn_with("wsproto", app),
    "hypercorn": hypercorn_,
    "granian": granian_,
}


@attrs.frozen
class Handshake:
    """The response of a server to a browser that requests a WebSocket."""

    status: int
    headers: dict[str, str]
    body: Any


async def ask(port: int, path: str, headers: Pairs) -> Handshake:
    reader, writer = await _connected(port)
    lines = [f"GET {path} HTTP/1.1", "Host: service.example", "Upgrade: websocket", "Connection: Upgrade"]
    lines += ["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13"]
    lines += [f"{name}: {value}" for name, value in headers]
    writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
    first, *fields = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
    found = {name.lower(): value for name, _, value in (field.partition(": ") for field in fields)}
    body = await reader.readexactly(int(found.get("content-length", 0)))
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return Handshake(int(first.split()[1]), found, json.loads(body) if body else None)


async def _connected(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Connect, and retry while the server is still starting."""
    async with asyncio.timeout(30):
        while True:
            with contextlib.suppress(ConnectionRefusedError):
                return await asyncio.open_connection("127.0.0.1", port)
            await asyncio.sleep(0.01)
