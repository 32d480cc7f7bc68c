"""Tables: records by id and by key, in the order of their creation."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Iterator
from typing import Any, Generic, Protocol, TypeAlias, TypeVar


class Record(Protocol):
    """What a table holds: immutable, last_number in the order of creation."""

    @property
    def id(self) -> str:
        """Its id, unique in the table."""
        ...

    @property
    def number(self) -> int:
        """Its place in the order of creation."""
        ...

    def index_keys(self) -> Iterable[Hashable]:
        """Give what it can be found by, besides its id; each key belongs to one record at a time."""
        ...


R = TypeVar("R", bound=Record)


class Table(Generic[R]):
    """Records by id and by key, in the order of their creation. What a record is found by always is what it says."""

    def __init__(self, journal: Journal) -> None:
        self._records: dict[str, R] = {}
        self._index: dict[Hashable, str] = {}
        self._journal = journal
        self._rotation: Iterator[str] = iter(())

    def put(self, record: R) -> None:
        """Add a record, or replace the one with its id."""
        self._journal.append((self, record.id, self._records.get(record.id)))
        self._set(record.id, record)

    def delete(self, record_id: str) -> None:
        """Remove a record."""
        self._journal.append((self, record_id, self._records.get(record_id)))
        self._set(record_id, None)

    def restore(self, record_id: str, before: R | None) -> None:
        """Take the last change of the journal back: the record, or that there was none, and its place in the order."""
        was_deleted = record_id not in self._records
        self._set(record_id, before)
        if was_deleted:
            self._records = dict(sorted(self._records.items(), key=lambda item: item[1].number))

    def _set(self, record_id: str, record: R | None) -> None:
        old = self._records.get(record_id)
        for key in old.index_keys() if old else ():
            self._index.pop(key, None)
        if record is None:
            self._records.pop(record_id, None)
        else:
            self._records[record_id] = record
            self._index.update((key, record_id) for key in record.index_keys())

    def __getitem__(self, record_id: str) -> R:
        """Return the record with an id that is known to be there."""
        return self._records[record_id]

    def get(self, record_id: str) -> R | None:
        """Return the record with an id, None if there is none."""
        return self._records.get(record_id)

    def find(self, *key: Hashable) -> R | None:
        """Return the record that has a key, None if there is none."""
        return self._records.get(self._index.get(key, ""))

    def next_batch(self, number: int) -> list[R]:
        """Return some records, with each call those that come next: all come in turn, again and again."""
        ids = list(itertools.islice(self._rotation, number))
        if len(ids) < number:
            self._rotation = iter(tuple(self._records))
        return [self._records[record_id] for record_id in ids if record_id in self._records]

    def __iter__(self) -> Iterator[R]:
        return iter(tuple(self._records.values()))

    def __len__(self) -> int:
        return len(self._records)


Journal: TypeAlias = list[tuple[Table[Any], str, Any]]
"""Changes, the oldest first: the table, the id of the record, and the record as it was, None if there was none."""
