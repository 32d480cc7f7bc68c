"""The settings of a client: read from arguments and the environment, checked once, then immutable."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Literal, cast
from urllib.parse import SplitResult, unquote, urlsplit

import msgspec

from .checks import check_deadline, check_flag, check_retry, check_timeout, check_whole
from .errors import ConfigurationError
from .request import CREDENTIAL, is_credential
from .retry import RetryPolicy
from .secret import Secret
from .wire import Timeout

Environment = Literal["live", "test"]

_HOSTS: Mapping[str, str] = {"live": "https://api.stytch.com", "test": "https://test.stytch.com"}

MAX_RESPONSE_SIZE = 8 * 1024 * 1024
"""Bytes of a decompressed body."""


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """The settings that a client shares with its views. Times are in seconds, sizes in bytes."""

    project_id: str
    secret: Secret
    base_url: str
    servers: Mapping[str, str]
    timeout: Timeout
    deadline: float | None
    retry: RetryPolicy
    max_response_size: int
    strict_decoding: bool

    def url_for(self, server: str) -> str:
        """Return the base URL of calls to a server of the specification; "" is the main one.

        A client of Stytch's own hosts uses that server. Any other client uses its base URL, so that it does not send
        the secret to a host that the application has not named. `servers` overrides both.
        """
        if not server:
            return self.base_url
        return self.servers.get(server) or (server if _is_stytch(self.base_url) else self.base_url)


def configure(
    *,
    project_id: str | None,
    secret: str | None,
    environment: Environment | None,
    base_url: str | None,
    servers: Mapping[str, str],
    allow_insecure_http: bool,
    timeout: Timeout | float,
    deadline: float | None,
    retry: RetryPolicy,
    max_response_size: int,
    strict_decoding: bool,
    environ: Mapping[str, str],
) -> Config:
    """Check every setting; read missing ones from `environ`.

    Raises:
        ConfigurationError: a setting is missing or invalid. The message names it and never shows a secret.
    """
    project = _setting("project_id", project_id, "STYTCH_PROJECT_ID", environ)
    if ":" in project:  # RFC 7617, section 2: a colon separates the user-id from the password
        raise ConfigurationError("project_id must not contain a colon")
    insecure = check_flag("allow_insecure_http", allow_insecure_http)
    return Config(
        project_id=project,
        secret=Secret(_setting("secret", secret, "STYTCH_SECRET", environ)),
        base_url=_base_url(base_url, environment, project, environ, allow_insecure_http=insecure),
        servers=_servers(servers, allow_insecure_http=insecure),
        timeout=check_timeout(timeout),
        deadline=check_deadline(deadline),
        retry=check_retry(retry),
        max_response_size=check_whole("max_response_size", max_response_size, least=1),
        strict_decoding=check_flag("strict_decoding", strict_decoding),
    )


def _setting(name: str, given: str | None, variable: str, environ: Mapping[str, str]) -> str:
    value = environ.get(variable) if given is None else given
    if not value:
        raise ConfigurationError(f"{name} is missing: pass it or set {variable}")
    if not is_credential(value):
        raise ConfigurationError(f"{name} must be {CREDENTIAL}")
    return value


def _base_url(
    given: str | None,
    environment: str | None,
    project_id: str,
    environ: Mapping[str, str],
    *,
    allow_insecure_http: bool,
) -> str:
    environment = _environment(environment, project_id)
    if given is None:
        given = environ.get("STYTCH_BASE_URL") or None
    if given is not None:
        return check_base_url(given, allow_insecure_http=allow_insecure_http)
    if environment is None:
        raise ConfigurationError(
            "project_id begins with neither 'project-live-' nor 'project-test-': pass environment or base_url"
        )
    return _HOSTS[environment]


def _environment(given: object, project_id: str) -> str | None:
    named = next((name for name in _HOSTS if project_id.startswith(f"project-{name}-")), None)
    if given is None:
        return named
    if not isinstance(given, str) or given not in _HOSTS:
        raise ConfigurationError("environment must be 'live' or 'test'")
    if named not in {None, given}:
        raise ConfigurationError(f"environment is {given!r}, but project_id is of the {named} environment")
    return given


def _servers(given: object, *, allow_insecure_http: bool) -> Mapping[str, str]:
    if not isinstance(given, Mapping):
        raise ConfigurationError("servers must be a mapping of one URL to another")
    pairs = cast("Mapping[object, object]", given).items()
    return {
        check_base_url(server, name="servers"): check_base_url(
            url, name="servers", allow_insecure_http=allow_insecure_http
        )
        for server, url in pairs
    }


def _is_stytch(base_url: str) -> bool:
    parts = urlsplit(base_url)
    return f"https://{(parts.hostname or '').rstrip('.')}" in _HOSTS.values() and parts.port in {None, 443}


_URL = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")  # RFC 3986, section 2
_NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?")  # RFC 1123, section 2.1, and the underscores in use


def check_base_url(url: object, *, name: str = "base_url", allow_insecure_http: bool = False) -> str:
    """Return a base URL without its trailing slash; its path is kept. `name` is what the setting is called.

    Raises:
        ConfigurationError: `check_url` rejects it, or it has a part of the path that every call adds.
    """
    checked, parts = check_url(url, name=name, allow_insecure_http=allow_insecure_http)
    _check_path(parts.hostname or "", unquote(parts.path), name)
    return checked.rstrip("/")


def check_url(url: object, *, name: str, allow_insecure_http: bool = False) -> tuple[str, SplitResult]:
    """Return a URL as it is, and its parts. `name` is what the setting is called.

    Raises:
        ConfigurationError: it is not absolute, not https (http is for loopback, and where it is allowed), or has more
            than a host and a path.
    """
    if not isinstance(url, str) or not _URL.fullmatch(url):
        raise ConfigurationError(f"{name} is not a URL")
    parts = _split(url, name)
    host = parts.hostname or ""
    if parts.scheme != "https" and not (parts.scheme == "http" and (allow_insecure_http or is_loopback(host))):
        raise ConfigurationError(
            f"{name} must begin with https:// (http:// is for loopback addresses; elsewhere pass allow_insecure_http)"
        )
    if "@" in parts.netloc or "?" in url or "#" in url:
        raise ConfigurationError(f"{name} must not contain a user, query or fragment")
    if not (_NAME.fullmatch(host) or _is_ipv6(host)) or parts.netloc.lower() != _authority(host, parts.port):
        raise ConfigurationError(f"{name} must name a host, by its name or address")
    return url, parts


def _check_path(host: str, path: str, name: str) -> None:
    if {".", ".."} & set(path.split("/")):
        raise ConfigurationError(f"the path of {name} must not contain '.' or '..'")
    if "/v1/b2b/" in f"{path}/":
        raise ConfigurationError(f"{name} must not contain /v1/b2b: every call adds that part of the path")
    if path.strip("/") and f".{host.rstrip('.')}".endswith(".stytch.com"):
        raise ConfigurationError(f"{name} must not have a path on stytch.com: every call adds its own")


def _split(url: str, name: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        has_port = parts.port != 0  # reading it raises for a port that is not a number
    except ValueError:
        has_port = False
        parts = SplitResult("", "", "", "", "")
    if not has_port:
        raise ConfigurationError(f"{name} is not a URL")
    return parts


def _authority(host: str, port: int | None) -> str:
    """Return a host and a port as URL text, to check that a parser reads nothing else."""
    name = f"[{host}]" if ":" in host else host
    return name if port is None else f"{name}:{port}"


def _is_ipv6(host: str) -> bool:
    try:
        return ipaddress.IPv6Address(host).scope_id is None
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    """Return whether a host, by name or address, is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
