"""The exact requests of the 121 operations, through a mocked httpx and over a real socket."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import respx

from aiostytch import B2BClient, InvalidArgumentError, RetryPolicy, SessionJWT, SessionToken
from aiostytch.version import __version__

from .facts import FACTS, Fact, arguments, body_schema, parameters, response_schema, sample, server
from .operations import each_operation, method

pytestmark = pytest.mark.volume

PROJECT, SECRET = "project-test-1", "sécret".encode().hex()
BASIC = b64encode(f"{PROJECT}:{SECRET}".encode()).decode()


def expected_target(fact: Fact, given: dict[str, Any]) -> str:
    path = fact.path
    for name in fact.in_path:
        path = path.replace(f"{{{name}}}", quote(given[name], safe=""))
    query = "&".join(
        f"{name}={'true' if given[name] is True else quote(str(given[name]))}"
        for name in given
        if name in parameters(fact, "query") and name not in fact.in_path
    )
    return f"{path}?{query}" if query else path


def expected_body(fact: Fact, given: dict[str, Any]) -> bytes:
    if body_schema(fact) is None:
        return b""
    sent = {name: value for name, value in given.items() if name not in fact.in_path}
    return json.dumps(sent, ensure_ascii=False, separators=(",", ":")).encode()


def expected_headers(fact: Fact, body: bytes, host: str, session: bool) -> list[tuple[str, str]]:
    headers = [
        ("Host", host),
        ("Authorization", f"Basic {BASIC}"),
        ("Accept", "application/json"),
        ("Accept-Encoding", "gzip"),
        ("User-Agent", f"aiostytch/{__version__}"),
    ]
    if body_schema(fact) is not None:
        headers.append(("Content-Type", "application/json"))
    if session and fact.accepts_session:
        headers.append(("X-Stytch-Member-Session", "token"))
    if body or fact.method not in {"GET", "DELETE"}:
        headers.append(("Content-Length", str(len(body))))
    return headers


def ordered(fact: Fact, given: dict[str, Any]) -> dict[str, Any]:
    """Sort arguments by the signature, which is the order in which they are sent."""
    client = B2BClient(PROJECT, SECRET)
    code = method(fact, client).__func__.__code__
    names = code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]
    return {name: given[name] for name in names if name in given}


@each_operation
@pytest.mark.parametrize("everything", [True, False], ids=["all arguments", "required arguments"])
async def test_a_call_sends_what_the_document_says(fact: Fact, everything: bool) -> None:
    given = ordered(fact, arguments(fact, everything=everything))
    with respx.mock(assert_all_called=True) as router:
        route = router.route().respond(json=sample(response_schema(fact)))
        async with B2BClient(PROJECT, SECRET) as client:
            await method(fact, client.as_member(SessionToken("token")))(**given)
    request = route.calls.last.request
    body, host = expected_body(fact, given), server(fact).removeprefix("https://")
    assert request.method == fact.method
    assert str(request.url) == f"{server(fact)}{expected_target(fact, given)}"
    assert request.content == body
    assert dict(request.headers) == {
        name.lower(): value for name, value in expected_headers(fact, body, host, session=True)
    }


@each_operation
async def test_a_call_puts_these_bytes_on_the_wire(fact: Fact) -> None:
    given = ordered(fact, arguments(fact))
    received: list[bytes] = []

    async def response(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length: ")]
        received.append(head + await reader.readexactly(int(length[0][16:]) if length else 0))
        content = json.dumps(sample(response_schema(fact))).encode()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(content), content))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(response, "127.0.0.1", 0)
    host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, B2BClient(PROJECT, SECRET, base_url=f"http://{host}") as client:
        await method(fact, client)(**given)
    body = expected_body(fact, given)
    lines = [f"{fact.method} {expected_target(fact, given)} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in expected_headers(fact, body, host, session=False)]
    assert received == ["\r\n".join([*lines, "", ""]).encode() + body]


SESSIONS = [
    (SessionToken("token"), "x-stytch-member-session", "token"),
    (SessionJWT("a.b.c"), "x-stytch-member-sessionjwt", "a.b.c"),
]


@pytest.mark.parametrize(("session", "header", "value"), SESSIONS, ids=["token", "jwt"])
@pytest.mark.parametrize("fact", [fact for fact in FACTS if fact.accepts_session], ids=str)
async def test_a_session_travels_in_its_header(
    fact: Fact, session: SessionToken | SessionJWT, header: str, value: str
) -> None:
    sent: list[httpx.Request] = []
    async with B2BClient(PROJECT, SECRET, http_client=recorder(sent, fact)) as client:
        await method(fact, client)(**arguments(fact), session=session)
    names = {name for name in sent[0].headers if name.startswith("x-stytch")}
    assert names == {header}
    assert sent[0].headers[header] == value


@pytest.mark.parametrize("value", ["..", ".", "", "x" * 257])
@pytest.mark.parametrize("fact", [fact for fact in FACTS if fact.in_path], ids=str)
async def test_an_id_that_would_leave_its_segment_is_refused_unsent(fact: Fact, value: str) -> None:
    sent: list[httpx.Request] = []
    async with B2BClient(PROJECT, SECRET, http_client=recorder(sent, fact)) as client:
        for name in fact.in_path:
            with pytest.raises(InvalidArgumentError, match=name) as caught:
                await method(fact, client)(**{**arguments(fact), name: value})
            assert caught.value.operation_id == fact.operation_id
    assert sent == []


def recorder(sent: list[httpx.Request], fact: Fact) -> httpx.MockTransport:
    def response(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json=sample(response_schema(fact)))

    return httpx.MockTransport(response)


@each_operation
async def test_all_attempts_put_the_same_on_the_wire(fact: Fact) -> None:
    sent: list[httpx.Request] = []

    def response(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(429 if len(sent) < 3 else 200, json=sample(response_schema(fact)))

    async with B2BClient(
        PROJECT, SECRET, http_client=httpx.MockTransport(response), retry=RetryPolicy(wait=False)
    ) as client:
        await method(fact, client.as_member(SessionToken("token")))(**arguments(fact))
    first, second, third = [
        (request.method, str(request.url), request.headers.raw, request.content) for request in sent
    ]
    assert first == second == third
