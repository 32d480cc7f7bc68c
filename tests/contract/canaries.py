"""Marked strings that reveal leaks of secrets and personal data."""

from __future__ import annotations

from typing import Any

CANARY = "c4n4ry"  # not the name of a function here


def with_canaries(value: Any) -> Any:
    """Put a canary in each free string. Its last character identifies it."""
    match value:
        case dict():
            return {key: item if key == "request_id" else with_canaries(item) for key, item in value.items()}
        case list():
            return [with_canaries(item) for item in value]
        case str() if value.endswith(("± wert", "/1")):
            return f"{CANARY}{value}"
        case _:
            return value
