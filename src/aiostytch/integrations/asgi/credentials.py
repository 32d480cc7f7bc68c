"""Which session a request presents. Pure functions of its headers; nothing is believed yet."""

from __future__ import annotations

import hashlib
import itertools

import attrs

from ...errors import MalformedTokenError
from ...member_session import SessionJWT, SessionToken
from .cookies import BLANK, RawHeaders, SessionCookies, values_of

MAX_VALUES = 4
"""Different values of one cookie that are looked at. Browsers send one for each domain and path that it was written
for."""


@attrs.frozen
class Credentials:
    """What a request presents.

    Attributes:
        sessions: what names the session, each different value once; none where nothing does.
        from_cookies: whether a browser keeps it, and has to be given a fresh JWT.
        has_token_cookie: whether it keeps the opaque token too.
        has_several: whether it sends several values of one cookie.
    """

    sessions: tuple[SessionJWT, ...] | tuple[SessionToken, ...] = ()
    from_cookies: bool = False
    has_token_cookie: bool = False
    has_several: bool = False


def credentials_of(headers: RawHeaders, cookies: SessionCookies) -> Credentials:
    """Return what the headers of a request present.

    A header speaks louder than cookies: a program wrote it for this request, and a browser sends cookies unasked. Of
    the cookies, the one with the JWT does, which costs no request. There is no second try if what speaks is bad.

    Raises:
        MalformedTokenError: there are several bearer tokens.
    """
    given = list(headers)
    bearer = _bearer(given)
    if bearer is not None:
        return Credentials((SessionJWT(bearer),))
    jwts, tokens = _cookie(given, cookies.jwt_name), _cookie(given, cookies.token_name)
    return Credentials(
        tuple(map(SessionJWT, jwts)) or tuple(map(SessionToken, tokens)),
        from_cookies=True,
        has_token_cookie=bool(tokens),
        has_several=len(jwts) > 1 or len(tokens) > 1,
    )


def digests_of(headers: RawHeaders, cookies: SessionCookies) -> frozenset[bytes]:
    """Return the digests of the session's cookies in a request, which say nothing of them."""
    given = list(headers)
    values = itertools.chain.from_iterable(_cookie(given, name)[:MAX_VALUES] for name in cookies.names)
    return frozenset(map(digest, values))


def digest(value: str) -> bytes:
    """Return what a value of a cookie is known by."""
    return hashlib.sha256(value.encode()).digest()


def _bearer(headers: RawHeaders) -> str | None:
    """Return the token of `Authorization: Bearer`; other schemes are for the application."""
    values = [value.decode("latin-1") for name, value in headers if name.lower() == b"authorization"]
    split = [value.strip(BLANK).partition(" ") for value in values]
    tokens = {token.strip(BLANK) for scheme, _, token in split if scheme.lower() == "bearer"}
    if len(tokens) > 1:
        raise MalformedTokenError("the request has several bearer tokens")
    return next(iter(tokens), None)


def _cookie(headers: RawHeaders, name: str | None) -> list[str]:
    return [] if name is None else sorted(values_of(headers, name))
