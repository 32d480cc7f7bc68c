"""Recognition of requests for the dashboard, and the security headers of its responses."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.types import Scope

from ..http.paths import DASHBOARD, path_below

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",  # with a stricter policy, browsers omit the Origin header of forms
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
"""Headers of all responses: the browser runs only the dashboard's own code, and stores nothing."""


def is_for_dashboard(scope: Scope) -> bool:
    """Return whether a request is for the dashboard: HTML at `/`, or a path below `/_sandbox/`."""
    path = path_below(scope)
    asks_for_html = "text/html" in Headers(scope=scope).get("accept", "")
    return path.startswith(DASHBOARD) or (path == "/" and scope["method"] in {"GET", "HEAD"} and asks_for_html)
