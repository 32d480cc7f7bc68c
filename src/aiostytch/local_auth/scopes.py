"""Whether the scopes of a token are enough. No I/O."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias

from ..checks import check_list
from ..errors import ConfigurationError, InsufficientScopeError

ScopeRule: TypeAlias = Callable[[Sequence[str], str], bool]
"""Decides whether some scopes, those of a token, include a scope that is required. Anything but True is a no."""

_WILDCARD = ":*"
_SCOPE = re.compile(r"[!#-\[\]-~]+")
"""A scope (RFC 6749, section 3.3): a space separates them, and there are no quotes in a header that names them."""


def includes_scope(scopes: Collection[str], required: str) -> bool:
    """Return whether some scopes include one: itself, or one that ends in `:*` where it goes on.

    `read:*` includes `read:documents` and `read:documents:drafts`, which `read:documents:*` includes too. `*` alone
    includes nothing but itself.
    """
    if required in scopes:
        return True
    beginnings = (scope[:-1] for scope in scopes if scope.endswith(_WILDCARD) and scope != _WILDCARD)
    return any(required.startswith(beginning) and required != beginning for beginning in beginnings)


def check_requirement(required: Sequence[str], rule: ScopeRule) -> tuple[str, ...]:
    """Check what a caller requires, and return the scopes.

    Raises:
        ConfigurationError: the scopes are not a list of strings, such as one string, or the rule is no function.
    """
    scopes = check_scope_names("required_scopes", required)
    if not callable(rule):
        raise ConfigurationError("scope_rule must be a function of the token's scopes and a required scope")
    return scopes


def check_scope_names(name: str, scopes: Sequence[str]) -> tuple[str, ...]:
    """Return scopes; `name` is what the argument is called.

    Raises:
        ConfigurationError: they are not a list of strings, such as one string, or one cannot be a scope.
    """
    found = tuple(check_list(name, scopes, "strings"))
    if not all(isinstance(scope, str) and _SCOPE.fullmatch(scope) for scope in found):
        raise ConfigurationError(f"{name} must be a list of strings: visible ASCII without space, quote and backslash")
    return found


def check_scopes(scopes: Sequence[str], required: Sequence[str], rule: ScopeRule = includes_scope) -> None:
    """Check that a token has all scopes that are required.

    Raises:
        InsufficientScopeError: it lacks some.
    """
    missing = tuple(scope for scope in required if rule(scopes, scope) is not True)
    if missing:
        raise InsufficientScopeError(
            "the token lacks scopes that are required", required=tuple(required), missing=missing
        )
