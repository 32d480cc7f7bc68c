"""JSON that YAML cannot read, such as an object with a very long key."""

from __future__ import annotations

import json
from collections.abc import Sequence

from .limits import MAX_DEPTH, MAX_DIGITS, MAX_VALUES
from .node import Json


def parse(text: str) -> Json:
    """Return the value of a text; None if the text is not JSON, or exceeds the limits of a document."""
    try:
        value: Json = json.loads(
            text, object_pairs_hook=_object, parse_constant=_refuse, parse_int=_whole, parse_float=_number
        )
        json.dumps(value, ensure_ascii=False).encode()  # fails for an unpaired surrogate
    except (ValueError, RecursionError):
        return None
    return value if _is_small(value) else None


def _object(pairs: Sequence[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("duplicate key")
    return found


def _refuse(name: str) -> Json:
    raise ValueError(f"{name} is not JSON")


def _whole(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise ValueError("too many digits")
    return int(text)


def _number(text: str) -> float:
    value = float(text)
    if value in {float("inf"), float("-inf")}:
        raise ValueError("not finite")
    return value


def _is_small(value: Json) -> bool:
    level, count, depth = [value], 0, 0
    while level:
        count, depth = count + len(level), depth + 1
        if count > MAX_VALUES or depth > MAX_DEPTH + 1:
            return False
        level = [below for item in level for below in _below(item)]
    return True


def _below(value: Json) -> list[Json]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
