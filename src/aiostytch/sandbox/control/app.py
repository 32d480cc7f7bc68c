"""The control API as an ASGI application."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote

from starlette.datastructures import Headers, QueryParams
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from ..contract.errors import RefusedError, bad_request
from ..contract.json_values import JSONObject, is_object
from ..contract.routes import Route, Routes
from ..contract.schemas import Schema
from ..contract.validation import Validator, read_json
from ..http.admission import owner_refusal
from ..http.body import read_body
from ..http.body_limit import MAX_BODY, too_large
from ..http.paths import CONTROL, raw_path_below
from ..oauth.errors import OAuthError
from .document import document
from .endpoints import Context, Endpoint
from .handlers import endpoints

_DOCUMENT = "/openapi.json"
_HEADERS: Mapping[str, str] = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_REFUSALS: Mapping[type[Exception], tuple[int, str]] = MappingProxyType(
    {
        LookupError: (404, "not_found"),
        PermissionError: (403, "forbidden"),
        ValueError: (400, "bad_request"),
        OAuthError: (400, "bad_request"),
    }
)
"""The statuses and error types for the exceptions that handlers raise."""


class ControlAPI:
    """The control API of a sandbox."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to a request for the control API (ASGI 3)."""
        root: str = scope.get("root_path", "")
        base = f"{root}{CONTROL}"
        try:
            response = await self._respond(scope, receive, raw_path_below(scope).removeprefix(CONTROL), base)
        except ClientDisconnect:
            return
        except RefusedError as refusal:
            response = _error(refusal)
        response.headers.update(_HEADERS)
        await response(scope, receive, send)

    async def _respond(self, scope: Scope, receive: Receive, path: str, base: str) -> Response:
        refusal = owner_refusal(self._context.gateway.credentials, scope)
        if refusal is not None:
            raise refusal
        if path == _DOCUMENT and scope["method"] in {"GET", "HEAD"}:
            return JSONResponse(document(base))
        route = _route(scope["method"], path)
        query = _read_query(route.endpoint, scope)
        body = _read_object(route.endpoint, scope, await read_body(scope, receive))
        result = await self._perform(route.endpoint, {**route.arguments, **query, **body})
        return Response(status_code=204) if route.endpoint.result is None else JSONResponse(result)

    async def _perform(self, endpoint: Endpoint, given: JSONObject) -> Any:
        try:
            result = endpoint.function(self._context, given)
            return await result if inspect.isawaitable(result) else result
        except tuple(_REFUSALS) as error:
            refusals = (refusal for kind, refusal in _REFUSALS.items() if isinstance(error, kind))
            raise RefusedError(*next(refusals), _text(error)) from error


def _text(error: Exception) -> str:
    return str(error.args[0]) if error.args else str(error)


def _error(refusal: RefusedError) -> Response:
    shown = {
        "status_code": refusal.status_code,
        "error_type": refusal.error_type,
        "error_message": refusal.error_message,
    }
    return JSONResponse(shown, refusal.status_code, dict(refusal.headers))


@functools.cache
def _routes() -> Routes[Endpoint]:
    return Routes(endpoints())


def _route(method: str, path: str) -> Route[Endpoint]:
    found = _routes().find([unquote(segment) for segment in path.split("/")[1:]])
    if not found:
        raise RefusedError(404, "route_not_found", "The control API has no such path. See openapi.json.")
    if method not in found:
        methods = ", ".join(sorted(found))
        raise RefusedError(405, "method_not_allowed", f"This path accepts {methods}.", {"Allow": methods})
    return found[method]


def _read_query(endpoint: Endpoint, scope: Scope) -> JSONObject:
    pairs = QueryParams(scope["query_string"]).multi_items()
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise bad_request("bad_request", "query: a parameter is given more than once.")
    given = {name: _parse(endpoint.query.get(name, {}), text) for name, text in pairs}
    _check(endpoint.validators[0], "query", given)
    return given


def _parse(schema: Schema, text: str) -> Any:
    """Return the value of a parameter. A text that does not have the form of its type stays; validation rejects it."""
    return float(text) if schema.get("type") == "number" and _NUMBER.fullmatch(text) else text


_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")


def _read_object(endpoint: Endpoint, scope: Scope, content: bytes) -> JSONObject:
    if len(content) > MAX_BODY:
        raise too_large()
    if not content:
        body: Any = {}
    elif endpoint.body is None:
        raise bad_request("bad_request", "This endpoint takes no body.")
    else:
        body = read_json(Headers(scope=scope).get("content-type", ""), content)
    if not is_object(body):
        raise bad_request("bad_request", "The body must be a JSON object.")
    _check(endpoint.validators[1], "body", body)
    return body


def _check(validator: Validator, place: str, value: JSONObject) -> None:
    problems = validator.problems(value)
    if problems:
        raise bad_request("bad_request", f"{place}: {'; '.join(problem.text for problem in problems[:5])}.")
