"""Requests that are refused before they are read: foreign host names, unknown callers, and large bodies."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from starlette.types import Message

from aiostytch import APIError, B2BClient
from aiostytch.sandbox import PROJECT_ID, SECRET, Sandbox, serve
from aiostytch.sandbox.http.body_limit import MAX_BODY

from ..world import OWN, send

LOCAL = [
    "127.0.0.1",
    "127.0.0.1:4010",
    "localhost:1",
    "LOCALHOST",
    "[::1]:4010",
    "app.localhost",
    "sandbox",
    "testserver:80",
]
FOREIGN = [
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "10.0.0.1",
    "[",
    "[2001:db8::1]",
    "evil.",
]


async def ask(
    sandbox: Sandbox, path: str, *, client: tuple[str, int] = ("127.0.0.1", 1), **rest: Any
) -> httpx.Response:
    transport = httpx.ASGITransport(sandbox, client=client)
    async with httpx.AsyncClient(transport=transport, base_url=rest.pop("base_url", "http://localhost")) as http:
        return await http.request(rest.pop("method", "GET"), path, **rest)


POLICY = "/v1/b2b/rbac/policy"


@pytest.mark.parametrize("host", LOCAL)
async def test_the_api_accepts_host_names_of_this_machine(sandbox: Sandbox, host: str) -> None:
    assert (await send(sandbox, "GET", POLICY, headers=[("Host", host)])).status_code == 200


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("path", [POLICY, f"/v1/b2b/sessions/jwks/{PROJECT_ID}", "/v1/public/sso/start", "/"])
async def test_the_api_refuses_other_host_names(sandbox: Sandbox, host: str, path: str) -> None:
    """A website could resolve such a name to this machine, and the default secret is public."""
    response = await send(sandbox, "GET", path, headers=[("Host", host)])
    assert (response.status_code, response.json()["error_type"]) == (403, "bad_request")
    assert "names of this machine" in response.json()["error_message"]


async def test_names_do_not_matter_with_another_secret_or_a_certificate(sandbox: Sandbox) -> None:
    own = Sandbox(secret=OWN)
    headers = [("Host", "sandbox.default.svc.cluster.local")]
    assert (await send(own, "GET", POLICY, headers=headers, auth=(PROJECT_ID, OWN))).status_code == 200
    assert (await send(own, "GET", POLICY, headers=headers)).status_code == 401
    over_tls = await ask(sandbox, POLICY, base_url="https://stytch.example", auth=(PROJECT_ID, SECRET))
    assert over_tls.status_code == 200


async def test_a_refused_request_is_logged(sandbox: Sandbox) -> None:
    await send(sandbox, "GET", POLICY, headers=[("Host", "evil.example")])
    (entry,) = sandbox.requests
    assert (entry.path, entry.status_code) == (POLICY, 403)


HTML = {"Accept": "text/html"}


@pytest.mark.parametrize(
    ("secret", "host", "client", "expected"),
    [
        (SECRET, "localhost", "127.0.0.1", 200),
        (SECRET, "localhost", "testclient", 200),
        (SECRET, "localhost", "192.0.2.7", 403),
        (SECRET, "evil.example", "127.0.0.1", 403),
        (OWN, "localhost", "127.0.0.1", 200),
        (OWN, "localhost", "192.0.2.7", 401),
        (OWN, "sandbox.example", "127.0.0.1", 401),
        (OWN, "", "127.0.0.1", 401),
    ],
)
async def test_the_page_is_for_its_owner(secret: str, host: str, client: str, expected: int) -> None:
    """A browser on another machine needs a secret that is not the default."""
    sandbox = Sandbox(secret=secret)
    headers = {**HTML, "Host": host}
    response = await ask(sandbox, "/", client=(client, 1), headers=headers)
    assert response.status_code == expected
    assert ("www-authenticate" in response.headers) is (expected == 401)
    if expected == 401:
        wrong = await ask(sandbox, "/", client=(client, 1), headers=headers, auth=(PROJECT_ID, SECRET))
        right = await ask(sandbox, "/", client=(client, 1), headers=headers, auth=(PROJECT_ID, OWN))
        assert (wrong.status_code, right.status_code) == (401, 200)


@pytest.mark.parametrize("path", ["/v1/b2b/organizations", "/v1/unknown"])
async def test_a_body_of_1_mib_is_read_and_a_larger_one_is_refused(sandbox: Sandbox, path: str) -> None:
    for size, expected in ((MAX_BODY, {400, 404}), (MAX_BODY + 1, {413})):
        response = await send(sandbox, "POST", path, content=b" " * size)
        assert response.status_code in expected
    assert response.json()["error_message"] == "A body must not exceed 1048576 bytes."


async def test_a_client_in_this_process_is_refused_the_same(sandbox: Sandbox) -> None:
    with pytest.raises(APIError) as caught:
        await sandbox.client().organizations.create(organization_name="x" * MAX_BODY)
    assert caught.value.status_code == 413
    (entry,) = sandbox.requests
    assert entry.request_body is None


@pytest.mark.parametrize("length", [str(MAX_BODY + 1), "9" * 5_000, "0" * 20 + "2097152"])
async def test_a_body_that_is_announced_as_too_large_is_not_read(sandbox: Sandbox, length: str) -> None:
    headers = [(b"host", b"localhost"), (b"content-length", length.encode())]
    scope = {"type": "http", "method": "POST", "path": "/v1", "query_string": b"", "headers": headers}
    sent: list[Message] = []

    async def receive() -> Message:
        raise AssertionError("the body is read")

    async def note(message: Message) -> None:
        sent.append(message)

    await sandbox(scope, receive, note)
    assert sent[0]["status"] == 413


async def test_a_body_in_parts_is_read_to_the_limit_only(sandbox: Sandbox) -> None:
    received = 0

    async def receive() -> Message:
        nonlocal received
        received += 1
        return {"type": "http.request", "body": b" " * 2**18, "more_body": True}

    async def ignore(message: Message) -> None:
        pass

    scope = {"type": "http", "method": "POST", "path": "/v1", "query_string": b"", "headers": []}
    await sandbox(scope, receive, ignore)
    assert received == 5


async def test_a_served_sandbox_refuses_at_once() -> None:
    """The client has not sent a byte of the body."""
    async with serve() as base_url:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(base_url.rpartition(":")[2]))
        writer.write(b"POST /v1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999999\r\n\r\n")
        async with asyncio.timeout(30):
            assert (await reader.readline()).startswith(b"HTTP/1.1 413")
            await reader.read()
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize("transport", ["httpx", "httpx2", "aiohttp", "pyreqwest"])
async def test_a_client_that_sends_all_of_it_gets_the_refusal(transport: Any) -> None:
    async with (
        serve() as base_url,
        B2BClient(PROJECT_ID, SECRET, base_url=base_url, transport=transport) as client,
    ):
        with pytest.raises(APIError) as caught:
            await client.organizations.create(organization_name="x" * 5 * MAX_BODY)
        assert caught.value.status_code == 413
        await client.organizations.search()
