"""The pytest plug-in of aiostytch: a sandbox of the Stytch B2B API for each test that asks for one.

    @pytest.mark.stytch_seed({"organizations": [{"organization_name": "Acme", "organization_slug": "acme"}]})
    async def test_a_login(stytch_client, stytch_sandbox): ...

It needs the extra: `pip install 'aiostytch[sandbox]'`. Nothing of aiostytch is imported before a fixture is asked for.
"""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from aiostytch import B2BClient
    from aiostytch.sandbox import Sandbox, Server

_MARKERS = (
    "stytch_seed(seed): what the sandbox of the test begins with: a mapping, or the path of a YAML file",
    "stytch_fault(target, effect, times=1, probability=1.0, seed=0): what goes wrong: see aiostytch.sandbox.Faults.add",
)


def pytest_configure(config: pytest.Config) -> None:
    """Make the markers known."""
    for marker in _MARKERS:
        config.addinivalue_line("markers", marker)


@pytest.fixture
def stytch_sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """A sandbox of the test's own, with the seeds and the faults of its markers."""
    from aiostytch.sandbox import Sandbox

    sandbox = Sandbox()
    for marker in _markers(request, "stytch_seed"):
        sandbox.seed(*(_beside(request.path, value) for value in marker.args))
    for marker in _markers(request, "stytch_fault"):
        sandbox.faults.add(*marker.args, **marker.kwargs)
    return sandbox


def _markers(request: pytest.FixtureRequest, name: str) -> list[pytest.Mark]:
    """Return the markers with a name: those of the module first, those of the test last."""
    node: pytest.Item = request.node
    return [*node.iter_markers(name)][::-1]


def _beside(test: Path, seed: Any) -> Any:
    """Return a seed; the path of a file is taken from the directory of the test."""
    return test.parent / seed if isinstance(seed, str | Path) else seed


@pytest.fixture
def stytch_client(stytch_sandbox: Sandbox) -> B2BClient:
    """A client of the test's sandbox, in the same process; asyncio is needed to use it, whichever plug-in runs it."""
    return stytch_sandbox.client()


@pytest.fixture
def stytch_route_browser(stytch_sandbox: Sandbox) -> Callable[..., Awaitable[None]]:
    """A function that lets the test's sandbox answer the pages of a browser that Playwright drives.

        await stytch_route_browser(context)

    It is `aiostytch.sandbox.playwright.route_browser`, without the argument for the sandbox.
    """
    from aiostytch.sandbox.playwright import route_browser

    return functools.partial(route_browser, sandbox=stytch_sandbox)


@pytest.fixture
def stytch_server(stytch_sandbox: Sandbox) -> Iterator[Server]:
    """The test's sandbox behind a socket of 127.0.0.1, in a thread of its own."""
    from aiostytch.sandbox import Server, serve_in_thread

    with serve_in_thread(stytch_sandbox) as base_url:
        yield Server(base_url=base_url, project_id=stytch_sandbox.project_id, secret=stytch_sandbox.secret)
