"""The full-stack example: started step by step as in its README, and its own test."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser import CHROMIUM
from tests.programs import running

from .packages import ROOT as PACKAGES
from .packages import needs_packages

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
KEPT = ROOT / "docs" / "_static" / "full-stack"
LARGEST = 60_000
"""The maximum size of a screenshot in the documentation, in bytes."""


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """The folder for screenshots of the steps: that of the documentation, if `PICTURES=1` is set."""
    return KEPT if os.environ.get("PICTURES") else tmp_path


def sizes(directory: Path) -> dict[str, int]:
    return {each.name: each.stat().st_size for each in directory.glob("*.png")}


def environment() -> dict[str, str]:
    return {**os.environ, "FRONTEND_PACKAGES": str(PACKAGES.parent), "CHROMIUM": CHROMIUM or ""}


async def log_in(page: Page, sandbox: Page, email: str) -> None:
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_role("button", name="Send me a link").click()
    await expect(page.get_by_role("status")).to_have_text("Follow the link in the e-mail.")
    await sandbox.reload()
    link = sandbox.get_by_role("link", name=f"Open the link for {email}").first
    await page.goto(await link.get_attribute("href") or "")
    await expect(page.get_by_text(f"You are {email}.")).to_be_visible()


async def ask(page: Page, button: str, expected: str) -> None:
    await page.get_by_role("button", name=button).click()
    await expect(page.get_by_role("status")).to_contain_text(expected)


@needs_packages
async def test_the_steps_of_the_page_about_it(browser: Browser, pictures: Path) -> None:
    small = await browser.new_context(viewport={"width": 560, "height": 330})
    wide = await browser.new_context(viewport={"width": 900, "height": 1200})
    page, sandbox = await small.new_page(), await wide.new_page()
    async with running("-m", "fullstack", "0", cwd=EXAMPLES, env=environment()) as program:
        assert program.stdout
        app, base_url = [(await program.stdout.readline()).decode().strip() for _ in range(2)]
        await page.goto(app)
        await sandbox.goto(base_url)
        await expect(page.get_by_role("button", name="Send me a link")).to_be_visible()
        await page.screenshot(path=pictures / "form.png")
        await log_in(page, sandbox, "ada@acme.example")
        await sandbox.locator("#outbox").screenshot(path=pictures / "outbox.png")
        await ask(page, "Who am I?", "200")
        await ask(page, "Who are the members?", "bob@acme.example")
        await page.screenshot(path=pictures / "home.png")
        await page.get_by_role("button", name="Log out").click()
        await log_in(page, sandbox, "bob@acme.example")
        await ask(page, "Who are the members?", "403")
        await page.screenshot(path=pictures / "refused.png")
        await sandbox.reload()
        await sandbox.locator("#browsers").screenshot(path=pictures / "browsers.png")
        program.terminate()
        await program.communicate()
    await small.close()
    await wide.close()
    shown = sizes(KEPT)
    assert shown.keys() == sizes(pictures).keys()
    assert max(shown.values()) < LARGEST


@needs_packages
def test_its_own_test_passes() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", EXAMPLES / "fullstack"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False, timeout=100
    )
    assert "1 passed" in done.stdout, done.stdout + done.stderr
