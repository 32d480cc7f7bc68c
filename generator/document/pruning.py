"""The document as the package carries it, for the sandbox: what its operations lead to, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from .references import unescaped

_SCHEMA = "#/components/schemas/"


def prune(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document without the schemas that none of its operations leads to.

    An enumeration that only the code needs, such as one of hundreds of error types, is in the code already.
    """
    components: Mapping[str, Any] = document.get("components", {})
    schemas: Mapping[str, Any] = components.get("schemas", {})
    others = {name: section for name, section in components.items() if name != "schemas"}
    reached: dict[str, None] = {}
    pending = [*_schemas_named({**document, "components": others})]
    while pending:
        name = pending.pop()
        if name in schemas and name not in reached:
            reached[name] = None
            pending.extend(_schemas_named(schemas[name]))
    kept = {name: schema for name, schema in schemas.items() if name in reached}
    return {**document, "components": {**others, "schemas": kept}} if schemas else dict(document)


def _schemas_named(value: object) -> Iterator[str]:
    """Yield the names of the schemas that something refers to. It may be nested deeper than calls can be."""
    pending = [value]
    while pending:
        found = pending.pop()
        if isinstance(found, dict):
            mapping = cast("dict[str, object]", found)
            pending.extend(mapping.values())
            if isinstance(target := mapping.get("$ref"), str):
                yield unescaped(target.removeprefix(_SCHEMA))
        elif isinstance(found, list):
            pending.extend(cast("list[object]", found))
