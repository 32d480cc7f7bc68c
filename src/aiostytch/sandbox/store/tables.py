"""Tables of records, and the journal of their changes.

Each change of a table appends the record as it was before to the journal, so that a call that fails can be undone:

    journal    [ change, change, change | change, change ]
                 kept if the call fails | undone if the call fails
                                        ^ savepoint

    a transaction begins, or `savepoint`     the savepoint moves to the end of the journal
    a transaction fails                      the changes after the savepoint are undone, in reverse order
    a nested transaction ends                the savepoint of the outer transaction is restored
    a commit                                 the records in the journal are written, and the journal is cleared

Invariants: undoing the journal restores a table; the index of a table has exactly the keys of its records; records are
in the order of their numbers; records and their parts are immutable.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

import attrs


@attrs.frozen(kw_only=True)
class Record:
    """A record of a table.

    Attributes:
        number: a number that increases in the order of creation.
        id: the ID, unique in the table.
    """

    number: int
    id: str

    def index_keys(self) -> Iterable[Hashable]:
        """Return the additional index keys. Each key belongs to one record at a time."""
        return ()


R = TypeVar("R", bound=Record)


@attrs.frozen
class Contents(Generic[R]):
    """A snapshot of a table."""

    records: Mapping[str, R]
    index: Mapping[Hashable, str]


class Table(Generic[R]):
    """Records by ID and by index key, in the order of creation."""

    def __init__(self, journal: Journal) -> None:
        self._records: dict[str, R] = {}
        self._index: dict[Hashable, str] = {}
        self._journal = journal
        self._rotation: Iterator[str] = iter(())

    def put(self, record: R) -> None:
        """Add a record, or replace the one with its ID."""
        self._journal.append(Change(self, record.id, self._records.get(record.id)))
        self._set(record.id, record)

    def delete(self, record_id: str) -> None:
        """Remove a record."""
        self._journal.append(Change(self, record_id, self._records.get(record_id)))
        self._set(record_id, None)

    def trim(self, size: int) -> None:
        """Remove the oldest records until `size` of them are left."""
        while len(self._records) > size:
            self.delete(next(iter(self._records)))

    @property
    def contents(self) -> Contents[R]:
        """The current content, for a snapshot."""
        return Contents(dict(self._records), dict(self._index))

    @contents.setter
    def contents(self, contents: Contents[R]) -> None:
        for record_id in {**self._records, **contents.records}:
            before = self._records.get(record_id)
            if contents.records.get(record_id) is not before:
                self._journal.append(Change(self, record_id, before))
        self._records, self._index = dict(contents.records), dict(contents.index)

    def undo(self, record_id: str, before: R | None) -> None:
        """Undo the last change of a record. A deleted record returns to its position."""
        was_deleted = record_id not in self._records
        self._set(record_id, before)
        if was_deleted:
            self._records = dict(sorted(self._records.items(), key=lambda item: item[1].number))

    def _set(self, record_id: str, record: R | None) -> None:
        old = self._records.get(record_id)
        for key in old.index_keys() if old else ():
            if self._index.get(key) == record_id:  # another record may have the key now
                del self._index[key]
        if record is None:
            self._records.pop(record_id, None)
        else:
            self._records[record_id] = record
            self._index.update((key, record_id) for key in record.index_keys())

    def __getitem__(self, record_id: str) -> R:
        """Return the record with an ID that is known to exist."""
        return self._records[record_id]

    def get(self, record_id: str) -> R | None:
        """Return the record with an ID, or None."""
        return self._records.get(record_id)

    def find(self, *key: Hashable) -> R | None:
        """Return the record with an index key, or None."""
        return self._records.get(self._index.get(key, ""))

    def next_batch(self, size: int) -> list[R]:
        """Return the next few records. Consecutive calls cycle through all records."""
        ids = list(itertools.islice(self._rotation, size))
        if len(ids) < size:
            self._rotation = iter(tuple(self._records))
        return [self._records[record_id] for record_id in ids if record_id in self._records]

    def __iter__(self) -> Iterator[R]:
        return iter(tuple(self._records.values()))

    def __len__(self) -> int:
        return len(self._records)


class Change(NamedTuple):
    """A change of a record. `before` is the record before the change, None if it did not exist."""

    table: Table[Any]
    record_id: str
    before: Any


Journal: TypeAlias = list[Change]
"""Changes, the oldest first."""
