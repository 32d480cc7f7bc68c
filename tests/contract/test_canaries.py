"""Secrets and personal data do not leak: every string has a canary, and calls use a real socket."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import pickle
import traceback
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Any

import attrs
import msgspec
import pytest
from rich.pretty import pretty_repr

from aiostytch import (
    APIError,
    B2BClient,
    CallNext,
    InvalidArgumentError,
    Middleware,
    RawResponse,
    Request,
    RetryPolicy,
    SessionToken,
    StytchError,
)

from .canaries import CANARY, with_canaries
from .facts import Fact, arguments, response_schema, sample
from .operations import each_operation, method

pytestmark = pytest.mark.volume

SECRET = f"secret-{CANARY}-a"
BASIC = base64.b64encode(f"project-test-1:{SECRET}".encode()).decode()


@attrs.define
class Server:
    """A server on loopback with a configurable response; None resets the connection."""

    status: int | None = 200
    content: bytes = b""
    url: str = ""

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length: ")]
        await reader.readexactly(int(length[0][16:]) if length else 0)
        if self.status is not None:
            writer.write(b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n" % (self.status, len(self.content)))
            writer.write(b"Connection: close\r\n\r\n" + self.content)
            await writer.drain()
        writer.close()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    made = Server()
    listening = await asyncio.start_server(made.handle, "127.0.0.1", 0)
    async with listening:
        made.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        yield made


OUTCOMES = (200, 400, 401, 429, 500, None)


@each_operation
async def test_no_canary_leaves_its_cage(
    fact: Fact, server: Server, caplog: pytest.LogCaptureFixture, recwarn: pytest.WarningsRecorder
) -> None:
    caplog.set_level(logging.DEBUG)
    seen: list[str] = []
    async with B2BClient(
        "project-test-1",
        SECRET,
        base_url=server.url,
        retry=RetryPolicy(max_retries=1, wait=False),
        middleware=[looked_at(seen)],
        on_call=lambda record: seen.append(repr(msgspec.structs.replace(record, error=None))),
        on_retry=lambda record: seen.append(str(record)),
    ) as client:
        member = client.as_member(SessionToken(f"token-{CANARY}"))
        seen += [repr(client), repr(member), repr(vars(client)), pretty_repr(vars(client))]
        for status in OUTCOMES:
            server.status = status
            server.content = json.dumps(with_canaries(sample(response_schema(fact)))).encode()
            seen += await outcome(fact, member)
        seen += await refused(fact, member)
    seen += [str(warning.message) for warning in recwarn]
    seen += [f"{record.getMessage()} {record.args!r} {record.exc_info}" for record in caplog.records]
    assert [text for text in seen if CANARY in text or BASIC in text] == []


def looked_at(seen: list[str]) -> Middleware:
    """Return a middleware that shows requests as debuggers and tracebacks do."""

    async def look(request: Request, call_next: CallNext) -> RawResponse:
        seen.extend([repr(request), pretty_repr(request)])
        return await call_next(request)

    return look


async def outcome(fact: Fact, client: B2BClient) -> list[str]:
    try:
        response = await method(fact, client)(**with_canaries(arguments(fact)))
    except StytchError as error:
        return shown(error)
    return [repr(response.raw), pretty_repr(response.raw), repr(masked(response)), pretty_repr(response)]


def masked(response: Any) -> Any:
    """Return a response in which only the secret fields keep their canary."""
    for field in attrs.fields(type(response)):
        if field.repr:
            setattr(response, field.name, None)
    return response


async def refused(fact: Fact, client: B2BClient) -> list[str]:
    """Make the last argument invalid, so that the others have been processed when it is refused."""
    given = with_canaries(arguments(fact))
    if not given:
        return []
    with pytest.raises(InvalidArgumentError) as caught:
        await method(fact, client)(**{**given, list(given)[-1]: object()})
    return shown(caught.value)


def shown(error: StytchError) -> list[str]:
    frames = ours(error.__traceback__)
    assert frames
    parts = [repr(error), str(error), *frames, *(repr(note) for note in getattr(error, "__notes__", []))]
    parts += [repr({name: value for name, value in vars(error).items() if name not in {"body", "error_details"}})]
    parts.append(repr(pickle.dumps(error)))
    assert error.__cause__ is None
    assert error.__context__ is None
    return parts


def ours(trace: TracebackType | None) -> list[str]:
    """Return the SDK's frames of a traceback with their local variables, as error trackers show them."""
    found: list[str] = []
    while trace is not None:
        if "aiostytch" in trace.tb_frame.f_code.co_filename:
            stack = traceback.StackSummary.extract([(trace.tb_frame, trace.tb_lineno)], capture_locals=True)
            found += [*stack.format(), pretty_repr(trace.tb_frame.f_locals)]
        trace = trace.tb_next
    return found


async def test_the_cage_is_looked_into(server: Server) -> None:
    server.content = json.dumps({"error_message": CANARY}).encode()
    server.status = 400
    async with B2BClient("project-test-1", SECRET, base_url=server.url) as client:
        with pytest.raises(APIError) as caught:
            await client.organizations.get("acme")
    assert any(CANARY in part for part in shown(caught.value))
