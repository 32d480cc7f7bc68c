"""CORS for pages that use the frontend API (Fetch Standard, section 3.2)."""

from __future__ import annotations

from collections.abc import Mapping

from ..contract.errors import NO_HEADERS, RefusedError
from ..contract.messages import Request
from .settings import Bootstrap

_VARY: Mapping[str, str] = {"Vary": "Origin"}

_PERMITTED: Mapping[str, str] = {
    # Not `*`: with credentials, browsers take it literally.
    "Access-Control-Allow-Headers": "Authorization, Content-Type, X-SDK-Client, X-SDK-Parent-Host",
    "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE",
    "Access-Control-Max-Age": "600",
}


def is_allowed(settings: Bootstrap, request: Request) -> bool:
    """Return whether the origin of a request is allowed."""
    return origin_of(request) in (settings.allowed_origins or ())


def origin_of(request: Request) -> str:
    """Return the origin of the page that sent a request. If the browser omits it, the SDK's header has it."""
    return ",".join(request.header("Origin") or request.header("X-SDK-Parent-Host"))


def refusal(settings: Bootstrap) -> RefusedError:
    """Return the error for an origin that is not allowed."""
    hint = "" if settings.allowed_origins else " No origin is."
    return RefusedError(403, "bad_domain_for_stytch_sdk", f"The origin of the page is not allowed.{hint}")


def headers(settings: Bootstrap, request: Request) -> Mapping[str, str]:
    """Return the CORS headers of a response."""
    if not request.header("Origin"):
        return NO_HEADERS
    return {**_VARY, **_allowing(request)} if is_allowed(settings, request) else _VARY


def preflight_headers(request: Request) -> Mapping[str, str]:
    """Return the CORS headers of the response to a preflight."""
    return {**_VARY, **_allowing(request), **_PERMITTED}


def _allowing(request: Request) -> Mapping[str, str]:
    # Not `*`: browsers reject it for requests with credentials.
    return {"Access-Control-Allow-Origin": origin_of(request), "Access-Control-Allow-Credentials": "true"}
