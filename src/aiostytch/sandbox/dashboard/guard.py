"""Who gets the dashboard: browsers that use a name of this machine, and forms of the dashboard itself.

It stands open on loopback, where any site that is visited could reach it: by a name of its own that leads to this
machine (DNS rebinding; the Host header tells), or by forms (cross-site request forgery; the Origin header tells).
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from ...config import is_loopback

PREFIX = "/_sandbox/"
"""The beginning of the dashboard's own paths. The API has no such paths."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",  # with a stricter one, browsers leave the origin out of forms
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
"""Headers of all responses: the browser runs nothing but the dashboard's own code, and stores nothing."""


def path_below(scope: Scope) -> str:
    """Return the path below the one that the application is mounted at."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def is_for_dashboard(scope: Scope) -> bool:
    """Return whether a request is for the dashboard: for HTML at `/`, or for a path of its own."""
    path = path_below(scope)
    asks_for_html = "text/html" in Headers(scope=scope).get("accept", "")
    return path.startswith(PREFIX) or (path == "/" and scope["method"] in {"GET", "HEAD"} and asks_for_html)


def reason_to_refuse(scope: Scope) -> str:
    """Return why a request is refused, "" if it is not."""
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if not _is_this_machine(host):
        return "The page answers under names of this machine only, such as localhost."
    if scope["method"] == "POST" and headers.get("origin") != f"{scope['scheme']}://{host}":
        return "The page takes forms from itself only."
    return ""


def _is_this_machine(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return is_loopback(name)
