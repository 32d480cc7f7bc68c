"""Cancelling a call at every point where it waits, on every engine: the next call succeeds, and nothing leaks."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gc
import types
from collections.abc import Callable, Coroutine, Generator
from typing import Any

import attrs
import pytest

from aiostytch import B2BClient

from .calls import eventually, nothing_is_left_unretrieved
from .engines import OWN, Engine
from .servers import Connection, Server, response

BODY = b'{"request_id": "r", "status_code": 200, "organization": {}}'
RESPONSE = response(BODY)
SLOW = response(BODY.ljust(300_000))  # pyreqwest begins with the first 64 KiB
PIECE = 50_000


@attrs.define(eq=False)
class Cancelled:
    """A call that counts the points where it waits, and is cancelled at one of them.

    Attributes:
        at: the number of the point, from 1.
        is_late: cancel it after the awaited object is ready, not before.
        places: the number of points so far.
        task: the running call.
    """

    at: int
    is_late: bool
    places: int = 0
    task: asyncio.Task[object] | None = None

    def run(self, call: Coroutine[Any, Any, object]) -> asyncio.Task[object]:
        self.task = asyncio.ensure_future(self._count(call))
        return self.task

    async def waits_again(self, places: int) -> None:
        """Return when it waits at a later point, has ended, or has had enough time for both.

        pyreqwest waits for a body no more often than for 64 KiB of it.
        """
        for _ in range(50):
            if self.places > places or (self.task is not None and self.task.done()):
                return
            await asyncio.sleep(0.001)

    async def _count(self, call: Coroutine[Any, Any, object]) -> object:
        return await self._step(call)

    @types.coroutine
    def _step(self, call: Coroutine[Any, Any, object]) -> Generator[Any, Any, object]:
        proceed: Callable[[], Any] = functools.partial(call.send, None)
        while True:
            try:
                waited_for = proceed()
            except StopIteration as end:
                return end.value
            self.places += 1
            if self.places == self.at:
                self._cancel(waited_for)
            try:
                yield waited_for
            except BaseException as error:
                proceed = functools.partial(call.throw, error)
            else:
                proceed = functools.partial(call.send, None)

    def _cancel(self, waited_for: asyncio.Future[Any] | None) -> None:
        task = asyncio.current_task()
        assert task
        if self.is_late and waited_for is not None:
            waited_for.add_done_callback(lambda _: task.cancel())
        else:
            task.cancel()


async def _serve(connection: Connection, cancelled: Cancelled) -> None:
    """Respond immediately, except to /slow, whose body comes in pieces that the client must wait for."""
    while True:
        request = await connection.receive()
        if b"/slow " not in request:
            await connection.send(RESPONSE)
            continue
        for place in range(0, len(SLOW), PIECE):
            places = cancelled.places
            await connection.send(SLOW[place : place + PIECE])
            await cancelled.waits_again(places)


Phase = Callable[[B2BClient, Cancelled], Coroutine[Any, Any, asyncio.Task[object]]]


async def cold(client: B2BClient, cancelled: Cancelled) -> asyncio.Task[object]:
    return cancelled.run(client.organizations.get("cancelled"))


async def warm(client: B2BClient, cancelled: Cancelled) -> asyncio.Task[object]:
    await client.organizations.get("warm")
    return cancelled.run(client.organizations.get("cancelled"))


async def in_the_body(client: B2BClient, cancelled: Cancelled) -> asyncio.Task[object]:
    return cancelled.run(client.organizations.get("slow"))


async def in_line(client: B2BClient, cancelled: Cancelled) -> asyncio.Task[object]:
    """A call uses the only connection, and its response comes while this call waits for the connection."""
    before = asyncio.ensure_future(client.organizations.get("before"))
    await asyncio.sleep(0)
    call = cancelled.run(client.organizations.get("cancelled"))
    await asyncio.sleep(0)
    assert (cancelled.places, before.done()) == (1, False)
    await before
    return call


@pytest.mark.parametrize("engine", OWN)
@pytest.mark.parametrize("is_late", [False, True], ids=["at once", "when ready"])
@pytest.mark.parametrize(("phase", "least"), [(cold, 1), (warm, 1), (in_the_body, 4), (in_line, 2)])
async def test_a_call_can_be_cancelled_wherever_it_waits(
    engine: Engine, phase: Phase, least: int, *, is_late: bool
) -> None:
    cancelled = 0
    step = Cancelled(0, is_late)
    async with Server(lambda connection: _serve(connection, step)) as server:
        with nothing_is_left_unretrieved():
            while True:
                async with engine.opened() as transport:
                    client = B2BClient(
                        "project-test-0", "secret", base_url=server.url(), transport=transport, max_concurrency=1
                    )
                    step = Cancelled(cancelled + 1, is_late)
                    call = await phase(client, step)
                    with contextlib.suppress(asyncio.CancelledError):
                        await call
                    await client.organizations.get("next")
                if step.places < step.at:
                    break
                assert call.cancelled()
                cancelled += 1
            gc.collect()
            await eventually(lambda: server.open == 0)
    assert cancelled >= least
