"""Checks of a token's scopes. No I/O."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias

from ..checks import check_list
from ..errors import ConfigurationError, InsufficientScopeError

ScopeRule: TypeAlias = Callable[[Sequence[str], str], bool]
"""Returns whether a token's scopes include a required scope. Anything but True means no."""

_WILDCARD = ":*"
_SCOPE = re.compile(r"[!#-\[\]-~]+")
"""A scope (RFC 6749, section 3.3), without the separator (space) and the quote of a header."""


def includes_scope(scopes: Collection[str], required: str) -> bool:
    """Return whether scopes include one: the scope itself, or a prefix of it that ends in `:*`.

    `read:*` includes `read:documents` and `read:documents:drafts`. `*` alone includes only itself.
    """
    if required in scopes:
        return True
    beginnings = (scope[:-1] for scope in scopes if scope.endswith(_WILDCARD) and scope != _WILDCARD)
    return any(required.startswith(beginning) and required != beginning for beginning in beginnings)


def check_requirement(required: Sequence[str], rule: ScopeRule) -> tuple[str, ...]:
    """Check the caller's requirement, and return the scopes.

    Raises:
        ConfigurationError: the scopes are not a list of strings, such as one string, or the rule is not a function.
    """
    scopes = check_scope_names("required_scopes", required)
    if not callable(rule):
        raise ConfigurationError("scope_rule must be a function of the token's scopes and a required scope")
    return scopes


def check_scope_names(name: str, scopes: Sequence[str]) -> tuple[str, ...]:
    """Return scopes; `name` is the name of the argument.

    Raises:
        ConfigurationError: they are not a list of strings, such as one string, or one is not a valid scope.
    """
    found = tuple(check_list(name, scopes, "strings"))
    if not all(isinstance(scope, str) and _SCOPE.fullmatch(scope) for scope in found):
        raise ConfigurationError(f"{name} must be a list of strings: visible ASCII without space, quote and backslash")
    return found


def check_scopes(scopes: Sequence[str], required: Sequence[str], rule: ScopeRule = includes_scope) -> None:
    """Check that a token has all required scopes.

    Raises:
        InsufficientScopeError: it lacks a required scope.
    """
    missing = tuple(scope for scope in required if rule(scopes, scope) is not True)
    if missing:
        raise InsufficientScopeError("the token lacks required scopes", required=tuple(required), missing=missing)
