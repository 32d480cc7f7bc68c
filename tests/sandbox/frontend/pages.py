"""A page that sends the requests of the vendor's SDK, without the SDK."""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import Iterator
from typing import Any

import attrs
import httpx
import pytest

from aiostytch.models.errors import ErrorType
from aiostytch.sandbox import Sandbox
from aiostytch.sandbox.contract.messages import Request
from aiostytch.sandbox.frontend.table import routes
from tests.sandbox.conforming import promised
from tests.sandbox.refusals import Refusal, refusals


class RefusedPageError(Exception):
    """An error, as the SDK raises it."""

    def __init__(self, status_code: int, body: dict[str, Any]) -> None:
        super().__init__(body["error_message"])
        self.status_code = status_code
        self.error_type: str = body["error_type"]


@contextlib.contextmanager
def refused(status_code: int, error_type: str, match: str | None = None) -> Iterator[None]:
    with pytest.raises(RefusedPageError, match=match) as caught:
        yield
    assert (caught.value.status_code, caught.value.error_type) == (status_code, error_type)


@attrs.define
class Page:
    """A page. `session_token` is its cookie."""

    sandbox: Sandbox
    session_token: str = ""
    origin: str = "http://localhost:3000"
    telemetry: str = ""

    async def ask(self, route: str, body: Any = None, **changed: str) -> Any:
        """Send a request like the SDK, and return its result. Headers may be changed."""
        response = await self.send(route, body, **changed)
        fields = response.json()
        if response.status_code != 200:
            assert fields["status_code"] == response.status_code
            assert ErrorType(fields["error_type"]).is_known
            assert Refusal(fields["error_type"], response.status_code) in refusals()
            raise RefusedPageError(response.status_code, fields)
        assert fields.keys() == {"data"}
        _check(route, fields["data"])
        return fields["data"]

    async def send(self, route: str, body: Any = None, **changed: str) -> httpx.Response:
        method, path = route.split(" ")
        public_token = self.sandbox.public_token
        credentials = f"{public_token}:{self.session_token or public_token}"
        headers = {
            "Authorization": f"Basic {base64.b64encode(credentials.encode()).decode()}",
            "Content-Type": "application/json",
            "X-SDK-Parent-Host": self.origin,
            "X-SDK-Client": self.telemetry,
            **{name.replace("_", "-"): value for name, value in changed.items()},
        }
        transport = httpx.ASGITransport(self.sandbox)
        async with httpx.AsyncClient(transport=transport, base_url="https://test.stytch.com") as http:
            content = b"" if body is None else json.dumps(body).encode()
            return await http.request(method, f"/sdk/v1{path}", content=content, headers=headers)


def _check(route: str, data: dict[str, Any]) -> None:
    """Check a response against the document, if the operation is in it and the caller has a session."""
    method, path = route.split(" ")
    row = routes().find(Request(method=method, path=f"/sdk/v1{path.partition('?')[0]}").segments)[method].endpoint
    assert data["status_code"] == 200
    if row.has_empty_response:
        assert data.keys() == {"status_code", "request_id"}
    elif not row.call_path.startswith("frontend."):
        promised(row.call_path).validate(data)
    else:
        assert data.keys() - {"status_code", "request_id"} == row.operation.response["properties"].keys()
