"""The settings of a client: read from arguments and the environment, checked once, then fixed."""

from __future__ import annotations

import ipaddress
import math
import re
from collections.abc import Mapping
from typing import Literal, TypeVar
from urllib.parse import SplitResult, unquote, urlsplit

import msgspec

from .errors import ConfigurationError
from .limits import RateLimit
from .request import CREDENTIAL, is_credential
from .retry import RetryPolicy
from .secret import Secret
from .wire import Timeout

Environment = Literal["live", "test"]

N = TypeVar("N", int, float)
_LARGEST = 1e9
"""A number of seconds, 31 years. With more, one event loop or HTTP library or another raises `OverflowError`."""
_NUMBERS = (int, float)  # `int | float` would be made anew for each check

_HOSTS: Mapping[str, str] = {"live": "https://api.stytch.com", "test": "https://test.stytch.com"}

MAX_RESPONSE_SIZE = 8 * 1024 * 1024
"""Bytes of a decompressed body."""


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """What stays the same for a client and its views. Times are seconds, sizes bytes."""

    project_id: str
    secret: Secret
    base_url: str
    timeout: Timeout
    deadline: float | None
    retry: RetryPolicy
    max_response_size: int
    strict_decoding: bool


def configure(
    *,
    project_id: str | None,
    secret: str | None,
    environment: Environment | None,
    base_url: str | None,
    timeout: Timeout | float,
    deadline: float | None,
    retry: RetryPolicy,
    max_response_size: int,
    strict_decoding: bool,
    environ: Mapping[str, str],
) -> Config:
    """Check every setting; what is not given is read from `environ`.

    Raises:
        ConfigurationError: a setting is missing or cannot be used. The message names it and never shows a secret.
    """
    project = _setting("project_id", project_id, "STYTCH_PROJECT_ID", environ)
    if ":" in project:  # RFC 7617, section 2: a user-id with a colon cannot be told from the password
        raise ConfigurationError("project_id must not contain a colon")
    return Config(
        project_id=project,
        secret=Secret(_setting("secret", secret, "STYTCH_SECRET", environ)),
        base_url=_base_url(base_url, environment, project, environ),
        timeout=check_timeout(timeout),
        deadline=check_deadline(deadline),
        retry=check_retry(retry),
        max_response_size=check_whole("max_response_size", max_response_size, least=1),
        strict_decoding=_flag("strict_decoding", strict_decoding),
    )


def _setting(name: str, given: str | None, variable: str, environ: Mapping[str, str]) -> str:
    value = environ.get(variable) if given is None else given
    if not value:
        raise ConfigurationError(f"{name} is missing: pass it or set {variable}")
    if not is_credential(value):
        raise ConfigurationError(f"{name} must be {CREDENTIAL}")
    return value


def _base_url(given: str | None, environment: str | None, project_id: str, environ: Mapping[str, str]) -> str:
    if environment is not None and environment not in _HOSTS:
        raise ConfigurationError("environment must be 'live' or 'test'")
    if given is None:
        given = environ.get("STYTCH_BASE_URL") or None
    if given is not None:
        return check_base_url(given)
    for name, host in _HOSTS.items():
        if environment == name or (environment is None and project_id.startswith(f"project-{name}-")):
            return host
    raise ConfigurationError(
        "project_id begins with neither 'project-live-' nor 'project-test-': pass environment or base_url"
    )


_URL = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")  # RFC 3986, section 2
_NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?")  # RFC 1123, section 2.1, and the underscores in use


