"""Details of pyreqwest: builders instead of clients, a client for each timeout, and its limitations."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from aiostytch.errors import ConfigurationError, ConnectError, ConnectionLostError
from tests.authority import Authority

from . import servers
from .calls import CANARY, PATIENT, eventually, failure, get, parsed
from .memory import ROOT
from .servers import Server, echo, responds_with, response

reason = "pyreqwest is not installed: pip install 'aiostytch[pyreqwest]'"
client = pytest.importorskip("pyreqwest.client", reason=reason)
exceptions = pytest.importorskip("pyreqwest.exceptions")
bytes_of_pyreqwest = pytest.importorskip("pyreqwest.bytes")
adapter = pytest.importorskip("aiostytch.transports.pyreqwest")


@pytest.mark.parametrize("engine", [client.ClientBuilder(), client.ClientBuilder().build(), object(), None])
def test_an_engine_of_the_users_is_refused_with_the_reason_and_the_way_out(engine: object) -> None:
    with pytest.raises(
        ConfigurationError, match=r"redirects cannot be disabled: pass transport=PyreqwestTransport\(builder=…\)$"
    ):
        adapter.from_client(engine)


def of_the_users() -> Any:
    """Return a builder with all settings that calls must not use."""
    return (
        client.ClientBuilder()
        .follow_redirects(enable=True)
        .default_cookie_store(enable=True)
        .gzip(enable=True)
        .error_for_status(enable=True)
        .danger_accept_invalid_certs(enable=True)
        .default_headers({"X-Mine": "1"})
    )


async def test_builder_settings_that_break_the_contract_are_disabled() -> None:
    transport = adapter.PyreqwestTransport(builder=of_the_users)
    moved = response(b"moved", "302 Found", "Location: /moved", "Set-Cookie: a=b")
    async with Server(responds_with(moved, response(b"no", "500 Oh"))) as server:
        statuses = [(await get(transport, server.url("/x"))).status_code for _ in range(2)]
        await transport.aclose()
    assert statuses == [302, 500]
    for received in map(parsed, server.requests):
        names = {name.lower() for name, _ in received.headers}
        assert (b"x-mine" in names, b"cookie" in names, b"referer" in names) == (True, False, False)


async def test_a_builder_cannot_turn_the_verification_of_servers_off() -> None:

    transport = adapter.PyreqwestTransport(builder=of_the_users)
    async with Server(echo, ssl_context=Authority().server("localhost")) as server:
        assert type(await failure(transport, server.url("/x", host="localhost"))) is ConnectError
        await transport.aclose()
    assert server.requests == []


@pytest.mark.parametrize("error", [ValueError(CANARY), exceptions.BuilderError(CANARY, {"causes": None})])
async def test_a_failing_builder_is_a_configuration_error(error: Exception) -> None:
    def fail() -> Any:
        raise error

    with pytest.raises(ConfigurationError, match="builder"):
        await get(adapter.PyreqwestTransport(builder=fail), "http://127.0.0.1:1/x")


async def test_a_builder_that_builds_nothing_is_a_configuration_error() -> None:
    def unusable() -> Any:
        begin, end = (f"-----{edge} CERTIFICATE-----\n".encode() for edge in ("BEGIN", "END"))
        return adapter.ClientBuilder().add_root_certificate_pem(begin + b"AAAA\n" + end)

    with pytest.raises(ConfigurationError, match="builder"):
        await get(adapter.PyreqwestTransport(builder=unusable), "http://127.0.0.1:1/x")


async def test_a_builder_error_that_is_not_about_settings_is_left_alone() -> None:
    def fail() -> Any:
        raise RuntimeError("mine")

    with pytest.raises(RuntimeError, match="mine"):
        await get(adapter.PyreqwestTransport(builder=fail), "http://127.0.0.1:1/x")


async def test_a_process_that_forked_is_told_so() -> None:
    def fail() -> Any:
        raise RuntimeError("cannot be used after a fork")

    with pytest.raises(ConfigurationError, match="fork"):
        await get(adapter.PyreqwestTransport(builder=fail), "http://127.0.0.1:1/x")


async def test_each_timeout_has_a_client_and_the_oldest_go_first() -> None:
    transport = adapter.create()
    async with Server(echo) as server:
        for number in range(12):
            await get(transport, server.url("/x"), timeout=msgspec.structs.replace(PATIENT, read=10.0 + number))
        await eventually(lambda: server.open == 8)
        content = (await get(transport, server.url("/x"), timeout=msgspec.structs.replace(PATIENT, read=21.0))).content
        await transport.aclose()
        await eventually(lambda: server.open == 0)
    assert (content, server.opened) == (b"12 /x", 12)


@pytest.mark.parametrize("url", ["https://[::1/x", "https://a:b/x", "http://127.0.0.1:1/x#y", "http://127.0.0.1:1/ü"])
async def test_a_url_that_would_arrive_as_another_is_refused(url: str) -> None:
    transport = adapter.create()
    assert type(await failure(transport, url)) is ConfigurationError
    await transport.aclose()


async def test_the_url_of_a_call_is_not_told() -> None:
    transport = adapter.create()
    async with Server(servers.hangs_up) as server:
        error = await failure(transport, server.url(f"/{CANARY}"))
    assert type(error) is ConnectionLostError
    assert str(error).startswith("no response: ConnectError: ")
    await transport.aclose()


@pytest.mark.parametrize(
    ("raised", "text"),
    [
        (exceptions.ClientClosedError(CANARY, {"causes": None}), "no response: ClientClosedError"),
        (exceptions.RequestPanicError(CANARY, {"causes": [{"message": CANARY}]}), "no response: RequestPanicError"),
        (OSError(CANARY), "no response: OSError"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_without_a_story_is_told_by_its_class(raised: Exception, text: str) -> None:
    assert str(adapter._translated(raised)) == text


class Deaf:
    """A pyreqwest request that loses a cancellation at one of its steps, as happens when a response is ready."""

    status = 200
    headers: Mapping[str, str] = {}

    def __init__(self, deaf_at: str) -> None:
        self._deaf_at = deaf_at
        self.steps: list[str] = []
        self.body_reader = self

    async def _step(self, name: str) -> None:
        self.steps.append(name)
        if name == self._deaf_at:
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.get_running_loop().create_future()

    async def __aenter__(self) -> Deaf:
        await self._step("enter")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._step("exit")

    async def read_chunk(self) -> Any:
        await self._step("read")
        return None if self._deaf_at == "exit" else bytes_of_pyreqwest.Bytes(b"x")


@pytest.mark.parametrize("step", ["enter", "read", "exit"])
async def test_a_cancellation_is_not_lost_where_pyreqwest_loses_it(step: str) -> None:
    request = Deaf(step)
    call = asyncio.ensure_future(adapter._exchange(request, 1000))
    await eventually(lambda: request.steps[-1:] == [step])
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert request.steps[-1] == "exit"


async def test_a_cancellation_of_the_past_does_not_end_a_call() -> None:
    task = asyncio.current_task()
    assert task
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.sleep(0)
    transport = adapter.create()
    async with Server(echo) as server:
        assert (await get(transport, server.url("/x"))).content == b"1 /x"
        await transport.aclose()
    task.uncancel()


FAILS_AND_ENDS = """
import asyncio
from aiostytch import StytchError
from aiostytch.transports.pyreqwest import create
from aiostytch.wire import Request, Timeout

