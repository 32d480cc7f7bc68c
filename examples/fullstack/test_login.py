"""A login in a browser, and calls to the unchanged backend, with a sandbox in this process.

pytest examples/fullstack
"""

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable

import pytest
import uvicorn
from playwright.async_api import BrowserContext, Page, async_playwright, expect

from aiostytch.sandbox import Sandbox

from .__main__ import SEED
from .app import create_app

pytestmark = [pytest.mark.stytch_seed(SEED), pytest.mark.asyncio]


@contextlib.asynccontextmanager
async def opened() -> AsyncGenerator[BrowserContext]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM"), args=["--no-sandbox"])
        yield await browser.new_context()
        await browser.close()


@contextlib.asynccontextmanager
async def served(sandbox: Sandbox) -> AsyncGenerator[str]:
    app = create_app(sandbox.client(), sandbox.public_token)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        running = asyncio.create_task(server.serve([listener]))
        yield f"http://localhost:{listener.getsockname()[1]}"
        server.should_exit = True
        await running


async def log_in(page: Page, sandbox: Sandbox, email: str) -> None:
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_role("button", name="Send me a link").click()
    await page.goto((await sandbox.outbox.wait_for(email=email)).url)
    await expect(page.get_by_text(f"You are {email}.")).to_be_visible()


async def test_members_see_what_their_roles_permit(
    stytch_sandbox: Sandbox, stytch_route_browser: Callable[..., Awaitable[None]]
) -> None:
    async with opened() as context, served(stytch_sandbox) as url:
        await stytch_route_browser(context)
        page = await context.new_page()
        await page.goto(url)
        for email, outcome in (("bob@acme.example", "403"), ("ada@acme.example", "200")):
            await log_in(page, stytch_sandbox, email)
            await page.get_by_role("button", name="Who are the members?").click()
            await expect(page.get_by_role("status")).to_contain_text(outcome)
            await page.get_by_role("button", name="Log out").click()
            await expect(page.get_by_role("button", name="Send me a link")).to_be_visible()
