"""A local server with a client metadata document, which can fail."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self


class Documents:
    """Serves one document, and counts the requests."""

    def __init__(self) -> None:
        self.requests = 0
        self.status = 200
        self.headers: Mapping[str, str] = {}
        self.content = b""
        self.is_dropping = self.is_silent = False
        self._stopped = asyncio.Event()

    def serve(self, make: Callable[[str], Any]) -> str:
        """Serve the document that is created for a URL, and return the URL."""
        url = self.url("/client.json")
        self.content = json.dumps(make(url)).encode()
        return url

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def port(self) -> int:
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._respond, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stopped.set()
        self._server.close()
        await self._server.wait_closed()

    async def _respond(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        self.requests += 1
        if self.is_silent:
            await self._stopped.wait()
        if not self.is_dropping:
            given = {"Content-Type": "application/json", "Connection": "close", **self.headers}
            head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
            writer.write(f"HTTP/1.1 {self.status} X\r\nContent-Length: {len(self.content)}\r\n{head}\r\n".encode())
            writer.write(self.content)
        writer.close()
