"""The features of generated models, and the secrets that they do not show."""

from __future__ import annotations

import copy
import pickle
import typing
from typing import Any

import attrs
import msgspec
import pytest
from msgspec import UNSET

from aiostytch.model import Model, OpenEnum, Response
from aiostytch.wire import Headers, RawResponse

from .shapes import TREE, Color, Empty, Inner, Leaf, Renamed, Tree


def tree(**changes: Any) -> Tree:
    return msgspec.json.decode(msgspec.json.encode(TREE | changes), type=Tree)


@pytest.mark.parametrize("model", [Model, Response, Leaf, Tree, Renamed, Inner, Empty])
def test_the_types_of_a_model_can_be_read_at_run_time(model: type[Model]) -> None:
    assert set(typing.get_type_hints(model, include_extras=True)) >= {field.name for field in model.__attrs_attrs__}


@pytest.mark.parametrize(
    ("model", "shown"),
    [
        (Leaf(name="a"), "Leaf(name='a', color=None)"),
        (Leaf(name="a", color=Color.RED), "Leaf(name='a', color=<Color.RED: 'red'>)"),
        (Empty(), "Empty()"),
        (Inner(from_=[Inner(from_=[])]), "Inner(from_=[Inner(from_=[], dashed_name=UNSET)], dashed_name=UNSET)"),
    ],
)
def test_a_model_shows_its_fields(model: Model, shown: str) -> None:
    assert repr(model) == str(model) == shown


@pytest.mark.parametrize("token", ["canary-4711", "", None, UNSET])
def test_a_secret_field_is_masked_whatever_it_holds(token: Any) -> None:
    shown = repr(attrs.evolve(tree(), token=token))
    assert shown.endswith("token='***')")
    assert "canary" not in shown


def test_models_are_equal_by_type_and_values() -> None:
    assert tree() == tree()
    assert tree() != tree(count=6)
    assert tree() != tree(leaf={"name": "other"})
    assert tree() != tree(token="other")
    assert Leaf(name="a") != Empty()
    assert Leaf(name="a") != {"name": "a"}


def test_the_response_behind_a_response_does_not_count_for_equality() -> None:
    one, other = tree(), tree()
    one.received(RawResponse(status_code=200, headers=Headers(), content=b""))
    assert one == other


def test_a_model_is_not_hashable() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(Leaf(name="a"))


@pytest.mark.parametrize("take_along", [copy.copy, copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_a_model_travels_without_the_response_behind_it(take_along: Any) -> None:
    response = tree()
    response.received(RawResponse(status_code=200, headers=Headers(), content=b""))
    taken = take_along(response)
    assert taken == response
    with pytest.raises(AttributeError):
        _ = taken.raw


def test_a_response_gives_the_response_behind_it() -> None:
    raw = RawResponse(status_code=201, headers=Headers(), content=b"")
    response = Empty()
    response.received(raw)
    assert response.raw is raw


def test_an_error_without_a_response_has_no_raw_response() -> None:
    with pytest.raises(AttributeError):
        _ = Empty().raw


def test_a_model_has_no_room_for_misspelt_fields() -> None:
    leaf: Any = Leaf(name="a")
    with pytest.raises(AttributeError):
        leaf.nmae = "b"


@pytest.mark.parametrize("color", list(Color))
def test_a_listed_value_is_the_member(color: Color) -> None:
    assert Color(color.value) is color
    assert color.is_known


@pytest.mark.parametrize("value", ["green", "", "RED", " red", "é", "a\nb", "\ud800", "__class__", "is_known"])
def test_a_value_that_is_not_listed_is_itself(value: str) -> None:
    color = Color(value)
    assert (color, color.value, color.name, str(color), hash(color)) == (value, value, value, value, hash(value))
    assert (type(color), color.is_known) == (Color, False)
    assert color == Color(value)


@pytest.mark.parametrize("value", [None, 1, b"red", ["red"], True])
def test_values_that_are_not_strings_are_not_values(value: object) -> None:
    with pytest.raises(ValueError, match="is not a valid Color"):
        Color(value)


def test_a_value_that_is_not_listed_is_not_remembered() -> None:
    Color("green")
    assert list(Color) == [Color.RED, Color.BLUE]


@pytest.mark.parametrize("value", ["red", "green"])
@pytest.mark.parametrize("take_along", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
def test_a_value_travels(take_along: Any, value: str) -> None:
    taken = take_along(Color(value))
    assert (taken, type(taken)) == (value, Color)


def test_a_value_is_a_key_like_its_string() -> None:
    assert {Color.RED: 1, Color("green"): 2} == {"red": 1, "green": 2}


@pytest.mark.parametrize("value", ["red", "green"])
def test_a_value_is_written_as_its_string(value: str) -> None:
    assert msgspec.json.encode(Color(value)) == f'"{value}"'.encode()


def test_an_open_enumeration_can_be_matched() -> None:
    match Color("red"):
        case Color.RED:
            matched = True
        case _:
            matched = False
    assert matched


def test_an_enumeration_without_values_takes_any() -> None:
    class Nothing(OpenEnum):
        pass

    assert Nothing.__members__ == {}
