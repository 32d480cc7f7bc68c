"""The sandbox as an HTTP server."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncGenerator, Generator
from typing import Any

import attrs

from .. import B2BClient
from ..config import is_loopback
from ..errors import ConfigurationError
from .app import Sandbox
from .store.state import SECRET

HOST = "127.0.0.1"
_DELIVERY_INTERVAL = 0.2
"""Seconds between two checks for webhooks that are due."""


@contextlib.asynccontextmanager
async def serve(
    sandbox: Sandbox | None = None,
    *,
    host: str = HOST,
    port: int = 0,
    ssl_context: ssl.SSLContext | None = None,
) -> AsyncGenerator[str, None]:
    """Serve a sandbox over HTTP, in the running event loop, until the context exits.

        async with serve() as base_url:
            async with B2BClient(PROJECT_ID, SECRET, base_url=base_url) as client: ...

    Args:
        sandbox: the sandbox to serve; a new one by default.
        host: the address to listen on. One that other machines can reach requires a sandbox with its own secret.
        port: the port to listen on; 0, the default, picks a free port.
        ssl_context: the context with the certificate, for https; by default the server uses http.

    Yields:
        The base URL for clients on this machine. The server already accepts requests.

    Raises:
        ConfigurationError: other machines could reach the sandbox, and it has the default secret.
        OSError: the server cannot listen on the address: the port is in use, or the host is another machine.
    """
    from .listening import listening  # imports uvicorn, which clients in this process do not need

    served = Sandbox() if sandbox is None else sandbox
    if not is_loopback(host) and served.secret == SECRET:
        raise ConfigurationError(f"on {host}, other machines reach the sandbox: set a secret other than the default")
    with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET) as listener:
        async with listening(served, listener, ssl_context), _delivering(served):
            yield f"{'https' if ssl_context else 'http'}://{_name(host)}:{listener.getsockname()[1]}"


def _name(host: str) -> str:
    """Return the host in the URL of a server that listens on an address."""
    reachable = {"": HOST, "0.0.0.0": HOST, "::": "::1"}.get(host, host)  # noqa: S104
    return f"[{reachable}]" if ":" in reachable else reachable


@contextlib.contextmanager
def serve_in_thread(sandbox: Sandbox | None = None, *, port: int = 0) -> Generator[str]:
    """Serve a sandbox like `serve`, in a thread with its own event loop, for programs without an event loop.

        with serve_in_thread() as base_url: ...

    Args:
        sandbox: the sandbox to serve; a new one by default.
        port: the port to listen on; 0, the default, picks a free port.

    Yields:
        The base URL.

    Raises:
        OSError: the port is in use.
    """
    from anyio.from_thread import start_blocking_portal  # for programs without an event loop only

    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(serve(sandbox, port=port)) as base_url,
    ):
        yield base_url


@attrs.frozen(kw_only=True)
class Server:
    """A served sandbox.

    Attributes:
        base_url: the base URL.
        project_id: the project ID that requests must have.
        secret: the secret that requests must have.
    """

    base_url: str
    project_id: str
    secret: str = attrs.field(repr=False)

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables that point a `B2BClient` in another process to the sandbox."""
        return {
            "STYTCH_PROJECT_ID": self.project_id,
            "STYTCH_SECRET": self.secret,
            "STYTCH_BASE_URL": self.base_url,
        }

    def client(self, **options: Any) -> B2BClient:
        """Return a client that sends requests over the socket. Close it with `aclose`.

        Args:
            options: the arguments of `B2BClient`.
        """
        return B2BClient(self.project_id, self.secret, base_url=self.base_url, **options)


@contextlib.asynccontextmanager
async def _delivering(sandbox: Sandbox) -> AsyncGenerator[None, None]:
    """Deliver webhooks as soon as they are due."""

    async def deliver() -> None:
        while True:
            await sandbox.webhooks.deliver()
            await asyncio.sleep(_DELIVERY_INTERVAL)

    task = asyncio.create_task(deliver())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])
