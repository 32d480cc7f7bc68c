"""The ASGI middleware of a protected resource."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from aiostytch.asgi_types import ASGIApp, Message, Scope, Send

from ...checks import check_instance
from ...client import B2BClient
from ...errors import StytchError
from .metadata import Resource

_STARTS = frozenset({"http.response.start", "websocket.http.response.start"})
_CORS = {"access-control-allow-origin": "*"}
"""The metadata is public, so pages of all origins may read it."""
_PREFLIGHT = {**_CORS, "access-control-allow-methods": "GET", "access-control-allow-headers": "*"}
_CACHED = {"cache-control": "public, max-age=3600"}
_UNCACHED = {"cache-control": "no-store"}

_log = logging.getLogger(__name__)


class ProtectedResource:
    """An ASGI middleware that tells clients to get tokens for a service at the project's domain.

    It serves the metadata of the resource (RFC 9728) at `/.well-known/oauth-protected-resource`, with and without the
    path of the resource, and adds its URL to each challenge of the service: `WWW-Authenticate` of a 401 or 403. It
    redirects requests for the metadata of the authorization server to the domain. It must be outside all middleware
    that rejects requests, and at the root of the host.

    Args:
        app: the service.
        client: provides the scopes of the project's policy.
        resource: the public URL of the service, exactly as clients use it; for an MCP server, that of its endpoint.
        domain: the project's domain, exactly as in the `iss` claim: `https://….customers.stytch.com`, or your custom
            domain. Add it to `LocalAuth.issuers` too.
        scopes: the scopes that clients may request; by default all scopes in the project's policy.

    Raises:
        ConfigurationError: `resource` or `domain` is not an https URL (http is for loopback), `scopes` is not a
            list, or `client` is not a client.
    """

    def __init__(
        self,
        app: ASGIApp,
        client: B2BClient,
        *,
        resource: str,
        domain: str,
        scopes: Sequence[str] | None = None,
    ) -> None:
        self._app = app
        self._client = check_instance("client", client, B2BClient, "a B2BClient")
        self._resource = Resource(resource, domain, scopes)
        self._redirects = self._resource.redirects
        self._paths = self._resource.metadata_paths

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve the metadata, or pass a request on (ASGI 3). Other scopes, such as lifespan, pass through."""
        if scope["type"] == "http" and (path := path_of(scope)) in {*self._paths, *self._redirects}:
            await self._serve(path, scope["method"], send)
            return

        async def send_challenged(message: Message) -> None:
            if message["type"] in _STARTS:
                headers = self._resource.add_to_challenge(message["status"], message.get("headers") or ())
                message = {**message, "headers": headers}
            await send(message)

        await self._app(scope, receive, send_challenged)

    async def _serve(self, path: str, method: str, send: Send) -> None:
        if method == "OPTIONS":
            await _respond(send, 204, _PREFLIGHT)
        elif method not in {"GET", "HEAD"}:
            await _respond(send, 405, {"allow": "GET, HEAD, OPTIONS"})
        elif path in self._redirects:
            await _respond(send, 307, {**_CORS, **_CACHED, "location": self._redirects[path]})
        else:
            await self._send_metadata(method, send)

    async def _send_metadata(self, method: str, send: Send) -> None:
        scopes = await self._scopes()
        body = json.dumps(self._resource.document(scopes or ())).encode()
        caching = _UNCACHED if scopes is None else _CACHED
        headers = {"content-type": "application/json", "content-length": str(len(body)), **_CORS, **caching}
        await _respond(send, 200, headers, b"" if method == "HEAD" else body)

    async def _scopes(self) -> Sequence[str] | None:
        """Return the scopes, None while they are not available: the metadata then omits them."""
        if self._resource.scopes is not None:
            return self._resource.scopes
        try:
            return await self._client.rbac.scopes()
        except StytchError as error:
            _log.warning("the scopes of the project are not available: %s: %s", type(error).__name__, error)
            return None


def path_of(scope: Scope) -> str:
    """Return the path of a request below the mount point of the application."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path") or "")


async def _respond(send: Send, status: int, headers: Mapping[str, str], body: bytes = b"") -> None:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})
