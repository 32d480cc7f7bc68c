"""A browser on an application's pages, with the vendor's SDK and a sandbox behind it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
from playwright.async_api import BrowserContext, Page, Route

from aiostytch.sandbox import Sandbox
from aiostytch.sandbox.playwright import route_browser

from .packages import VANILLA

APP = "http://localhost:3000"
PICTURES = "https://js.stytch.com/sdk-assets/"
"""The host of the images in the vendor's components. Tests block it."""
HEADLESS = VANILLA / "b2b" / "index.headless.js"


@attrs.define(kw_only=True)
class Visit:
    """A visit to the application: its page, and the requests of the browser to other hosts."""

    sandbox: Sandbox
    context: BrowserContext
    page: Page
    strays: list[str]

    async def open(self, path: str = "/") -> None:
        await self.page.goto(f"{APP}{path}")

    async def run(self, script: str, **arguments: Any) -> Any:
        """Run a script in the page, where `c` is the SDK's client and `a` the arguments."""
        return await self.page.evaluate(f"async a => {{ const c = window.client; {script} }}", arguments)

    async def cookies(self) -> dict[str, str]:
        return {cookie["name"]: cookie["value"] for cookie in await self.context.cookies()}

    async def log_in(self, session_token: str, session_jwt: str = "unread") -> None:
        """Set the cookies of a session in the browser before a page opens."""
        cookies = {"stytch_session": session_token, "stytch_session_jwt": session_jwt}
        await self.add_cookies(cookies)

    async def add_cookies(self, cookies: dict[str, str]) -> None:
        await self.context.add_cookies([{"name": name, "value": value, "url": APP} for name, value in cookies.items()])

    def asked(self) -> list[tuple[str, int]]:
        """Return the calls of the browser to the sandbox, with their statuses."""
        return [(e.call_path, e.status_code) for e in self.sandbox.requests if e.path.startswith("/sdk/")]


async def visit(context: BrowserContext, sandbox: Sandbox, html: str, *scripts: Path) -> Visit:
    """Return a visit to a single-page application."""
    strays: list[str] = []
    found = Visit(sandbox=sandbox, context=context, page=await context.new_page(), strays=strays)
    files = {f"/{script.name}": script for script in scripts}

    async def refuse(route: Route) -> None:
        if not route.request.url.startswith(PICTURES):
            strays.append(route.request.url)
        await route.abort()

    async def serve(route: Route) -> None:
        file = files.get(route.request.url.removeprefix(APP).partition("?")[0])
        if file is None:
            await route.fulfill(body=f"<!doctype html><title>App</title>{html}", content_type="text/html")
        else:
            await route.fulfill(path=file, content_type="text/javascript")

    await context.route("**/*", refuse)
    await context.route(f"{APP}/**", serve)
    await route_browser(context, sandbox)
    return found


def headless(sandbox: Sandbox, **options: Any) -> str:
    """Return the HTML of a page with the headless client."""
    arguments = f"{json.dumps(sandbox.public_token)}, {json.dumps(options)}"
    return f"""
        <script src="/{HEADLESS.name}"></script>
        <script>window.client = stytch.createStytchB2BClient({arguments})</script>
    """
