"""Changes of models and enumerations.

The impact of a change of a field depends on the direction of its model. Code reads models that the API returns: more
possible values break it. Code creates models that it sends: fewer possible values break it. A model that is both sent
and received must satisfy both rules.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping

from generator.ir import (
    ChoiceOf,
    Enum,
    EnumMember,
    EnumRef,
    Field,
    ListOf,
    MapOf,
    Model,
    ModelRef,
    Package,
    Type,
    UnionOf,
)

from .changes import Change, Kind
from .common import Place, diff_prose, diff_value
from .pairs import Pairs, names_are_alike, pair
from .type_compat import format_type, is_assignable, received_type, with_null

Class = Model | Enum


def class_path(item: Class) -> str:
    return f"{item.module}.{item.name}"


def classes(package: Package) -> tuple[Class, ...]:
    return tuple(item for module in package.modules for item in module.classes)


def paired(old: Package, new: Package) -> Pairs[Class]:
    """Return the pairs of corresponding classes of two packages."""
    return pair(
        classes(old),
        classes(new),
        class_path,
        [
            ("the same schema of the document", lambda item: (type(item), item.pointer)),
            ("the same fields or values", _structure),
        ],
    )


def _structure(item: Class) -> Hashable | None:
    """Return the structure of a class, independent of its own name in references to itself."""
    if isinstance(item, Enum):
        return frozenset(member.value for member in item.members) or None
    own = class_path(item)
    return frozenset((f.wire_name, format_type(f.type).replace(own, "…"), f.required) for f in item.fields) or None


def names(pairs: Pairs[Class]) -> Mapping[str, str]:
    """Return the new names of renamed classes by their old ones."""
    return {class_path(found.before): class_path(found.after) for found in pairs.renamed}


def response_classes(package: Package) -> frozenset[str]:
    """Return the classes that responses contain."""
    found: set[str] = set()
    known = {class_path(item): item for item in classes(package)}
    pending = [operation.response for operation in package.operations()]
    while pending:
        for name in _references(pending.pop()):
            item = known.get(name)
            if name not in found and isinstance(item, Model):
                pending.extend(field.type for field in item.fields)
            found.add(name)
    return frozenset(found)


def _references(type_: Type | None) -> Iterator[str]:
    match type_:
        case ModelRef(module, name) | EnumRef(module, name):
            yield f"{module}.{name}"
        case ListOf(item) | MapOf(item):
            yield from _references(item)
        case UnionOf(members) | ChoiceOf(members):
            for member in members:
                yield from _references(member)
        case _:
            pass


def diff_classes(pairs: Pairs[Class], read: frozenset[str]) -> Iterator[Change]:
    """Yield the changes of the classes of a package. `read` are the new names of classes that responses contain."""
    for item in pairs.added:
        yield _place(item).change(Kind.MODEL_ADDED)
    for item in pairs.removed:
        yield _place(item).change(Kind.MODEL_REMOVED)
    for found in pairs.renamed:
        place = _place(found.before)
        yield place.change(Kind.MODEL_RENAMED, class_path(found.before), class_path(found.after), found.because)
    for old, new in pairs.both():
        yield from _diff_class(old, new, read)


def _place(item: Class) -> Place:
    return Place(f"models.{item.module}", f"models.{class_path(item)}")


def _diff_class(old: Class, new: Class, read: frozenset[str]) -> Iterator[Change]:
    if isinstance(old, Enum) and isinstance(new, Enum):
        yield from diff_prose(old, new, _place(new))
        yield from _diff_values(old, new)
    elif isinstance(old, Model) and isinstance(new, Model):
        yield from diff_prose(old, new, _place(new))
        yield from _diff_direction(old, new)
        # A class that nothing refers to counts as read: users can decode raw JSON into it.
        yield from _diff_fields(old, new, is_read=class_path(new) in read or not new.is_input)
    else:
        yield _place(new).change(Kind.MODEL_REPLACED, type(old).__name__, type(new).__name__)


def _diff_values(old: Enum, new: Enum) -> Iterator[Change]:
    pairs: Pairs[EnumMember] = pair(
        old.members,
        new.members,
        lambda member: member.name,
        [
            ("the same text", lambda member: member.value),
            ("the same letters", lambda member: re.sub(r"[\W_]", "", member.value.casefold()) or None),
        ],
    )
    for member in pairs.added:
        yield _below(new, member.name).change(Kind.VALUE_ADDED, "", repr(member.value))
    for member in pairs.removed:
        yield _below(new, member.name).change(Kind.VALUE_REMOVED, repr(member.value))
    for found in pairs.renamed:
        place = _below(new, found.before.name)
        yield place.change(Kind.VALUE_RENAMED, found.before.name, found.after.name, found.because)
    for before, after in pairs.both():
        if before.value != after.value:
            yield _below(new, after.name).change(Kind.VALUE_RESPELLED, repr(before.value), repr(after.value))
        if before.doc != after.doc:
            yield _below(new, after.name).change(Kind.TEXT_CHANGED, before.doc, after.doc)


def _below(item: Class, name: str) -> Place:
    place = _place(item)
    return Place(place.group, f"{place.name}.{name}")


def _diff_direction(old: Model, new: Model) -> Iterator[Change]:
    if old.is_input != new.is_input and any(not field.required for field in new.fields):
        yield _place(new).change(Kind.MODEL_IS_SENT if new.is_input else Kind.MODEL_IS_SENT_NO_MORE)
    if old.is_response != new.is_response:
        yield _place(new).change(Kind.MODEL_IS_RESPONSE if new.is_response else Kind.MODEL_IS_RESPONSE_NO_MORE)


def _diff_fields(old: Model, new: Model, *, is_read: bool) -> Iterator[Change]:
    pairs: Pairs[Field] = pair(
        old.fields,
        new.fields,
        lambda field: field.name,
        [("the same type", lambda field: (field.type, field.required, field.nullable))],
        names_are_alike,
    )
    for field in pairs.added:
        kind = Kind.REQUIRED_FIELD_ADDED if new.is_input and field.required else Kind.FIELD_ADDED
        yield _below(new, field.name).change(kind, "", _declared(field))
    for field in pairs.removed:
        yield _below(new, field.name).change(Kind.FIELD_REMOVED, _declared(field))
    for found in pairs.renamed:
        place = _below(new, found.before.name)
        yield place.change(Kind.FIELD_RENAMED, found.before.name, found.after.name, found.because)
    for before, after in pairs.both():
        yield from _diff_field(before, after, _below(new, after.name), is_read=is_read, is_sent=new.is_input)


def _declared(field: Field) -> str:
    return f"{field.name}: {format_type(with_null(received_type(field.type), field.nullable))}"


def _diff_field(old: Field, new: Field, place: Place, *, is_read: bool, is_sent: bool) -> Iterator[Change]:
    if old.required != new.required:
        yield place.change(_requiredness(new, is_read=is_read, is_sent=is_sent))
    before, after = (with_null(received_type(side.type), side.nullable) for side in (old, new))
    if before != after:
        kind = _type_change(before, after, is_read=is_read, is_sent=is_sent)
        yield place.change(kind, format_type(before), format_type(after))
    yield from diff_value(old, new, place)


def _requiredness(new: Field, *, is_read: bool, is_sent: bool) -> Kind:
    if new.required:
        return Kind.FIELD_REQUIRED if is_sent else Kind.FIELD_ALWAYS_PRESENT
    return Kind.FIELD_MAY_BE_MISSING if is_read else Kind.FIELD_OPTIONAL


def _type_change(before: Type, after: Type, *, is_read: bool, is_sent: bool) -> Kind:
    """Return the kind of a type change, for the code that it affects most."""
    narrower, wider = is_assignable(after, before), is_assignable(before, after)
    if (is_read and not narrower and not wider) or (is_sent and not wider):
        return Kind.FIELD_TYPE_CHANGED
    if is_read and not narrower:
        return Kind.FIELD_WIDENED
    return Kind.FIELD_NARROWED if is_read else Kind.FIELD_ACCEPTS_MORE
