"""The endpoints of the authorization server."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

import msgspec

from ..contract.json_values import JSONObject
from ..contract.messages import Request, Response
from ..crypto import jwts
from ..store.state import State
from . import authorization, client_metadata, grants, inspection, metadata, registration
from .clients import authenticate, authenticate_app
from .errors import OAuthError
from .issuers import Issuer, issuer_at
from .parameters import read_body, read_object, required

Endpoint: TypeAlias = Callable[[State, Request, Issuer], Response]

_PLACES = (
    re.compile(r"(/v1/public/(?P<project_id>[^/]+))?/\.well-known/(?P<name>[^/]+)"),
    re.compile(r"/v1(/public/(?P<project_id>[^/]+))?/oauth2/(?P<name>[^/]+)"),
)
_CORS: Mapping[str, str] = {"Access-Control-Allow-Origin": "*"}
_JSON: Mapping[str, str] = {**_CORS, "Content-Type": "application/json", "Cache-Control": "no-store"}
_PUBLISHED: Mapping[str, str] = {**_JSON, "Cache-Control": "public, max-age=3600"}


def respond(state: State, request: Request) -> Response | None:
    """Return the response to a request for the authorization server, or None for any other request."""
    place = next((found for pattern in _PLACES if (found := pattern.fullmatch(request.path))), None)
    methods = _ENDPOINTS.get(place["name"]) if place else None
    if place is None or methods is None or place["project_id"] not in {None, state.project_id}:
        return None
    issuer = issuer_at(request.origin, state.project_id, is_domain=place["project_id"] is None)
    return _respond_at(methods, state, request, issuer)


def _respond_at(methods: Mapping[str, Endpoint], state: State, request: Request, issuer: Issuer) -> Response:
    allowed = ", ".join([*methods, "OPTIONS"])
    if request.method == "OPTIONS":
        return Response(status_code=204, content=b"", headers={**_JSON, **_preflight(allowed)})
    try:
        endpoint = methods.get(request.method) or functools.partial(_refuse_method, allowed)
        return state.transaction(functools.partial(endpoint, state, request, issuer))
    except OAuthError as error:
        body = {"error": error.error, "error_description": error.description}
        return _json(state, body, status_code=error.status_code, headers=error.headers)


def _refuse_method(allowed: str, state: State, request: Request, issuer: Issuer) -> Response:
    raise OAuthError("invalid_request", f"This path accepts {allowed}.", 405, {"Allow": allowed})


def _preflight(allowed: str) -> Mapping[str, str]:
    """Return the headers of a response to a CORS preflight."""
    return {
        "Access-Control-Allow-Methods": allowed,
        "Access-Control-Allow-Headers": "Authorization, Content-Type, MCP-Protocol-Version",
    }


def _json(state: State, body: JSONObject, *, status_code: int = 200, headers: Mapping[str, str] = _CORS) -> Response:
    """Return an uncacheable response with the common fields of the API's responses."""
    fields = {**body, "request_id": state.new_id("request-id"), "status_code": status_code}
    return Response(status_code=status_code, content=msgspec.json.encode(fields), headers={**_JSON, **headers})


def _published(body: JSONObject) -> Response:
    return Response(status_code=200, content=msgspec.json.encode(body), headers=_PUBLISHED)


def _authorization_server(state: State, request: Request, issuer: Issuer) -> Response:
    return _published(metadata.authorization_server(state, issuer))


def _openid_provider(state: State, request: Request, issuer: Issuer) -> Response:
    return _published(metadata.openid_provider(state, issuer))


def _keys(state: State, request: Request, issuer: Issuer) -> Response:
    return _published({"keys": list(jwts.public_keys(state))})


def _token(state: State, request: Request, issuer: Issuer) -> Response:
    parameters = read_body(request)
    client = authenticate(state, request, parameters)
    return _json(state, grants.exchange(state, issuer, client, parameters))


def _register(state: State, request: Request, issuer: Issuer) -> Response:
    try:
        given = read_object(request)
    except OAuthError as error:
        raise client_metadata.invalid(error.description) from None
    return _json(state, registration.register(state, given), status_code=201)


def _introspect(state: State, request: Request, issuer: Issuer) -> Response:
    parameters = read_body(request)
    app = authenticate_app(state, request, parameters)
    return _json(state, inspection.introspect(state, issuer, app, required(parameters, "token")))


def _revoke(state: State, request: Request, issuer: Issuer) -> Response:
    parameters = read_body(request)
    app = authenticate_app(state, request, parameters)
    inspection.revoke(state, app, required(parameters, "token"))
    return _json(state, {})


def _userinfo(state: State, request: Request, issuer: Issuer) -> Response:
    return _json(state, inspection.userinfo(state, ",".join(request.header("Authorization"))))


_ENDPOINTS: Mapping[str, Mapping[str, Endpoint]] = {
    "oauth-authorization-server": {"GET": _authorization_server},
    "openid-configuration": {"GET": _openid_provider},
    "jwks.json": {"GET": _keys},
    "authorize": {"GET": authorization.respond, "POST": authorization.respond},
    "token": {"POST": _token},
    "register": {"POST": _register},
    "introspect": {"POST": _introspect},
    "revoke": {"POST": _revoke},
    "userinfo": {"GET": _userinfo, "POST": _userinfo},
}
"""The endpoints, by the last segment of the path and by method."""
