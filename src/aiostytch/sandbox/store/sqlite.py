"""The state of a sandbox in an SQLite database. It has the changes of a call before the response is sent."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import msgspec

from .errors import StoreError
from .state import State, Values, record_types
from .tables import Change, Contents, Record

FORMAT = 0x57_59_54_04
"""SQLite's application ID. It differs from that of other programs and of incompatible versions."""

_SCHEMA = """
CREATE TABLE record (kind TEXT, id TEXT, number INTEGER, content BLOB, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE state_values (content BLOB);
"""


class SQLiteStore:
    """The database of a sandbox. It holds the tables as they were at the last `commit`.

    Args:
        path: the file, which is created if necessary.
        state: the state. If the file has records, they replace those of the state. Otherwise the state takes only the
            clock of the file, and is written to the file.

    Attributes:
        had_records: whether the file had records.

    Raises:
        StoreError: the file cannot be opened, is not such a database, or is in use.
    """

    def __init__(self, path: Path, state: State) -> None:
        self._state = state
        self.had_records = False
        self._kinds = {table: kind for kind, table in state.tables.items()}
        self._written: Values | None = None
        with contextlib.ExitStack() as on_error:
            try:
                self._database = on_error.enter_context(contextlib.closing(_connect(path)))
                _prepare(self._database)
                self.had_records = self._database.execute("SELECT 1 FROM record").fetchone() is not None
                self._load() if self.had_records else self._write_all()
            except sqlite3.Error as error:
                raise StoreError(f"{path} cannot be used: {error}") from error
            except msgspec.MsgspecError as error:
                raise StoreError(f"another version wrote {path}: {error}") from error
            on_error.pop_all()

    def _write_all(self) -> None:
        for values in self._values():
            self._state.clock.setting = values.clock
        for table in self._kinds:
            self._state.journal.extend(Change(table, record.id, None) for record in table)
        self.commit()

    def _load(self) -> None:
        for table, kind in self._kinds.items():
            decoder = msgspec.json.Decoder(record_types()[kind])
            table.contents = Contents({}, {})
            rows = self._database.execute("SELECT content FROM record WHERE kind = ? ORDER BY number", [kind])
            for (content,) in rows:
                table.put(decoder.decode(content))
        for values in self._values():
            self._state.values = values
        self._state.journal.clear()

    def _values(self) -> list[Values]:
        rows = self._database.execute("SELECT content FROM state_values").fetchall()
        return [msgspec.json.decode(content, type=Values) for (content,) in rows]

    def commit(self) -> None:
        """Write the records that the journal names, and clear it."""
        changed = {(change.table, change.record_id) for change in self._state.journal}
        values = self._state.values
        if not changed and values == self._written:
            return
        with self._database:
            self._database.execute("BEGIN")
            for table, record_id in changed:
                self._write(self._kinds[table], record_id, table.get(record_id))
            self._database.execute("DELETE FROM state_values")
            self._database.execute("INSERT INTO state_values VALUES (?)", [msgspec.json.encode(values)])
        self._written = values
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
    """Lock a database, and create its tables if it is new."""
    database.execute("PRAGMA locking_mode = EXCLUSIVE")
    database.execute("PRAGMA journal_mode = WAL")
    (found,) = database.execute("PRAGMA application_id").fetchone()
    (tables,) = database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if found != FORMAT and tables:
        raise sqlite3.DatabaseError("it belongs to another program or version")
    if not tables:
        database.executescript(f"BEGIN EXCLUSIVE; {_SCHEMA} PRAGMA application_id = {FORMAT}; COMMIT;")
