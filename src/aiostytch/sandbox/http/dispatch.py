"""From a request to an answer, as values: which operation, who asks, is it allowed, what happens."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from typing import Any

import attrs
import msgspec

from ..auth import authorization, sessions
from ..contract import validation
from ..contract.document import Route, operation_at
from ..contract.errors import RefusedError, bad_request, not_found
from ..contract.json_values import Fields
from ..contract.messages import Answer, Request
from ..entities.call import Call
from ..operations import registry
from ..store.records import Session
from ..store.state import State
from . import browser

_PUBLIC = frozenset({"sessions.get_jwks"})
"""The operations that need no credentials: whoever verifies a session JWT needs the keys."""
_SESSION_HEADERS: Mapping[str, str] = {
    "X-Stytch-Member-Session": "session_token",
    "X-Stytch-Member-SessionJWT": "session_jwt",
}
"""The headers that a member session comes in, and the arguments that name one in the same way."""


_HTML: Mapping[str, str] = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@attrs.frozen(kw_only=True)
class Credentials:
    """What requests have to bring: a project and its secret."""

    project_id: str
    secret: str = attrs.field(repr=False)

    def check(self, authorization: str) -> None:
        """Check an Authorization header (RFC 7617).

        Raises:
            RefusedError: it is not ours.
        """
        scheme, _, given = authorization.partition(" ")
        expected = base64.b64encode(f"{self.project_id}:{self.secret}".encode())
        if scheme.lower() != "basic" or not hmac.compare_digest(given.strip().encode(), expected):
            raise RefusedError(
                401,
                "unauthorized_credentials",
                "The project id and the secret of the Authorization header are not accepted.",
                {"WWW-Authenticate": 'Basic realm="Stytch", charset="UTF-8"'},
            )


def answer(state: State, credentials: Credentials, request: Request) -> Answer:
    """Answer a request: a call of the API, or a browser on its way to a login."""
    page = _page(state, request)
    if page is not None:
        return page
    request_id = state.new_id("request-id")
    try:
        call = _read(state, credentials, request)
        fields = state.attempt(lambda: _perform(state, call))
    except RefusedError as refusal:
        return refuse(refusal, request_id)
    return Answer(
        status_code=200, content=msgspec.json.encode({**fields, "request_id": request_id, "status_code": 200})
    )


def refuse(refusal: RefusedError, request_id: str) -> Answer:
    """Return the answer that a refusal becomes."""
    content = msgspec.json.encode(refusal.body(request_id))
    return Answer(status_code=refusal.status_code, content=content, headers=refusal.headers)


def carry_out(state: State, call_path: str, arguments: Mapping[str, Any]) -> Fields:
    """Carry out a call that no request has made, with arguments that the document allows.

    Raises:
        RefusedError: the API would refuse it.
    """
    return _perform(state, Call(operation=operation_at(call_path), arguments=arguments))


def _page(state: State, request: Request) -> Answer | None:
    """Return what a browser gets, None if it is none that asks."""
    if request.method != "GET":
        return None
    try:
        outcome = browser.answer(state, request.path, request.query)
    except RefusedError as refusal:
        content = browser.refused(refusal).html.encode()
        return Answer(status_code=refusal.status_code, content=content, headers=_HTML)
    match outcome:
        case browser.Page(html):
            return Answer(status_code=200, content=html.encode(), headers=_HTML)
        case browser.Redirect(url):
            return Answer(status_code=302, content=b"", headers={"Location": url, **_HTML})
        case None:
            return None


def _read(state: State, credentials: Credentials, request: Request) -> Call:
    route = _route(request)
    if route.operation.call_path not in _PUBLIC:
        credentials.check(",".join(request.header("Authorization")))
    named = route.arguments
    arguments: dict[str, Any] = {
        **validation.read_body(route.operation, ",".join(request.header("Content-Type")), request.content, named),
        **validation.read_query(route.operation, request.query, named),
        **named,
    }
    return Call(operation=route.operation, arguments=arguments, session=_session(state, route, request))


def _route(request: Request) -> Route:
    if not request.routes:
        raise not_found("route")
    if request.method not in request.routes:
        methods = ", ".join(sorted(request.routes))
        raise RefusedError(405, "method_not_allowed", f"This path takes {methods}.", {"Allow": methods})
    return request.routes[request.method]


def _session(state: State, route: Route, request: Request) -> Session | None:
    """Return the session in the request's headers, where the operation takes one."""
    taken = route.operation.named("header")
    given = [(key, value) for name, key in _SESSION_HEADERS.items() if name in taken for value in request.header(name)]
    if len(given) > 1:
        raise bad_request("too_many_session_arguments", f"Only one of {', '.join(_SESSION_HEADERS)} may be given.")
    return sessions.by_argument(state, *given[0]) if given else None


def _perform(state: State, call: Call) -> Fields:
    authorization.check(state, call)
    fields = registry.handler(call.operation.call_path).function(state, call)
    return {name: fields[name] for name in call.operation.response["properties"] if name in fields}
