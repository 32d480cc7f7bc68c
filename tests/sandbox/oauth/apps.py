"""Apps that act on behalf of members."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import attrs
import httpx

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox

from ..world import CHALLENGE, VERIFIER, World
from .http import DOMAIN, post

CALLBACK = "https://calendar.example/callback"


@attrs.frozen
class App:
    """An app and its secret, "" for a public one."""

    client_id: str
    client_secret: str

    @property
    def credentials(self) -> dict[str, str]:
        return {"client_id": self.client_id, **({"client_secret": self.client_secret} if self.client_secret else {})}


async def add(client: B2BClient, client_type: str = "third_party", **more: Any) -> App:
    made = await client.connected_app.clients.create(
        client_name="Calendar", client_type=client_type, redirect_urls=[CALLBACK], **more
    )
    app = made.connected_app
    return App(app.client_id, app.client_secret or "")


async def code_for(client: B2BClient, world: World, app: App, *scopes: str, **more: Any) -> str:
    """Authorize an app through the API, like the page of a service."""
    response = await client.idp.oauth.authorize(
        client_id=app.client_id,
        redirect_uri=CALLBACK,
        response_type="code",
        scopes=list(scopes),
        consent_granted=True,
        **{"session_token": world.session_token, "code_challenge": CHALLENGE, **more},
    )
    assert response.authorization_code
    return response.authorization_code


async def redeem(sandbox: Sandbox, app: App, code: str, /, base: str = DOMAIN, **more: Any) -> httpx.Response:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
    return await post(sandbox, "token", base, **{**form, **app.credentials, **more})


async def refresh(sandbox: Sandbox, app: App, token: str, **more: Any) -> httpx.Response:
    form = {"grant_type": "refresh_token", "refresh_token": token}
    return await post(sandbox, "token", **{**form, **app.credentials, **more})


async def is_active(sandbox: Sandbox, app: App, token: str) -> bool:
    response = await post(sandbox, "introspect", token=token, **app.credentials)
    assert response.status_code == 200
    return bool(response.json()["active"])


def sent_back(response: httpx.Response, to: str = CALLBACK) -> dict[str, str]:
    """Return the parameters that an app gets when the browser returns to it."""
    assert response.status_code == 303
    location = response.headers["Location"]
    assert location.startswith(f"{to}?")
    return dict(parse_qsl(urlsplit(location).query))
