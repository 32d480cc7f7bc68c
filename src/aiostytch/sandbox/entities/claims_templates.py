"""Templates of custom claims: JSON objects in which `{{ … }}` stands for a value.

{"team": {{ member.trusted_metadata.team }}, "greeting": "Hello {{ member.name }}"}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from ..contract.errors import bad_request
from ..contract.json_values import JSONObject, is_array, is_object

_TAG = re.compile(r"\{\{([^{}]*)\}\}")
_STRING_OR_TAG = re.compile(rf'(?P<string>"(?:[^"\\]|\\.)*")|{_TAG.pattern}', re.DOTALL)


def check(template: str, error_type: str) -> None:
    """Check a template; "" stands for no template.

    Raises:
        RefusedError: the template is not a JSON object.
    """
    if not template:
        return
    try:
        msgspec.json.decode(_fill(template, lambda name: 0), type=dict[str, object])
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        raise bad_request(error_type, "A template of claims must be a JSON object.") from None


def render(template: str, values: Mapping[str, Any], reserved: Iterable[str]) -> JSONObject:
    """Return the claims of a valid template.

    Args:
        template: the template; "" has no claims.
        values: the values that tags name, with dots between levels. A claim without a value is omitted.
        reserved: the claims that a template cannot set.
    """
    if not template:
        return {}
    rendered = _fill(template, lambda name: _look_up(values, name.strip().split(".")))
    claims: JSONObject = _without_null(msgspec.json.decode(rendered))
    return {name: value for name, value in claims.items() if name not in reserved}


def _fill(template: str, value_of: Callable[[str], Any]) -> str:
    """Replace the tags of a template by JSON, and those in strings by text."""

    def part(found: re.Match[str]) -> str:
        if found["string"]:
            return _TAG.sub(lambda tag: _json(_text(value_of(tag[1])))[1:-1], found["string"])
        return _json(value_of(found[2]))

    return _STRING_OR_TAG.sub(part, template)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else _json(value)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _look_up(value: Any, names: Sequence[str]) -> Any:
    """Return the value at a path, or None. Keys can contain dots; the longest matching key wins."""
    if not names:
        return value
    if not is_object(value):
        return None
    for count in range(len(names), 0, -1):
        key = ".".join(names[:count])
        if key in value:
            return _look_up(value[key], names[count:])
    return None


def _without_null(value: Any) -> Any:
    if is_object(value):
        return {name: _without_null(part) for name, part in value.items() if part is not None}
    if is_array(value):
        return [_without_null(part) for part in value]
    return value
