"""The sandbox behind a socket of this machine."""

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
"""Seconds between two looks for webhooks that are due."""


@contextlib.asynccontextmanager
async def serve(
    sandbox: Sandbox | None = None,
    *,
    host: str = HOST,
    port: int = 0,
    ssl_context: ssl.SSLContext | None = None,
) -> AsyncGenerator[str, None]:
    """Serve a sandbox over HTTP, in the running event loop, for as long as the context lasts.

        async with serve() as base_url:
            async with B2BClient(PROJECT_ID, SECRET, base_url=base_url) as client: ...

    Args:
        sandbox: what to serve; a new one by default.
        host: the address to listen on; one that other machines reach needs a sandbox with a secret of its own.
        port: where; 0 is a free port.
        ssl_context: the certificate, for clients that insist on https; without one it is http.

    Yields:
        The base URL, for clients on this machine. The server accepts requests.

    Raises:
        ConfigurationError: other machines would reach the sandbox, whose secret everybody knows.
        OSError: the address cannot be listened on: the port is taken, or the host is another machine.
    """
    from .listening import listening  # with a server that clients in this process do not need

    served = Sandbox() if sandbox is None else sandbox
    if not is_loopback(host) and served.secret == SECRET:
        raise ConfigurationError(f"on {host}, other machines reach the sandbox: it needs a secret of its own")
    with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET) as listener:
        async with listening(served, listener, ssl_context), _delivering(served):
            yield f"{'https' if ssl_context else 'http'}://{_name(host)}:{listener.getsockname()[1]}"


def _name(host: str) -> str:
    """Return the name in the URL of a server that listens on an address."""
    reachable = {"": HOST, "0.0.0.0": HOST, "::": "::1"}.get(host, host)  # noqa: S104
    return f"[{reachable}]" if ":" in reachable else reachable


@contextlib.contextmanager
def serve_in_thread(sandbox: Sandbox | None = None, *, port: int = 0) -> Generator[str]:
    """Serve a sandbox as `serve` does, in a thread with an event loop of its own: for programs without one.

        with serve_in_thread() as base_url: ...

    Args:
        sandbox: what to serve; a new one by default.
        port: where; 0 is a free port.

    Yields:
        The base URL.

    Raises:
        OSError: the port is taken.
    """
    from anyio.from_thread import start_blocking_portal  # for programs without an event loop only

    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(serve(sandbox, port=port)) as base_url,
    ):
        yield base_url


@attrs.frozen(kw_only=True)
class Server:
    """A sandbox that is served.

    Attributes:
        base_url: its base URL.
        project_id: the project id that requests need.
        secret: the secret that they need.
    """

    base_url: str
    project_id: str
    secret: str = attrs.field(repr=False)

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables by which a `B2BClient` in another process uses it."""
        return {
            "STYTCH_PROJECT_ID": self.project_id,
            "STYTCH_SECRET": self.secret,
            "STYTCH_BASE_URL": self.base_url,
        }

    def client(self, **options: Any) -> B2BClient:
        """Return a client that sends requests through the socket. You close it.

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
