"""The base classes of generated models."""

from __future__ import annotations

import datetime
import enum
import inspect
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Self

import attrs
import msgspec

from .wire import RawResponse

Timestamp = Annotated[datetime.datetime, msgspec.Meta(tz=True)]
"""An RFC 3339 timestamp: always an aware `datetime`."""


class OneOf(msgspec.Struct, frozen=True, eq=False):
    """The rule that selects one of several models, in an annotation: `Annotated[Cat | Dog | dict[str, Any], OneOf(…)]`.

    Attributes:
        tag: the property that selects the model. With "", it is the only model whose required properties exist.
        models: the models, by the values of that property.
    """

    tag: str
    models: Mapping[str, type[Model]]


class OpenEnum(enum.StrEnum):
    """An enumeration of strings that accepts values it does not know.

    A value that is newer than the SDK becomes a member without a listed name, equal to its string.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member

    @property
    def is_known(self) -> bool:
        """Whether the value is listed."""
        return self._value_ in type(self)._value2member_map_


class _Signature:
    """The signature of a model, created when something asks for it, such as `help()`."""

    def __get__(self, instance: object, owner: type[Model]) -> inspect.Signature:
        return inspect.Signature(
            [
                inspect.Parameter(
                    a.name,
                    inspect.Parameter.KEYWORD_ONLY,
                    default=inspect.Parameter.empty if a.default is attrs.NOTHING else a.default,
                    annotation=a.type,
                )
                for a in owner.__attrs_attrs__
            ]
        )


class Model:
    """A JSON object. The repr masks secret attributes; equality compares type and values."""

    __slots__ = ("__weakref__",)
    __attrs_attrs__: ClassVar[tuple[Any, ...]] = ()
    __signature__ = _Signature()
    __wire_names__: ClassVar[Mapping[str, str]] = {}
    """The JSON names that differ from the Python names of fields."""

    def __init__(self, **values: Any) -> None:
        problem = _assign(self, values)
        if problem:
            values.clear()  # tools that show the local variables of a traceback must not show secrets
            raise TypeError(f"{type(self).__name__}() {problem}")

    def __repr__(self) -> str:
        shown = (f"{a.name}={getattr(self, a.name)!r}" if a.repr else f"{a.name}='***'" for a in self.__attrs_attrs__)
        return f"{type(self).__name__}({', '.join(shown)})"

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, a.name) == getattr(other, a.name) for a in self.__attrs_attrs__)

    def __getstate__(self) -> dict[str, Any]:
        return {a.name: getattr(self, a.name) for a in self.__attrs_attrs__}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        for name, value in state.items():
            setattr(self, name, value)

    def __replace__(self, **changes: Any) -> Self:
        values = {a.name: getattr(self, a.name) for a in self.__attrs_attrs__}
        return type(self)(**values | changes)


def _assign(model: Model, values: dict[str, Any]) -> str:
    """Set all attributes of a new model; return what is wrong with the values, or ""."""
    for a in model.__attrs_attrs__:
        value = values.pop(a.name, a.default)
        if value is attrs.NOTHING:
            return f"missing a required keyword-only argument: {a.name!r}"
        setattr(model, a.name, value)
    return f"got an unexpected keyword argument: {min(values)!r}" if values else ""


class Response(Model):
    """The body of a response. `raw` is the HTTP response."""

    __slots__ = ("_raw",)
    _raw: RawResponse

    @property
    def raw(self) -> RawResponse:
        """Status, headers, attempts, elapsed time and the undecoded JSON of this response.

        Raises:
            AttributeError: this object does not come from a response: it was created, copied or unpickled.
        """
        return self._raw

    def received(self, raw: RawResponse) -> None:
        """Set the response that this object was decoded from."""
        self._raw = raw
