"""The sandbox behind a socket: the SDK gets its URL, and the browser sends preflight requests."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from playwright.async_api import Browser, Page

from aiostytch.sandbox import Bootstrap, Sandbox, serve
from tests.sandbox.world import LOGIN, World, make_world

from .visits import HEADLESS, headless


@contextlib.asynccontextmanager
async def serving_pages(html: str) -> AsyncIterator[str]:
    """Serve a page and the file of the SDK."""
    files = {f"/{HEADLESS.name}".encode(): (b"text/javascript", HEADLESS.read_bytes())}
    page = b"text/html", f"<!doctype html><title>App</title>{html}".encode()

    async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        kind, content = files.get(request.split(b" ", 2)[1], page)
        head = b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
        writer.write(head % (kind, len(content)) + content)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(respond, "127.0.0.1", 0) as server:
        yield f"http://localhost:{server.sockets[0].getsockname()[1]}"


async def log_in(page: Page, world: World) -> Any:
    arguments = {
        "organization_id": world.organization.organization_id,
        "email_address": LOGIN[0],
        "password": LOGIN[1],
        "session_duration_minutes": 60,
    }
    return await page.evaluate("a => client.passwords.authenticate(a).catch(error => error.message)", arguments)


async def test_a_page_of_another_origin_logs_in(browser: Browser) -> None:
    """The application and the sandbox are real servers, and the browser connects to them directly."""
    asked: list[str] = []
    async with contextlib.AsyncExitStack() as stack:
        origins: list[str] = []
        sandbox = Sandbox(bootstrap=Bootstrap(allowed_origins=origins))
        base_url = await stack.enter_async_context(serve(sandbox))
        html = headless(sandbox, endpoints={"testAPIURL": base_url})
        app = await stack.enter_async_context(serving_pages(html))
        origins.append(app)
        context = await stack.enter_async_context(await browser.new_context())
        context.on("request", lambda request: asked.append(request.url))
        page = await context.new_page()
        await page.goto(app)
        world = await make_world(sandbox.client())
        assert (await log_in(page, world))["member"]["email_address"] == LOGIN[0]
        await page.reload()
        assert (await page.evaluate("client.self.get()"))["member_id"] == world.member.member_id
        origins.clear()
        assert "Unable to contact" in await page.evaluate("client.sso.getConnections().catch(e => e.message)")
        assert all(url.startswith((app, base_url)) for url in asked)
        await sandbox.aclose()
