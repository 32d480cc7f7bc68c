"""The paths of the sandbox itself. The API has no such paths."""

from __future__ import annotations

from urllib.parse import quote

from starlette.types import Scope

DASHBOARD = "/_sandbox/"
"""The prefix of the paths of the dashboard, except `/`."""
CONTROL = "/_sandbox/api"
"""The path that the control interface is below."""


def path_below(scope: Scope) -> str:
    """Return the path below the one that the application is mounted at."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def raw_path_below(scope: Scope) -> str:
    """Return this path with its escapes: a slash in an ID is not a separator."""
    path: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    return path.decode("latin-1").removeprefix(scope.get("root_path", ""))


def is_for_control(scope: Scope) -> bool:
    """Return whether a request is for the control interface."""
    return path_below(scope).startswith(f"{CONTROL}/")
