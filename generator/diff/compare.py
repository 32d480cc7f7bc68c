"""Comparing two packages: every change that a caller can see, in a stable order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from generator.ir import Enum, Operation, Package, Resource

from .changes import Change, Impact, Kind
from .classes import Class, diff_classes, names, paired, response_classes
from .common import Place, diff_prose
from .operations import diff_operations
from .pairs import Pairs, Renamed
from .type_compat import rename_classes

_IMPACTS = tuple(Impact)


def compare(old: Package, new: Package) -> list[Change]:
    """Return the changes for callers, by group, the worst first."""
    pairs = paired(old, new)
    new_names = names(pairs)
    before = tuple(_operation(operation, new_names) for operation in old.operations())
    found = [
        *_diff_documents(old, new),
        *_diff_resources(_resources(old), _resources(new)),
        *diff_operations(before, new.operations()),
        *diff_classes(_in_new_names(pairs, new_names), response_classes(new)),
    ]
    return sorted(found, key=lambda change: (change.group, _IMPACTS.index(change.impact), change.place, change.kind))


def _diff_documents(old: Package, new: Package) -> Iterator[Change]:
    before, after = (_documents(side) for side in (old, new))
    if len(before) == len(after) == 1:
        before = dict(zip(after, before.values(), strict=True))
    for name in sorted(before.keys() | after.keys()):
        old_info, info = before.get(name, ""), after.get(name, "")
        if old_info != info:
            kind = (
                Kind.DOCUMENT_CHANGED if old_info and info else Kind.DOCUMENT_ADDED if info else Kind.DOCUMENT_REMOVED
            )
            yield Place("document", name or "info").change(kind, old_info, info)


def _documents(package: Package) -> dict[str, str]:
    return {document.name: f"{document.title} {document.version}" for document in package.documents}


def _resources(package: Package) -> Mapping[str, Resource]:
    return {".".join(resource.path): resource for resource in package.resources()}


def _diff_resources(old: Mapping[str, Resource], new: Mapping[str, Resource]) -> Iterator[Change]:
    for path in sorted(old.keys() - new.keys()):
        yield Place(path, path).change(Kind.RESOURCE_REMOVED)
    for path in sorted(new.keys() - old.keys()):
        yield Place(path, path).change(Kind.RESOURCE_ADDED)
    for path in sorted(old.keys() & new.keys()):
        before, after, place = old[path], new[path], Place(path, path)
        if before.mixin != after.mixin:
            yield place.change(Kind.MIXIN_CHANGED if before.mixin else Kind.MIXIN_ADDED, before.mixin, after.mixin)
        yield from diff_prose(_Prose(before.doc), _Prose(after.doc), place)


@attrs.frozen
class _Prose:
    """The text of a resource, which is never deprecated."""

    doc: str
    deprecated: bool = False


def _in_new_names(pairs: Pairs[Class], new_names: Mapping[str, str]) -> Pairs[Class]:
    """Return the pairs with the new class names in the old types, so that a rename is only one change."""
    return attrs.evolve(
        pairs,
        kept=[(_class(old, new_names), new) for old, new in pairs.kept],
        renamed=[_renamed(found, new_names) for found in pairs.renamed],
    )


def _renamed(found: Renamed[Class], new_names: Mapping[str, str]) -> Renamed[Class]:
    return attrs.evolve(found, before=_class(found.before, new_names))


def _class(item: Class, new_names: Mapping[str, str]) -> Class:
    if isinstance(item, Enum):
        return item
    fields = tuple(attrs.evolve(field, type=rename_classes(field.type, new_names)) for field in item.fields)
    return attrs.evolve(item, fields=fields)


def _operation(operation: Operation, new_names: Mapping[str, str]) -> Operation:
    parameters = tuple(attrs.evolve(item, type=rename_classes(item.type, new_names)) for item in operation.parameters)
    pages = operation.pagination
    return attrs.evolve(
        operation,
        parameters=parameters,
        response=operation.response and rename_classes(operation.response, new_names),
        pagination=pages and attrs.evolve(pages, item_type=rename_classes(pages.item_type, new_names)),
    )
