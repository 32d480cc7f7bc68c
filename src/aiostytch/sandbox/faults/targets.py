"""The target of a fault or a rate limit: requests, by call path or by route, with wildcards."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from fnmatch import fnmatchcase

from ...checks import check_instance
from ...errors import ConfigurationError
from ..contract.document import operations


def check_target(target: str) -> str:
    """Return a target if it is valid: the call path of an operation, or a route.

    In call paths (`organizations.get`, `otps.*`) and in routes (`/v1/b2b/sessions/*`, `POST /v1/b2b/sessions/revoke`)
    a `*` stands for any text. In routes, `{name}` stands for one segment.

    Raises:
        ConfigurationError: the target is not a text, or matches no operation.
    """
    check_instance("target", target, str, "a call path or a route")
    if not _is_route(target) and not any(fnmatchcase(operation.call_path, target) for operation in operations()):
        raise ConfigurationError(f"{target!r} is neither the call path of an operation nor a route")
    return target


def matches(target: str, method: str, path: str, call_path: str) -> bool:
    """Return whether a request matches a target; `call_path` is "" if it calls no operation."""
    return _matcher(target)(method, path, call_path)


def _is_route(target: str) -> bool:
    method, _, path = target.rpartition(" ")
    return path.startswith("/") and (not method or method.isupper())


@functools.lru_cache(maxsize=256)
def _matcher(target: str) -> Callable[[str, str, str], bool]:
    if not _is_route(target):
        return lambda method, path, call_path: fnmatchcase(call_path, target)
    wanted, _, route = target.rpartition(" ")
    pattern = re.compile("".join(_as_regex(part) for part in re.split(r"(\*|\{\w+\})", route)))
    return lambda method, path, call_path: wanted in {"", method} and pattern.fullmatch(path) is not None


def _as_regex(part: str) -> str:
    match part[:1]:
        case "*":
            return ".*"
        case "{":
            return "[^/]+"
        case _:
            return re.escape(part)
