"""The page for login and consent, used like a browser without JavaScript."""

from __future__ import annotations

import re
from html import unescape

import httpx

from aiostytch.sandbox import Sandbox

from ..world import CHALLENGE, send
from .apps import CALLBACK, App
from .http import DOMAIN


def query(app: App, scope: str = "openid", **more: str) -> dict[str, str]:
    return {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": CALLBACK,
        "scope": scope,
        "state": "s",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        **more,
    }


async def submit(
    sandbox: Sandbox, page: httpx.Response, base: str = DOMAIN, *, origin: str = "http://sandbox", **chosen: str
) -> httpx.Response:
    """Submit the form of a page, like a browser."""
    assert page.status_code == 200, page.text
    assert '<form method="post" action="authorize">' in page.text
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page.text)
    form = {unescape(name): unescape(value) for name, value in hidden}
    headers = [("Origin", origin)]
    return await send(sandbox, "POST", f"{base}/authorize", auth=None, headers=headers, data={**form, **chosen})
