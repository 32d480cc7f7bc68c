"""The pytest plug-in of aiostytch: a sandbox of the Stytch B2B API, in its initial state for each test.

    @pytest.mark.stytch_seed({"organizations": [{"organization_name": "Acme", "organization_slug": "acme"}]})
    async def test_a_login(stytch_client, stytch_sandbox): ...

There is one sandbox and one server for all tests of a process. The sandbox is reset before each test that uses a
fixture of the plug-in. A service can be started once, with the environment variables of `stytch_environment`.

It needs the extra: `pip install 'aiostytch[sandbox]'`. It imports aiostytch only when a test uses a fixture, unless the
option `stytch_environment` is set.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from aiostytch import B2BClient
    from aiostytch.sandbox import Login, Sandbox, Server

_MARKERS = (
    "stytch_seed(seed): adds a seed to the sandbox of the test: a mapping, or the path of a YAML file",
    "stytch_fault(target, effect, times=1, probability=1.0, seed=0): injects a fault: see aiostytch.sandbox.Faults.add",
)
_OPTION = "stytch_environment"


class _Shared:
    """The shared state of all tests of a process, created on first use."""

    def __init__(self, config: pytest.Config) -> None:
        self._stack = contextlib.ExitStack()
        config.add_cleanup(self._stack.close)

    @functools.cached_property
    def sandbox(self) -> Sandbox:
        from aiostytch.sandbox import Sandbox

        return Sandbox()

    @functools.cached_property
    def server(self) -> Server:
        from aiostytch.sandbox import Server, serve_in_thread

        base_url = self._stack.enter_context(serve_in_thread(self.sandbox))
        return Server(base_url=base_url, project_id=self.sandbox.project_id, secret=self.sandbox.secret)

    @functools.cached_property
    def environment(self) -> Mapping[str, str]:
        patch = self._stack.enter_context(pytest.MonkeyPatch.context())
        for name, value in self.server.environment.items():
            patch.setenv(name, value)
        return self.server.environment


_SHARED = pytest.StashKey[_Shared]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that sets the environment variables before the tests are imported."""
    text = "serve a sandbox to all tests, and set its environment variables before they are imported"
    parser.addini(_OPTION, text, type="bool", default=False)


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers."""
    config.stash[_SHARED] = _Shared(config)
    for marker in _MARKERS:
        config.addinivalue_line("markers", marker)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Set the environment variables if the option is set."""
    if session.config.getini(_OPTION):
        _ = session.config.stash[_SHARED].environment


def pytest_itemcollected(item: pytest.Item) -> None:
    """Add `stytch_sandbox` to each test that uses a fixture of the plug-in, so that the sandbox is reset before it."""
    names: list[str] = getattr(item, "fixturenames", [])
    is_used = any(name.startswith("stytch_") for name in names) or item.config.getini(_OPTION)
    if is_used and "stytch_sandbox" not in names:
        names.insert(0, "stytch_sandbox")


@pytest.fixture
def stytch_sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """The sandbox, reset, with the seeds and the faults of the test's markers."""
    sandbox = request.config.stash[_SHARED].sandbox
    sandbox.reset()
    for marker in _markers(request, "stytch_seed"):
        sandbox.seed(*(_beside(request.path, value) for value in marker.args))
    for marker in _markers(request, "stytch_fault"):
        sandbox.faults.add(*marker.args, **marker.kwargs)
    return sandbox


def _markers(request: pytest.FixtureRequest, name: str) -> list[pytest.Mark]:
    """Return the markers with a name, those of the module first."""
    node: pytest.Item = request.node
    return [*node.iter_markers(name)][::-1]


def _beside(test: Path, seed: Any) -> Any:
    """Return a seed. The path of a file is relative to the directory of the test."""
    return test.parent / seed if isinstance(seed, str | Path) else seed


@pytest.fixture
def stytch_client(stytch_sandbox: Sandbox) -> B2BClient:
    """A client of the sandbox in the same process, for async tests of any plug-in that uses asyncio."""
    return stytch_sandbox.client()


@pytest.fixture
def stytch_route_browser(stytch_sandbox: Sandbox) -> Callable[..., Awaitable[None]]:
    """A function that routes the requests of a Playwright browser to the sandbox.

        await stytch_route_browser(context)

    It is `aiostytch.sandbox.playwright.route_browser`, without the argument for the sandbox.
    """
    from aiostytch.sandbox.playwright import route_browser

    return functools.partial(route_browser, sandbox=stytch_sandbox)


@pytest.fixture
def stytch_login(stytch_sandbox: Sandbox) -> Callable[..., Login]:
    """`stytch_login("ada@acme.example")` is a logged-in member: see `aiostytch.sandbox.Sandbox.login`."""
    return stytch_sandbox.login


@pytest.fixture(scope="session")
def stytch_server(request: pytest.FixtureRequest) -> Server:
    """The sandbox as a server on a port of 127.0.0.1, in its own thread, for all tests."""
    return request.config.stash[_SHARED].server


@pytest.fixture(scope="session")
def stytch_environment(request: pytest.FixtureRequest) -> Mapping[str, str]:
    """The environment variables that point clients to the server. They are set from now on, for all tests."""
    return request.config.stash[_SHARED].environment
