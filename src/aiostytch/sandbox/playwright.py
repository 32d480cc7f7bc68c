"""A sandbox for pages that Playwright drives, without a port, a certificate, or a change of the application.

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

from ..checks import check_instance, check_list
from ..errors import ConnectionLostError
from ..wire import Request, Timeout
from .app import Sandbox

try:
    from playwright.async_api import BrowserContext, Page, Route
except ModuleNotFoundError as error:
    raise ImportError("aiostytch.sandbox.playwright needs playwright: pip install 'aiostytch[playwright]'") from error

DOMAINS = ("test.stytch.com", "api.stytch.com")
"""The servers of the frontend SDKs: for the public token of a test project, and for any other."""
_PHONE_FORMATTER = "https://js.stytch.com/clientside-services/**"
"""The page that phone number fields embed and ask to format a number."""
_NO_PHONE_FORMATTER = """<!doctype html>
<script>
addEventListener("message", (event) => event.ports[0]?.postMessage({success: false, error: {}}));
</script>
"""
"""The page that replaces it. It declines at once, and the field takes the number as it is. Without it, fields wait."""
_MAX_SIZE = 2**30
"""Bytes of a response: more than any response of a sandbox has."""
_NO_TIMEOUT = Timeout(connect=None, read=None, write=None, pool=None)


async def route_browser(context: BrowserContext | Page, sandbox: Sandbox, *, domains: Sequence[str] = DOMAINS) -> None:
    """Route the requests that a browser's pages send to Stytch to a sandbox, without a socket.

    This covers the calls of the frontend SDKs, and the pages where logins by SSO and OAuth begin.

    Args:
        context: a browser context, for all its pages; or one page.
        sandbox: the sandbox.
        domains: the Stytch hosts to route. Add your project's custom domain if the pages use it.

    Raises:
        ConfigurationError: the domains are not a list of hosts.
    """

    async def forward(route: Route) -> None:
        try:
            response = await sandbox.transport.send(_request(route), max_size=_MAX_SIZE)
        except ConnectionLostError:
            await route.abort("connectionreset")
            return
        await route.fulfill(status=response.status_code, headers=dict(response.headers), body=response.content)

    names: Sequence[str] = [
        check_instance("domains", each, str, "a list of hosts") for each in check_list("domains", domains, "hosts")
    ]
    hosts = "|".join(map(re.escape, names))
    await context.route(_PHONE_FORMATTER, _decline_to_format)
    await context.route(re.compile(f"^https://({hosts})/"), forward)  # Playwright tries the last route first


async def _decline_to_format(route: Route) -> None:
    await route.fulfill(body=_NO_PHONE_FORMATTER, content_type="text/html")


def _request(route: Route) -> Request:
    request = route.request
    return Request(
        method=request.method,
        url=request.url,
        headers=tuple(request.headers.items()),
        content=request.post_data_buffer or b"",
        timeout=_NO_TIMEOUT,
        operation_id="",
        template="",
    )
