"""Checks of settings. An invalid one raises a `ConfigurationError` that names the setting and the valid values."""

from __future__ import annotations

import inspect
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from .errors import ConfigurationError
from .limits import RateLimit
from .retry import RetryPolicy
from .wire import Timeout

T = TypeVar("T")
N = TypeVar("N", int, float)
_LARGEST = 1e9
"""The maximum of a setting in seconds: 31 years. With more, some event loops and HTTP libraries raise OverflowError."""
_NUMBERS = (int, float)  # a tuple, because `int | float` is evaluated at each check


def check_instance(name: str, value: object, kind: type[T], wanted: str) -> T:
    """Return a value if it is an instance of a class; `wanted` describes the class.

    Raises:
        ConfigurationError: it is not an instance of the class.
    """
    if not isinstance(value, kind):
        raise ConfigurationError(f"{name} must be {wanted}, not this {type(value).__name__}")
    return value


def check_methods(name: str, value: object, protocol: type, wanted: str) -> None:
    """Check that a value has the async methods of a protocol; `wanted` describes it.

    Raises:
        ConfigurationError: it lacks one, or is a class.
    """
    methods = [method for method, member in vars(protocol).items() if inspect.iscoroutinefunction(member)]
    if isinstance(value, type) or not all(callable(getattr(value, method, None)) for method in methods):
        raise ConfigurationError(f"{name} must be {wanted}, with the methods {', '.join(methods)}")


def check_list(name: str, value: Any, wanted: str) -> Sequence[Any]:
    """Return a value if it is a sequence, but not a string; `wanted` describes its elements.

    Raises:
        ConfigurationError: it is not a sequence, for example a single element.
    """
    found: Sequence[Any] = value
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        raise ConfigurationError(f"{name} must be a list of {wanted}, not this {type(value).__name__}")
    return found


def check_mapping(name: str, value: Any) -> Mapping[str, Any]:
    """Return a value if it is a mapping of names to values.

    Raises:
        ConfigurationError: it is not a mapping, or one of its names is not a string.
    """
    found: Mapping[Any, Any] = value
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in found):
        raise ConfigurationError(f"{name} must be a mapping of names to values")
    return found


def check_timeout(timeout: Timeout | float) -> Timeout:
    """Return the limits of the steps of an attempt; a number is the limit of each step.

    Raises:
        ConfigurationError: a limit is not positive.
    """
    if not isinstance(timeout, Timeout):
        timeout = Timeout(connect=timeout, read=timeout, write=timeout, pool=timeout)
    for name, limit in msgspec.structs.asdict(timeout).items():
        if limit is not None:
            check_positive(f"timeout ({name})", limit)
    return timeout


def check_deadline(deadline: float | None) -> float | None:
    """Return a deadline in seconds, or None.

    Raises:
        ConfigurationError: the deadline is not positive.
    """
    return None if deadline is None else check_positive("deadline", deadline)


def check_retries(count: int) -> int:
    """Return a number of retries.

    Raises:
        ConfigurationError: it is not an integer, or is negative.
    """
    return check_integer("max_retries", count, minimum=0)


def check_retry(policy: object) -> RetryPolicy:
    """Return a retry policy if it is valid.

    Raises:
        ConfigurationError: it is not a retry policy, or one of its attributes is invalid.
    """
    policy = check_instance("retry", policy, RetryPolicy, "a RetryPolicy")
    check_integer("retry (max_retries)", policy.max_retries, minimum=0)
    check_flag("retry (wait)", policy.wait)
    for name in ("base", "throttle_base", "cap", "max_retry_after"):
        check_number(f"retry ({name})", getattr(policy, name))
    # Reading the signature of a function written in C compiles a large regular expression: milliseconds.
    if policy.jitter is not random.random and not is_function(policy.jitter, 0):
        raise ConfigurationError("retry (jitter) must be a function without arguments")
    return policy


def check_rate_limit(limit: object) -> RateLimit:
    """Return a rate limit if it is valid.

    Raises:
        ConfigurationError: it is not a rate limit, or one of its attributes is invalid.
    """
    limit = check_instance("rate_limit", limit, RateLimit, "a RateLimit")
    check_integer("rate_limit (burst)", limit.burst, minimum=1)
    check_positive("rate_limit (per_second)", limit.per_second)
    check_flag("rate_limit (shared)", limit.shared)
    return limit


def check_integer(name: str, value: object, *, minimum: int) -> int:
    """Return a value if it is an integer from `minimum` on.

    Raises:
        ConfigurationError: it is not an integer, or less than `minimum`.
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < minimum:
        raise ConfigurationError(f"{name} must be an integer of at least {minimum}")
    return value


def check_flag(name: str, value: object) -> bool:
    """Return a value if it is a boolean.

    Raises:
        ConfigurationError: it is not a boolean.
    """
    if not isinstance(value, bool):
        raise ConfigurationError(f"{name} must be True or False")
    return value


def check_positive(name: str, value: N) -> N:
    """Return a value if it is a positive number, up to 1e9.

    Raises:
        ConfigurationError: it is not a number, or out of this range.
    """
    if not is_number(value) or not 0 < value <= _LARGEST:
        raise ConfigurationError(f"{name} must be a positive number, at most {_LARGEST:g}")
    return value


def check_number(name: str, value: N, *, maximum: float = _LARGEST) -> N:
    """Return a value if it is a number from 0 to `maximum`.

    Raises:
        ConfigurationError: it is not a number, or out of this range.
    """
    if not is_number(value) or not 0 <= value <= maximum:
        raise ConfigurationError(f"{name} must be a number from 0 to {maximum:g}")
    return value


def is_number(value: object) -> bool:
    """Return whether a value is a number. A boolean is not one, unlike in Python."""
    return isinstance(value, _NUMBERS) and not isinstance(value, bool)


def is_function(value: object, arguments: int) -> bool:
    """Return whether a value is a sync function that accepts this number of positional arguments."""
    return callable(value) and not _is_async(value) and _takes(value, arguments)


def is_async_function(value: object, arguments: int) -> bool:
    """Return whether a value is an async function that accepts this number of positional arguments."""
    return callable(value) and _is_async(value) and _takes(value, arguments)


def _is_async(value: Any) -> bool:
    return inspect.iscoroutinefunction(value) or inspect.iscoroutinefunction(type(value).__call__)


def _takes(function: Callable[..., Any], arguments: int) -> bool:
    try:
        inspect.signature(function).bind(*[None] * arguments)
    except TypeError:
        return False
    except ValueError:  # some functions written in C do not have a signature
        return True
    return True
