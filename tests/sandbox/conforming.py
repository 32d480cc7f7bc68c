"""Checks that responses conform to the vendored document, which is read here independently of the sandbox."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import jsonschema_rs

from aiostytch.models.errors import ErrorType
from aiostytch.sandbox import State
from aiostytch.sandbox.contract.document import read_document
from aiostytch.sandbox.contract.messages import Request, Response
from aiostytch.sandbox.contract.routes import routes
from aiostytch.sandbox.http import dispatch
from aiostytch.sandbox.http.credentials import Credentials

from .refusals import Refusal, refusals

ERROR = {"status_code", "request_id", "error_type", "error_message", "error_url"}


def is_int32(value: object) -> bool:
    return not isinstance(value, int) or abs(value) < 2**31


@functools.cache
def entries() -> Mapping[str, Any]:
    """Return the operations of the document by call path."""
    parts = [part for item in read_document()["paths"].values() for part in item.values() if "operationId" in part]
    return {operation["x-sdk-call-path"]: operation for operation in parts}


@functools.cache
def promised(call_path: str) -> jsonschema_rs.Draft202012Validator:
    """Return the validator for a response of an operation, including formats."""
    schema = entries()[call_path]["responses"]["200"]["content"]["application/json"]["schema"]
    whole = {**schema, "components": read_document()["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True, formats={"int32": is_int32})


def checked(state: State, credentials: Credentials, request: Request) -> Response:
    """Let the sandbox handle a request, and check the response."""
    response = _respond(state, credentials, request)
    found = routes().find([unquote(segment) for segment in request.path.split("/")[1:]])
    if not found and response.headers.keys() & {"Content-Type", "Location"}:
        return response  # a page for a browser, on a path that the specification does not have
    fields = json.loads(response.content)
    assert fields["status_code"] == response.status_code
    assert fields["request_id"].startswith("request-id-test-")
    if response.status_code == 200:
        promised(found[request.method].endpoint.call_path).validate(fields)
    else:
        assert set(fields) == ERROR
        assert ErrorType(fields["error_type"]).is_known
        assert Refusal(fields["error_type"], response.status_code) in refusals(), "refusals.yaml has no such family"
    return response


_respond = dispatch.dispatch
