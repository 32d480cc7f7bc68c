"""Encoding arguments to JSON and decoding JSON to models: exact values, and one kind of error for invalid bytes."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import json
import math
import uuid
from collections import OrderedDict, UserDict
from collections.abc import Callable
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from aiostytch import codec
from aiostytch.codec import BodyError
from aiostytch.errors import InvalidArgumentError
from aiostytch.model import Response
from aiostytch.models.organizations import SearchResponse
from aiostytch.tolerant import Drift, DriftKind
from aiostytch.wire import BINARY, NOTHING, TEXT, Headers, RawResponse

from .shapes import TREE, Color, Empty, Inner, Leaf, Renamed, Tree

CANARY = "canary-4711"


class Safe(str):
    """A string of a template engine."""

    __slots__ = ()

    def __str__(self) -> str:
        return "something else"


class Kind(enum.Enum):
    A = "a"


class Level(enum.IntEnum):
    HIGH = 7


class Coordinates(enum.Enum):
    HOME = (1, 2)


class Broken(enum.Enum):
    RATIO = math.nan


class Frozen(datetime.datetime):
    """The replacement of datetime in freezegun."""


class FrozenDay(datetime.date): ...


class Number(int): ...


class Ratio(float):
    """A number like those of numpy."""


class Blob(bytes): ...


class Pair(NamedTuple):
    a: Any
    b: Any


@dataclasses.dataclass
class Point:
    x: float
    at: datetime.datetime | None = None
    inner: Any = None


class Record(msgspec.Struct):
    x: Any


UTC = datetime.UTC
EAST = datetime.timezone(datetime.timedelta(hours=2))


class Nowhere(datetime.tzinfo):
    """A time zone without an offset."""

    def utcoffset(self, moment: datetime.datetime | None) -> None: ...
    def dst(self, moment: datetime.datetime | None) -> None: ...


def received(response: Response) -> Response:
    response.received(RawResponse(status_code=200, headers=Headers(), content=b"{}"))
    return response


VALUES: list[tuple[Any, Any]] = [
    (None, None),
    ("é\x00\u2028", "é\x00\u2028"),
    ([1, 1.5, True, None], [1, 1.5, True, None]),
    ({}, {}),
    ({"a": UNSET}, {}),
    ({"a": UNSET, "b": None, "c": ""}, {"b": None, "c": ""}),
    ({"a": {"b": UNSET, "c": 1}}, {"a": {"c": 1}}),
    ({"a": [{"b": UNSET}, {"c": {"d": UNSET}}]}, {"a": [{}, {"c": {}}]}),
    (MappingProxyType({"a": 1}), {"a": 1}),
    ({"a": MappingProxyType({"b": MappingProxyType({"c": 1})})}, {"a": {"b": {"c": 1}}}),
    ({"a": UserDict({"b": UNSET, "c": 1})}, {"a": {"c": 1}}),
    (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
    ({"a": ("x", ["y"])}, {"a": ["x", ["y"]]}),
    ({"a": Safe("<b>"), Safe("b"): [Safe("c")]}, {"a": "<b>", "b": ["c"]}),
    ({"a": Color.RED, "b": Color("new"), "c": Kind.A}, {"a": "red", "b": "new", "c": "a"}),
    ({Color.RED: 1, "a": MappingProxyType({Color.BLUE: 2})}, {"red": 1, "a": {"blue": 2}}),
    ({"at": datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)}, {"at": "2026-01-02T00:00:00Z"}),
    ({"at": Frozen(2026, 1, 2, tzinfo=datetime.UTC)}, {"at": "2026-01-02T00:00:00Z"}),
    ({"at": Frozen(2026, 1, 2, 3, 4, 5, 6, tzinfo=EAST)}, {"at": "2026-01-02T03:04:05.000006+02:00"}),
    ({"day": datetime.date(2026, 1, 2)}, {"day": "2026-01-02"}),
    ({"day": FrozenDay(2026, 1, 2)}, {"day": "2026-01-02"}),
    ({"time": datetime.time(9, 30)}, {"time": "09:30:00"}),
    ({"id": uuid.UUID(int=5)}, {"id": "00000000-0000-0000-0000-000000000005"}),
    ({"price": decimal.Decimal("1.50")}, {"price": "1.50"}),
    ({"a": {1.5: 1, 2: 2}}, {"a": {"1.5": 1, "2": 2}}),
    ([Number(5), Ratio(1.5), 10**30], [5, 1.5, 10**30]),
    (Point(x=1, at=datetime.datetime(2026, 1, 2, tzinfo=UTC)), {"x": 1, "at": "2026-01-02T00:00:00Z", "inner": None}),
    ({"a": Pair(1, "x"), "b": Level.HIGH, "c": Coordinates.HOME}, {"a": [1, "x"], "b": 7, "c": [1, 2]}),
    ({"a": {1}, "b": frozenset({2})}, {"a": [1], "b": [2]}),
    ({"data": Blob(b"\xff\xfe")}, {"data": "//4="}),
    ({"data": b"\xff\xfe"}, {"data": "//4="}),
    ({"leaf": Leaf(name="a")}, {"leaf": {"name": "a", "color": None}}),
    ({"leaf": Leaf(name="a"), "b": MappingProxyType({})}, {"leaf": {"name": "a", "color": None}, "b": {}}),
    (Leaf(name="a", color=Color.RED), {"name": "a", "color": "red"}),
    ([Leaf(name="a")], [{"name": "a", "color": None}]),
    (received(Empty()), {}),
    ({"a": received(Empty())}, {"a": {}}),
]


@pytest.mark.parametrize(("value", "expected"), VALUES)
def test_a_body_holds_what_was_given(value: Any, expected: Any) -> None:
    assert json.loads(codec.encode(value)) == expected


def test_a_body_keeps_the_order_of_its_fields() -> None:
    assert codec.encode({"b": 1, "a": UNSET, "c": 2}) == b'{"b":1,"c":2}'


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Renamed(class_="a"), {"class": "a", "$schema": None, "inner": None, "plain": 0}),
        (
            {"class_": Renamed(class_="a", schema_uri="s", inner=Inner(from_=[Inner(from_=[], dashed_name="d")]))},
            {
                "class_": {
                    "class": "a",
                    "$schema": "s",
                    "inner": {"from": [{"from": [], "dashed-name": "d"}]},
                    "plain": 0,
                }
            },
        ),
        ([(Inner(from_=[], dashed_name=None),)], [[{"from": [], "dashed-name": None}]]),
    ],
)
def test_a_model_is_written_with_its_names_in_json(value: Any, expected: Any) -> None:
    assert json.loads(codec.encode(value)) == expected


def test_given_values_are_not_changed() -> None:
    value = {"a": UNSET, "b": {"c": UNSET, "d": [Leaf(name="x")]}}
    codec.encode(value)
    assert value == {"a": UNSET, "b": {"c": UNSET, "d": [Leaf(name="x")]}}


def circle() -> Any:
    inner: dict[str, Any] = {}
    inner["a"] = inner
    return inner


def deep() -> Any:
    value: Any = []
    for _ in range(100_000):
        value = [value]
    return value


NAIVE = datetime.datetime(2026, 1, 2)
PLACES: list[Callable[[Any], Any]] = [
    lambda value: value,
    lambda value: {"ratio": value},
    lambda value: {"a": [{"b": (1, {"c": value})}]},
    lambda value: MappingProxyType({"a": UserDict({"b": value})}),
    lambda value: [Pair(1, value)],
    lambda value: {value},
    lambda value: {"a": {value: 1}},
    lambda value: Point(x=1, inner={"a": [value]}),
    lambda value: Record(x=[value]),
    lambda value: Inner(from_=[], dashed_name=value),
    lambda value: {"a": Renamed(class_=value)},
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "value",
    [
        *(math.nan, math.inf, -math.inf, 1e400, Broken.RATIO),
        *map(decimal.Decimal, ("NaN", "Infinity", "-Infinity")),
    ],
    ids=repr,
)
def test_a_number_that_is_not_finite_is_refused_at_any_depth(value: Any, place: Callable[[Any], Any]) -> None:
    """`msgspec` writes null, which deletes a key of metadata."""
    with pytest.raises(InvalidArgumentError, match=r"^trusted_metadata holds a number that is not finite$") as caught:
        codec.encode_arguments({"organization_name": "Acme", "trusted_metadata": place(value)})
    assert caught.value.__context__ is None
    with pytest.raises(InvalidArgumentError, match=r"^the body holds a number that is not finite$"):
        codec.encode(place(value))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("value", [NAIVE, NAIVE.replace(tzinfo=Nowhere())], ids=["naive", "nowhere"])
def test_a_time_without_a_time_zone_is_refused_at_any_depth(value: Any, place: Callable[[Any], Any]) -> None:
    """RFC 3339 does not have them, and servers treat them differently."""
    with pytest.raises(InvalidArgumentError, match=r"^expires_at holds a time without a time zone$"):
        codec.encode_arguments({"expires_at": place(value)})


@pytest.mark.parametrize("value", [Ratio("nan"), Ratio("inf"), Frozen(2026, 1, 2)], ids=repr)
@pytest.mark.parametrize("place", PLACES)
def test_an_instance_of_a_subclass_is_refused_too(value: Any, place: Callable[[Any], Any]) -> None:
    with pytest.raises(InvalidArgumentError, match=r"^ratio holds a "):
        codec.encode_arguments({"ratio": place(value)})


def test_a_signaling_nan_is_not_a_number_either() -> None:
    with pytest.raises(InvalidArgumentError, match=r"^ratio holds a number that is not finite$"):
        codec.encode_arguments({"ratio": [decimal.Decimal("sNaN")]})


def test_an_argument_without_json_is_named() -> None:
    with pytest.raises(InvalidArgumentError, match=r"^roles holds a value that cannot be written as JSON$"):
        codec.encode_arguments({"name": "a", "roles": [object()]})


@pytest.mark.parametrize(
    "value",
    [
        UNSET,
        [UNSET],
        object(),
        {"a": object()},
        {"a": lambda: None},
        {"a": f"{CANARY}\ud800"},
        {f"{CANARY}\ud800": 1},
        {(CANARY,): 1},
        {"a": [f"{CANARY}\udfff"]},
        {"a": Leaf(name=f"{CANARY}\ud800")},
        {"a": 1j},
        circle(),
        deep(),
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_without_json_are_refused_and_not_shown(value: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="cannot be written as JSON") as caught:
        codec.encode(value)
    assert CANARY not in repr(caught.value)
    assert caught.value.__context__ is None


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=5,
)


@given(JSON)
def test_any_json_is_written_as_it_was_given(value: Any) -> None:
    assert json.loads(codec.encode(value)) == value


# Decoding.


def unexpected(drift: Drift) -> None:
    raise AssertionError(drift)


def decoded(content: Any, kind: Any = Tree, **how: Any) -> Any:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return codec.decode(data, kind, **{"wire_names": False, "strict": False, "report": unexpected} | how)


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("wire_names", [False, True])
def test_a_body_that_is_as_documented_is_decoded_exactly(wire_names: bool, strict: bool) -> None:
    tree = decoded(TREE, wire_names=wire_names, strict=strict)
    assert (tree.text, tree.count, tree.ratio, tree.is_open) == ("a", 5, 1.5, True)
    assert (tree.color, tree.colors) == (Color.RED, [Color.RED, Color.BLUE])
    assert tree.created_at == datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
    assert (tree.day, tree.id, tree.data) == (datetime.date(2026, 1, 2), uuid.UUID(int=5), b"\xff\xfe")
    assert tree.leaf == Leaf(name="one", color=Color.BLUE)
    assert (tree.leaves, tree.by_name) == ([Leaf(name="two"), Leaf(name="three")], {"x": Leaf(name="four")})
    assert (tree.grid, tree.text_or_number, tree.texts_or_none) == ([[1, 2], [], [3]], 7, ["a", None])
    assert (tree.anything, tree.metadata) == ({"a": [1, None]}, {"k": [1, {"a": "b"}]})
    assert (tree.deleted_at, tree.next, tree.note, tree.token) == (None, None, UNSET, "canary-4711")


@pytest.mark.parametrize("wire_names", [False, True])
def test_the_fast_and_the_tolerant_way_read_a_nested_body_alike(wire_names: bool) -> None:
    tree = decoded(TREE | {"next": TREE | {"next": TREE, "note": "n"}}, wire_names=wire_names)
    assert (tree.next.note, tree.next.next.count) == ("n", 5)


@pytest.mark.parametrize("wire_names", [False, True])
@pytest.mark.parametrize("text", ["2026-01-02T03:04:05Z", "2026-01-02T05:04:05+02:00", "2026-01-02t03:04:05.000000z"])
def test_a_timestamp_is_aware(text: str, wire_names: bool) -> None:
    created_at = decoded(TREE | {"created_at": text}, wire_names=wire_names).created_at
    assert created_at == datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
    assert created_at.tzinfo is not None


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("wire_names", [False, True])
def test_a_new_enumeration_value_is_not_a_deviation(wire_names: bool, strict: bool) -> None:
    tree = decoded(TREE | {"color": "green", "colors": ["", "red"]}, wire_names=wire_names, strict=strict)
    assert (tree.color, tree.color.is_known, tree.colors) == ("green", False, ["", "red"])


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("wire_names", [False, True])
def test_unknown_fields_are_not_a_deviation(wire_names: bool, strict: bool) -> None:
    body = TREE | {"brand_new": {"a": [1]}, "leaf": {"name": "a", "brand_new": 1}}
    assert decoded(body, wire_names=wire_names, strict=strict).leaf == Leaf(name="a")


@pytest.mark.parametrize("strict", [False, True])
def test_names_in_json_become_names_in_python(strict: bool) -> None:
    body = {
        "class": "a",
        "$schema": "s",
        "inner": {"from": [{"from": [], "dashed-name": "d"}], "dashed-name": None},
        "class_": "ignored",
        "plain": 5,
    }
    model = decoded(body, Renamed, wire_names=True, strict=strict)
    inner = Inner(from_=[Inner(from_=[], dashed_name="d")], dashed_name=None)
    assert model == Renamed(class_="a", schema_uri="s", inner=inner, plain=5)


def test_written_values_are_read_again() -> None:
    model = Renamed(class_="a", inner=Inner(from_=[Inner(from_=[], dashed_name="d")]), plain=3)
    assert decoded(codec.encode(model), Renamed, wire_names=True) == model


@pytest.mark.parametrize("content", [b"", b"<html>", b"null", b"\xff", b"{}"])
def test_a_response_that_promises_no_body_takes_any(content: bytes) -> None:
    assert type(decoded(content, Response)) is Response


@pytest.mark.parametrize(
    ("kind", "content", "value"),
    [
        (list[Leaf], b'[{"name": "a"}]', [Leaf(name="a")]),
        (dict[str, int], b'{"a": 1}', {"a": 1}),
        (str, b'"a"', "a"),
        (Leaf | None, b"null", None),
        (Leaf | None, b'{"name": "a"}', Leaf(name="a")),
        (Any, b"[1]", [1]),
    ],
)
@pytest.mark.parametrize("wire_names", [False, True])
def test_a_response_need_not_be_an_object(kind: Any, content: bytes, value: Any, wire_names: bool) -> None:
    assert decoded(content, kind) == value


def test_a_list_that_is_a_response_has_its_deviations_reported() -> None:
    drifts: list[Drift] = []
    value = decoded(b'[{"name": "a"}, 5]', list[Leaf], report=drifts.append)
    assert (value, [str(drift) for drift in drifts]) == ([Leaf(name="a"), 5], ["list.[]: type"])


NOT_JSON = {
    "empty": b"",
    "spaces": b" \n",
    "HTML": b"<html></html>",
    "text": b"OK",
    "half": b'{"text": "a", ',
    "and more": b"{}{}",
    "not UTF-8": b'{"text": "\xff"}',
    "a field that is not UTF-8": b'{"\xff": 1}',
    "nothing but one byte": b"\xff",
    "UTF-16": '{"text": "a"}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "a lone surrogate": b'{"text": "\\ud800"}',
    "half a pair of surrogates": b'{"text": "\\ud83dx"}',
    "an unknown escape": b'{"text": "\\x41"}',
    "a control character": b'{"text": "\n"}',
    "not a number": b'{"ratio": NaN}',
    "infinity": b'{"ratio": Infinity}',
    "a number out of range": b'{"anything": 1e400}',
    "a number of 5,000 digits": b'{"anything": ' + b"9" * 5000 + b"}",
    "single quotes": b"{'text': 'a'}",
    "a trailing comma": b'{"text": "a",}',
    "a comment": b"{} // x",
    "nested too deeply": b'{"anything": ' + b"[" * 100_000,
    "closed, and nested too deeply": b'{"anything": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "objects nested too deeply": b'{"a":' * 100_000,
    "models nested too deeply": b'{"next":' * 100_000,
    "zeros": b"\x00" * 100,
}
NO_OBJECT = {"null": b"null", "a list": b"[]", "a string": b'"text"', "a number": b"5", "true": b"true"}


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("wire_names", [False, True])
@pytest.mark.parametrize("kind", [Tree, SearchResponse])
@pytest.mark.parametrize("case", NOT_JSON | NO_OBJECT)
def test_a_body_that_cannot_be_decoded_is_one_kind_of_error(
    case: str, kind: type[Response], wire_names: bool, strict: bool
) -> None:
    with pytest.raises(BodyError):
        decoded((NOT_JSON | NO_OBJECT)[case], kind, wire_names=wire_names, strict=strict)


@pytest.mark.parametrize("content", NO_OBJECT.values(), ids=NO_OBJECT)
def test_a_body_without_fields_is_an_object_all_the_same(content: bytes) -> None:
    with pytest.raises(BodyError):
        decoded(content, Empty)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff", "JSON is malformed: invalid character (byte 0)"),
        (b'{"text": "\xff"}', "the body is not UTF-8"),
        (NOT_JSON["nested too deeply"], "the body is nested too deeply"),
        (b"[]", "the body is not of type Tree"),
        (b"{", "Input data was truncated"),
    ],
)
@pytest.mark.parametrize("wire_names", [False, True])
def test_an_error_says_why_a_body_cannot_be_decoded(content: bytes, reason: str, wire_names: bool) -> None:
    with pytest.raises(BodyError) as caught:
        decoded(content, wire_names=wire_names)
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"count": "5"}, "Expected `int`, got `str` - at `$.count`"),
        ({"leaf": {"name": None}}, "Expected `str`, got `null` - at `$.leaf.name`"),
        ({"created_at": CANARY}, "Invalid RFC3339 encoded datetime - at `$.created_at`"),
        ({"created_at": "2026-01-02T03:04:05"}, "Expected `datetime` with a timezone component - at `$.created_at`"),
        ({"metadata": CANARY}, "Expected `object`, got `str` - at `$.metadata`"),
        ({"by_name": {CANARY: 5}}, "Expected `object`, got `int` - at `$.by_name[...]`"),
    ],
)
def test_a_strict_decoding_names_the_first_deviation_without_showing_it(changes: Any, reason: str) -> None:
    with pytest.raises(BodyError) as caught:
        decoded(TREE | changes, strict=True)
    assert str(caught.value) == reason


def test_a_strict_decoding_with_other_names_names_the_first_deviation() -> None:
    with pytest.raises(BodyError) as caught:
        decoded({"class": 5, "plain": "x"}, Renamed, wire_names=True, strict=True)
    assert str(caught.value) == "Renamed.class_: type"


def test_a_deviation_is_reported_and_the_rest_is_decoded() -> None:
    drifts: list[Drift] = []
    tree = decoded(TREE | {"count": None}, report=drifts.append)
    assert (tree.count, tree.leaf) == (None, Leaf(name="one", color=Color.BLUE))
    assert drifts == [Drift("Tree", "count", DriftKind.NULL)]


def test_nothing_is_reported_of_a_body_that_cannot_be_decoded() -> None:
    with pytest.raises(BodyError):
        decoded(b"[5]")


@given(st.binary() | JSON.map(lambda value: json.dumps(value).encode()), st.booleans(), st.booleans())
def test_any_bytes_become_a_model_or_one_kind_of_error(content: bytes, wire_names: bool, strict: bool) -> None:
    try:
        value = codec.decode(content, Tree, wire_names=wire_names, strict=strict, report=lambda drift: None)
    except BodyError:
        return
    assert type(value) is Tree


@given(st.dictionaries(st.sampled_from(list(TREE)), JSON), st.booleans())
def test_any_values_in_the_fields_become_a_model(changes: dict[str, Any], wire_names: bool) -> None:
    content = json.dumps(TREE | changes).encode()
    value = codec.decode(content, Tree, wire_names=wire_names, strict=False, report=lambda drift: None)
    assert type(value) is Tree


def test_a_decoder_is_made_once() -> None:
    assert codec.decoder(Tree) is codec.decoder(Tree)
    assert isinstance(codec.decoder(Tree), msgspec.json.Decoder)


@pytest.mark.parametrize("kind", [TEXT, BINARY, NOTHING, Response])
def test_no_decoder_is_made_for_what_is_not_json(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    monkeypatch.setattr(codec, "decoder", made.append)
    codec.prepare(kind, wire_names=False)
    codec.prepare(Tree, wire_names=False)
    assert made == [Tree]
