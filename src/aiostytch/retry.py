"""The rules of retries: whether, when and how often. Pure values and functions; the caller waits.

A retry must never execute a call twice. So the decision has two parts: the outcome of the first attempt, which the
failure shows, and the effect of a second execution (the operation's retry class, from `x-sdk-retry` in the overlay).
"""

from __future__ import annotations

import enum
import random
import re
import threading
from collections.abc import Callable
from datetime import UTC

from msgspec import Struct

from .error_types import THROTTLING, is_client_error


class RetryClass(enum.StrEnum):
    """The effect of a second execution of an operation."""

    READ = enum.auto()
    """No effect: the operation changes nothing."""
    IDEMPOTENT = enum.auto()
    """No further effect."""
    SENDS_MESSAGE = enum.auto()
    """It sends another e-mail or SMS."""
    CONSUMES_TOKEN = enum.auto()
    """It fails: the first execution used up the token."""
    CREATES = enum.auto()
    """It creates a second object."""


class RetryPolicy(Struct, frozen=True, kw_only=True):
    """The policy for retries. Times are in seconds.

    The wait before retry n is a random share of `base * 2 ** (n - 1)`, but at most `cap` ("full jitter"). If the
    response has a Retry-After header, the wait is its value; a throttled attempt without it uses `throttle_base`
    instead of `base`. If Retry-After is longer than `max_retry_after` or the rest of the deadline, the call fails
    immediately. `wait=False` turns waits off, for tests; `max_retries=0` turns retries off. `jitter` returns the share,
    a number in [0, 1).
    """

    max_retries: int = 2
    """The maximum number of retries of a call."""
    base: float = 0.1
    """The maximum wait before the first retry, in seconds. It doubles with each further retry."""
    throttle_base: float = 1.0
    """The maximum wait before the first retry after a throttled attempt without Retry-After, in seconds."""
    cap: float = 8.0
    """The maximum wait without Retry-After, in seconds."""
    max_retry_after: float = 60.0
    """The longest Retry-After that the call waits for, in seconds."""
    wait: bool = True
    """Whether to wait before retries."""
    jitter: Callable[[], float] = random.random
    """Returns the random share of a wait."""

    def delay(self, failure: Failure, number: int, retry_after: float | None) -> float | None:
        """Return the seconds to wait before retry `number`, from 1; None if the wait would be too long."""
        if not self.wait:
            return 0.0
        if retry_after is not None:
            return retry_after if retry_after <= self.max_retry_after else None
        base = self.throttle_base if failure in _THROTTLING else self.base
        doublings = min(number - 1, 32)
        return self.jitter() * min(self.cap, base * 2.0**doublings)


RETRY_COST = 14
"""The cost of a retry, in tokens."""
THROTTLED_RETRY_COST = 5
"""The cost of a retry after throttling, in tokens."""


class RetryQuota:
    """The retries that a client has left: it limits the extra load during an outage.

    A client and its views share it; it is thread-safe. A retry costs 14 tokens, or 5 after throttling. A success
    returns the cost of its last retry, or 1 if it needed no retry. `0 <= available <= capacity` always holds. The
    figures are those of AWS's standard retry mode.
    """

    def __init__(self, capacity: int = 500) -> None:
        self.capacity = capacity
        self.available = capacity
        self._lock = threading.Lock()

    @staticmethod
    def cost(failure: Failure) -> int:
        """Return the cost of a retry after this failure."""
        return THROTTLED_RETRY_COST if failure in _THROTTLING else RETRY_COST

    def acquire(self, cost: int) -> bool:
        """Take the cost of a retry; if there are not enough tokens, return False and take nothing."""
        with self._lock:
            if cost > self.available:
                return False
            self.available -= cost
            return True

    def release(self, last_cost: int | None) -> None:
        """Record a success and the cost of its last retry, None if it needed no retry."""
        if self.available == self.capacity:
            return
        with self._lock:
            self.available = min(self.capacity, self.available + (last_cost or 1))

    def __repr__(self) -> str:
        return f"<RetryQuota {self.available} of {self.capacity}>"


class Failure(enum.Enum):
    """The outcome of a failed attempt."""

    NOT_SENT = "not_sent"
    """There was no connection."""
    THROTTLED = "throttled"
    """Too many requests: the API rejected the request before execution."""
    REFUSED = "refused"
    """503 with Retry-After: the API rejected the request before execution."""
    UNKNOWN = "unknown"
    """500, 502, 503, 504, 520 to 530, a timeout or a lost connection: it may have been executed."""


_RETRYABLE = frozenset({RetryClass.READ, RetryClass.IDEMPOTENT})
_THROTTLING = frozenset({Failure.THROTTLED, Failure.REFUSED})
_UNKNOWN_STATUSES = frozenset({500, 502, 503, 504, *range(520, 531)})
"""The statuses from 520 on come from proxies: they do not show whether the API executed the request."""


def failure_from_error_response(status_code: int, error_type: str, retry_after: float | None) -> Failure | None:
    """Return the outcome of an attempt that got an error response; None if a retry would fail too.

    The error type decides, or the status if the type is ambiguous.
    """
    if error_type in THROTTLING:
        return Failure.THROTTLED
    failure = _failure_of_status(status_code, retry_after)
    return None if failure in _THROTTLING and is_client_error(error_type) else failure


def _failure_of_status(status_code: int, retry_after: float | None) -> Failure | None:
    if status_code == 429:
        return Failure.THROTTLED
    if status_code == 503 and retry_after is not None:
        return Failure.REFUSED
    return Failure.UNKNOWN if status_code in _UNKNOWN_STATUSES else None


def is_retry_safe(failure: Failure, retry_class: RetryClass) -> bool:
    """Return whether a retry after this failure cannot execute the call twice."""
    return failure is not Failure.UNKNOWN or retry_class in _RETRYABLE


_SECONDS = re.compile(r"[0-9]{1,300}")  # more do not fit into a float
_DATE = re.compile(
    r"[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT"  # IMF-fixdate
    r"|[A-Z][a-z]{5,8}, [0-9]{2}-[A-Z][a-z]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT"  # RFC 850
    r"|[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]{4}"  # asctime
)


def parse_retry_after(value: str | None, now: Callable[[], float]) -> float | None:
    """Parse a Retry-After header (RFC 9110, section 10.2.3): seconds from now, 0 or more.

    It accepts only whole seconds, or a date in one of the three formats of section 5.6.7; otherwise it returns None.
    `now` returns the wall-clock time, in seconds since 1970.
    """
    if value is None:
        return None
    if _SECONDS.fullmatch(value):
        return float(value)
    return _seconds_until(value, now()) if _DATE.fullmatch(value) else None


def _seconds_until(date: str, now: float) -> float | None:
    from email.utils import parsedate_to_datetime  # an import of 3 ms, for a rare response

    try:
        moment = parsedate_to_datetime(date).replace(tzinfo=UTC)
        return max(moment.timestamp() - now, 0.0)
    except (ValueError, OverflowError):
        return None
