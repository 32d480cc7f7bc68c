"""The clock of the sandbox."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable

from ...contract.json_values import JSONObject
from ...contract.schemas import Schema
from ...store.clock import UNITS, Clock, timestamp
from ..endpoints import Context, Endpoints, Given, object_of, reference

endpoints = Endpoints("clock")

_AT: Schema = {"type": "string", "format": "date-time"}
_AMOUNT = object_of({unit: {"type": "number"} for unit in UNITS}, required=[])


@endpoints("GET", "/clock", result=reference("Clock"))
def read_clock(context: Context, given: Given) -> JSONObject:
    """Read the clock."""
    return _to_json(context.gateway.state.clock)


@endpoints("POST", "/clock/advance", body=_AMOUNT, result=reference("Clock"))
def advance_clock(context: Context, given: Given) -> JSONObject:
    """Move the clock forward, e.g. by `{"minutes": 6}`."""
    return _change(context, functools.partial(context.gateway.state.clock.advance, **given))


@endpoints("POST", "/clock/set", body=object_of({"at": _AT}), result=reference("Clock"))
def set_clock(context: Context, given: Given) -> JSONObject:
    """Set the clock, forward or back. A frozen clock stays frozen."""
    moment = datetime.datetime.fromisoformat(given["at"])
    return _change(context, lambda: context.gateway.state.clock.set(moment))


@endpoints("POST", "/clock/freeze", body=object_of({"at": _AT}, required=[]), result=reference("Clock"))
def freeze_clock(context: Context, given: Given) -> JSONObject:
    """Freeze the clock, at the current or the given time. You can still advance or set it."""
    moment = datetime.datetime.fromisoformat(given["at"]) if "at" in given else None
    return _change(context, lambda: context.gateway.state.clock.freeze(moment))


@endpoints("POST", "/clock/resume", result=reference("Clock"))
def resume_clock(context: Context, given: Given) -> JSONObject:
    """Let a frozen clock run again, from its current time."""
    return _change(context, context.gateway.state.clock.resume)


def _change(context: Context, change: Callable[[], None]) -> JSONObject:
    context.gateway.transact(change)
    return _to_json(context.gateway.state.clock)


def _to_json(clock: Clock) -> JSONObject:
    return {
        "now": timestamp(clock.now()),
        "is_frozen": clock.is_frozen,
        "advanced_seconds": clock.advanced.total_seconds(),
    }
