"""Concurrent callers share one request and its result."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import functools
import gc

import pytest

from aiostytch.single_flight import SingleFlight
from tests.eager import eager_tasks


class Server:
    """Counts requests, and completes the pending ones on command."""

    def __init__(self) -> None:
        self.asked = 0
        self.response: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def fetch(self) -> str:
        self.asked += 1
        return await asyncio.shield(self.response)


@pytest.fixture
async def server() -> Server:
    return Server()


def join(single_flight: SingleFlight[str], about: str, server: Server) -> asyncio.Task[str]:
    return asyncio.create_task(single_flight.run(about, server.fetch))


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_concurrent_callers_make_one_request(server: Server) -> None:
    single_flight = SingleFlight[str]()
    waiting = [join(single_flight, "a", server) for _ in range(20)]
    await settle()
    server.response.set_result("yes")
    assert await asyncio.gather(*waiting) == ["yes"] * 20
    assert server.asked == 1


async def test_different_questions_are_different_requests(server: Server) -> None:
    single_flight = SingleFlight[str]()
    waiting = [join(single_flight, about, server) for about in "abab"]
    await settle()
    server.response.set_result("yes")
    await asyncio.gather(*waiting)
    assert server.asked == 2


async def test_nothing_is_kept_of_a_request_that_has_ended(server: Server) -> None:
    single_flight = SingleFlight[str]()
    server.response.set_result("yes")
    for _ in range(3):
        await single_flight.run("a", server.fetch)
        await settle()
    assert server.asked == 3


@pytest.mark.parametrize("leaving", [[0], [1, 2], [0, 1, 2]])
async def test_a_cancelled_caller_does_not_affect_the_others(server: Server, leaving: list[int]) -> None:
    single_flight = SingleFlight[str]()
    waiting = [join(single_flight, "a", server) for _ in range(4)]
    await settle()
    for number in leaving:
        waiting[number].cancel()
    await settle()
    late = join(single_flight, "a", server)
    await settle()
    server.response.set_result("yes")
    assert await asyncio.gather(waiting[3], late) == ["yes", "yes"]
    assert [waiting[number].cancelled() for number in leaving] == [True] * len(leaving)
    assert server.asked == 1


async def test_an_error_is_raised_in_all_waiting_callers_and_not_kept(server: Server) -> None:
    single_flight, error = SingleFlight[str](), OSError("down")
    waiting = [join(single_flight, "a", server) for _ in range(3)]
    await settle()
    server.response.set_exception(error)
    assert await asyncio.gather(*waiting, return_exceptions=True) == [error] * 3
    await settle()
    server.response = asyncio.get_running_loop().create_future()
    server.response.set_result("up")
    assert await single_flight.run("a", server.fetch) == "up"


async def test_an_error_that_nobody_waits_for_any_more_is_not_complained_about(server: Server) -> None:
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
    single_flight = SingleFlight[str]()
    only = join(single_flight, "a", server)
    await settle()
    only.cancel()
    await settle()
    server.response.set_exception(OSError("down"))
    await settle()
    gc.collect()
    assert complaints == []


async def test_a_request_that_is_cancelled_itself_is_forgotten(server: Server) -> None:
    single_flight = SingleFlight[str]()
    waiting = [join(single_flight, "a", server) for _ in range(2)]
    await settle()
    server.response.cancel()
    await asyncio.wait(waiting)
    assert all(task.cancelled() for task in waiting)
    server.response = asyncio.get_running_loop().create_future()
    server.response.set_result("yes")
    assert await single_flight.run("a", server.fetch) == "yes"


async def test_beyond_the_limit_everybody_asks_alone(server: Server) -> None:
    single_flight = SingleFlight[str](limit=2)
    waiting = [join(single_flight, about, server) for about in "abccba"]
    await settle()
    server.response.set_result("yes")
    assert await asyncio.gather(*waiting) == ["yes"] * 6
    assert server.asked == 4


@pytest.mark.parametrize("limit", [1, 1024])
async def test_a_run_that_ends_before_its_task_is_known_is_forgotten(limit: int) -> None:
    single_flight, runs = SingleFlight[int](limit), list[str]()

    async def run(outcome: str) -> int:
        runs.append(outcome)
        if outcome == "fails":
            raise OSError("down")
        return len(runs)

    with eager_tasks():
        for outcome in ("ends", "ends", "fails", "ends"):
            running = single_flight.run("a", functools.partial(run, outcome))
            with contextlib.suppress(OSError):
                assert await running == len(runs)
    assert len(runs) == 4


async def test_a_run_sees_the_context_of_the_first_caller() -> None:
    name = contextvars.ContextVar[str]("name")

    async def run() -> str:
        await asyncio.sleep(0)
        return name.get()

    async def ask(as_name: str) -> str:
        name.set(as_name)
        return await single_flight.run("a", run)

    single_flight = SingleFlight[str]()
    assert await asyncio.gather(ask("first"), ask("second")) == ["first", "first"]


async def test_a_task_factory_of_old_is_enough(server: Server) -> None:
    """Before Python 3.11, a task factory did not have `context`."""
    asyncio.get_running_loop().set_task_factory(lambda loop, coroutine: asyncio.Task(coroutine, loop=loop))
    server.response.set_result("yes")
    assert await SingleFlight[str]().run("a", server.fetch) == "yes"


def test_a_run_of_a_closed_loop_is_joined_by_nobody_in_the_next() -> None:
    single_flight = SingleFlight[str](limit=1)

    async def hang() -> str:
        await asyncio.Event().wait()
        raise AssertionError

    async def response() -> str:
        await asyncio.sleep(0)
        return "yes"

    async def ask_together() -> list[str]:
        return await asyncio.gather(*(single_flight.run("a", response) for _ in range(3)))

    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda *_: None)  # prevents log entries for the unfinished tasks
    waiting = loop.create_task(single_flight.run("a", hang))
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    assert asyncio.run(ask_together()) == ["yes"] * 3
    assert not waiting.done()


def test_outside_asyncio_everybody_runs_alone() -> None:
    async def response() -> str:
        return "yes"

    with pytest.raises(StopIteration, match="yes"):
        SingleFlight[str]().run("a", response).send(None)
