"""The time that a client goes by."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from msgspec import Struct


def _now() -> float:
    return time.time()  # looked up with each call: what freezes the time in tests puts another function there


class Clock(Struct, frozen=True, kw_only=True):
    """The time that a client goes by, for tests to decide.

    By default the wall clock follows what freezes it in tests (freezegun, time-machine). Elapsed time does not: it
    would jump by years when that begins and ends.

    Attributes:
        monotonic: gives the seconds that have elapsed, from any moment on.
        sleep: waits for seconds.
        now: gives the wall clock, in seconds since 1970.
    """

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    now: Callable[[], float] = _now
