"""The fast check of values: it never accepts what jsonschema refuses, and it covers the values of usual calls."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiostytch.sandbox import seeds
from aiostytch.sandbox.contract.document import operations
from aiostytch.sandbox.contract.full import full_validator
from aiostytch.sandbox.contract.quick import quick_check
from aiostytch.sandbox.contract.schemas import Schema

from ..samples import sample

BODIES = {operation.call_path: operation.body for operation in operations() if operation.body}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=5,
)


@st.composite
def values_for(draw: st.DrawFn, schema: Schema) -> Any:
    """Draw a value that usually conforms to a schema."""
    if draw(st.integers(0, 7)) == 0:
        return draw(VALUES)
    match schema:
        case {"enum": [*accepted]}:
            return draw(st.sampled_from(accepted))
        case {"type": "object"}:
            names = [name for name in schema.get("properties", {}) if draw(st.integers(0, 3)) == 0]
            names += [name for name in schema.get("required", ()) if draw(st.integers(0, 15))]
            return {name: draw(values_for(schema["properties"][name])) for name in names}
        case {"type": "array"}:
            return draw(st.lists(values_for(schema.get("items", {})), max_size=2))
        case {"type": "string"}:
            return draw(st.text(max_size=3))
        case {"type": "integer"}:
            return draw(st.integers(-3, 2**32))
        case {"type": "boolean"}:
            return draw(st.booleans())
        case _:
            return draw(VALUES)


@given(st.data())
def test_values_that_pass_the_fast_check_conform(data: st.DataObject) -> None:
    schema = BODIES[data.draw(st.sampled_from(sorted(BODIES)))]
    value = data.draw(values_for(schema))
    if quick_check(schema)(value):
        assert full_validator(schema).is_valid(value)


@pytest.mark.parametrize("call_path", sorted(BODIES))
def test_all_that_a_call_requires_is_seen_at_first_sight(call_path: str) -> None:
    assert quick_check(BODIES[call_path])(sample(BODIES[call_path]))


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "integer"}, True),
        ({"type": "integer"}, 1.0),
        ({"type": "integer", "format": "int32"}, 2**31),
        ({"type": "integer", "format": "other"}, 1),
        ({"type": "integer", "minimum": 2}, 1),
        ({"type": "string", "enum": ["a"]}, "b"),
        ({"type": "string", "pattern": "a"}, "a"),
        ({"type": ["string", "null"]}, "a"),
        ({"type": "null"}, None),
        ({"oneOf": []}, {}),
        ({"type": "array", "items": {"type": "string"}}, ["a", 1]),
        ({"type": "object", "additionalProperties": False}, {"a": 1}),
        ({"type": "object", "additionalProperties": {"type": "string"}}, {"a": 1}),
        ({"type": "object", "propertyNames": {"enum": ["a"]}}, {"b": 1}),
        ({"properties": {"a": {}}, "required": ["a"]}, {}),
        ({"properties": {"a": {}}}, []),
    ],
)
def test_other_values_are_left_to_jsonschema(schema: Schema, value: Any) -> None:
    assert not quick_check(schema)(value)


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "object", "additionalProperties": {"type": "string"}}, {"a": "b"}),
        ({"type": "object", "propertyNames": {"enum": ["a"]}}, {"a": 1}),
        ({"type": "object", "x-sdk-secret": True}, {"a": [None]}),
        ({"type": "integer", "minimum": 2, "format": "int32"}, 2),
        ({}, None),
    ],
)
def test_usual_values_pass_the_fast_check(schema: Schema, value: Any) -> None:
    assert quick_check(schema)(value)


def test_seeds_go_to_jsonschema() -> None:
    assert not quick_check(seeds.schema())({})