def check_base_url(url: object) -> str:
    """Return a base URL without its trailing slash; its path is kept.

    Raises:
        ConfigurationError: it is not absolute, not https (http is for loopback), or has more than a host and a path.
    """
    if not isinstance(url, str) or not _URL.fullmatch(url):
        raise ConfigurationError("base_url is not a URL")
    parts = _split(url)
    host = parts.hostname or ""
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        raise ConfigurationError("base_url must begin with https:// (http:// is accepted for loopback addresses only)")
    if "@" in parts.netloc or "?" in url or "#" in url:
        raise ConfigurationError("base_url must hold no user, query or fragment")
    if not (_NAME.fullmatch(host) or _is_ipv6(host)) or parts.netloc.lower() != _authority(host, parts.port):
        raise ConfigurationError("base_url must name a host, by its name or address")
    if {".", ".."} & set(unquote(parts.path).split("/")):
        raise ConfigurationError("the path of base_url must not contain '.' or '..'")
    return url.rstrip("/")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        has_port = parts.port != 0  # reading it raises for a port that is no number
    except ValueError:
        has_port = False
        parts = SplitResult("", "", "", "", "")
    if not has_port:
        raise ConfigurationError("base_url is not a URL")
    return parts


def _authority(host: str, port: int | None) -> str:
    """Write a host and a port again: what a parser reads in them must be all there is."""
    name = f"[{host}]" if ":" in host else host
    return name if port is None else f"{name}:{port}"


def _is_ipv6(host: str) -> bool:
    try:
        return ipaddress.IPv6Address(host).scope_id is None
    except ValueError:
        return False


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_timeout(timeout: Timeout | float) -> Timeout:
    """Return limits for the steps of an attempt; a number is the limit of each step.

    Raises:
        ConfigurationError: a limit is not positive.
    """
    if not isinstance(timeout, Timeout):
        timeout = Timeout(connect=timeout, read=timeout, write=timeout, pool=timeout)
    for name, limit in msgspec.structs.asdict(timeout).items():
        if limit is not None:
            _positive(f"timeout ({name})", limit)
    return timeout


def check_deadline(deadline: float | None) -> float | None:
    """Return a deadline in seconds, None being none.

    Raises:
        ConfigurationError: it is not positive.
    """
    return None if deadline is None else _positive("deadline", deadline)


def check_retries(count: int) -> int:
    """Return how often a call may be repeated.

    Raises:
        ConfigurationError: it is no whole number, or negative.
    """
    return check_whole("max_retries", count, least=0)


def check_retry(policy: object) -> RetryPolicy:
    """Return a retry policy.

    Raises:
        ConfigurationError: it is none, or a part of it cannot be used.
    """
    if not isinstance(policy, RetryPolicy):
        raise ConfigurationError("retry must be a RetryPolicy")
    check_whole("retry (max_retries)", policy.max_retries, least=0)
    _flag("retry (wait)", policy.wait)
    for name in ("base", "throttle_base", "cap", "max_retry_after"):
        value = getattr(policy, name)
        if not is_number(value) or not 0 <= value < math.inf:
            raise ConfigurationError(f"retry ({name}) must be a number from 0")
    return policy


def check_rate_limit(limit: object) -> RateLimit:
    """Return a rate limit.

    Raises:
        ConfigurationError: it is none, or a part of it cannot be used.
    """
    if not isinstance(limit, RateLimit):
        raise ConfigurationError("rate_limit must be a RateLimit")
    check_whole("rate_limit (burst)", limit.burst, least=1)
    _positive("rate_limit (per_second)", limit.per_second)
    return limit


def check_whole(name: str, value: object, *, least: int) -> int:
    """Return a whole number.

    Raises:
        ConfigurationError: it is none, or less than `least`.
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise ConfigurationError(f"{name} must be a whole number from {least}")
    return value


def _flag(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise ConfigurationError(f"{name} must be True or False")
    return value


def _positive(name: str, value: N) -> N:
    if not is_number(value) or not 0 < value <= _LARGEST:
        raise ConfigurationError(f"{name} must be a positive number, at most {_LARGEST:g}")
    return value


def is_number(value: object) -> bool:
    """Return whether a value is a number; to JSON and to a timeout, True is none."""
    return isinstance(value, _NUMBERS) and not isinstance(value, bool)
