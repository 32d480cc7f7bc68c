"""Tables: records by id and by key, in the order of their creation."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Generic, Protocol, TypeVar


class Record(Protocol):
    """What a table holds: immutable, numbered in the order of creation."""

    @property
    def id(self) -> str:
        """Its id, unique in the table."""
        ...

    @property
    def number(self) -> int:
        """Its place in the order of creation."""
        ...

    def found_by(self) -> Iterable[Hashable]:
        """Give what it can be found by, besides its id; each key belongs to one record at a time."""
        ...


R = TypeVar("R", bound=Record)


def _nobody(record_id: str) -> None:
    """Watch nothing."""


class Table(Generic[R]):
    """Records by id and by key, in the order of their creation. What a record is found by always is what it says."""

    def __init__(self) -> None:
        self._records: dict[str, R] = {}
        self._ids: dict[Hashable, str] = {}
        self._watcher: Callable[[str], object] = _nobody

    def watch(self, watcher: Callable[[str], object]) -> None:
        """Let somebody know the id of each record that is put or deleted from now on."""
        self._watcher = watcher

    def put(self, record: R) -> None:
        """Add a record, or replace the one with its id."""
        self._watcher(record.id)
        self._forget_keys(record.id)
        self._records[record.id] = record
        self._ids.update((key, record.id) for key in record.found_by())

    def __getitem__(self, record_id: str) -> R:
        """Return the record with an id that is known to be there."""
        return self._records[record_id]

    def get(self, record_id: str) -> R | None:
        """Return the record with an id, None if there is none."""
        return self._records.get(record_id)

    def find(self, *key: Hashable) -> R | None:
        """Return the record that has a key, None if there is none."""
        return self._records.get(self._ids.get(key, ""))

    def delete(self, record_id: str) -> None:
        """Remove a record."""
        self._watcher(record_id)
        self._forget_keys(record_id)
        self._records.pop(record_id, None)

    def _forget_keys(self, record_id: str) -> None:
        old = self._records.get(record_id)
        for key in old.found_by() if old else ():
            self._ids.pop(key, None)

    def __iter__(self) -> Iterator[R]:
        return iter(tuple(self._records.values()))

    def __len__(self) -> int:
        return len(self._records)
