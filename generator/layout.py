"""Brackets that break over lines as the formatter breaks them."""

from __future__ import annotations

import attrs

from .text import LINE_LENGTH


@attrs.frozen
class Group:
    """Brackets with items: on one line if they fit, else all items on a line of their own, else one item a line.

    `is_literal` is for the literals of collections, whose items never share a line of their own, `is_tuple` for that of
    a tuple, which has a comma where it has one item, `is_subscript` for a subscript, which a comma would make another
    one.
    """

    opening: str
    items: tuple[str | Group, ...]
    closing: str
    is_literal: bool = False
    is_tuple: bool = False
    is_subscript: bool = False


def flat(item: str | Group) -> str:
    """Write a group on one line."""
    if isinstance(item, str):
        return item
    comma = "," if item.is_tuple and len(item.items) == 1 else ""
    return item.opening + ", ".join(flat(inner) for inner in item.items) + comma + item.closing


def layout(item: str | Group, indent: int) -> str:
    """Write a group whose first line is already indented by `indent`, as `ruff format` does."""
    return f"\n{' ' * indent}".join(_lines(item, indent, ""))


def _lines(item: str | Group, indent: int, suffix: str) -> list[str]:
    line = flat(item) + suffix
    if isinstance(item, str) or not item.items or indent + len(line) <= LINE_LENGTH:
        return [line]
    together = ", ".join(map(flat, item.items))
    if item.is_subscript or (not item.is_literal and indent + 4 + len(together) <= LINE_LENGTH):
        return [item.opening, f"    {together}", item.closing + suffix]
    inner = [f"    {part}" for element in item.items for part in _lines(element, indent + 4, ",")]
    return [item.opening, *inner, item.closing + suffix]


def assignment(name: str, value: str, indent: int) -> str:
    """Write an assignment of something that has no brackets: in parentheses if it fits on a line only with them."""
    line = f"{name} = {value}"
    if indent + len(line) <= LINE_LENGTH or indent + 4 + len(value) > LINE_LENGTH:
        return line
    margin = " " * indent
    return f"{name} = (\n{margin}    {value}\n{margin})"
