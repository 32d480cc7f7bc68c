"""Values of JSON."""

from __future__ import annotations

from typing import Any, TypeGuard

JSONObject = dict[str, Any]
"""A JSON object."""


def is_object(value: object) -> TypeGuard[JSONObject]:
    """Return whether a value is a JSON object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Return whether a value is a JSON array."""
    return isinstance(value, list)
