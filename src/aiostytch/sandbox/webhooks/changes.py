"""Derives events from a transaction: the journal lists the changed records.

    before       after        action
    -            record       create
    record       -            delete
    active       deleted      delete; update if SCIM did it
    record       another      update, unless only bookkeeping differs

A record that changes several times in a transaction causes one event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import attrs

from ..contract.json_values import JSONObject
from ..entities import members, organizations, scim_connections, sso_connections
from ..store.connections import SCIMConnection, SSOConnection
from ..store.records import Member, Organization
from ..store.state import State
from ..store.tables import Record, Table

SCIM = "SCIM"

_BOOKKEEPING = frozenset({"updated_at", "failures"})
"""Attributes of records that events do not contain."""
_UNPUBLISHED = frozenset({"created_at", "updated_at"})
"""Properties of the API's objects that the objects in events do not have."""


@attrs.frozen(kw_only=True)
class Event:
    """The change of an object.

    Attributes:
        object_type: `member`, `organization`, `saml_connection`, `oidc_connection` or `scim_connection`.
        action: `CREATE`, `UPDATE` or `DELETE`.
        source: `DIRECT`, `DASHBOARD` or `SCIM`.
        id: the ID of the object.
        content: the object after the change, None after a deletion.
    """

    object_type: str
    action: str
    source: str
    id: str
    content: JSONObject | None

    @property
    def type(self) -> str:
        """The type in Stytch's dashboard, e.g. `direct.member.create`."""
        return f"{self.source}.{self.object_type}.{self.action}".lower()


def events(state: State, source: str) -> Iterator[Event]:
    """Yield the events of the changes since the last commit, in the order of each object's first change."""
    tables = {id(table): table for table in _published_tables(state)}
    first = {(id(change.table), change.record_id): change.before for change in reversed(state.journal)}
    for table_id, record_id in dict.fromkeys((id(change.table), change.record_id) for change in state.journal):
        if table_id in tables:
            yield from _event(state, source, first[table_id, record_id], tables[table_id].get(record_id))


def _published_tables(state: State) -> tuple[Table[Any], ...]:
    return state.organizations, state.members, state.sso_connections, state.scim_connections


def _event(state: State, source: str, before: Record | None, after: Record | None) -> Iterator[Event]:
    known = after or before
    object_type = _object_type(known)
    action = _action(source, before, after)
    if known is None or not object_type or not action:
        return
    content = None if action == "DELETE" else _content(state, after)
    yield Event(object_type=object_type, action=action, source=source, id=known.id, content=content)


def _object_type(record: Record | None) -> str:
    """Return the object type of a record, "" if it causes no events, such as an external connection."""
    match record:
        case Organization():
            return "organization"
        case Member():
            return "member"
        case SSOConnection(kind="saml" | "oidc" as kind):
            return f"{kind}_connection"
        case SCIMConnection():
            return "scim_connection"
        case _:
            return ""


def _action(source: str, before: Record | None, after: Record | None) -> str:
    if before is None or after is None:
        return "CREATE" if after else "DELETE" if before else ""
    if not _differ(before, after):
        return ""
    return "DELETE" if source != SCIM and _is_deleted(after) and not _is_deleted(before) else "UPDATE"


def _is_deleted(record: Record) -> bool:
    return isinstance(record, Member) and record.is_deleted


def _differ(before: Record, after: Record) -> bool:
    names = [field.name for field in attrs.fields(type(after)) if field.name not in _BOOKKEEPING]
    return any(getattr(before, name) != getattr(after, name) for name in names)


_CONTENT: dict[type[Record], Callable[[State, Any], JSONObject]] = {
    Organization: organizations.to_json,
    Member: members.to_json,
    SSOConnection: sso_connections.to_json,
    SCIMConnection: scim_connections.to_json,
}


def _content(state: State, record: Record | None) -> JSONObject:
    shown = _CONTENT[type(record)](state, record) if record else {}
    return {name: value for name, value in shown.items() if name not in _UNPUBLISHED}
