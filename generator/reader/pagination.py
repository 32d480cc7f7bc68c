"""Pagination: the operations that return pages, and their cursors.

`x-sdk-pagination` names the cursors and the items, or is null if an operation is not paginated. Without it, an
operation is paginated if it has a parameter `cursor` in the query or the body, and its response has exactly one
`next_cursor`, at the top level or one object below, and exactly one list of objects at the top level. Cursors are
strings: a call with page numbers is an ordinary call.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from generator import ir
from generator.document.node import Node
from generator.ir import Location, Primitive

from .schemas import Class

_KEYS = ["cursor", "items", "next-cursor"]


@attrs.frozen
class ResponseModel:
    """The model of a success response, with the classes that it may refer to."""

    model: ir.Model
    classes: Mapping[tuple[str, str], Class]

    def fields(self, type_: ir.Type) -> tuple[ir.Field, ...]:
        """Return the fields of a model; empty for any other type."""
        found = self.classes.get((type_.module, type_.name)) if isinstance(type_, ir.ModelRef) else None
        return found.fields if isinstance(found, ir.Model) else ()

    def find(self, wire_names: Sequence[str]) -> list[ir.Field]:
        """Return the fields along a path of wire names, up to the first name that does not exist."""
        found: list[ir.Field] = []
        fields = self.model.fields
        for name in wire_names:
            field = next((field for field in fields if field.wire_name == name), None)
            if field is None:
                break
            found.append(field)
            fields = self.fields(field.type)
        return found


def pagination(
    operation: Node,
    parameters: Sequence[ir.Parameter],
    response: ir.Type | None,
    classes: Mapping[tuple[str, str], Class],
) -> ir.Pagination | None:
    """Return the pagination of an operation, None if it is not paginated."""
    declared = operation.get("x-sdk-pagination")
    if declared is not None and declared.value is None:
        return None
    model = classes.get((response.module, response.name)) if isinstance(response, ir.ModelRef) else None
    found = ResponseModel(model, classes) if isinstance(model, ir.Model) else None
    if declared is not None:
        return _declared(declared, parameters, found)
    return _derived(parameters, found) if found else None


def _derived(parameters: Sequence[ir.Parameter], response: ResponseModel) -> ir.Pagination | None:
    cursor = _parameter(parameters, "cursor")
    paths = list(_next_cursors(response))
    lists = [f for f in response.model.fields if isinstance(f.type, ir.ListOf) and isinstance(f.type.item, ir.ModelRef)]
    if cursor is None or len(paths) != 1 or len(lists) != 1 or not _is_cursor(cursor, paths[0][-1]):
        return None
    return _made(cursor, paths[0], lists)


def _next_cursors(response: ResponseModel) -> Iterator[list[ir.Field]]:
    for field in response.model.fields:
        if field.wire_name == "next_cursor":
            yield [field]
        yield from ([field, below] for below in response.fields(field.type) if below.wire_name == "next_cursor")


def _declared(node: Node, parameters: Sequence[ir.Parameter], response: ResponseModel | None) -> ir.Pagination | None:
    if node.names() != _KEYS:
        node.problem(f"must have the keys {', '.join(_KEYS)}, and no others")
        return None
    cursor = _parameter(parameters, node.text("cursor"))
    if cursor is None:
        node.problem("is not a parameter in the query or the body", "cursor")
    next_cursor, items = (_path(node, key, response) for key in ("next-cursor", "items"))
    if items and not isinstance(items[-1].type, ir.ListOf):
        node.problem("is not a list", "items")
    if cursor and next_cursor and not _is_cursor(cursor, next_cursor[-1]):
        node.problem("is not a string; a cursor must be one", "cursor")
        return None
    return _made(cursor, next_cursor, items) if cursor and next_cursor and items else None


def _is_cursor(cursor: ir.Parameter, next_cursor: ir.Field) -> bool:
    return cursor.type is Primitive.STR and next_cursor.type is Primitive.STR


def _path(node: Node, key: str, response: ResponseModel | None) -> list[ir.Field]:
    wire_names = node.text(key).split(".")
    found = response.find(wire_names) if response else []
    if len(found) == len(wire_names):
        return found
    node.problem("is not a path in the response", key)
    return []


def _parameter(parameters: Sequence[ir.Parameter], wire_name: str) -> ir.Parameter | None:
    movable = (p for p in parameters if p.location in {Location.QUERY, Location.BODY})
    return next((parameter for parameter in movable if parameter.wire_name == wire_name), None)


def _made(cursor: ir.Parameter, next_cursor: Sequence[ir.Field], items: Sequence[ir.Field]) -> ir.Pagination | None:
    listed = items[-1].type
    if not isinstance(listed, ir.ListOf):
        return None
    return ir.Pagination(
        parameter=cursor.name,
        location=cursor.location,
        next_cursor=tuple(field.name for field in next_cursor),
        items=tuple(field.name for field in items),
        item_type=listed.item,
    )
