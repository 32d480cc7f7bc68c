"""Models are attrs classes, although attrs does not make them."""

from __future__ import annotations

import inspect
import typing
import weakref
from typing import Any, ClassVar

import attrs
import pytest

from aiostytch import light_attrs
from aiostytch.model import Model

from .shapes import Inner, Leaf, Tree


class Plain(Model):
    """A class to be made by attrs, and by us."""

    __wire_names__: ClassVar[dict[str, str]] = {"from_": "from"}

    name: str
    secret: str = "none"
    from_: list[Leaf] | None = None


def by_attrs(secret: Any) -> Any:
    members = {**vars(Plain), "secret": secret}
    return attrs.define(kw_only=True, eq=False, repr=False)(type("Plain", (Model,), members))


def by_us(secret: Any) -> Any:
    members = {**vars(Plain), "secret": secret}
    return light_attrs.define(kw_only=True, eq=False, repr=False)(type("Plain", (Model,), members))


SECRETS = [
    ("none", "none"),
    (attrs.field(repr=False), light_attrs.field(repr=False)),
    (attrs.field(default=None, repr=False), light_attrs.field(default=None, repr=False)),
]
"""The same field in the words of attrs, and in ours."""


@pytest.mark.parametrize(("theirs", "ours"), SECRETS)
def test_the_fields_are_those_that_attrs_makes(theirs: Any, ours: Any) -> None:
    fields = attrs.fields(by_us(ours))
    assert [*map(repr, fields)] == [*map(repr, attrs.fields(by_attrs(theirs)))]
    assert [fields.name, fields.secret, fields.from_] == list(fields)
    assert list(attrs.fields_dict(by_us(ours))) == ["name", "secret", "from_"]


@pytest.mark.parametrize(("theirs", "ours"), SECRETS)
def test_the_signature_is_that_of_attrs(theirs: Any, ours: Any) -> None:
    signatures = [inspect.signature(cls) for cls in (by_us(ours), by_attrs(theirs))]
    assert signatures[0].parameters == signatures[1].parameters


def test_a_field_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="colour"):
        _ = attrs.fields(Leaf).colour  # type: ignore[attr-defined]


def test_a_class_stays_what_it_was() -> None:
    """Its name, its place, its texts; and it has slots."""
    assert (Tree.__name__, Tree.__qualname__, Tree.__module__, Tree.__doc__) == (
        "Tree",
        "Tree",
        "tests.shapes",
        "A field of every type.",
    )
    assert Inner.__wire_names__ == {"from_": "from", "dashed_name": "dashed-name"}
    assert not hasattr(Leaf(name="a"), "__dict__")
    assert typing.get_type_hints(Leaf)["name"] is str


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, r"Leaf\(\) missing a required keyword-only argument: 'name'"),
        ({"name": "a", "nmae": "b"}, r"Leaf\(\) got an unexpected keyword argument: 'nmae'"),
    ],
)
def test_arguments_are_checked(values: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match=message) as raised:
        Leaf(**values)
    assert raised.traceback[-1].frame.f_locals["values"] == {}


def test_attrs_can_read_and_change_models() -> None:
    leaf = Leaf(name="a")
    assert attrs.has(Leaf)
    assert attrs.asdict(leaf) == {"name": "a", "color": None}
    assert attrs.astuple(leaf) == ("a", None)
    assert attrs.evolve(leaf, name="b") == leaf.__replace__(name="b") == Leaf(name="b")
    assert attrs.fields(attrs.resolve_types(by_us("none"))).name.type is str


def test_a_model_can_be_referred_to_weakly() -> None:
    leaf = Leaf(name="a")
    assert weakref.ref(leaf)() is leaf


def test_attrs_can_add_fields() -> None:
    @attrs.define(kw_only=True)
    class More(Leaf):
        size: int = 1

    assert [field.name for field in attrs.fields(More)] == ["name", "color", "size"]
    assert repr(More(name="a")).endswith("More(name='a', color=None, size=1)")
