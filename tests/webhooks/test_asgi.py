"""The endpoint as an ASGI application: its statuses."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.routing import Route

from aiostytch.webhooks import Event, Webhooks

from .deliveries import CREATED, NOW, OTHER_SECRET, SECRET, signed


def endpoint(**settings: Any) -> tuple[Webhooks, list[str]]:
    webhooks, seen = Webhooks(SECRET, now=lambda: NOW, **settings), list[str]()
    webhooks.on(Event)(lambda event: seen.append(event.id))
    return webhooks, seen


async def post(app: Any, body: Any = CREATED, headers: dict[str, str] | None = None, **request: Any) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as client:
        sent = signed() if headers is None else headers
        return await client.request(
            **{"method": "POST", "url": "/webhooks", "content": body, "headers": sent} | request
        )


def routed(webhooks: Webhooks) -> list[Any]:
    fastapi = FastAPI(routes=[Route("/webhooks", webhooks.app, methods=["POST"])])
    mounted = FastAPI()
    mounted.mount("/webhooks", webhooks.app)
    return [webhooks.app, fastapi, mounted, Starlette(routes=[Route("/webhooks", webhooks.app, methods=["POST"])])]


@pytest.mark.parametrize("n", range(4))
async def test_frameworks_take_the_application_as_a_route(n: int) -> None:
    webhooks, seen = endpoint()
    response = await post(routed(webhooks)[n], follow_redirects=True)
    assert (response.status_code, response.content) == (204, b"")
    assert seen == ["member-test-1"]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"headers": {}}, 400),
        ({"headers": signed(secret=OTHER_SECRET)}, 401),
        ({"headers": signed(at=1)}, 401),
        ({"method": "GET"}, 405),
        ({"body": b"x" * 1001}, 413),
    ],
)
async def test_refusals_have_only_a_status(request_: dict[str, Any], status: int) -> None:
    webhooks, seen = endpoint(max_body_size=1000)
    response = await post(webhooks.app, **request_)
    assert (response.status_code, response.content) == (status, b"")
    assert seen == []


async def test_405_says_what_is_allowed() -> None:
    assert (await post(endpoint()[0].app, method="PUT")).headers["allow"] == "POST"


async def test_a_handler_that_raises_is_500_and_a_record_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    webhooks, _ = endpoint()

    @webhooks.on(Event)
    async def fails(_event: Event) -> None:
        raise RuntimeError("the database is away")

    with caplog.at_level(logging.ERROR, "aiostytch.webhooks"):
        response = await post(webhooks.app)
    assert (response.status_code, response.content) == (500, b"")
    assert "the database is away" in caplog.text


class Sender:
    """Provides messages, and counts those that were read."""

    def __init__(self, *messages: dict[str, Any]) -> None:
        self.messages = iter(messages)
        self.read = 0
        self.sent: list[Any] = []

    async def receive(self) -> Any:
        self.read += 1
        return next(self.messages)

    async def send(self, message: Any) -> None:
        self.sent.append(message)


def chunks(count: int) -> Iterator[dict[str, Any]]:
    return ({"type": "http.request", "body": b"x" * 600, "more_body": True} for _ in range(count))


def scope(**parts: Any) -> dict[str, Any]:
    return {"type": "http", "method": "POST", "headers": [], **parts}


async def test_a_long_body_is_not_read_to_its_end() -> None:
    sender = Sender(*chunks(10))
    await endpoint(max_body_size=1000)[0].app(scope(), sender.receive, sender.send)
    assert (sender.read, sender.sent[0]["status"]) == (2, 413)


@pytest.mark.parametrize(("length", "read"), [(b"1001", 0), (b"abc", 2), (b"9" * 40, 2)])
async def test_a_long_body_that_announces_itself_is_not_read_at_all(length: bytes, read: int) -> None:
    sender = Sender(*chunks(10))
    headers = [(b"Content-Length", length)]
    await endpoint(max_body_size=1000)[0].app(scope(headers=headers), sender.receive, sender.send)
    assert (sender.read, sender.sent[0]["status"]) == (read, 413)


async def test_a_sender_that_leaves_gets_no_response() -> None:
    sender = Sender(*chunks(1), {"type": "http.disconnect"})
    await endpoint()[0].app(scope(), sender.receive, sender.send)
    assert sender.sent == []


async def test_the_application_can_stand_alone_under_a_server() -> None:
    sender = Sender({"type": "lifespan.startup"}, {"type": "lifespan.shutdown"})
    await endpoint()[0].app({"type": "lifespan"}, sender.receive, sender.send)
    assert [message["type"] for message in sender.sent] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


async def test_a_websocket_is_closed() -> None:
    sender = Sender()
    await endpoint()[0].app({"type": "websocket"}, sender.receive, sender.send)
    assert sender.sent == [{"type": "websocket.close", "code": 1000}]
