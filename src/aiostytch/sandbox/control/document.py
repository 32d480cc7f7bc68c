"""The OpenAPI document of the control API, derived from its endpoints."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ... import version
from .endpoints import Endpoint, reference
from .handlers import endpoints
from .schemas import components

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def document(base: str) -> dict[str, Any]:
    """Return the OpenAPI document.

    Args:
        base: the base path of all endpoints.
    """
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints():
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "The control API of a Stytch sandbox",
            "version": version.__version__,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": base}],
        "paths": paths,
        "components": {"schemas": components()},
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    summary, _, more = endpoint.description.partition("\n\n")
    shown: dict[str, Any] = {
        "operationId": endpoint.name,
        "tags": [endpoint.tag],
        "summary": summary,
        "parameters": [*_path_parameters(endpoint), *_query_parameters(endpoint)],
        "responses": {str(endpoint.status_code): _success(endpoint), "default": _ERROR},
    }
    if more:
        shown["description"] = " ".join(more.split())
    if endpoint.body is not None:
        shown["requestBody"] = {"required": bool(endpoint.body.get("required")), "content": _json(endpoint.body)}
    return shown


def _path_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    names = _PLACEHOLDER.findall(endpoint.path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _query_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    return [{"name": name, "in": "query", "schema": schema} for name, schema in endpoint.query.items()]


def _success(endpoint: Endpoint) -> dict[str, Any]:
    success = {"description": "Success."}
    return success if endpoint.result is None else {**success, "content": _json(endpoint.result)}


def _json(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


_ERROR = {"description": "The reason of the failure.", "content": _json(reference("Error"))}
