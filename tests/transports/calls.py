"""Calls through adapters, the requests that a server receives, and checks for leftovers."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest

from aiostytch.errors import StytchError
from aiostytch.transports import Transport
from aiostytch.wire import RawResponse, Request, Timeout

CANARY = "canary-4711"
HEADERS = (
    ("Authorization", f"Basic {CANARY}"),
    ("Accept", "application/json"),
    ("Accept-Encoding", "gzip"),
    ("User-Agent", "tests"),
)
PATIENT = Timeout(connect=20.0, read=20.0, write=20.0, pool=20.0)


def request(url: str, **changes: Any) -> Request:
    made: dict[str, Any] = {
        "method": "GET",
        "url": url,
        "headers": HEADERS,
        "content": b"",
        "timeout": PATIENT,
        "operation_id": "Get",
        "template": "/v1/{id}",
    }
    return Request(**made | changes)


async def get(transport: Transport, url: str, *, max_size: int = 10_000_000, **changes: Any) -> RawResponse:
    return await transport.send(request(url, **changes), max_size=max_size)


async def failure(transport: Transport, url: str, **changes: Any) -> StytchError:
    """Return the error of a call, and check that it does not leak secrets or keep other exceptions."""
    with pytest.raises(StytchError) as caught:
        await get(transport, url, **changes)
    error = caught.value
    assert error.__cause__ is None
    assert error.__context__ is None or type(error.__context__).__module__ == "zlib"
    assert CANARY not in f"{error!r} {vars(error)}"
    return error


@attrs.frozen
class Sent:
    """A request that a server received."""

    line: bytes
    headers: list[tuple[bytes, bytes]]
    content: bytes

    def headers_of_ours(self) -> list[tuple[bytes, bytes]]:
        return [(name, value) for name, value in self.headers if name.lower() not in _ENGINES_OWN]


_ENGINES_OWN = {b"host", b"content-length", b"connection"}


def parsed(received: bytes) -> Sent:
    head, _, content = received.partition(b"\r\n\r\n")
    line, *fields = head.split(b"\r\n")
    headers = [(name, value) for name, _, value in (field.partition(b": ") for field in fields)]
    return Sent(line, headers, content)


def folded(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return headers in an order that does not depend on the engine. Headers of the same name keep their order."""
    return sorted(((name.lower(), value) for name, value in headers), key=lambda field: field[0])


async def eventually(condition: Callable[[], bool]) -> None:
    """Wait until a condition is true. Engines with threads need more than iterations of the loop."""
    for _ in range(10_000):
        if condition():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("it did not come to be so")


@contextlib.contextmanager
def nothing_is_left_unretrieved() -> Iterator[None]:
    """Fail if a task or a future ends with an exception that nobody retrieves."""
    told: list[dict[str, Any]] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: told.append(context))
    yield
    gc.collect()
    assert told == []
