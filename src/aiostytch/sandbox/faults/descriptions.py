"""Faults and rate limits as JSON.

{"target": "organizations.get", "effect": {"kind": "status", "status_code": 503}, "times": 2}
{"target": "otps.*", "per_second": 1, "burst": 5}
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, get_args

import attrs
import msgspec

from ..contract.json_values import JSONObject
from ..contract.schemas import Schema
from .effects import Delay, Drop, DropPoint, Effect, Garbage, NullField, Status, Throttle, UnknownEnum
from .faults import Fault, Faults

CUSTOM = "custom"
"""The kind of custom effects in Python. JSON cannot describe them."""

_KINDS: Mapping[str, type[Any]] = MappingProxyType(
    {
        "status": Status,
        "throttle": Throttle,
        "delay": Delay,
        "drop": Drop,
        "garbage": Garbage,
        "null_field": NullField,
        "unknown_enum": UnknownEnum,
    }
)
_FIELDS: Mapping[str, Schema] = MappingProxyType(
    {
        "status_code": {"type": "integer", "minimum": 200, "maximum": 599},
        "error_type": {"type": "string"},
        "body": {"description": "Replaces the API's error body."},
        "headers": {"type": "object", "additionalProperties": {"type": "string"}},
        "retry_after": {"type": ["integer", "null"], "minimum": 0},
        "seconds": {"type": "number", "minimum": 0},
        "at": {"type": "string", "enum": list(get_args(DropPoint))},
        "content": {"type": "string"},
        "path": {"type": "string"},
        "value": {"type": "string"},
    }
)
_REQUIRED: Mapping[str, list[str]] = MappingProxyType({"status": ["status_code"], "delay": ["seconds"]})
_TARGET = "A call path or a route, e.g. `otps.*`; `*` matches all requests."


def fault_schema() -> Schema:
    """Return the JSON schema of `add_fault`."""
    return {
        "type": "object",
        "properties": {
            "target": {"type": "string", "description": _TARGET},
            "effect": effect_schema(),
            "times": {"type": ["integer", "null"], "minimum": 1, "description": "How many times; null is unlimited."},
            "probability": {"type": "number", "minimum": 0, "maximum": 1},
            "seed": {"type": "integer", "description": "The seed of the random decisions."},
        },
        "required": ["target", "effect"],
        "additionalProperties": False,
    }


def add_fault(faults: Faults, given: Mapping[str, Any]) -> Fault:
    """Add a fault that conforms to the schema.

    Raises:
        ConfigurationError: the target matches no operation.
    """
    settings = {name: given[name] for name in ("times", "probability", "seed") if name in given}
    return faults.add(given["target"], read_effect(given["effect"]), **settings)


RATE_LIMIT: Schema = {
    "type": "object",
    "properties": {
        "target": {"type": "string", "description": _TARGET},
        "per_second": {"type": "number", "exclusiveMinimum": 0},
        "burst": {"type": "integer", "minimum": 1},
    },
    "required": ["target", "per_second"],
    "additionalProperties": False,
}
"""The JSON schema of the arguments of `RateLimits.set`."""


def effect_schema() -> Schema:
    """Return the JSON schema of effects. Each kind has the fields of its class."""
    return {"oneOf": [_kind_schema(kind, effect) for kind, effect in _KINDS.items()]}


def _kind_schema(kind: str, effect: type[Any]) -> Schema:
    return {
        "type": "object",
        "properties": {"kind": {"const": kind}, **{field.name: _FIELDS[field.name] for field in attrs.fields(effect)}},
        "required": ["kind", *_REQUIRED.get(kind, ())],
        "additionalProperties": False,
    }


def read_effect(given: Mapping[str, Any]) -> Effect:
    """Return the effect that a JSON object describes. The object conforms to the schema."""
    fields = dict(given)
    kind = _KINDS[fields.pop("kind")]
    if kind is Garbage and "content" in fields:
        fields["content"] = fields["content"].encode()
    effect: Effect = kind(**fields)
    return effect


def write_effect(effect: Any) -> JSONObject:
    """Return the JSON object that describes an effect. Bytes become text."""
    for kind, known in _KINDS.items():
        if type(effect) is known:
            return {"kind": kind, **{field.name: _plain(getattr(effect, field.name)) for field in attrs.fields(known)}}
    return {"kind": CUSTOM, "name": type(effect).__name__}


def _plain(value: Any) -> Any:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else msgspec.to_builtins(value)
