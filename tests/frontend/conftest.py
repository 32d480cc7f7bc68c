"""One browser for all tests here, and a context without cookies for each."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox
from tests.browser import launch
from tests.sandbox.world import POLICY, World, make_world

from .packages import reason_to_skip
from .visits import HEADLESS, Visit, headless, visit

expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "frontend" and item.path.parent.parent.name == "tests":
            item.add_marker(pytest.mark.browser)
            if inspect.iscoroutinefunction(getattr(item, "function", None)):
                item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[Browser]:
    if reason_to_skip():
        pytest.skip(reason_to_skip())
    async with launch() as browser:
        yield browser


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(policy=POLICY)


@pytest_asyncio.fixture(loop_scope="session")
async def client(sandbox: Sandbox) -> AsyncIterator[B2BClient]:
    async with sandbox.client() as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def world(client: B2BClient) -> World:
    return await make_world(client)


@pytest_asyncio.fixture(loop_scope="session")
async def visiting(browser: Browser) -> AsyncIterator[Callable[..., Awaitable[Visit]]]:
    """Opens contexts. Their pages must not send requests to hosts other than the sandbox and the application."""
    visits: list[Visit] = []

    async def begin(sandbox: Sandbox, html: str, *scripts: Any) -> Visit:
        visits.append(await visit(await browser.new_context(), sandbox, html, *scripts))
        return visits[-1]

    yield begin
    for each in visits:
        await each.context.close()
        assert each.strays == []


@pytest_asyncio.fixture(loop_scope="session")
async def page(visiting: Callable[..., Awaitable[Visit]], sandbox: Sandbox) -> Visit:
    """A page with the headless client that is not open yet."""
    return await visiting(sandbox, headless(sandbox), HEADLESS)
