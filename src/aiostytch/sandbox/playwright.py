"""A sandbox for the pages of a browser that Playwright drives: no port, no certificate, the application unchanged.

    from aiostytch.sandbox import Sandbox
    from aiostytch.sandbox.playwright import route_browser

    sandbox = Sandbox()
    context = await browser.new_context()
    await route_browser(context, sandbox)

It needs Playwright's asynchronous API: `pip install 'aiostytch[sandbox,playwright]'`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..checks import check_kind, check_list
from ..errors import ConnectionLostError
from ..wire import Request, Timeout
from .app import Sandbox

try:
    from playwright.async_api import BrowserContext, Page, Route
except ModuleNotFoundError as error:
    raise ImportError("aiostytch.sandbox.playwright needs playwright: pip install 'aiostytch[playwright]'") from error

DOMAINS = ("test.stytch.com", "api.stytch.com")
"""The servers of the frontend SDKs: for the public token of a test project, and for any other."""
_PHONES = "https://js.stytch.com/clientside-services/**"
"""The page that fields for phone numbers embed, to ask it how a number is written."""
_NO_PHONES = """<!doctype html>
<script>
addEventListener("message", (event) => event.ports[0]?.postMessage({success: false, error: {}}));
</script>
"""
"""The page in its place. It declines at once, and the fields take a number as it is; else they wait for seconds."""
_LARGEST = 2**30
"""Bytes of a response: more than a sandbox makes."""
_PATIENT = Timeout(connect=None, read=None, write=None, pool=None)


async def route_browser(context: BrowserContext | Page, sandbox: Sandbox, *, domains: Sequence[str] = DOMAINS) -> None:
    """Route requests of a browser's pages for Stytch to a sandbox, without a socket.

    These are the calls of the frontend SDKs, and the pages where logins by SSO and OAuth begin.

    Args:
        context: a context, for all its pages; or a page.
        sandbox: the sandbox.
        domains: the hosts that are Stytch to the pages; add the domain of your project, if the pages use it.

    Raises:
        ConfigurationError: the domains are not a list of hosts.
    """

    async def answer(route: Route) -> None:
        try:
            response = await sandbox.transport.send(_request(route), max_size=_LARGEST)
        except ConnectionLostError:
            await route.abort("connectionreset")
            return
        await route.fulfill(status=response.status_code, headers=dict(response.headers), body=response.content)

    names: Sequence[str] = [
        check_kind("domains", each, str, "a list of hosts") for each in check_list("domains", domains, "hosts")
    ]
    hosts = "|".join(map(re.escape, names))
    await context.route(_PHONES, _decline_phones)
    await context.route(re.compile(f"^https://({hosts})/"), answer)  # the last one is tried first, and most are for it


async def _decline_phones(route: Route) -> None:
    await route.fulfill(body=_NO_PHONES, content_type="text/html")


def _request(route: Route) -> Request:
    request = route.request
    return Request(
        method=request.method,
        url=request.url,
        headers=tuple(request.headers.items()),
        content=request.post_data_buffer or b"",
        timeout=_PATIENT,
        operation_id="",
        template="",
    )
