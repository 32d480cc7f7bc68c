"""attrs classes that are quick to make: `define` and `field` replace those of attrs in generated models.

attrs compiles an `__init__` for each class, which takes most of the time of an import of a few hundred models. Here all
models share the one of their base class. To `attrs.fields`, `attrs.evolve`, `attrs.asdict`, msgspec and type checkers
they are attrs classes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

import attrs
import msgspec

from .model import Model

T = TypeVar("T", bound=type[Model])


def _define(*, kw_only: Literal[True], eq: Literal[False], repr: Literal[False]) -> Callable[[T], T]:  # noqa: A002
    """Return the decorator of models. The arguments are for type checkers, which read them as those of attrs."""
    return _with_slots


def _with_slots(cls: T) -> T:
    """Return an attrs class with the fields of a class."""
    annotations = {name: kind for name, kind in cls.__annotations__.items() if not name.startswith("__")}
    members = vars(cls)
    fields = (_attribute(name, kind, members.get(name, attrs.NOTHING)) for name, kind in annotations.items())
    namespace = {
        **{name: value for name, value in members.items() if name not in annotations and name not in _WITHOUT_SLOTS},
        "__qualname__": cls.__qualname__,
        "__slots__": tuple(annotations),
        "__attrs_attrs__": Attributes((*cls.__attrs_attrs__, *fields)),
    }
    return cast("T", type(cls.__name__, cls.__bases__, namespace))


_WITHOUT_SLOTS = frozenset({"__dict__", "__weakref__"})


class _Field(msgspec.Struct, frozen=True):
    default: Any
    repr: bool


def _field(*, default: Any = attrs.NOTHING, repr: bool) -> Any:  # noqa: A002
    """Describe a field that is more than its annotation and its default."""
    return _Field(default, repr)


def _attribute(name: str, kind: Any, value: Any) -> attrs.Attribute[Any]:
    field = value if isinstance(value, _Field) else _Field(value, repr=True)
    return _ATTRIBUTE(
        name=name,
        alias=name,
        type=kind,
        default=field.default,
        repr=field.repr,
        kw_only=True,
        init=True,
        inherited=False,
        validator=None,
        cmp=None,
        hash=None,
    )


# Its type declares no arguments, since attrs wants it to be read only. cattrs calls it as well.
_ATTRIBUTE = cast("Callable[..., attrs.Attribute[Any]]", attrs.Attribute)


class Attributes(tuple["attrs.Attribute[Any]", ...]):
    """The attributes of a class, as `attrs.fields` returns them: in order, and each one by its name."""

    __slots__ = ()

    def __getattr__(self, name: str) -> attrs.Attribute[Any]:
        for attribute in self:
            if attribute.name == name:
                return attribute
        raise AttributeError(name)


if TYPE_CHECKING:
    from attrs import define, field
else:
    define, field = _define, _field

__all__ = ["Attributes", "define", "field"]
