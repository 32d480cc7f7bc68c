"""Responses that deviate from the document: valid parts are decoded, others kept, and deviations reported."""

from __future__ import annotations

import datetime
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from aiostytch import codec
from aiostytch.model import Response
from aiostytch.models.organizations import Organization, SearchResponse
from aiostytch.tolerant import Converter, Drift, DriftKind, MismatchError

from .shapes import TREE, Color, Empty, Inner, Leaf, Renamed, Tree

MISSING = object()
NOTHING: Any = None


def convert(value: Any, kind: Any) -> tuple[Any, list[str]]:
    """Return the decoded value, and the reports."""
    drifts: list[Drift] = []
    converted = Converter(drifts.append).convert(value, kind, ("Place", "field"))
    return converted, [str(drift) for drift in drifts]


def tree(**changes: Any) -> tuple[Tree, list[str]]:
    body = {name: value for name, value in (TREE | changes).items() if value is not MISSING}
    return convert(body, Tree)


REQUIRED = [
    "text",
    "count",
    "ratio",
    "is_open",
    "color",
    "created_at",
    "day",
    "id",
    "data",
    "leaf",
    "leaves",
    "by_name",
    "colors",
    "grid",
    "text_or_number",
    "texts_or_none",
    "metadata",
]


@pytest.mark.parametrize("name", REQUIRED)
def test_null_for_a_required_field_is_none(name: str) -> None:
    converted, drifts = tree(**{name: None})
    assert (getattr(converted, name), drifts) == (None, [f"Tree.{name}: null"])


@pytest.mark.parametrize("name", [*REQUIRED, "anything"])
def test_a_missing_required_field_is_none(name: str) -> None:
    converted, drifts = tree(**{name: MISSING})
    assert (getattr(converted, name), drifts) == (None, [f"Tree.{name}: missing"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", 5),
        ("text", ["a"]),
        ("text", {}),
        ("text", True),
        ("count", "5"),
        ("count", 1.5),
        ("count", True),
        ("ratio", "1.5"),
        ("is_open", 1),
        ("is_open", "true"),
        ("color", 5),
        ("color", {"a": 1}),
        ("created_at", "yesterday"),
        ("created_at", "2026-01-02T03:04:05"),
        ("created_at", "2026-13-02T03:04:05Z"),
        ("created_at", 1767322800),
        ("deleted_at", "0"),
        ("day", "2026-02-30"),
        ("id", "no-uuid"),
        ("data", "%"),
        ("leaf", []),
        ("leaf", "leaf"),
        ("leaf", ""),
        ("leaves", {"name": "a"}),
        ("leaves", "leaves"),
        ("by_name", [1]),
        ("grid", 5),
        ("text_or_number", [1]),
        ("text_or_number", 1.5),
        ("metadata", "x"),
        ("metadata", [1]),
        ("next", [1]),
        ("note", 5),
        ("token", 5),
    ],
)
def test_a_value_of_another_type_stays_as_it_came(name: str, value: Any) -> None:
    converted, drifts = tree(**{name: value})
    assert (getattr(converted, name), drifts) == (value, [f"Tree.{name}: type"])


@pytest.mark.parametrize("name", ["created_at", "deleted_at", "day", "id", "count", "ratio", "is_open"])
def test_an_empty_string_without_a_meaning_is_none(name: str) -> None:
    converted, drifts = tree(**{name: ""})
    assert (getattr(converted, name), drifts) == (None, [f"Tree.{name}: empty"])


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("text", "", ""),
        ("data", "", b""),
        ("color", "", ""),
        ("color", "green", "green"),
        ("anything", None, None),
        ("anything", "", ""),
        ("deleted_at", None, None),
        ("deleted_at", MISSING, None),
        ("note", None, None),
        ("note", MISSING, UNSET),
        ("note", "n", "n"),
        ("token", MISSING, ""),
        ("text_or_number", "7", "7"),
        ("text_or_number", 7, 7),
        ("ratio", 2, 2.0),
        ("leaves", [], []),
        ("by_name", {}, {}),
        ("grid", [[]], [[]]),
    ],
)
def test_allowed_values_are_not_reported(name: str, value: Any, expected: Any) -> None:
    converted, drifts = tree(**{name: value})
    assert (getattr(converted, name), drifts) == (expected, [])


