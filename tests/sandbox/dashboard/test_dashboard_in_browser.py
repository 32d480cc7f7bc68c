"""The page about a sandbox, in Chromium."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page, expect

from aiostytch.sandbox import Sandbox, Throttle, serve

from ...browser import browsing, needs_chromium
from ..world import LOGIN, World

pytestmark = needs_chromium

PHONE = {"width": 360, "height": 740}


@pytest.fixture
async def url(sandbox: Sandbox, world: World) -> AsyncIterator[str]:
    async with serve(sandbox) as base_url:
        yield base_url


async def send_code(sandbox: Sandbox) -> str:
    await sandbox.client().otps.email.login_or_signup(organization_id="acme", email_address=LOGIN[0])
    return sandbox.outbox.messages[-1].code


async def open_page(page: Page, url: str) -> list[str]:
    """Open the page, and return the list that collects the browser's errors."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(url)
    return complaints


async def test_lists_update_by_themselves_and_codes_can_be_copied(sandbox: Sandbox, url: str) -> None:
    async with browsing(permissions=["clipboard-read", "clipboard-write"]) as page:
        complaints = await open_page(page, url)
        details = page.locator("#requests details").last
        await details.locator("summary").click()
        await page.locator("h1").click()
        await page.evaluate("document.activeElement.blur()")
        code = await send_code(sandbox)
        await page.get_by_role("button", name="Copy the code").click()
        await expect(page.get_by_text("Copied.")).to_be_visible()
        assert await page.evaluate("navigator.clipboard.readText()") == code
        await expect(page.locator("#requests")).to_contain_text("otps.email.login_or_signup")
        await expect(details).to_have_attribute("open", "")
        assert complaints == []


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
async def test_buttons_move_the_time_and_inject_faults(sandbox: Sandbox, url: str, script: bool) -> None:
    async with browsing(java_script_enabled=script) as page:
        complaints = await open_page(page, url)
        await page.get_by_role("button", name="+ 6 minutes").click()
        await expect(page.locator("#time")).to_contain_text("12:06 UTC")
        await page.get_by_label("Operation or route").fill("otps.*")
        await page.get_by_label("Effect").select_option("status 429, Retry-After 1 s")
        await page.get_by_role("button", name="Inject").click()
        await expect(page.locator("#faults")).to_contain_text("injected 0 of 1 times")
        (fault,) = sandbox.faults
        assert (fault.target, fault.effect) == ("otps.*", Throttle(1))
        await page.get_by_role("button", name="Remove").click()
        await expect(page.locator("#faults")).not_to_contain_text("otps")
        assert complaints == []


CONTRASTS = """
() => {
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const behind = (element) => {
    for (; element; element = element.parentElement) {
      const color = numbers(getComputedStyle(element).backgroundColor);
      if (color.length === 3 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll("body *")].filter((e) => e.checkVisibility() && e.innerText).map((e) => {
    const [a, b] = [numbers(getComputedStyle(e).color), behind(e)].map(luminance).sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  });
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_page_fits_a_phone_and_can_be_read_by_weak_eyes(sandbox: Sandbox, url: str, scheme: Any) -> None:
    """WCAG 2.2, success criteria 1.4.10 (no scrolling to the side) and 1.4.3 (a contrast of 4.5)."""
    await send_code(sandbox)
    async with browsing(viewport=PHONE, color_scheme=scheme) as page:
        await open_page(page, url)
        assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        contrasts = await page.evaluate(CONTRASTS)
    assert len(contrasts) > 50
    assert min(contrasts) >= 4.5


async def test_the_keyboard_reaches_the_content_first(url: str) -> None:
    async with browsing() as page:
        await open_page(page, url)
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
        assert await page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
        for _ in range(3):
            await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page).to_have_url(f"{url}/#members")
