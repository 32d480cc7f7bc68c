"""The clock of a client."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from msgspec import Struct


def _now() -> float:
    return time.time()  # looked up at each call, because libraries that freeze the time replace the function


class Clock(Struct, frozen=True, kw_only=True):
    """The clock of a client, which tests can replace.

    By default, the wall clock follows libraries that freeze it in tests (freezegun, time-machine). Monotonic time does
    not, because it would jump by years when the freeze begins and ends.

    Attributes:
        monotonic: returns monotonic time, in seconds; by default `time.monotonic`.
        sleep: waits for seconds; by default `asyncio.sleep`.
        now: returns the wall-clock time, in seconds since 1970; by default `time.time`.
    """

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    now: Callable[[], float] = _now
