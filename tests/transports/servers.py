"""Scripted servers on loopback that send exact bytes; some of them misbehave."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import re
import socket
import ssl
import struct
from collections.abc import Callable, Coroutine
from typing import Any, Self

import attrs

Behaviour = Callable[["Connection"], Coroutine[Any, Any, None]]


@attrs.define(eq=False)
class Connection:
    """The server's end of a connection. `number` counts from 1."""

    server: Server
    number: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def receive(self) -> bytes:
        """Return the next request: its head, and a body of its Content-Length."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
        request = head + await self.reader.readexactly(int(length[1]) if length else 0)
        self.server.requests.append(request)
        return request

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def wait_for_the_end(self) -> None:
        while await self.reader.read(65_536):
            pass

    def reset(self) -> None:
        """End the connection with RST instead of FIN."""
        sock: socket.socket = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


class Server:
    """Listens on a free port of loopback. Counts connections and keeps the requests it received."""

    def __init__(
        self, behaviour: Behaviour, *, host: str = "127.0.0.1", ssl_context: ssl.SSLContext | None = None
    ) -> None:
        self.requests: list[bytes] = []
        self.opened = 0
        self.most_at_once = 0
        self._behaviour = behaviour
        self._host = host
        self._ssl = ssl_context
        self._open: set[Connection] = set()
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def open(self) -> int:
        return len(self._open)

    def url(self, path: str = "", *, host: str | None = None) -> str:
        scheme = "http" if self._ssl is None else "https"
        name = host or (f"[{self._host}]" if ":" in self._host else self._host)
        return f"{scheme}://{name}:{self.port}{path}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, self._host, 0, ssl=self._ssl)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for connection in self._open:
            connection.writer.transport.abort()
        await asyncio.gather(*self._tasks)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.opened += 1
        connection = Connection(self, self.opened, reader, writer)
        self._open.add(connection)
        self.most_at_once = max(self.most_at_once, len(self._open))
        task = asyncio.ensure_future(self._serve(connection))
        self._tasks.add(task)

    async def _serve(self, connection: Connection) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await self._behaviour(connection)
        connection.writer.close()
        with contextlib.suppress(OSError):
            await connection.writer.wait_closed()
        self._open.discard(connection)


def response(body: bytes = b"{}", status: str = "200 OK", *headers: str) -> bytes:
    """Return a response with a Content-Length."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(head).encode("latin-1") + body


def packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)  # the time would change the names of parametrized tests


def target(request: bytes) -> bytes:
    return request.split(b" ", 2)[1]


def responds_with(*contents: bytes) -> Behaviour:
    """Respond to the n-th request of each connection with the n-th content, and to all later ones with the last."""

    async def behave(connection: Connection) -> None:
        number = 0
        while True:
            await connection.receive()
            await connection.send(contents[min(number, len(contents) - 1)])
            number += 1

    return behave


async def echo(connection: Connection) -> None:
    """Respond to every request with the number of the connection and the target of the request."""
    while True:
        request = await connection.receive()
        await connection.send(response(b"%d %s" % (connection.number, target(request))))


def says(data: bytes) -> Behaviour:
    """Receive a request, send bytes, and close."""

    async def behave(connection: Connection) -> None:
        await connection.receive()
        await connection.send(data)

    return behave


def stops_after(data: bytes) -> Behaviour:
    """Receive a request, send bytes, and then stay silent."""

    async def behave(connection: Connection) -> None:
        await connection.receive()
        await connection.send(data)
        await connection.wait_for_the_end()

    return behave


def drips(data: bytes) -> Behaviour:
    """Receive a request, and send the response one byte at a time."""

    async def behave(connection: Connection) -> None:
        await connection.receive()
        for byte in data:
            await connection.send(bytes([byte]))
            await asyncio.sleep(0)
        await connection.wait_for_the_end()

    return behave


def never_ends(start: bytes, more: bytes) -> Behaviour:
    """Receive a request, and send a response without end."""

    async def behave(connection: Connection) -> None:
        await connection.receive()
        await connection.send(start)
        while True:
            await connection.send(more)
            await asyncio.sleep(0)

    return behave


async def hangs_up(connection: Connection) -> None:
    """Close before reading anything."""


async def never_responds(connection: Connection) -> None:
    await connection.receive()
    await connection.wait_for_the_end()


async def never_reads(connection: Connection) -> None:
    await connection.writer.wait_closed()


async def resets_after_the_request(connection: Connection) -> None:
    await connection.receive()
    connection.reset()


async def resets_in_the_body(connection: Connection) -> None:
    await connection.receive()
    await connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
    connection.reset()


async def until(condition: Callable[[], bool]) -> None:
    """Let the loop run until a condition is true."""
    for _ in range(10_000):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("it did not come to be so")


def unused_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


def tunnels_to(server: Server, passed: list[bytes]) -> Behaviour:
    """Act as a tunnel proxy, and record the traffic."""

    async def tunnel(connection: Connection) -> None:
        await connection.receive()
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        await connection.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(relay(connection.reader, writer), relay(reader, connection.writer))

    async def relay(source: asyncio.StreamReader, drain: asyncio.StreamWriter) -> None:
        while data := await source.read(65_536):
            passed.append(data)
            drain.write(data)
        drain.close()

    return tunnel