@pytest.mark.parametrize(
    ("name", "value", "expected", "reported"),
    [
        ("leaf", {"name": None, "color": "red"}, Leaf(name=NOTHING, color=Color.RED), ["Leaf.name: null"]),
        ("leaf", {"color": "red"}, Leaf(name=NOTHING, color=Color.RED), ["Leaf.name: missing"]),
        ("leaves", [{"name": "a"}, None, {"name": "b"}], [Leaf(name="a"), None, Leaf(name="b")], ["Tree.leaves: null"]),
        ("leaves", [{"name": "a"}, "b", 5], [Leaf(name="a"), "b", 5], ["Tree.leaves: type"] * 2),
        ("by_name", {"x": None, "y": {"name": "a"}}, {"x": None, "y": Leaf(name="a")}, ["Tree.by_name: null"]),
        ("by_name", {"x": [1], "y": {"name": "a"}}, {"x": [1], "y": Leaf(name="a")}, ["Tree.by_name: type"]),
        ("colors", ["red", 5, "green"], [Color.RED, 5, "green"], ["Tree.colors: type"]),
        (
            "grid",
            [[1, "x", 2], None, [""]],
            [[1, "x", 2], None, [None]],
            ["Tree.grid: type", "Tree.grid: null", "Tree.grid: empty"],
        ),
        ("texts_or_none", ["a", None, 5], ["a", None, 5], ["Tree.texts_or_none: type"]),
    ],
)
def test_the_neighbours_of_a_deviation_are_converted(name: str, value: Any, expected: Any, reported: list[str]) -> None:
    converted, drifts = tree(**{name: value})
    assert (getattr(converted, name), drifts) == (expected, reported)


def test_a_deviation_deep_inside_leaves_the_rest_as_documented() -> None:
    converted, drifts = tree(next=TREE | {"next": TREE | {"leaf": {"name": 5, "color": "red"}}})
    inner = converted.next.next if converted.next else None
    assert inner is not None
    assert (inner.leaf.name, inner.leaf.color, inner.count) == (5, Color.RED, 5)
    assert drifts == ["Leaf.name: type"]


def test_every_deviation_of_a_body_is_reported() -> None:
    converted, drifts = convert({}, Tree)
    assert drifts == [f"Tree.{name}: missing" for name in (*REQUIRED[:-1], "anything", "metadata")]
    assert (converted.text, converted.deleted_at, converted.note) == (None, None, UNSET)


def test_fields_are_found_by_their_names_in_json() -> None:
    body = {"class": "a", "inner": {"from": [{"from": None}], "dashed-name": 5}, "$schema": ""}
    converted, drifts = convert(body, Renamed)
    assert (converted.class_, converted.schema_uri, converted.inner.dashed_name) == ("a", "", 5)
    assert (converted.inner.from_[0].from_, drifts) == (None, ["Inner.from_: null", "Inner.dashed_name: type"])


def test_names_in_python_are_not_read() -> None:
    converted, drifts = convert({"class_": "a"}, Renamed)
    assert (converted.class_, drifts) == (None, ["Renamed.class_: missing"])


def test_a_model_without_fields_takes_any_object() -> None:
    assert convert({"a": 1}, Empty) == (Empty(), [])


@pytest.mark.parametrize(
    ("value", "kind", "reason"),
    [
        (None, Tree, DriftKind.NULL),
        ([], Tree, DriftKind.TYPE),
        ("", Tree, DriftKind.TYPE),
        (None, list[int], DriftKind.NULL),
        ({}, list[int], DriftKind.TYPE),
        (None, dict[str, int], DriftKind.NULL),
        ("x", int, DriftKind.TYPE),
        ("", int, DriftKind.EMPTY),
        (None, int, DriftKind.NULL),
        (None, str | int, DriftKind.NULL),
        ([], str | int, DriftKind.TYPE),
        ("", int | float, DriftKind.EMPTY),
        ("", datetime.date | None, DriftKind.EMPTY),
        (5, Leaf | None, DriftKind.TYPE),
    ],
)
def test_a_value_that_fits_not_at_all_says_how(value: Any, kind: Any, reason: DriftKind) -> None:
    with pytest.raises(MismatchError) as caught:
        convert(value, kind)
    assert caught.value.kind is reason


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (None, Leaf | None, None),
        ({"name": "a"}, Leaf | None, Leaf(name="a")),
        ([{"name": "a"}], list[Leaf] | None, [Leaf(name="a")]),
        ({"a": [{"name": "a"}]}, dict[str, list[Leaf]], {"a": [Leaf(name="a")]}),
        (1, str | float, 1.0),
        ("1", int | str, "1"),
        (None, str | int | None, None),
        (True, bool | str, True),
        ([1, "x"], list[int | str], [1, "x"]),
        ({"a": 1}, Any, {"a": 1}),
        (None, Any, None),
    ],
)
def test_nested_types_are_converted(value: Any, kind: Any, expected: Any) -> None:
    assert convert(value, kind) == (expected, [])


