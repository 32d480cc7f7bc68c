"""Changes that parameters, fields, operations and classes share: prose, deprecation, defaults, secrets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import attrs

from generator.ir import Field, Parameter

from .changes import Change, Kind


@attrs.frozen
class Place:
    """The place of a change: its group, and the name in it."""

    group: str
    name: str

    def change(self, kind: Kind, before: str = "", after: str = "", because: str = "") -> Change:
        return Change(kind, self.group, self.name, before, after, because)


class Described(Protocol):
    @property
    def doc(self) -> str: ...
    @property
    def deprecated(self) -> bool: ...


def diff_prose(old: Described, new: Described, place: Place) -> Iterator[Change]:
    """Yield the changes of texts and deprecation."""
    if old.deprecated != new.deprecated:
        yield place.change(Kind.DEPRECATED if new.deprecated else Kind.UNDEPRECATED)
    if old.doc != new.doc:
        yield place.change(Kind.TEXT_CHANGED, old.doc, new.doc)


def diff_value(old: Field | Parameter, new: Field | Parameter, place: Place) -> Iterator[Change]:
    """Yield the changes of the wire name, default, masking and text of a value."""
    if old.wire_name != new.wire_name and old.name == new.name:
        yield place.change(Kind.WIRE_NAME_CHANGED, old.wire_name, new.wire_name)
    if (type(old.default), old.default) != (type(new.default), new.default):
        yield place.change(Kind.DEFAULT_CHANGED, _default(old), _default(new))
    if old.secret != new.secret:
        yield place.change(Kind.MASKED if new.secret else Kind.UNMASKED)
    yield from diff_prose(old, new, place)


def _default(item: Field | Parameter) -> str:
    return "" if item.default is None else repr(item.default)
