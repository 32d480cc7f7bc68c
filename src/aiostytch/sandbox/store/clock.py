"""The clock of a sandbox: real time, moved or frozen by its user."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from ...checks import check_kind, is_number
from ...errors import ConfigurationError

ZERO = datetime.timedelta()
_EARLIEST = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)  # the times in a JWT are seconds since then
_LATEST = datetime.datetime(9900, 1, 1, tzinfo=datetime.UTC)  # so that what ends a century later can be written
UNITS = ("weeks", "days", "hours", "minutes", "seconds", "milliseconds", "microseconds")
"""The units in which time is advanced."""
_OUT_OF_RANGE = "a time must be in the years 1970 to 9899"


def utc_now() -> datetime.datetime:
    """Return the real time, aware, in UTC."""
    return datetime.datetime.now(datetime.UTC)


@attrs.frozen
class ClockSetting:
    """The difference of a clock from real time: moved or frozen, and by how much it was advanced in all."""

    moved: datetime.timedelta = ZERO
    advanced: datetime.timedelta = ZERO
    frozen: datetime.datetime | None = None


class Clock:
    """Tells the time of a sandbox.

        sandbox.clock.advance(minutes=6)

    Args:
        at: when it is, aware; the time stands still from then on. None is real time.
        real: gives the real time.

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
        """By how much `advance` has moved the time in all."""
        return self._advanced

    @property
    def travelled(self) -> datetime.timedelta:
        """By how much `advance` has ever moved the time. It never decreases, whatever is restored."""
        return self._travelled

    @property
    def is_frozen(self) -> bool:
        """Whether the time is frozen."""
        return self._frozen is not None

    def now(self) -> datetime.datetime:
        """Return the time, aware."""
        return self._real() + self._moved if self._frozen is None else self._frozen

    def advance(self, **amount: float) -> None:
        """Move the time forward.

        Args:
            amount: the arguments of `datetime.timedelta`, e.g. `minutes=6`.

        Raises:
            ConfigurationError: an amount is not a number or has an unknown unit, or the time would go back, or leave
                the years 1970 to 9899.
        """
        try:
            step = datetime.timedelta(**_check_amount(amount))
            _check_moment(self.now() + step)
        except OverflowError:
            raise ConfigurationError(_OUT_OF_RANGE) from None
        if step < ZERO:
            raise ConfigurationError("time does not go back")
        self._advanced += step
        self._travelled += step
        if self._frozen is None:
            self._moved += step
        else:
            self._frozen += step

    def freeze(self, at: datetime.datetime | None = None) -> None:
        """Freeze the time, now or at a moment. It can still be advanced.

        Raises:
            ConfigurationError: the moment is not a time, has no time zone, or is not in the years 1970 to 9899.
        """
        self._frozen = self.now() if at is None else _check_moment(at)

    def set(self, at: datetime.datetime) -> None:
        """Set the time, forward or back. It stands still if it is frozen, and runs otherwise.

        Raises:
            ConfigurationError: the moment is not a time, has no time zone, or is not in the years 1970 to 9899.
        """
        moment = _check_moment(at)
        if self._frozen is None:
            self._moved = moment - self._real()
        else:
            self._frozen = moment

    def resume(self) -> None:
        """Let the time run again, from where it is."""
        if self._frozen is not None:
            self._moved = self._frozen - self._real()
            self._frozen = None

    @property
    def setting(self) -> ClockSetting:
        """Its difference from real time, which can be set again later."""
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
    check_kind("a time", moment, datetime.datetime, "a datetime.datetime")
    if moment.tzinfo is None:
        raise ConfigurationError("a time needs a time zone, such as datetime.UTC")
    if not _EARLIEST <= moment <= _LATEST:
        raise ConfigurationError(_OUT_OF_RANGE)
    return moment


def timestamp(moment: datetime.datetime) -> str:
    """Write a time as the API does: RFC 3339, in UTC, to the second."""
    in_utc = moment if moment.tzinfo is datetime.UTC else moment.astimezone(datetime.UTC)
    return f"{in_utc.isoformat(timespec='seconds')[:_TO_THE_SECOND]}Z"


_TO_THE_SECOND = len("2026-01-31T12:00:00")
