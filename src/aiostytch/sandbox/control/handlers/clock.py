"""The time of the sandbox."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable

from ...contract.json_values import JSONObject
from ...contract.schemas import Schema
from ...store.clock import UNITS, Clock, timestamp
from ..endpoints import Doors, Endpoints, Given, object_of, reference

endpoints = Endpoints("clock")

_AT: Schema = {"type": "string", "format": "date-time"}
_AMOUNT = object_of({unit: {"type": "number"} for unit in UNITS}, required=[])


@endpoints("GET", "/clock", gives=reference("Clock"))
def read_clock(doors: Doors, given: Given) -> JSONObject:
    """Read the time."""
    return _to_json(doors.gateway.state.clock)


@endpoints("POST", "/clock/advance", body=_AMOUNT, gives=reference("Clock"))
def advance_clock(doors: Doors, given: Given) -> JSONObject:
    """Move the time forward, e.g. by `{"minutes": 6}`."""
    return _change(doors, functools.partial(doors.gateway.state.clock.advance, **given))


@endpoints("POST", "/clock/set", body=object_of({"at": _AT}), gives=reference("Clock"))
def set_clock(doors: Doors, given: Given) -> JSONObject:
    """Set the time, forward or back. It stands still if it is frozen, and runs otherwise."""
    moment = datetime.datetime.fromisoformat(given["at"])
    return _change(doors, lambda: doors.gateway.state.clock.set(moment))


@endpoints("POST", "/clock/freeze", body=object_of({"at": _AT}, required=[]), gives=reference("Clock"))
def freeze_clock(doors: Doors, given: Given) -> JSONObject:
    """Freeze the time, now or at a moment. It can still be advanced."""
    moment = datetime.datetime.fromisoformat(given["at"]) if "at" in given else None
    return _change(doors, lambda: doors.gateway.state.clock.freeze(moment))


@endpoints("POST", "/clock/resume", gives=reference("Clock"))
def resume_clock(doors: Doors, given: Given) -> JSONObject:
    """Let the time run again, from where it is."""
    return _change(doors, doors.gateway.state.clock.resume)


def _change(doors: Doors, change: Callable[[], None]) -> JSONObject:
    doors.gateway.transact(change)
    return _to_json(doors.gateway.state.clock)


def _to_json(clock: Clock) -> JSONObject:
    return {
        "now": timestamp(clock.now()),
        "is_frozen": clock.is_frozen,
        "advanced_seconds": clock.advanced.total_seconds(),
    }
