"""The clock of a sandbox: the real time, until a user moves or freezes it."""

from __future__ import annotations

import datetime
import functools
import math
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from ...checks import check_instance, is_number
from ...errors import ConfigurationError

ZERO = datetime.timedelta()
_EARLIEST = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)  # JWTs count seconds from here
_LATEST = datetime.datetime(9900, 1, 1, tzinfo=datetime.UTC)  # leaves a century for expiry times
UNITS = ("weeks", "days", "hours", "minutes", "seconds", "milliseconds", "microseconds")
"""The units of `Clock.advance`."""
_OUT_OF_RANGE = "a time must be in the years 1970 to 9899"


def utc_now() -> datetime.datetime:
    """Return the real time, aware, in UTC."""
    return datetime.datetime.now(datetime.UTC)


@attrs.frozen
class ClockSetting:
    """How a clock differs from the real time.

    Attributes:
        moved: the difference from the real time, if the clock runs.
        advanced: the sum of all advances.
        frozen: the time at which the clock is frozen, None if it runs.
    """

    moved: datetime.timedelta = ZERO
    advanced: datetime.timedelta = ZERO
    frozen: datetime.datetime | None = None


class Clock:
    """Tells the time of a sandbox.

        sandbox.clock.advance(minutes=6)

    Args:
        at: the time (aware) at which to freeze the clock; by default it shows the real time.
        real: returns the real time.

    Raises:
        ConfigurationError: the time is invalid, has no time zone, or is not in the years 1970 to 9899.
    """

    def __init__(self, at: datetime.datetime | None = None, *, real: Callable[[], datetime.datetime] = utc_now) -> None:
        self._real = real
        self._frozen = None if at is None else _check_moment(at)
        self._moved = ZERO
        self._advanced = ZERO
        self._travelled = ZERO

    @property
    def advanced(self) -> datetime.timedelta:
        """The sum of all advances. Restoring a snapshot restores it too."""
        return self._advanced

    @property
    def travelled(self) -> datetime.timedelta:
        """The sum of all advances since the clock was made. It never decreases, not even if a snapshot is restored."""
        return self._travelled

    @property
    def is_frozen(self) -> bool:
        """Whether the clock is frozen."""
        return self._frozen is not None

    def now(self) -> datetime.datetime:
        """Return the current time, aware."""
        return self._real() + self._moved if self._frozen is None else self._frozen

    def advance(self, **amount: float) -> None:
        """Move the clock forward.

        Args:
            amount: the arguments of `datetime.timedelta`, e.g. `minutes=6`.

        Raises:
            ConfigurationError: an amount is not a number or has an unknown unit, the clock would go back, or the time
                would leave the years 1970 to 9899.
        """
        try:
            step = datetime.timedelta(**_check_amount(amount))
            _check_moment(self.now() + step)
        except OverflowError:
            raise ConfigurationError(_OUT_OF_RANGE) from None
        if step < ZERO:
            raise ConfigurationError("the clock cannot advance by a negative time")
        self._advanced += step
        self._travelled += step
        if self._frozen is None:
            self._moved += step
        else:
            self._frozen += step

    def freeze(self, at: datetime.datetime | None = None) -> None:
        """Freeze the clock. `advance` and `set` still move it.

        Args:
            at: the time (aware) at which to freeze it; by default the current time.

        Raises:
            ConfigurationError: the time is invalid, has no time zone, or is not in the years 1970 to 9899.
        """
        self._frozen = self.now() if at is None else _check_moment(at)

    def set(self, at: datetime.datetime) -> None:
        """Set the clock, forward or back. A frozen clock stays frozen.

        Args:
            at: the time, aware.

        Raises:
            ConfigurationError: the time is invalid, has no time zone, or is not in the years 1970 to 9899.
        """
        moment = _check_moment(at)
        if self._frozen is None:
            self._moved = moment - self._real()
        else:
            self._frozen = moment

    def resume(self) -> None:
        """Let a frozen clock run again, from its current time."""
        if self._frozen is not None:
            self._moved = self._frozen - self._real()
            self._frozen = None

    @property
    def setting(self) -> ClockSetting:
        """How the clock differs from the real time, for a snapshot."""
        return ClockSetting(self._moved, self._advanced, self._frozen)

    @setting.setter
    def setting(self, setting: ClockSetting) -> None:
        self._moved, self._advanced, self._frozen = setting.moved, setting.advanced, setting.frozen

    def __repr__(self) -> str:
        return f"<Clock {self.now():%Y-%m-%d %H:%M:%S}{', frozen' if self.is_frozen else ''}>"


def _check_amount(amount: Mapping[str, Any]) -> dict[str, Any]:
    for unit, value in amount.items():
        if unit not in UNITS:
            raise ConfigurationError(f"{unit} is not a unit of time; the units are {', '.join(UNITS)}")
        if not is_number(value) or math.isnan(value):
            raise ConfigurationError(f"{unit} must be a number")
    return dict(amount)


def _check_moment(moment: datetime.datetime) -> datetime.datetime:
    check_instance("a time", moment, datetime.datetime, "a datetime.datetime")
    if moment.tzinfo is None:
        raise ConfigurationError("a time needs a time zone, such as datetime.UTC")
    if not _EARLIEST <= moment <= _LATEST:
        raise ConfigurationError(_OUT_OF_RANGE)
    return moment


@functools.lru_cache(maxsize=1024)
def timestamp(moment: datetime.datetime) -> str:
    """Return a time in the form of the API: RFC 3339, in UTC, to the second."""
    in_utc = moment if moment.tzinfo is datetime.UTC else moment.astimezone(datetime.UTC)
    return f"{in_utc.isoformat(timespec='seconds')[:_TO_THE_SECOND]}Z"


_TO_THE_SECOND = len("2026-01-31T12:00:00")
