"""CORS for the pages that may use the API of browsers (Fetch, section 3.2)."""

from __future__ import annotations

from collections.abc import Mapping

from ..contract.errors import NO_HEADERS, RefusedError
from ..contract.messages import Request
from .settings import Bootstrap

_VARY: Mapping[str, str] = {"Vary": "Origin"}

_PERMITTED: Mapping[str, str] = {
    # By name: to a request with credentials, `*` is a name like any other.
    "Access-Control-Allow-Headers": "Authorization, Content-Type, X-SDK-Client, X-SDK-Parent-Host",
    "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE",
    "Access-Control-Max-Age": "600",
}


def is_allowed(settings: Bootstrap, request: Request) -> bool:
    """Return whether the page that a request comes from may use the API."""
    return origin_of(request) in (settings.allowed_origins or ())


def origin_of(request: Request) -> str:
    """Return the origin of the page that a request comes from, which the SDK says where the browser does not."""
    return ",".join(request.header("Origin") or request.header("X-SDK-Parent-Host"))


def refusal(settings: Bootstrap) -> RefusedError:
    """Return the error for a page that may not use the API."""
    hint = "is not among those that the sandbox allows" if settings.allowed_origins else "is not allowed: none is"
    return RefusedError(403, "bad_domain_for_stytch_sdk", f"The origin of the page {hint}.")


def headers(settings: Bootstrap, request: Request) -> Mapping[str, str]:
    """Return the headers by which a browser lets a page read the response."""
    if not request.header("Origin"):
        return NO_HEADERS
    return {**_VARY, **_allowing(request)} if is_allowed(settings, request) else _VARY


def permission(request: Request) -> Mapping[str, str]:
    """Return the headers of the response to the preflight of a page that may use the API."""
    return {**_VARY, **_allowing(request), **_PERMITTED}


def _allowing(request: Request) -> Mapping[str, str]:
    # The very origin: `*` does not go with credentials.
    return {"Access-Control-Allow-Origin": origin_of(request), "Access-Control-Allow-Credentials": "true"}
