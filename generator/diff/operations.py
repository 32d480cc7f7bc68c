"""Changes of calls."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from generator.ir import Location, Operation, Pagination, Parameter, Type, UnionOf

from .changes import Change, Kind
from .common import Place, diff_prose, diff_value
from .pairs import Pairs, names_are_alike, pair
from .type_compat import accepted_type, format_type, is_assignable, with_null

_RETRIED = frozenset({"READ", "IDEMPOTENT"})
"""Retry classes whose calls are retried even if the API may have executed them (see `aiostytch.retry`)."""


def call(operation: Operation) -> str:
    return ".".join(operation.call_path)


def _group(operation: Operation) -> str:
    return ".".join(operation.call_path[:-1]) or "client"


def diff_operations(old: tuple[Operation, ...], new: tuple[Operation, ...]) -> Iterator[Change]:
    """Yield the changes of the calls of a package. The types of both sides must have the new class names."""
    pairs: Pairs[Operation] = pair(
        old,
        new,
        call,
        [
            ("the same operation of the API", lambda operation: operation.operation_id),
            ("the same request", lambda operation: (operation.method, operation.path)),
            ("the same parameters and response", _structure),
        ],
    )
    for operation in pairs.added:
        yield _place(operation).change(Kind.OPERATION_ADDED, "", signature(operation))
    for operation in pairs.removed:
        yield _place(operation).change(Kind.OPERATION_REMOVED, signature(operation))
    for found in pairs.renamed:
        place = _place(found.before)
        yield place.change(Kind.OPERATION_RENAMED, call(found.before), call(found.after), found.because)
    for before, after in pairs.both():
        yield from _diff_operation(before, after)


def signature(operation: Operation) -> str:
    """Return the short signature of a call: its required parameters, and an ellipsis for the others."""
    required = [item.name for item in operation.parameters if item.required]
    dots = ["…"] if len(required) < len(operation.parameters) else []
    return f"{call(operation)}({', '.join([*required, *dots])}) -> {format_type(_returned(operation))}"


def _structure(operation: Operation) -> Hashable | None:
    """Return the parts that identify an operation even if its id and URL change: its parameters and its response."""
    parameters = frozenset((item.wire_name, item.type, item.required) for item in operation.parameters)
    return (operation.method, parameters, operation.response) if parameters and operation.response else None


def _place(operation: Operation) -> Place:
    return Place(_group(operation), call(operation))


def _diff_operation(old: Operation, new: Operation) -> Iterator[Change]:
    place = _place(new)
    yield from _diff_request(old, new, place)
    yield from _diff_retries(old.retry_class, new.retry_class, place)
    yield from _diff_response(_returned(old), _returned(new), place)
    yield from _diff_pages(old.pagination, new.pagination, place)
    yield from _diff_parameters(old, new)
    yield from diff_prose(old, new, place)
    if old.doc == new.doc and (old.details, old.errors) != (new.details, new.errors):
        yield place.change(Kind.TEXT_CHANGED, old.details, new.details)


def _diff_request(old: Operation, new: Operation, place: Place) -> Iterator[Change]:
    before, after = (f"{side.method} {side.server}{side.path}" for side in (old, new))
    if before != after:
        yield place.change(Kind.REQUEST_MOVED, before, after)
    bodies = [" ".join(part for part in (side.body.value, side.content_type) if part) for side in (old, new)]
    if bodies[0] != bodies[1] and old.parameters and new.parameters:
        yield place.change(Kind.BODY_CHANGED, *bodies)
    if old.accepts_session != new.accepts_session:
        yield place.change(Kind.SESSION_ACCEPTED if new.accepts_session else Kind.SESSION_REFUSED)


def _diff_retries(old: str, new: str, place: Place) -> Iterator[Change]:
    if old != new:
        kinds = {(False, True): Kind.MORE_RETRIES, (True, False): Kind.FEWER_RETRIES}
        yield place.change(kinds.get((old in _RETRIED, new in _RETRIED), Kind.RETRY_CLASS_CHANGED), old, new)


def _diff_response(old: Type | None, new: Type | None, place: Place) -> Iterator[Change]:
    if old != new:
        yield place.change(Kind.RESPONSE_CHANGED if old else Kind.RESPONSE_ADDED, format_type(old), format_type(new))


def _returned(operation: Operation) -> Type | None:
    """Return the type that a call returns, for all statuses."""
    others = tuple(dict.fromkeys(type_ for _, type_ in operation.responses))
    return UnionOf((operation.response, *others)) if operation.response and others else operation.response


def _diff_pages(old: Pagination | None, new: Pagination | None, place: Place) -> Iterator[Change]:
    before, after = (f"pages of {format_type(side.item_type)}" if side else "" for side in (old, new))
    if old is None or new is None:
        if old != new:
            yield place.change(Kind.PAGES_ADDED if new else Kind.PAGES_REMOVED, before, after)
    elif old.item_type != new.item_type:
        yield place.change(Kind.PAGE_ITEMS_CHANGED, before, after)
    elif old != new:
        yield place.change(Kind.PAGES_CHANGED, ".".join(old.next_cursor), ".".join(new.next_cursor))


def _diff_parameters(old: Operation, new: Operation) -> Iterator[Change]:
    pairs: Pairs[Parameter] = pair(
        old.parameters,
        new.parameters,
        lambda item: item.name,
        [("the same type in the same place", lambda item: (item.type, item.required, item.nullable, item.location))],
        names_are_alike,
    )
    for item in pairs.added:
        kind = Kind.REQUIRED_PARAMETER_ADDED if item.required else Kind.PARAMETER_ADDED
        yield _parameter(new, item).change(kind, "", _declared(item))
    for item in pairs.removed:
        yield _parameter(new, item).change(Kind.PARAMETER_REMOVED, _declared(item))
    for found in pairs.renamed:
        place = _parameter(new, found.before)
        yield place.change(Kind.PARAMETER_RENAMED, found.before.name, found.after.name, found.because)
    for before, after in pairs.both():
        yield from _diff_parameter(before, after, _parameter(new, after))
    yield from _diff_order([(b.name, a.name) for b, a in pairs.both() if _by_position(b) and _by_position(a)], old, new)


def _parameter(operation: Operation, item: Parameter) -> Place:
    return Place(_group(operation), f"{call(operation)}({item.name})")


def _declared(item: Parameter) -> str:
    return f"{item.name}: {format_type(with_null(item.type, item.nullable))}"


def _by_position(item: Parameter) -> bool:
    return item.location is Location.PATH


def _diff_parameter(old: Parameter, new: Parameter, place: Place) -> Iterator[Change]:
    if old.required != new.required:
        yield place.change(Kind.PARAMETER_REQUIRED if new.required else Kind.PARAMETER_OPTIONAL)
    before, after = (with_null(side.type, side.nullable) for side in (old, new))
    if before != after:
        wider = is_assignable(accepted_type(before), accepted_type(after))
        kind = Kind.PARAMETER_WIDENED if wider else Kind.PARAMETER_NARROWED
        yield place.change(kind, format_type(before), format_type(after))
    if _by_position(old) and not _by_position(new):
        yield place.change(Kind.PARAMETER_KEYWORD_ONLY, old.location.value, new.location.value)
    elif old.location is not new.location:
        yield place.change(Kind.PARAMETER_MOVED, old.location.value, new.location.value)
    yield from diff_value(old, new, place)


def _diff_order(kept: list[tuple[str, str]], old: Operation, new: Operation) -> Iterator[Change]:
    """Yield the positional parameters whose position changed."""
    before, after = ([item.name for item in side.parameters if _by_position(item)] for side in (old, new))
    for was, name in kept:
        if before.index(was) != after.index(name):
            place = Place(_group(new), f"{call(new)}({name})")
            numbers = (str(names.index(item) + 1) for names, item in ((before, was), (after, name)))
            yield place.change(Kind.PARAMETER_REORDERED, *numbers)
