"""The forms of the dashboard."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

from ..faults.effects import Delay, Drop, Effect, Garbage, NullField, Status, Throttle, UnknownEnum
from ..http.gateway import Gateway
from ..webhooks import queue

EFFECTS: Mapping[str, Effect] = MappingProxyType(
    {
        "status 503": Status(503),
        "status 500": Status(500),
        "status 429, Retry-After 1 s": Throttle(1),
        "response delayed by 5 s": Delay(5),
        "connection dropped before the call": Drop("request"),
        "connection dropped before the response": Drop("response"),
        "connection dropped in the middle of the response": Drop("body"),
        "response that is not JSON": Garbage(),
        "null in a required field": NullField(),
        "unknown value of an enum": UnknownEnum(),
    }
)
"""The effects of faults, by their labels on the page."""

TIMES: Mapping[str, int | None] = MappingProxyType({"once": 1, "3 times": 3, "always": None})

Form = Mapping[str, str]


def advance(gateway: Gateway, form: Form) -> None:
    """Advance the clock by minutes."""
    minutes = _number(form, "minutes")
    if not 0 < minutes <= _MAX_MINUTES:
        raise ValueError(f"The minutes must be more than 0 and at most {_MAX_MINUTES}.")
    gateway.state.clock.advance(minutes=minutes)


_MAX_MINUTES = 60 * 24 * 3660
"""Ten years."""


def add_fault(gateway: Gateway, form: Form) -> None:
    """Add a fault."""
    effect, times = form.get("effect", ""), form.get("times", "")
    if effect not in EFFECTS or times not in TIMES:
        raise ValueError("Choose an effect and a number of times.")
    probability = _number(form, "percent") / 100
    gateway.faults.add(form.get("target", ""), EFFECTS[effect], times=TIMES[times], probability=probability)


def remove_fault(gateway: Gateway, form: Form) -> None:
    """Remove a fault."""
    gateway.faults.remove(int(_number(form, "number")))


def clear_outbox(gateway: Gateway, form: Form) -> None:
    """Clear the outbox."""
    gateway.state.outbox.clear()


def send_again(gateway: Gateway, form: Form) -> None:
    """Send a webhook again."""
    try:
        queue.send_again(gateway.state, form.get("delivery", ""))
    except LookupError:
        raise ValueError("The delivery no longer exists.") from None


ACTIONS: Mapping[str, Callable[[Gateway, Form], None]] = MappingProxyType(
    {
        "advance": advance,
        "add-fault": add_fault,
        "remove-fault": remove_fault,
        "clear-outbox": clear_outbox,
        "send-again": send_again,
    }
)
"""The forms, by name. They raise ValueError for invalid fields."""


def _number(form: Form, name: str) -> float:
    try:
        number = float(form.get(name, ""))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"The field {name} must be a number.")
    return number
