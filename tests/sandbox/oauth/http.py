"""Requests of apps to the authorization server of a sandbox."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import quote_plus

import httpx
import jwt

from aiostytch.sandbox import PROJECT_ID, Sandbox

from ..world import send

DOMAIN = "/v1/oauth2"
API = f"/v1/public/{PROJECT_ID}/oauth2"


async def post(
    sandbox: Sandbox, endpoint: str, base: str = DOMAIN, *, basic: tuple[str, str] | None = None, **form: Any
) -> httpx.Response:
    """Send a form without the credentials of the project."""
    headers = [("Authorization", basic_header(*basic))] if basic else []
    return await send(sandbox, "POST", f"{base}/{endpoint}", auth=None, headers=headers, data=form)


async def get(sandbox: Sandbox, path: str, **query: str) -> httpx.Response:
    return await send(sandbox, "GET", path, auth=None, params=query)


def basic_header(client_id: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{quote_plus(client_id)}:{quote_plus(secret)}".encode()).decode()


def claims(token: str) -> dict[str, Any]:
    """Return the claims of a token, without verification."""
    return jwt.decode(token, options={"verify_signature": False})


def refusal(response: httpx.Response) -> tuple[int, str]:
    """Return the status and the error of a refused request."""
    body = response.json()
    assert body["status_code"] == response.status_code
    assert body["error_description"]
    assert response.headers["Cache-Control"] == "no-store"
    return response.status_code, body["error"]
