"""The redirect URIs that a Connected App may register.

    https://…                       every app
    http://127.0.0.1, [::1],        every app, for development
         localhost
    com.example.app:/…              public apps: native apps (RFC 8252, section 7.1)

Stytch publishes the names of the errors. The conditions are a guess, after RFC 6749 and RFC 8252.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

from ..contract.errors import RefusedError, bad_request

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_ALLOWED = re.compile(r"[\x21-\x7E]+")
"""URIs have printable ASCII characters (RFC 3986, section 2)."""


def check(urls: Iterable[str], *, is_public: bool) -> None:
    """Check the URLs of an app.

    Raises:
        RefusedError: a URL is invalid.
    """
    for url in urls:
        _check_parts(_split(url), is_public=is_public)


def without_port(url: str) -> str:
    """Return a loopback http URL without its port, "" for any other URL."""
    if not is_on_this_machine(url):
        return ""
    parts = _split(url)
    return parts._replace(netloc=parts.hostname or "").geturl() if parts.scheme == "http" else ""


def is_on_this_machine(url: str) -> bool:
    """Return whether a URL leads a browser to this machine."""
    try:
        parts = _split(url)
    except RefusedError:
        return False
    return parts.scheme in {"http", "https"} and parts.hostname in _LOOPBACK and "@" not in parts.netloc


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - the property validates the port
    except ValueError:
        raise _refused("invalid_redirect_url", "is not a URL") from None
    if not _ALLOWED.fullmatch(url):
        raise _refused("invalid_redirect_url", "has invalid characters")
    return parts


def _check_parts(parts: SplitResult, *, is_public: bool) -> None:
    is_web = parts.scheme in {"http", "https"}
    if not parts.scheme:
        raise _refused("redirect_url_must_include_scheme", "has no scheme")
    if not is_web and not (is_public and "." in parts.scheme):
        raise _refused("redirect_url_must_use_http_or_https_scheme", "must begin with https:// or http://")
    if parts.fragment or (is_web and not parts.hostname):
        raise _refused("invalid_redirect_url", "must have a host and no fragment")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise _refused("redirect_url_http_scheme_must_use_loopback", "may begin with http:// only for this machine")


def _refused(problem: str, text: str) -> RefusedError:
    return bad_request(f"connected_app_{problem}", f"A redirect URL {text}.")
