"""Which session or token a request presents. Pure functions of its headers; nothing is believed yet."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence

import attrs

from ...local_auth.bearer import Accepted, claimed_kind, find_bearer
from ...member_session import SessionJWT, SessionToken
from .cookies import RawHeaders, SessionCookies, values_of

MAX_VALUES = 4
"""Different values of one cookie that are looked at. Browsers send one for each domain and path that it was written
for."""


@attrs.frozen
class Credentials:
    """What a request presents.

    Attributes:
        sessions: what names the session, each different value once; none where nothing does.
        is_token: whether it presents a token that is to be verified as another kind than a session.
        from_cookies: whether a browser keeps it, and has to be given a fresh JWT.
        has_token_cookie: whether it keeps the opaque token too.
        has_several: whether it sends several values of one cookie.
    """

    sessions: tuple[SessionJWT, ...] | tuple[SessionToken, ...] = ()
    is_token: bool = False
    from_cookies: bool = False
    has_token_cookie: bool = False
    has_several: bool = False


SESSION_ONLY: tuple[Accepted, ...] = ("session",)


def credentials_of(
    headers: RawHeaders, cookies: SessionCookies, accepts: Sequence[Accepted] = SESSION_ONLY
) -> Credentials:
    """Return what the headers of a request present.

    A header speaks louder than cookies: a program wrote it for this request, and a browser sends cookies unasked. Of
    the cookies, the one with the JWT does, which costs no request. There is no second try if what speaks is bad.

    Args:
        headers: the headers.
        cookies: the names of the cookies of a session.
        accepts: the kinds of tokens that are accepted; sessions in cookies count as such.

    Raises:
        MalformedTokenError: there are several bearer tokens.
    """
    given = list(headers)
    bearer = find_bearer((name.decode("latin-1"), value.decode("latin-1")) for name, value in given)
    if bearer is not None:
        return Credentials(is_token=True) if _is_token(bearer, accepts) else Credentials((SessionJWT(bearer),))
    if "session" not in accepts:
        return Credentials()
    jwts, tokens = _cookie(given, cookies.jwt_name), _cookie(given, cookies.token_name)
    return Credentials(
        tuple(map(SessionJWT, jwts)) or tuple(map(SessionToken, tokens)),
        from_cookies=True,
        has_token_cookie=bool(tokens),
        has_several=len(jwts) > 1 or len(tokens) > 1,
    )


def _is_token(bearer: str, accepts: Sequence[Accepted]) -> bool:
    """Return whether a bearer token is for those who verify other kinds than sessions, by what it says of itself."""
    others = set(accepts) - set(SESSION_ONLY)
    return bool(others) and ("session" not in accepts or claimed_kind(bearer) in others)


def digests_of(headers: RawHeaders, cookies: SessionCookies) -> frozenset[bytes]:
    """Return the digests of the session's cookies in a request, which say nothing of them."""
    given = list(headers)
    values = itertools.chain.from_iterable(_cookie(given, name)[:MAX_VALUES] for name in cookies.names)
    return frozenset(map(digest, values))


def digest(value: str) -> bytes:
    """Return what a value of a cookie is known by."""
    return hashlib.sha256(value.encode()).digest()


def _cookie(headers: RawHeaders, name: str | None) -> list[str]:
    return [] if name is None else sorted(values_of(headers, name))
