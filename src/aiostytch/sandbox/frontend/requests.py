"""Builds the call of a frontend SDK's request, with the arguments that come from the browser's session."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any

from ..auth import sessions
from ..contract import validation, value_errors
from ..contract.document import Operation
from ..contract.errors import RefusedError, bad_request
from ..contract.json_values import JSONObject, is_object
from ..contract.messages import Request
from ..contract.routes import Route
from ..entities import scim_connections
from ..entities.call import Call
from ..store.records import Session
from ..store.state import State
from .table import DROPPED, Row, Use

_SESSION_HEADER = "X-Stytch-Member-Session"
"""The parameter of operations that accept a member session."""


def read_session_token(public_token: str, request: Request) -> str:
    """Return the session token in an Authorization header (RFC 7617), "" without one.

    Without a session, the SDKs send the public token as the password too.

    Raises:
        RefusedError: the header is missing, or has another public token.
    """
    scheme, _, encoded = ",".join(request.header("Authorization")).partition(" ")
    if scheme.lower() != "basic":
        raise bad_request("public_token_required", "The public token must be in the Authorization header.")
    try:
        text = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        text = ""
    name, _, password = text.partition(":")
    if name != public_token:
        raise unknown_public_token()
    return "" if password == public_token else password


def unknown_public_token() -> RefusedError:
    """Return the error for a public token of another project."""
    return RefusedError(404, "public_token_not_found", "The sandbox has a different public token.")


def read_call(state: State, route: Route[Row], request: Request, session_token: str) -> Call:
    """Return the call of a request.

    Raises:
        RefusedError: a session is missing, or the arguments violate the specification.
    """
    row, operation = route.endpoint, route.endpoint.operation
    body = _read_body(row, request)
    session = _session(state, row.use, session_token, body)
    added = {**route.arguments, **_session_arguments(state, row, session)}
    body = validation.drop_path_arguments(body, added)
    _check_conflicts(body, added)
    arguments = {**body, **validation.read_query(operation, request.query, added), **added}
    _check(operation, arguments)
    is_enforced = row.use is Use.MEMBER and _SESSION_HEADER in operation.parameters_in("header")
    return Call(operation=operation, arguments=arguments, session=session if is_enforced else None)


def _read_body(row: Row, request: Request) -> JSONObject:
    if row.is_telemetry or not request.content:
        return {}
    body = validation.read_json(",".join(request.header("Content-Type")), request.content)
    if not is_object(body):
        raise bad_request("bad_request", "The body must be an object.")
    dropped = DROPPED.union(row.dropped)
    return {name: value for name, value in body.items() if name not in dropped}


def _session(state: State, use: Use, token: str, body: Mapping[str, Any]) -> Session | None:
    if use is Use.IGNORED:
        return None
    if use is Use.ADDED:
        is_named = body.keys() & {"intermediate_session_token", *sessions.ARGUMENTS}
        found = None if is_named else state.sessions.find("token", token)
        return found if found and state.is_active(found) else None
    if not token:
        raise RefusedError(401, "user_unauthenticated", "The call requires a session of the browser.")
    return sessions.find_by(state, "session_token", token)


def _session_arguments(state: State, row: Row, session: Session | None) -> dict[str, Any]:
    """Return the arguments that come from the session."""
    if session is None:
        return {}
    token = {} if row.use is Use.MEMBER else {"session_token": session.token}
    return {**token, **{name: _FROM_SESSION[name](state, session) for name in row.from_session}}


def _scim_connection(state: State, session: Session) -> str:
    connection = scim_connections.find_for(state, state.organizations[session.organization_id])
    if connection is None:
        raise scim_connections.not_found_error()
    return connection.id


_FROM_SESSION: Mapping[str, Callable[[State, Session], Any]] = {
    "organization_id": lambda _, session: session.organization_id,
    "organization_ids": lambda _, session: [session.organization_id],
    "member_id": lambda _, session: session.member_id,
    "connection_id": _scim_connection,
}


def _check_conflicts(body: Mapping[str, Any], added: Mapping[str, Any]) -> None:
    """Check that a body does not contradict the path or the session."""
    for name in body:
        if name in added:
            raise bad_request(value_errors.ANY_OTHER, f"body: $.{name} contradicts the path or the session.")


def _check(operation: Operation, arguments: Mapping[str, Any]) -> None:
    """Check arguments against the operation, whether the API has them in the path, the query or the body."""
    outside = {place: operation.parameters_in(place) for place in ("path", "query")}
    for place, known in outside.items():
        validation.check_parameters(operation, place, {name: arguments[name] for name in known if name in arguments})
    rest = {name: value for name, value in arguments.items() if not any(name in known for known in outside.values())}
    if operation.body is not None:
        validation.check_body(operation, rest)
    elif rest:
        raise bad_request(value_errors.ANY_OTHER, f"body: {operation.call_path} does not have {', '.join(rest)}.")
