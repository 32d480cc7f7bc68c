"""An ASGI middleware around an MCP server: it authorizes tool calls before the server gets the request.

The MCP SDK sends a 401 without scopes, requires the same scopes for all tools, and treats a token that could not be
checked as invalid. This middleware names the scopes of a tool, so that clients can request them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from aiostytch.asgi_types import ASGIApp, Message, Receive, Scope

from ...checks import check_mapping
from ...errors import ClientClosedError, TokenVerificationError
from ...local_auth.bearer import find_bearer
from ...local_auth.scopes import check_scope_names
from ..asgi import Refusal, Requirement
from ..asgi.refusal import NOT_AUTHENTICATED, refusal_for
from ..oauth import ProtectedResource
from ..oauth.access import Access, ResourceAccess
from ..oauth.metadata import decoded_path
from ..oauth.resource import path_of
from .verifier import AccessTokenVerifier

NO_TOOLS: Mapping[str, Sequence[str]] = {}
MAX_BODY = 4 * 1024 * 1024
"""The maximum size of a request's body, in bytes: that of the MCP SDK."""
_TOO_LARGE = Refusal(413, "the request is too large")
_MALFORMED = Refusal(400, "the request is not a JSON-RPC message")


def protect(
    app: ASGIApp,
    verifier: AccessTokenVerifier,
    *,
    domain: str,
    required_scopes: Sequence[str] = (),
    tool_scopes: Mapping[str, Sequence[str]] = NO_TOOLS,
    scopes: Sequence[str] | None = None,
) -> ProtectedResource:
    """Protect an MCP server (streamable HTTP) with access tokens of Connected Apps.

    No valid token: 401. Missing scopes: 403. Both name the required scopes and the URL of the resource metadata. If a
    token cannot be checked because no keys are available: 503.

    Args:
        app: the server, such as `server.streamable_http_app()`.
        verifier: verifies its tokens.
        domain: the project's domain, exactly as in the `iss` claim.
        required_scopes: the required scopes of all requests.
        tool_scopes: the additional required scopes of tools, by name.
        scopes: the scopes that clients may request; by default all scopes in the project's policy.

    Raises:
        ConfigurationError: `domain` is not an https URL, or scopes are not lists of scopes.
    """
    access = verifier.access
    guard = _Guard(app, access, required_scopes, tool_scopes)
    return ProtectedResource(guard, access.client, resource=access.resource, domain=domain, scopes=scopes)


class _Message(msgspec.Struct):
    method: str = ""
    params: msgspec.Raw = msgspec.Raw(b"{}")


class _Call(msgspec.Struct):
    name: str


_messages = msgspec.json.Decoder[Any](_Message | list[_Message])
_call = msgspec.json.Decoder(_Call)


class _Guard:
    """Authorizes requests to the endpoint of an MCP server. All other requests pass through."""

    def __init__(
        self,
        app: ASGIApp,
        access: ResourceAccess,
        required_scopes: Sequence[str],
        tool_scopes: Mapping[str, Sequence[str]],
    ) -> None:
        self._app = app
        self._access = access
        self._path = decoded_path(access.resource).rstrip("/")
        self._required = check_scope_names("required_scopes", required_scopes)
        named = check_mapping("tool_scopes", tool_scopes)
        self._of_tools = {name: check_scope_names("tool_scopes", scopes) for name, scopes in named.items()}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or path_of(scope).rstrip("/") != self._path or scope["method"] == "OPTIONS":
            await self._app(scope, receive, send)
            return
        found = await self._authenticate(scope)
        if isinstance(found, Refusal):
            await found(scope, receive, send)
            return
        app, receive = await self._authorize(found, scope, receive)
        await app(scope, receive, send)

    async def _authenticate(self, scope: Scope) -> Access | Refusal:
        """Return the access of a request, or the error response."""
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        try:
            token = find_bearer(headers)
            found = None if token is None else await self._access.verify(token)
        except (TokenVerificationError, ClientClosedError) as error:
            self._access.log(error)
            return refusal_for(error).with_scopes(self._required)
        if found is None:
            return NOT_AUTHENTICATED.with_scopes(self._required)
        return self._check(found, self._required)

    async def _authorize(self, access: Access, scope: Scope, receive: Receive) -> tuple[ASGIApp, Receive]:
        """Return the application that responds to a request, by the tools that it calls, and a `receive` for it."""
        if scope["method"] != "POST" or not self._of_tools:
            return self._app, receive
        body = await _read(receive)
        if body is None:
            return _TOO_LARGE, receive
        tools = _tools(body)
        if tools is None:
            return _MALFORMED, receive
        needed = dict.fromkeys([*self._required, *(scope for tool in tools for scope in self._of_tools.get(tool, ()))])
        outcome = self._check(access, list(needed))
        return (outcome if isinstance(outcome, Refusal) else self._app), _replay(body, receive)

    def _check(self, access: Access, scopes: Sequence[str]) -> Access | Refusal:
        outcome = Requirement(("access_token",), scopes).check(access)
        return outcome if isinstance(outcome, Refusal) else access


async def _read(receive: Receive) -> bytes | None:
    """Return the body of a request, None if it is too large. A disconnect ends the body."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            return None
        if message["type"] != "http.request" or not message.get("more_body", False):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that replays a body, and then continues."""
    read = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive_again() -> Message:
        return next(read, None) or await receive()

    return receive_again


def _tools(body: bytes) -> Sequence[str] | None:
    """Return the tools that JSON-RPC messages call; None if the body is not a message.

    An invalid message is rejected, because the server could interpret it differently.
    """
    try:
        found: _Message | list[_Message] = _messages.decode(body)
        messages = found if isinstance(found, list) else [found]
        return [_call.decode(message.params).name for message in messages if message.method == "tools/call"]
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
