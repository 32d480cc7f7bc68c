"""Answers for operations that have no behaviour of their own: made from the response's schema.

In them is what the schema requires, the objects that an answer is about even where they are optional, and what the call
itself said: a field with the name of an argument has the argument's value, if that fits. Lists of the answer have one
element, lists further down none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from .behaviour import Call
from .checks import Checker
from .clock import timestamp
from .document import Schema
from .records import Fields
from .state import State

_BY_NAME: Mapping[str, Any] = {
    "email_address": "ada@example.com",
    "mfa_phone_number": "+12025550123",
    "status": "active",
    "status_code": 200,
    "member_authenticated": True,
}
"""Values that make more sense than the one that a type alone would get."""

_LEFT_OUT = frozenset({"member_device", "mfa_required", "primary_required"})
"""Optional objects of an answer that would say that a login is not complete, or strange."""


def canned_answer(state: State, call: Call) -> Fields:
    """Return an answer that conforms to the response's schema; nothing is looked up or changed."""
    maker = _Maker(state, call.arguments)
    return maker.properties(call.operation.response, depth=1)


@attrs.frozen
class _Maker:
    """Makes values. `arguments` are those of the call."""

    state: State
    arguments: Mapping[str, Any]

    def properties(self, schema: Schema, depth: int) -> Fields:
        required = schema.get("required", ())
        known: Mapping[str, Schema] = schema.get("properties", {})
        return {
            name: self.arguments[name] if self._echoes(name, part) else self._value(name, part, depth)
            for name, part in known.items()
            if name in required or self._echoes(name, part) or (depth == 1 and _is_subject(name, part))
        }

    def _echoes(self, name: str, schema: Schema) -> bool:
        return name in self.arguments and Checker(schema).accepts(self.arguments[name])

    def _value(self, name: str, schema: Schema, depth: int) -> Any:
        if name in _BY_NAME:
            return _BY_NAME[name]
        match schema:
            case {"enum": [first, *_]}:
                return first
            case {"type": "object"}:
                return self.properties(schema, depth + 1)
            case {"type": "array", "items": items} if depth == 1:
                return [self._value(name.removesuffix("s"), items, depth + 1)]
            case {"type": "array"}:
                return []
            case {"type": "string", "format": "date-time"}:
                return timestamp(self.state.now())
            case {"type": "string"}:
                return self._text(name)
            case {"type": "boolean"}:
                return False
            case _:
                return 0

    def _text(self, name: str) -> str:
        if name.endswith("_id"):
            return self.state.new_id(name.removesuffix("_id").replace("_", "-"))
        return f"https://example.com/{name}" if name.endswith(("_url", "_uri")) else name


def _is_subject(name: str, schema: Schema) -> bool:
    return schema["type"] == "object" and name not in _LEFT_OUT
