"""The session cookies: writing, refreshing and removing them. Pure functions."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from email.utils import format_datetime
from typing import Any, Literal, TypeAlias, cast, get_args

import attrs

from ...errors import ConfigurationError
from ...local_auth.bearer import BLANK

JWT_COOKIE, TOKEN_COOKIE = "stytch_session_jwt", "stytch_session"
"""The names that Stytch's browser SDKs use."""

SameSite: TypeAlias = Literal["lax", "strict", "none"]
RawHeaders: TypeAlias = Iterable[tuple[bytes, bytes]]
_Place: TypeAlias = tuple[str | None, str]
"""A domain and a path."""

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""The name of a cookie: a token (RFC 9110, section 5.6.2)."""
_VALUE = re.compile(r"[!#-+\--:<-\[\]-~]+")
"""The value of a cookie (RFC 6265, section 4.1.1)."""
_ATTRIBUTE = re.compile(r"[ -:<-~]+")
_PATH = re.compile(r"/[ -:<-~]*")
"""For any other path, browsers use the path of the page, and a logout on another page would not remove the cookie."""
_MAX_SIZE = 4096
"""The maximum size of name and value that browsers store, in bytes (RFC 6265bis, section 5.6)."""
_CACHING = frozenset({b"cache-control", b"cdn-cache-control", b"surrogate-control", b"expires"})
"""The headers that allow caches to store a response."""
_PAST = "Thu, 01 Jan 1970 00:00:00 GMT"


def _check_name(_: object, field: attrs.Attribute[Any], value: str | None) -> None:
    if value is not None and not _NAME.fullmatch(value):
        raise ConfigurationError(f"{field.name} is not a valid cookie name")


def _check_domain(_: object, field: attrs.Attribute[Any], value: str | None) -> None:
    if value is not None and not _ATTRIBUTE.fullmatch(value):
        raise ConfigurationError(f"{field.name} is not a valid cookie attribute")


def _check_path(_: object, field: attrs.Attribute[Any], value: str) -> None:
    if not _PATH.fullmatch(value):
        raise ConfigurationError(f"{field.name} must begin with / and be a valid cookie attribute")


def _as_tuple(values: Iterable[Any]) -> Any:
    return values if isinstance(values, str) else tuple(values)  # a string is not a list of characters


def _check_each(check: Callable[[object, attrs.Attribute[Any], Any], None]) -> Callable[..., None]:
    def check_all(settings: object, field: attrs.Attribute[Any], values: object) -> None:
        if not isinstance(values, tuple):
            raise ConfigurationError(f"{field.name} must be a list")
        for value in cast("tuple[object, ...]", values):
            check(settings, field, value)

    return check_all


def _check_same_site(_: object, field: attrs.Attribute[Any], value: str) -> None:
    if value not in get_args(SameSite):
        raise ConfigurationError(f"{field.name} must be one of {', '.join(get_args(SameSite))}")


@attrs.frozen(kw_only=True)
class SessionCookies:
    """The cookies of a session, and their attributes.

    Browsers send cookies automatically (CSRF). "lax" excludes POST requests from other sites, so do not change data on
    GET.

    Attributes:
        jwt_name: the cookie with the session JWT.
        token_name: the cookie with the opaque session token; None for services without one.
        secure: whether browsers send them only over https; browsers also allow http://localhost.
        http_only: whether scripts cannot read them.
        same_site: "lax", "strict" or "none"; with "none", protect routes that change data with a CSRF token.
        domain: the domain whose hosts all get them; None means only the host that set them.
        path: the path below which they are sent.
        former_domains: former values of `domain`, including None: login, refresh and logout remove their cookies.
            Browsers store, and send, a cookie of the same name for each domain and path.
        former_paths: former values of `path`.

    Raises:
        ConfigurationError: browsers do not accept such a cookie, such as `none` or `__Host-` without `secure`.
    """

    jwt_name: str = attrs.field(default=JWT_COOKIE, validator=_check_name)
    token_name: str | None = attrs.field(default=TOKEN_COOKIE, validator=_check_name)
    secure: bool = True
    http_only: bool = True
    same_site: SameSite = attrs.field(default="lax", validator=_check_same_site)
    domain: str | None = attrs.field(default=None, validator=_check_domain)
    path: str = attrs.field(default="/", validator=_check_path)
    former_domains: Sequence[str | None] = attrs.field(
        default=(), converter=_as_tuple, validator=_check_each(_check_domain)
    )
    former_paths: Sequence[str] = attrs.field(default=(), converter=_as_tuple, validator=_check_each(_check_path))

    def __attrs_post_init__(self) -> None:
        if not self.secure and (self.same_site == "none" or self._is_prefixed("__Secure-", "__Host-")):
            raise ConfigurationError("these cookies must be secure: browsers do not accept them otherwise")
        if self._is_prefixed("__Host-") and (self.domain is not None or self.path != "/"):
            raise ConfigurationError("a cookie named __Host-… must have no domain, and the path /")

    def _is_prefixed(self, *prefixes: str) -> bool:
        return any(name.startswith(prefixes) for name in self.names)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the cookies."""
        return (self.jwt_name,) if self.token_name is None else (self.jwt_name, self.token_name)

    def begin(
        self, *, session_jwt: str, session_token: str = "", expires_at: datetime.datetime, remove_others: bool = False
    ) -> Sequence[str]:
        """Return the `Set-Cookie` values that store a session in the browser, after a login or a refresh.

        It omits a value that browsers do not store (over 4,096 bytes with its name, or with invalid characters): only
        the other cookie then has the session. It removes the JWT cookie in that case, because the old one would belong
        to an older session, perhaps of another member.

        Args:
            session_jwt: its JWT.
            session_token: its opaque token; "" does not change that cookie.
            expires_at: when the session ends. The JWT cookie has the same expiry, because the API renews an expired
                JWT.
            remove_others: whether to remove the same cookies from all other domains and paths, as at logout; by default
                only from former ones.

        Raises:
            ConfigurationError: `expires_at` has no time zone.
        """
        values = zip(self.names, (session_jwt, session_token), strict=False)
        expires = format_datetime(_in_utc(expires_at), usegmt=True)
        kept = {name: value for name, value in values if can_be_stored(name, value)}
        present = self.domain, self.path
        elsewhere = [place for place in self._places(host=remove_others) if place != present]
        removed = self._removed(dict.fromkeys((self.jwt_name, *kept)), elsewhere)
        if self.jwt_name not in kept:
            removed += self._removed([self.jwt_name], [present])
        # Some browsers confuse a host's cookie with the domain's cookie of the same name, so new values come last.
        return [*removed, *(f"{name}={value}{self._attributes(*present, expires)}" for name, value in kept.items())]

    def end(self) -> Sequence[str]:
        """Return the `Set-Cookie` values that remove the session from the browser, at logout.

        They remove the cookies of the host, of the domain, and of former domains and paths.
        """
        return self._removed(self.names, self._places(host=True))

    def _places(self, *, host: bool) -> Sequence[_Place]:
        """Return the current and former domains and paths, and optionally those without a domain."""
        of_host: tuple[None, ...] = (None,) if host else ()
        domains = dict.fromkeys((self.domain, *of_host, *self.former_domains))
        return list(itertools.product(domains, dict.fromkeys((self.path, *self.former_paths))))

    def _removed(self, names: Iterable[str], places: Sequence[_Place]) -> list[str]:
        return [
            f"{name}={self._attributes(domain, path, _PAST)}; Max-Age=0"
            for domain, path in places
            for name in names
            if not name.startswith("__Host-") or (domain, path) == (None, "/")
        ]

    def _attributes(self, domain: str | None, path: str, expires: str) -> str:
        given = {
            f"; Path={path}": True,
            f"; Domain={domain}": domain is not None,
            f"; Expires={expires}": True,
            f"; SameSite={self.same_site.capitalize()}": True,
            "; HttpOnly": self.http_only,
            "; Secure": self.secure,
        }
        return "".join(text for text, is_given in given.items() if is_given)


