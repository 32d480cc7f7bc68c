"""A client of pyright's language server, with enough of the protocol to get what an editor shows."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import attrs

_SERVER = (sys.executable, "-c", "from pyright.langserver import entrypoint; entrypoint()", "--stdio")


@attrs.define
class LanguageServer:
    """A running server. Messages are JSON-RPC 2.0 with a Content-Length, one at a time."""

    process: asyncio.subprocess.Process
    _next_id: int = 0

    async def hover(self, path: Path, line: int, column: int) -> str:
        """Return the hover text at a place, "" if there is none. Lines and columns count from 0."""
        place = {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": column}}
        result = await self.request("textDocument/hover", place)
        return result["contents"]["value"] if result else ""

    async def request(self, method: str, parameters: Any) -> Any:
        """Send a request and return its result. Requests of the server in between get empty settings."""
        self._next_id += 1
        self.notify(method, parameters, id=self._next_id)
        while True:
            message = await self._receive()
            if message.get("id") == self._next_id and "method" not in message:
                return message["result"]
            if "method" in message and "id" in message:
                items = message.get("params", {}).get("items", [])
                self._send({"jsonrpc": "2.0", "id": message["id"], "result": [None for _ in items] or None})

    def notify(self, method: str, parameters: Any, **more: Any) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": parameters, **more})

    def _send(self, message: Any) -> None:
        assert self.process.stdin is not None
        content = json.dumps(message).encode()
        self.process.stdin.write(f"Content-Length: {len(content)}\r\n\r\n".encode() + content)

    async def _receive(self) -> Any:
        assert self.process.stdout is not None
        headers = await self.process.stdout.readuntil(b"\r\n\r\n")
        lengths = [
            line.partition(b":")[2] for line in headers.split(b"\r\n") if line.lower().startswith(b"content-length")
        ]
        return json.loads(await self.process.stdout.readexactly(int(lengths[0])))


@contextlib.asynccontextmanager
async def serving(root: Path) -> AsyncIterator[LanguageServer]:
    """Run a server for a project while the context is open."""
    process = await asyncio.create_subprocess_exec(
        *_SERVER, cwd=root, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**24
    )
    server = LanguageServer(process)
    try:
        capabilities = {"textDocument": {"hover": {"contentFormat": ["plaintext"]}}}
        folders = [{"uri": root.as_uri(), "name": root.name}]
        start = {"processId": None, "rootUri": root.as_uri(), "capabilities": capabilities, "workspaceFolders": folders}
        await server.request("initialize", start)
        server.notify("initialized", {})
        yield server
        await server.request("shutdown", None)
        server.notify("exit", None)
        await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
