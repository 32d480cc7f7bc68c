"""Strings that show where secrets and personal data go."""

from __future__ import annotations

from typing import Any

CANARY = "c4n4ry"  # not what a function here is called


def with_canaries(value: Any) -> Any:
    """Put a canary in each free string, whose last character says that it is one of ours."""
    match value:
        case dict():
            return {key: item if key == "request_id" else with_canaries(item) for key, item in value.items()}
        case list():
            return [with_canaries(item) for item in value]
        case str() if value.endswith(("± wert", "/1")):
            return f"{CANARY}{value}"
        case _:
            return value