def _in_utc(moment: datetime.datetime) -> datetime.datetime:
    if moment.tzinfo is None:
        raise ConfigurationError("expires_at needs a time zone, such as datetime.UTC")
    try:
        return moment.astimezone(datetime.UTC)
    except OverflowError:  # within a day of the limits of datetime, which is close enough
        return moment.replace(tzinfo=datetime.UTC)


def can_be_stored(name: str, value: object) -> bool:
    """Return whether browsers store a cookie; a response outside the specification can hold any value."""
    return isinstance(value, str) and len(name) + len(value) <= _MAX_SIZE and _VALUE.fullmatch(value) is not None


def values_of(headers: RawHeaders, name: str) -> set[str]:
    """Return the distinct non-empty values of a cookie in a request."""
    lines = [value.decode("latin-1") for header, value in headers if header.lower() == b"cookie"]
    pairs = [pair.partition("=") for line in lines for pair in line.split(";")]
    return {_unquoted(value.strip(BLANK)) for key, _, value in pairs if key.strip(BLANK) == name} - {""}


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value


def writes_any(headers: RawHeaders, names: Iterable[str]) -> bool:
    """Return whether the headers of a response set or remove one of the cookies."""
    written = [value.decode("latin-1") for header, value in headers if header.lower() == b"set-cookie"]
    return not {text.partition("=")[0].strip(BLANK) for text in written}.isdisjoint(names)


def with_cookies(headers: RawHeaders, set_cookies: Iterable[str]) -> list[tuple[bytes, bytes]]:
    """Return the headers of a response with added cookies, without permission for caches to store it."""
    kept = [(header, value) for header, value in headers if header.lower() not in _CACHING]
    added = [(b"set-cookie", text.encode("latin-1")) for text in set_cookies]
    return [*kept, *added, (b"cache-control", b"no-store"), (b"vary", b"Cookie")]
