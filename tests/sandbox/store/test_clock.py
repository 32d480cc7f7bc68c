"""The clock of a sandbox: real, moved or frozen."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from aiostytch import ConfigurationError
from aiostytch.sandbox import Clock
from aiostytch.sandbox.store.clock import timestamp

from ..world import NOON

HOUR = datetime.timedelta(hours=1)


class RealTime:
    """A system clock that moves an hour with each read."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime.datetime:
        self.time += HOUR
        return self.time


def test_a_clock_tells_real_time_in_utc_by_default() -> None:
    before = datetime.datetime.now(datetime.UTC)
    assert before <= Clock().now() <= datetime.datetime.now(datetime.UTC)
    assert Clock().now().tzinfo is datetime.UTC


def test_a_clock_goes_on_from_where_it_was_moved_to() -> None:
    clock = Clock(real=RealTime())
    clock.advance(days=1)
    assert clock.now() == NOON + datetime.timedelta(days=1, hours=2)
    assert clock.now() == NOON + datetime.timedelta(days=1, hours=3)


def test_a_clock_stands_still_until_it_is_moved() -> None:
    clock = Clock(NOON, real=RealTime())
    assert clock.now() == clock.now() == NOON
    clock.advance(minutes=6)
    assert clock.now() == NOON + datetime.timedelta(minutes=6)


def test_a_clock_can_be_stopped_and_started() -> None:
    clock = Clock(real=RealTime())
    clock.freeze()
    stopped = clock.now()
    assert clock.now() == stopped == NOON + HOUR
    clock.resume()
    assert clock.now() == stopped + HOUR


def test_a_clock_can_be_stopped_at_a_moment() -> None:
    clock = Clock(real=RealTime())
    clock.freeze(NOON)
    assert clock.now() == NOON


def test_starting_a_clock_that_runs_changes_nothing() -> None:
    clock = Clock(real=RealTime())
    clock.resume()
    assert clock.now() == NOON + HOUR


def test_a_clock_knows_how_far_it_was_moved() -> None:
    clock = Clock(NOON)
    clock.advance(minutes=1)
    clock.resume()
    clock.advance(minutes=2)
    assert clock.advanced == datetime.timedelta(minutes=3)


def test_a_clock_can_be_set_forward_and_back() -> None:
    clock = Clock(NOON, real=RealTime())
    clock.set(NOON - HOUR)
    assert clock.now() == clock.now() == NOON - HOUR
    clock.resume()
    clock.set(NOON + HOUR)
    assert clock.now() == NOON + 2 * HOUR  # it runs: an hour with each read
    assert clock.advanced == datetime.timedelta()


def test_travelled_time_survives_a_restore() -> None:
    clock = Clock(NOON)
    setting = clock.setting
    clock.advance(hours=1)
    clock.setting = setting
    assert (clock.now(), clock.advanced, clock.travelled) == (NOON, datetime.timedelta(), HOUR)


@pytest.mark.parametrize(
    ("amount", "reason"),
    [
        ({"minutes": "x"}, "minutes must be a number"),
        ({"minutes": None}, "minutes must be a number"),
        ({"minutes": True}, "minutes must be a number"),
        ({"minutes": float("nan")}, "minutes must be a number"),
        ({"minutes": datetime.timedelta(minutes=1)}, "minutes must be a number"),
        ({"fortnights": 1}, "fortnights is not a unit of time; the units are weeks, days, hours, minutes, seconds, "),
        ({"minutes": float("inf")}, "a time must be in the years 1970 to 9899"),
    ],
)
def test_an_invalid_duration_is_refused(amount: dict[str, Any], reason: str) -> None:
    clock = Clock(NOON)
    with pytest.raises(ConfigurationError, match=reason):
        clock.advance(**amount)
    assert (clock.now(), clock.advanced) == (NOON, datetime.timedelta())


@pytest.mark.parametrize("moment", ["2026-01-31", 5, datetime.date(2026, 1, 31)])
def test_invalid_times_are_refused(moment: Any) -> None:
    for change in (Clock, Clock().freeze, Clock().set):
        with pytest.raises(ConfigurationError, match=r"a time must be a datetime\.datetime"):
            change(moment)


def test_a_clock_is_moved_from_where_its_own_real_time_is() -> None:
    late = datetime.datetime(9899, 12, 31, tzinfo=datetime.UTC)
    clock = Clock(real=lambda: late)
    with pytest.raises(ConfigurationError, match="1970 to 9899"):
        clock.advance(days=2)


def test_time_does_not_go_back() -> None:
    with pytest.raises(ValueError, match="cannot advance"):
        Clock().advance(minutes=-1)


def test_a_clock_shows_its_time() -> None:
    clock = Clock(NOON)
    assert repr(clock) == "<Clock 2026-01-31 12:00:00, frozen>"
    clock.resume()
    assert "frozen" not in repr(clock)


def test_a_timestamp_is_in_utc() -> None:
    elsewhere = NOON.astimezone(datetime.timezone(datetime.timedelta(hours=5)))
    assert timestamp(elsewhere) == "2026-01-31T12:00:00Z"


def test_a_time_without_a_time_zone_is_refused() -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        Clock(naive)
    with pytest.raises(ValueError, match="time zone"):
        Clock().freeze(naive)


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59-01:00", "9900-01-01T00:00:01Z", "1969-12-31T23:59:59Z"])
def test_a_time_at_the_ends_of_the_calendar_is_refused(text: str) -> None:
    """Later expiry times are not representable, and a JWT cannot have times before 1970."""
    moment = datetime.datetime.fromisoformat(text)
    with pytest.raises(ValueError, match="1970 to 9899"):
        Clock(moment)
    with pytest.raises(ValueError, match="1970 to 9899"):
        Clock().freeze(moment)


@pytest.mark.parametrize("days", [1e7, 1e10, 1e300, -1e10])
def test_a_clock_is_not_moved_out_of_the_calendar(days: float) -> None:
    clock = Clock(NOON)
    with pytest.raises(ValueError, match="1970 to 9899"):
        clock.advance(days=days)
    assert (clock.now(), clock.advanced) == (NOON, datetime.timedelta())