def test_a_body_nested_too_deeply_is_a_recursion_error_to_the_caller() -> None:
    body: dict[str, Any] = {"class": "a"}
    inner: dict[str, Any] = {"from": []}
    for _ in range(10_000):
        inner = {"from": [inner]}
    with pytest.raises(RecursionError):
        convert(body | {"inner": inner}, Renamed)


def test_a_body_nested_too_deeply_for_the_models_cannot_be_decoded() -> None:
    content = b'{"class": 5, "inner": ' + b'{"from": [' * 400 + b"]}" * 400 + b"}"
    with pytest.raises(codec.BodyError, match="nested too deeply"):
        codec.decode(content, Renamed, wire_names=True, strict=False, report=print)


def test_a_deviation_names_its_place_and_kind() -> None:
    drift = Drift("Member", "created_at", DriftKind.EMPTY)
    assert (str(drift), drift.kind.value, drift) == (
        "Member.created_at: empty",
        "empty",
        Drift("Member", "created_at", DriftKind.EMPTY),
    )
    assert len({drift, Drift("Member", "created_at", DriftKind.EMPTY)}) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(list(TREE)), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([*TREE, "note", "name"]), JSON))
def test_any_object_becomes_a_model(changes: dict[str, Any]) -> None:
    converted, drifts = convert(TREE | changes, Tree)
    assert type(converted) is Tree
    assert all(drift.split(".")[0] in {"Tree", "Leaf"} for drift in drifts)


@given(st.data())
def test_nulls_anywhere_leave_everything_else_as_it_was(data: st.DataObject) -> None:
    names = data.draw(st.sets(st.sampled_from(REQUIRED)))
    converted, drifts = tree(**dict.fromkeys(names))
    whole, _ = tree()
    assert sorted(drifts) == sorted(f"Tree.{name}: null" for name in names)
    kept = [name for name in TREE if name not in names]
    assert [getattr(converted, name) for name in kept] == [getattr(whole, name) for name in kept]


def test_a_real_response_with_deviations_keeps_its_organizations() -> None:
    organization = dict.fromkeys((field.name for field in Organization.__attrs_attrs__), None) | {
        "organization_id": "organization-test-1",
        "created_at": "",
        "mfa_policy": "BRAND_NEW",
    }
    body = {
        "request_id": "request-id-test-1",
        "organizations": [organization],
        "results_metadata": {"total": "1", "next_cursor": None},
        "status_code": 200,
    }
    drifts: list[Drift] = []
    response = codec.decode(
        json.dumps(body).encode(), SearchResponse, wire_names=False, strict=False, report=drifts.append
    )
    found = response.organizations[0]
    assert (found.organization_id, found.created_at, found.mfa_policy) == ("organization-test-1", None, "BRAND_NEW")
    assert (response.results_metadata.total, response.status_code) == ("1", 200)
    assert {drift.kind for drift in drifts} == {DriftKind.NULL, DriftKind.TYPE, DriftKind.EMPTY}


def test_both_ways_read_every_documented_body_alike() -> None:
    content = json.dumps(TREE | {"next": TREE}).encode()
    fast = msgspec.json.decode(content, type=Tree)
    assert convert(json.loads(content), Tree) == (fast, [])


def test_the_raw_response_is_not_a_field() -> None:
    assert convert({"_raw": 1, "raw": 2}, Response) == (Response(), [])


def test_a_list_of_inner_models_keeps_its_order() -> None:
    value = {"from": [{"from": [], "dashed-name": str(number)} for number in range(100)]}
    converted, drifts = convert(value, Inner)
    assert ([inner.dashed_name for inner in converted.from_], drifts) == ([str(number) for number in range(100)], [])
