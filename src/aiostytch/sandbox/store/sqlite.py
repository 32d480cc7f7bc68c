"""The state of a sandbox in a SQLite database, which has all changes of a call before the response is sent."""

from __future__ import annotations

import contextlib
import functools
import sqlite3
from pathlib import Path
from typing import Any, get_args, get_type_hints

import attrs
import msgspec

from .clock import ClockSetting
from .state import State
from .tables import Record, Table

FORMAT = 0x57_59_54_02
"""SQLite's application id: it differs from that of other programs, and of other versions."""

_SCHEMA = """
CREATE TABLE record (kind TEXT, id TEXT, number INTEGER, content BLOB, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE scalars (content BLOB);
"""


class StoreError(Exception):
    """A database cannot be used."""


@attrs.frozen
class _Scalars:
    """The state outside the tables."""

    last_number: int
    cursor_key: bytes = attrs.field(repr=False)
    clock: ClockSetting


class SQLiteStore:
    """The database of a sandbox. It holds what the tables held at the last `commit`.

    Args:
        path: the file; it is made if it is not there.
        state: the state, which the content of the file is loaded into.

    Raises:
        StoreError: the file cannot be opened, is no such database, or is in use.
    """

    def __init__(self, path: Path, state: State) -> None:
        self._state = state
        self._tables: dict[str, Table[Any]] = {kind: getattr(state, kind) for kind in _record_types()}
        self._kinds = {table: kind for kind, table in self._tables.items()}
        self._written: _Scalars | None = None
        with contextlib.ExitStack() as on_error:
            try:
                self._database = on_error.enter_context(contextlib.closing(_connect(path)))
                _prepare(self._database)
                self._load()
            except sqlite3.Error as error:
                raise StoreError(f"{path} cannot be used: {error}") from error
            except msgspec.MsgspecError as error:
                raise StoreError(f"{path} is of another version: {error}") from error
            on_error.pop_all()

    def _load(self) -> None:
        for kind, table in self._tables.items():
            decoder = msgspec.json.Decoder(_record_types()[kind])
            rows = self._database.execute("SELECT content FROM record WHERE kind = ? ORDER BY number", [kind])
            for (content,) in rows:
                table.put(decoder.decode(content))
        for (content,) in self._database.execute("SELECT content FROM scalars"):
            scalars = msgspec.json.decode(content, type=_Scalars)
            self._state.last_number, self._state.cursor_key = scalars.last_number, scalars.cursor_key
            self._state.clock.setting = scalars.clock
        self._state.journal.clear()

    def commit(self) -> None:
        """Write the records that the journal names, and clear it."""
        changed = {(change.table, change.record_id) for change in self._state.journal}
        scalars = _Scalars(self._state.last_number, self._state.cursor_key, self._state.clock.setting)
        if not changed and scalars == self._written:
            return
        with self._database:
            self._database.execute("BEGIN")
            for table, record_id in changed:
                self._write(self._kinds[table], record_id, table.get(record_id))
            self._database.execute("DELETE FROM scalars")
            self._database.execute("INSERT INTO scalars VALUES (?)", [msgspec.json.encode(scalars)])
        self._written = scalars
        self._state.journal.clear()

    def _write(self, kind: str, record_id: str, record: Record | None) -> None:
        if record is None:
            self._database.execute("DELETE FROM record WHERE kind = ? AND id = ?", [kind, record_id])
        else:
            row = [kind, record_id, record.number, msgspec.json.encode(record)]
            self._database.execute("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?)", row)

    def close(self) -> None:
        """Commit, and close the file."""
        self.commit()
        self._database.close()


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)


def _prepare(database: sqlite3.Connection) -> None:
    """Lock a database, and make its tables if it is new."""
    database.execute("PRAGMA locking_mode = EXCLUSIVE")
    database.execute("PRAGMA journal_mode = WAL")
    (found,) = database.execute("PRAGMA application_id").fetchone()
    (tables,) = database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if found != FORMAT and tables:
        raise sqlite3.DatabaseError("it is the database of another program")
    if not tables:
        database.executescript(f"BEGIN EXCLUSIVE; {_SCHEMA} PRAGMA application_id = {FORMAT}; COMMIT;")


@functools.cache
def _record_types() -> dict[str, Any]:
    """Return the types of records, by the names of their tables."""
    hints = get_type_hints(State)
    return {name: get_args(kind)[0] for name, kind in hints.items() if getattr(kind, "__origin__", None) is Table}
