"""Choosing the adapter by its name, with advice if its package is not installed."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import inspect
import subprocess
import sys
from collections.abc import Callable

import httpx
import pytest

from aiostytch import B2BClient
from aiostytch.errors import ClientClosedError, ConfigurationError
from aiostytch.transports.choose import LIBRARIES, choose, from_client, load
from aiostytch.transports.httpx import HttpxClientTransport
from aiostytch.wire import RawResponse, Request

from .calls import get
from .servers import Server, echo

EXTRAS = [library for library in LIBRARIES if library != "httpx"]
INSTALLED = [
    pytest.param(
        library, marks=pytest.mark.skipif(importlib.util.find_spec(library) is None, reason=f"{library} is missing")
    )
    for library in LIBRARIES
]


class Own:
    """A custom transport."""

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        raise AssertionError("nothing is sent here")

    async def aclose(self) -> None:
        """Do nothing."""


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    find_spec = importlib.util.find_spec

    def find(name: str, package: str | None = None) -> importlib.machinery.ModuleSpec | None:
        return None if name in LIBRARIES else find_spec(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", find)


@pytest.mark.parametrize("library", INSTALLED)
async def test_a_library_is_chosen_by_its_name(library: str) -> None:
    transport = choose(library, None)
    async with Server(echo) as server:
        assert (await get(transport, server.url("/x"))).content == b"1 /x"
        await transport.aclose()
    assert library in repr(transport).lower()


@pytest.mark.parametrize("library", INSTALLED)
async def test_unused_transports_are_closed_too(library: str) -> None:
    transport = choose(library, None)
    await transport.aclose()
    assert repr(transport) == f"<LazyTransport {library}>"


@pytest.mark.parametrize("library", INSTALLED)
async def test_a_call_that_comes_to_it_after_closing_opens_nothing(library: str) -> None:
    transport = choose(library, None)
    await transport.aclose()
    with pytest.raises(ClientClosedError):
        await get(transport, "http://127.0.0.1:1")
    assert repr(transport) == f"<LazyTransport {library}>"


def chosen(library: str) -> object:
    return choose(library, None)


def client_with(library: str) -> object:
    return B2BClient("project-test-x", "s", transport=library)


@pytest.mark.usefixtures("nothing_installed")
@pytest.mark.parametrize("library", EXTRAS)
@pytest.mark.parametrize("use", [chosen, load, client_with], ids=["choose", "load", "client"])
def test_a_missing_extra_is_named_with_the_command_that_installs_it(use: Callable[[str], object], library: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        use(library)
    assert f"pip install 'aiostytch[{library}]'" in str(caught.value)


@pytest.mark.parametrize("name", ["", "requests", "HTTPX", "httpx ", None, 1, object(), Own, ["httpx"]])
def test_unknown_transport_error_lists_the_choices(name: object) -> None:
    with pytest.raises(ConfigurationError) as caught:
        choose(name, None)
    assert all(library in str(caught.value) for library in LIBRARIES)


def test_a_transport_of_the_users_is_used_as_it_is() -> None:
    own = Own()
    assert choose(own, None) is own


def test_an_engine_wins_over_the_name_of_a_library() -> None:
    engine = httpx.MockTransport(lambda _: httpx.Response(200))
    assert isinstance(from_client(engine), HttpxClientTransport)
    assert repr(choose("httpx2", engine)).startswith("<aiostytch.transports.httpx.HttpxClientTransport")


def test_an_engine_of_a_class_of_the_users_is_known_by_its_origin() -> None:
    class Mine(httpx.AsyncBaseTransport):
        """A transport of the user."""

    assert isinstance(from_client(Mine()), HttpxClientTransport)


@pytest.mark.parametrize("engine", [object(), "httpx", 1, httpx.Client, Own()])
def test_an_engine_that_nobody_knows_is_refused(engine: object) -> None:
    with pytest.raises(ConfigurationError, match="http_client"):
        from_client(engine)


@pytest.mark.parametrize("library", INSTALLED)
def test_an_adapter_is_loaded_by_its_name(library: str) -> None:
    load(library)
    assert f"aiostytch.transports.{library}" in sys.modules


PROGRAM = """
import sys
from aiostytch import B2BClient
B2BClient("project-test-x", "s")
print(sorted({*sys.argv[1:]} & {*sys.modules}))
"""


def test_making_a_client_imports_no_library() -> None:
    program = [sys.executable, "-c", PROGRAM, *LIBRARIES]
    assert subprocess.run(program, check=True, capture_output=True, text=True).stdout == "[]\n"


def test_the_default_does_not_depend_on_what_is_installed() -> None:
    assert inspect.signature(B2BClient).parameters["transport"].default == "httpx"
