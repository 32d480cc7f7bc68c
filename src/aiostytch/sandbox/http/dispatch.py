"""From a request to an answer, as values: which operation, who asks, is it allowed, what happens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ..auth import authorization, sessions
from ..contract import validation
from ..contract.document import operation_at
from ..contract.errors import RefusedError, bad_request, not_found
from ..contract.json_values import JSONObject
from ..contract.messages import Request, Response
from ..contract.routes import Route
from ..entities.call import Call
from ..operations import registry
from ..store.records import Session
from ..store.state import State
from . import browser
from .credentials import Credentials

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


def dispatch(state: State, credentials: Credentials, request: Request) -> Response:
    """Answer a request: a call of the API, or a browser on its way to a login."""
    page = _browser_response(state, request)
    if page is not None:
        return page
    request_id = state.new_id("request-id")
    try:
        call = _read_call(state, credentials, request)
        fields = state.transaction(lambda: _perform(state, call))
    except RefusedError as refusal:
        return error_response(refusal, request_id)
    return Response(
        status_code=200, content=msgspec.json.encode({**fields, "request_id": request_id, "status_code": 200})
    )


def error_response(refusal: RefusedError, request_id: str) -> Response:
    """Return the answer that a refusal becomes."""
    content = msgspec.json.encode(refusal.body(request_id))
    return Response(status_code=refusal.status_code, content=content, headers=refusal.headers)


def call(state: State, call_path: str, arguments: Mapping[str, Any]) -> JSONObject:
    """Carry out a call that no request has made, with arguments that the document allows.

    Raises:
        RefusedError: the API would refuse it.
    """
    return _perform(state, Call(operation=operation_at(call_path), arguments=arguments))


def _browser_response(state: State, request: Request) -> Response | None:
    """Return what a browser gets, None if it is none that asks."""
    if request.method != "GET":
        return None
    try:
        outcome = browser.respond(state, request.path, request.query)
    except RefusedError as refusal:
        content = browser.error_page(refusal).html.encode()
        return Response(status_code=refusal.status_code, content=content, headers=_HTML)
    match outcome:
        case browser.Page(html):
            return Response(status_code=200, content=html.encode(), headers=_HTML)
        case browser.Redirect(url):
            return Response(status_code=302, content=b"", headers={"Location": url, **_HTML})
        case None:
            return None


def _read_call(state: State, credentials: Credentials, request: Request) -> Call:
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
    taken = route.operation.parameters_in("header")
    given = [(key, value) for name, key in _SESSION_HEADERS.items() if name in taken for value in request.header(name)]
    if len(given) > 1:
        raise bad_request("too_many_session_arguments", f"Only one of {', '.join(_SESSION_HEADERS)} may be given.")
    return sessions.find_by(state, *given[0]) if given else None


def _perform(state: State, call: Call) -> JSONObject:
    authorization.check(state, call)
    fields = registry.handler(call.operation.call_path).function(state, call)
    return {name: fields[name] for name in call.operation.response["properties"] if name in fields}
