"""The settings of a client: checked once, then immutable."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping, Sequence
from typing import cast
from urllib.parse import SplitResult, unquote, urlsplit

import msgspec

from .checks import check_deadline, check_flag, check_integer, check_retry, check_timeout
from .credentials import Credential
from .errors import ConfigurationError
from .retry import RetryPolicy
from .secret import Secret
from .wire import Timeout

MAX_RESPONSE_SIZE = 8 * 1024 * 1024
"""The default maximum size of a decompressed body, in bytes: 8 MiB."""


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """The servers and the credentials of a client.

    Attributes:
        project_id: the project ID, "" for an API without projects.
        secret: the secret of the project, empty for an API without projects.
        credentials: the credentials, by the names of their security schemes.
        base_url: the base URL of calls.
        is_documented: whether the specification lists the base URL.
    """

    project_id: str = ""
    secret: Secret = Secret("")
    credentials: Mapping[str, Credential]
    base_url: str
    is_documented: bool


def target(
    credentials: Mapping[str, Credential | None],
    base_url: str,
    documented: Sequence[str],
    *,
    allow_insecure_http: bool = False,
) -> Target:
    """Return the checked servers and credentials of a client.

    Args:
        credentials: the credentials by the names of their security schemes; None for missing ones.
        base_url: the base URL of calls.
        documented: the base URLs that the specification lists.
        allow_insecure_http: whether `base_url` may be an http URL of any address.

    Raises:
        ConfigurationError: the base URL is invalid.
    """
    insecure = check_flag("allow_insecure_http", allow_insecure_http)
    url = check_base_url(base_url, allow_insecure_http=insecure)
    given = {name: credential for name, credential in credentials.items() if credential is not None}
    return Target(credentials=given, base_url=url, is_documented=url in documented)


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """The settings that a client shares with its views. Times are in seconds, sizes in bytes."""

    target: Target
    servers: Mapping[str, str]
    timeout: Timeout
    deadline: float | None
    retry: RetryPolicy
    max_response_size: int
    strict_decoding: bool

    @property
    def project_id(self) -> str:
        """The project ID, "" for an API without projects."""
        return self.target.project_id

    @property
    def secret(self) -> Secret:
        """The secret of the project, empty for an API without projects."""
        return self.target.secret

    @property
    def base_url(self) -> str:
        """The base URL of calls, except those to another server."""
        return self.target.base_url

    def url_for(self, server: str) -> str:
        """Return the base URL of calls to a server of the specification; "" is the main one.

        A client whose base URL is in the specification uses that server. Any other client uses its base URL, so that it
        does not send the secret to a host that the application has not named. `servers` overrides both.
        """
        if not server:
            return self.target.base_url
        return self.servers.get(server) or (server if self.target.is_documented else self.base_url)


def configure(
    target: Target,
    *,
    servers: Mapping[str, str],
    allow_insecure_http: bool,
    timeout: Timeout | float,
    deadline: float | None,
    retry: RetryPolicy,
    max_response_size: int,
    strict_decoding: bool,
) -> Config:
    """Return the checked settings of a client.

    Raises:
        ConfigurationError: a setting is invalid. The message names it and never shows a secret.
    """
    insecure = check_flag("allow_insecure_http", allow_insecure_http)
    return Config(
        target=target,
        servers=_servers(servers, allow_insecure_http=insecure),
        timeout=check_timeout(timeout),
        deadline=check_deadline(deadline),
        retry=check_retry(retry),
        max_response_size=check_integer("max_response_size", max_response_size, minimum=1),
        strict_decoding=check_flag("strict_decoding", strict_decoding),
    )


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


_URL = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")  # RFC 3986, section 2
_NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?")  # RFC 1123, section 2.1, and the underscores in use


def check_base_url(url: object, *, name: str = "base_url", allow_insecure_http: bool = False) -> str:
    """Return a base URL without its trailing slash; `name` is the setting in messages.

    Raises:
        ConfigurationError: `check_url` rejects it, or it has a part of the path that every call adds.
    """
    checked, parts = check_url(url, name=name, allow_insecure_http=allow_insecure_http)
    _check_path(parts.hostname or "", unquote(parts.path), name)
    return checked.rstrip("/")


def check_url(url: object, *, name: str, allow_insecure_http: bool = False) -> tuple[str, SplitResult]:
    """Return a valid URL and its parts; `name` is the setting in messages.

    Raises:
        ConfigurationError: the URL is not absolute, is not https (unless it names loopback or http is allowed), or has
            more than a host and a path.
    """
    if not isinstance(url, str) or not _URL.fullmatch(url):
        raise ConfigurationError(f"{name} is not a URL")
    parts = _split(url, name)
    host = parts.hostname or ""
    if parts.scheme != "https" and not (parts.scheme == "http" and (allow_insecure_http or is_loopback(host))):
        raise ConfigurationError(
            f"{name} must begin with https:// (http:// is for loopback; for other hosts, pass allow_insecure_http)"
        )
    if "@" in parts.netloc or "?" in url or "#" in url:
        raise ConfigurationError(f"{name} must not contain a user, query or fragment")
    if not (_NAME.fullmatch(host) or _is_ipv6(host)) or parts.netloc.lower() != _authority(host, parts.port):
        raise ConfigurationError(f"{name} must have a valid host name or address")
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
    """Return the authority of a URL, to check that parsers cannot interpret it differently."""
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
