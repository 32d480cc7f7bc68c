"""The state of a sandbox, as comparable values."""

from __future__ import annotations

from typing import Any

from aiostytch.sandbox import State
from aiostytch.sandbox.store.tables import Table


def remembered(state: State) -> dict[str, Any]:
    """Return the complete state as values."""
    tables = {name: list(value) for name, value in fields(state) if isinstance(value, Table)}
    return {**tables, "last_number": state.last_number, "cursor_key": state.cursor_key, "clock": state.clock.setting}


def fields(state: State) -> list[tuple[str, Any]]:
    return [(field.name, getattr(state, field.name)) for field in state.__attrs_attrs__]


def tables(state: State) -> set[str]:
    return {name for name, value in fields(state) if isinstance(value, Table) and len(value)}
