"""The paths of the sandbox itself. The API has no such paths."""

from __future__ import annotations

from urllib.parse import quote

from starlette.types import Scope

DASHBOARD = "/_sandbox/"
"""The prefix of the paths of the dashboard, except `/`."""
CONTROL = "/_sandbox/api"
"""The prefix of the paths of the control API."""


def path_below(scope: Scope) -> str:
    """Return the path, relative to the one at which the application is mounted."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def raw_path_below(scope: Scope) -> str:
    """Return the same path, still percent-encoded: an encoded slash in an ID is not a separator."""
    path: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    return path.decode("latin-1").removeprefix(scope.get("root_path", ""))


def is_for_control(scope: Scope) -> bool:
    """Return whether a request is for the control API."""
    return path_below(scope).startswith(f"{CONTROL}/")
