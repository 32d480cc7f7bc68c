"""A client of the control API that checks every response against its OpenAPI document."""

from __future__ import annotations

from typing import Any

import attrs
import httpx
import jsonschema_rs

from aiostytch.sandbox.control.endpoints import Endpoint
from aiostytch.sandbox.control.handlers import endpoints

HERE = "http://127.0.0.1:4010"
ENDPOINTS: dict[str, Endpoint] = {endpoint.name: endpoint for endpoint in endpoints()}
"""All endpoints by operation id."""


@attrs.frozen
class Driver:
    """Drives a sandbox like a program in another language."""

    sandbox: Any
    base: str = "/_sandbox/api"

    async def call(self, name: str, /, **given: Any) -> Any:
        """Call an operation by its id, which must succeed, and return its result."""
        response = await self.send(name, **given)
        assert response.is_success, response.text
        return response.json() if response.content else None

    async def refuse(self, name: str, /, **given: Any) -> tuple[int, str, str]:
        """Call an operation, which must be refused, and return the status, error type and message."""
        response = await self.send(name, **given)
        assert not response.is_success
        error = response.json()
        assert error["status_code"] == response.status_code
        return error["status_code"], error["error_type"], error["error_message"]

    async def send(self, name: str, /, **given: Any) -> httpx.Response:
        """Call an operation, with arguments in the places that the document specifies."""
        document = (await self.request("GET", "/openapi.json")).json()
        path, method, operation = find(document, name)
        places = {parameter["name"]: parameter["in"] for parameter in operation["parameters"]}
        for key in [key for key in given if places.get(key) == "path"]:
            path = path.replace(f"{{{key}}}", str(given.pop(key)))
        query = {key: given.pop(key) for key in list(given) if places.get(key) == "query"}
        json = given if "requestBody" in operation else None
        assert not given or json is not None, "there is no such argument"
        response = await self.request(method.upper(), path, params=query, json=json)
        check(document, operation, response)
        return response

    async def request(self, method: str, path: str, **rest: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self.sandbox)
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as http:
            return await http.request(method, f"{self.base}{path}", **rest)


def find(document: dict[str, Any], name: str) -> tuple[str, str, dict[str, Any]]:
    return next(
        (path, method, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if operation["operationId"] == name
    )


def check(document: dict[str, Any], operation: dict[str, Any], response: httpx.Response) -> None:
    """Check a response against the document."""
    responses = operation["responses"]
    status = str(response.status_code)
    assert status in responses or not response.is_success
    promised = responses.get(status, responses["default"])
    if "content" not in promised:
        assert response.content == b""
        return
    assert response.headers["content-type"] == "application/json"
    schema = {**promised["content"]["application/json"]["schema"], "components": document["components"]}
    jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(response.json())
