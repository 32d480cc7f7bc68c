"""Models like those that the templates render, with every kind of field."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from msgspec import UNSET, UnsetType

from aiostytch import light_attrs
from aiostytch.model import Model, OpenEnum, Response, Timestamp


class Color(OpenEnum):
    RED = "red"
    BLUE = "blue"


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Leaf(Model):
    name: str
    color: Color | None = None


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Tree(Response):
    """A field of every type."""

    text: str
    count: int
    ratio: float
    is_open: bool
    color: Color
    created_at: Timestamp
    day: datetime.date
    id: uuid.UUID
    data: bytes
    leaf: Leaf
    leaves: list[Leaf]
    by_name: dict[str, Leaf]
    colors: list[Color]
    grid: list[list[int]]
    text_or_number: str | int
    texts_or_none: list[str | None]
    anything: Any
    metadata: dict[str, Any]
    deleted_at: Timestamp | None = None
    next: Tree | None = None
    note: str | UnsetType | None = UNSET
    token: str = light_attrs.field(default="", repr=False)


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Renamed(Response):
    """Names that are not Python names, at two levels."""

    __wire_names__: ClassVar[Mapping[str, str]] = {"class_": "class", "schema_uri": "$schema"}

    class_: str
    schema_uri: str | None = None
    inner: Inner | None = None
    plain: int = 0


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Inner(Model):
    __wire_names__: ClassVar[Mapping[str, str]] = {"from_": "from", "dashed_name": "dashed-name"}

    from_: list[Inner]
    dashed_name: str | UnsetType | None = UNSET


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Empty(Response):
    pass


TREE: dict[str, Any] = {
    "text": "a",
    "count": 5,
    "ratio": 1.5,
    "is_open": True,
    "color": "red",
    "created_at": "2026-01-02T03:04:05Z",
    "day": "2026-01-02",
    "id": "00000000-0000-0000-0000-000000000005",
    "data": "//4=",
    "leaf": {"name": "one", "color": "blue"},
    "leaves": [{"name": "two"}, {"name": "three", "color": None}],
    "by_name": {"x": {"name": "four"}},
    "colors": ["red", "blue"],
    "grid": [[1, 2], [], [3]],
    "text_or_number": 7,
    "texts_or_none": ["a", None],
    "anything": {"a": [1, None]},
    "metadata": {"k": [1, {"a": "b"}]},
    "deleted_at": None,
    "next": None,
    "token": "canary-4711",
}
"""A body that conforms to `Tree`."""
