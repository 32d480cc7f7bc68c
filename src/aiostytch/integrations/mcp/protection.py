"""What stands around an MCP server: who calls which tool is judged before the request gets there.

The MCP SDK answers 401 without naming scopes, knows the same scopes for all tools, and takes a token that cannot be
checked for a bad one. Clients that are told which scopes a tool needs ask for them, and go on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import msgspec

from aiostytch.asgi_types import ASGIApp, Message, Receive, Scope

from ...errors import ClientClosedError, TokenVerificationError
from ...local_auth.bearer import find_bearer
from ...local_auth.scopes import check_scope_names
from ..asgi import Refusal, Requirement
from ..asgi.refusal import NOT_AUTHENTICATED, refusal_for
from ..oauth import ProtectedResource
from ..oauth.access import Access, ResourceAccess
from ..oauth.resource import path_of
from .verifier import AccessTokenVerifier

NO_TOOLS: Mapping[str, Sequence[str]] = {}
MAX_BODY = 4 * 1024 * 1024
"""Bytes of a request, as many as the MCP SDK takes."""
_TOO_LARGE = Refusal(413, "the request is too large")
_UNREADABLE = Refusal(400, "the request cannot be read")


def protect(
    app: ASGIApp,
    verifier: AccessTokenVerifier,
    *,
    domain: str,
    required_scopes: Sequence[str] = (),
    tool_scopes: Mapping[str, Sequence[str]] = NO_TOOLS,
    scopes: Sequence[str] | None = None,
) -> ProtectedResource:
    """Protect an MCP server (streamable HTTP) by access tokens of Connected Apps.

    A request without a good token gets 401, one whose scopes are not enough 403; both name the scopes that it needs,
    and where the metadata of the resource is. A token that cannot be checked, since no keys are available, gets 503.

    Args:
        app: the server, such as `server.streamable_http_app()`.
        verifier: verifies its tokens, too.
        domain: the project's domain, to the letter as in the claim `iss`.
        required_scopes: the scopes that each request needs.
        tool_scopes: the scopes that calls of a tool need besides, by its name.
        scopes: the scopes that clients may ask for; by default all in the project's policy.

    Raises:
        ConfigurationError: `domain` is no https URL, or scopes are no lists of scopes.
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
    """Judges the requests to the endpoint of an MCP server. All others are for the server alone."""

    def __init__(
        self,
        app: ASGIApp,
        access: ResourceAccess,
        required_scopes: Sequence[str],
        tool_scopes: Mapping[str, Sequence[str]],
    ) -> None:
        self._app = app
        self._access = access
        self._path = urlsplit(access.resource).path.rstrip("/")
        self._required = check_scope_names("required_scopes", required_scopes)
        self._of_tools = {name: check_scope_names("tool_scopes", scopes) for name, scopes in tool_scopes.items()}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or path_of(scope).rstrip("/") != self._path or scope["method"] == "OPTIONS":
            await self._app(scope, receive, send)
            return
        found = await self._authenticate(scope)
        if isinstance(found, Refusal):
            await found(scope, receive, send)
            return
        app, receive = await self._look_at(found, scope, receive)
        await app(scope, receive, send)

    async def _authenticate(self, scope: Scope) -> Access | Refusal:
        """Return whose request it is, or what to answer."""
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        try:
            token = find_bearer(headers)
            found = None if token is None else await self._access.verify(token)
        except (TokenVerificationError, ClientClosedError) as error:
            self._access.log(error)
            return refusal_for(error).wanting(self._required)
        if found is None:
            return NOT_AUTHENTICATED.wanting(self._required)
        return self._judge(found, self._required)

    async def _look_at(self, access: Access, scope: Scope, receive: Receive) -> tuple[ASGIApp, Receive]:
        """Return what answers a request by the tools that it calls, and what it goes on to receive."""
        if scope["method"] != "POST" or not self._of_tools:
            return self._app, receive
        body = await _read(receive)
        if body is None:
            return _TOO_LARGE, receive
        tools = _tools(body)
        if tools is None:
            return _UNREADABLE, receive
        needed = dict.fromkeys([*self._required, *(scope for tool in tools for scope in self._of_tools.get(tool, ()))])
        judged = self._judge(access, list(needed))
        return (judged if isinstance(judged, Refusal) else self._app), _replayed(body, receive)

    def _judge(self, access: Access, scopes: Sequence[str]) -> Access | Refusal:
        judged = Requirement(("access_token",), scopes).judge(access)
        return judged if isinstance(judged, Refusal) else access


async def _read(receive: Receive) -> bytes | None:
    """Return the body of a request, None for one that is too large. A client that has left sends no more."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            return None
        if message["type"] != "http.request" or not message.get("more_body", False):
            return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Return what gives an application a body that was read, and then what follows."""
    read = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive_again() -> Message:
        return next(read, None) or await receive()

    return receive_again


def _tools(body: bytes) -> Sequence[str] | None:
    """Return the tools that a message of JSON-RPC calls, or several do; None for what is no message.

    What cannot be read here is refused: the server could read another message in it.
    """
    try:
        found: _Message | list[_Message] = _messages.decode(body)
        messages = found if isinstance(found, list) else [found]
        return [_call.decode(message.params).name for message in messages if message.method == "tools/call"]
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