async def main():
    async def hang_up(reader, writer):
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/x"
    headers = (("Accept", "x"), ("User-Agent", "x"))
    request = Request(
        method="GET", url=url, headers=headers, content=b"", timeout=Timeout(), operation_id="", template=""
    )
    transport = create()
    try:
        await transport.send(request, max_size=1)
    except StytchError as error:
        print(type(error).__name__)
    await transport.aclose()

asyncio.run(main())
"""


def test_programs_that_end_right_after_a_failed_call_end_well() -> None:
    started = [
        subprocess.Popen([sys.executable, "-c", FAILS_AND_ENDS], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(8)  # the more concurrent calls, the later a thread runs
    ]
    ended = [(*program.communicate(), program.returncode) for program in started]
    assert ended == [(b"ConnectError\n", b"", 0)] * 8


FORKS = """
import asyncio, multiprocessing, sys, warnings
from aiostytch import StytchError
from aiostytch.transports.pyreqwest import create
from aiostytch.wire import Request, Timeout
from tests.transports.calls import get
from tests.transports.servers import Server, echo

kept = create()

async def call(is_kept):
    transport = kept if is_kept else create()
    async with Server(echo) as server:
        try:
            print((await get(transport, server.url("/x"))).content.decode())
        except StytchError as error:
            print(type(error).__name__, "spawn" in str(error))

def child(is_kept):
    asyncio.run(call(is_kept))

if __name__ == "__main__":
    warnings.simplefilter("ignore")  # Python says that a process with threads should not be forked
    child(True)
    for is_kept in (True, False):
        process = multiprocessing.get_context("fork").Process(target=child, args=(is_kept,))
        sys.stdout.flush()
        process.start()
        process.join()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_process_forked_after_its_parent_used_it_says_what_to_do() -> None:
    ended = subprocess.run([sys.executable, "-c", FORKS], cwd=ROOT, capture_output=True, timeout=60, check=True)
    assert ended.stdout.decode().splitlines() == ["1 /x", "ConfigurationError True", "ConfigurationError True"]


@pytest.mark.parametrize("settings", [{"max_idle": -1}, {"idle_expiry": -1}])
def test_a_pool_that_cannot_be_is_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(settings))):
        adapter.PyreqwestTransport(**settings)
