"""Dispatches requests, and returns responses.

The steps for each kind of request:

    browser   /v1/public/…, …/start      a page or a redirect
    app       …/oauth2/…, /.well-known   the authorization server
    API       route                      finds the operation
              credentials                checks project ID and secret
              arguments                  validates them against the specification
              session, permissions       checks the member, if the headers name a session
              handler                    runs in a transaction
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..auth import sessions
from ..browser import logins
from ..contract import messages, validation
from ..contract.document import Operation, operation_at
from ..contract.errors import RefusedError, bad_request, not_found
from ..contract.json_values import JSONObject
from ..contract.messages import Request, Response
from ..contract.routes import Route
from ..entities.call import Call
from ..oauth import endpoints
from ..operations import registry
from ..store.records import Session
from ..store.state import State
from .credentials import Credentials

_PUBLIC = frozenset({"sessions.get_jwks"})
"""The operations without credentials. The JWKS is public."""
_SESSION_HEADERS: Mapping[str, str] = {
    "X-Stytch-Member-Session": "session_token",
    "X-Stytch-Member-SessionJWT": "session_jwt",
}
"""The headers that name a member session, and the equivalent arguments."""


def dispatch(state: State, credentials: Credentials, request: Request) -> Response:
    """Return the response to a request: of the API, the authorization server, or a login page."""
    if not request.routes:
        elsewhere = logins.respond(state, request) or endpoints.respond(state, request)
        if elsewhere is not None:
            return elsewhere
    request_id = state.new_id("request-id")
    try:
        call = _read_call(state, credentials, request)
        fields = state.transaction(lambda: registry.perform(state, call))
    except RefusedError as refusal:
        return messages.error(refusal, request_id)
    return messages.success(fields, request_id)


def call(state: State, call_path: str, arguments: Mapping[str, Any]) -> JSONObject:
    """Call an operation without a request. The arguments conform to the specification.

    Raises:
        RefusedError: the API would reject the call.
    """
    return registry.perform(state, Call(operation=operation_at(call_path), arguments=arguments))


def _read_call(state: State, credentials: Credentials, request: Request) -> Call:
    route = _route(request)
    if route.endpoint.call_path not in _PUBLIC:
        credentials.check(",".join(request.header("Authorization")))
    path_arguments = route.arguments
    arguments: dict[str, Any] = {
        **validation.read_body(
            route.endpoint, ",".join(request.header("Content-Type")), request.content, path_arguments
        ),
        **validation.read_query(route.endpoint, request.query, path_arguments),
        **path_arguments,
    }
    return Call(operation=route.endpoint, arguments=arguments, session=_session(state, route, request))


def _route(request: Request) -> Route[Operation]:
    if not request.routes:
        raise not_found("route")
    if request.method not in request.routes:
        methods = ", ".join(sorted(request.routes))
        raise RefusedError(405, "method_not_allowed", f"This path accepts {methods}.", {"Allow": methods})
    return request.routes[request.method]


def _session(state: State, route: Route[Operation], request: Request) -> Session | None:
    """Return the session in the request's headers, if the operation accepts one."""
    accepted = route.endpoint.parameters_in("header")
    given = [
        (key, value) for name, key in _SESSION_HEADERS.items() if name in accepted for value in request.header(name)
    ]
    if len(given) > 1:
        raise bad_request("too_many_session_arguments", f"Only one of {', '.join(_SESSION_HEADERS)} may be given.")
    return sessions.find_by(state, *given[0]) if given else None
