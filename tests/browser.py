"""A real browser, if one is installed."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright

CHROMIUM = shutil.which("chromium")

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="there is no `chromium`: apt-get install chromium")

_ALONE = (
    "--no-sandbox",  # required to start as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
"""Keeps the browser from contacting other hosts: only loopback names resolve."""


@contextlib.asynccontextmanager
async def launch() -> AsyncIterator[Browser]:
    """Start a headless browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=_ALONE)
        try:
            yield browser
        finally:
            await browser.close()


@contextlib.asynccontextmanager
async def browsing(**options: Any) -> AsyncIterator[Page]:
    """Open a page in a headless browser.

    Args:
        options: options of Playwright's `Browser.new_page`, e.g. `color_scheme="dark"`, `java_script_enabled=False`.
    """
    async with launch() as browser:
        yield await browser.new_page(**options)
