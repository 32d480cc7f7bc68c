"""The annotations of a schema: null, defaults, secrets, prose."""

from __future__ import annotations

import attrs

from generator import ir
from generator.document.node import Node
from generator.ir import Primitive

from .forms import is_nullable
from .types import Value


def annotate(node: Node, value: Value) -> Value:
    """Return a value with the annotations of its schema."""
    default, note = _default(node)
    return attrs.evolve(
        value,
        nullable=value.nullable or (is_nullable(node) and value.type is not Primitive.NONE),
        default=value.default if default is None else default,
        secret=node.flag("x-sdk-secret") if "x-sdk-secret" in node else value.secret,
        deprecated=value.deprecated or node.flag("deprecated"),
        doc=node.text("description").strip() or value.doc,
        note=" ".join(part for part in (value.note, note) if part),
        sent=value.sent and not node.flag("readOnly"),
        received=value.received and not node.flag("writeOnly"),
    )


def _default(node: Node) -> tuple[ir.Literal, str]:
    """Return the default if it is a scalar; otherwise a sentence that describes it."""
    default = node.get("default")
    if default is None:
        return None, ""
    if not isinstance(default.value, list | dict):
        return default.value, ""
    kind = "list" if isinstance(default.value, list) else "object"
    return None, f"Default: {'a given' if default.value else 'an empty'} {kind}."
