"""Tools that replace methods of libraries after a client was created: calls use the replaced methods."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from aiostytch.transports import Transport
from aiostytch.transports.choose import choose, from_client

from .calls import get
from .servers import Server, responds_with, response

LIBRARIES = ["httpx", "httpx2"]
WAYS: dict[str, tuple[str, str]] = {
    "own connections": ("AsyncHTTPTransport", "handle_async_request"),
    "a transport": ("AsyncHTTPTransport", "handle_async_request"),
    "a client's transport": ("AsyncHTTPTransport", "handle_async_request"),
    "a client": ("AsyncClient", "send"),
}


def opened(module: Any, way: str) -> tuple[Transport, Any]:
    """Return our transport, and the user's engine below it."""
    if way == "own connections":
        return choose(module.__name__, None), None
    engine = module.AsyncHTTPTransport() if way == "a transport" else module.AsyncClient()
    return from_client(engine), engine


@pytest.fixture(params=LIBRARIES)
def module(request: pytest.FixtureRequest) -> Any:
    return pytest.importorskip(request.param)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with Server(responds_with(response(b"real"))) as opened:
        yield opened


def instead(module: Any) -> Callable[..., Any]:
    async def respond_instead(*_: Any, **__: Any) -> Any:
        return module.Response(200, content=b"instead")

    return respond_instead


@pytest.mark.parametrize("way", WAYS)
async def test_a_method_of_a_class_that_a_tool_replaces_later_is_used(
    module: Any, way: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    transport, engine = opened(module, way)
    contents = [(await get(transport, server.url("/x"))).content]
    name, method = WAYS[way]
    with monkeypatch.context() as tool:
        tool.setattr(getattr(module, name), method, instead(module))
        contents.append((await get(transport, server.url("/x"))).content)
    contents.append((await get(transport, server.url("/x"))).content)
    assert contents == [b"real", b"instead", b"real"]
    await transport.aclose()
    if engine is not None:
        await engine.aclose()


@pytest.mark.parametrize(("way", "method"), [("a transport", "handle_async_request"), ("a client", "send")])
async def test_a_method_of_an_engine_that_a_tool_replaces_later_is_used(
    module: Any, way: str, method: str, server: Server
) -> None:
    transport, engine = opened(module, way)
    contents = [(await get(transport, server.url("/x"))).content]
    setattr(engine, method, instead(module))
    contents.append((await get(transport, server.url("/x"))).content)
    delattr(engine, method)
    contents.append((await get(transport, server.url("/x"))).content)
    assert contents == [b"real", b"instead", b"real"]
    await engine.aclose()
