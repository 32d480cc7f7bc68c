"""The session or token in a request's headers, not verified yet. Pure functions."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence

import attrs

from ...local_auth.bearer import Accepted, claimed_kind, find_bearer
from ...member_session import SessionJWT, SessionToken
from .cookies import RawHeaders, SessionCookies, values_of

MAX_VALUES = 4
"""The maximum number of values of one cookie to check. Browsers send one for each domain and path."""


@attrs.frozen
class Credentials:
    """The credentials in a request.

    Attributes:
        sessions: the distinct values that name a session.
        is_token: whether it has a token to verify as a kind other than a session.
        from_cookies: whether the values come from cookies, so that the browser needs a fresh JWT.
        has_token_cookie: whether it also has the cookie with the opaque token.
        has_several: whether it has several values of one cookie.
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
    """Return the credentials in the headers of a request.

    A header overrides cookies: a program set it for this request, while a browser sends cookies automatically. The JWT
    cookie overrides the other one, because it needs no request. If the first is invalid, the others are not tried.

    Args:
        headers: the headers.
        cookies: the names of the cookies of a session.
        accepts: the accepted kinds of tokens; cookies hold sessions.

    Raises:
        MalformedTokenError: the request has several bearer tokens.
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
    """Return whether an unverified bearer token claims to be of a kind other than a session."""
    others = set(accepts) - set(SESSION_ONLY)
    return bool(others) and ("session" not in accepts or claimed_kind(bearer) in others)


def digests_of(headers: RawHeaders, cookies: SessionCookies) -> frozenset[bytes]:
    """Return the digests of the session cookies in a request, which do not reveal them."""
    given = list(headers)
    values = itertools.chain.from_iterable(_cookie(given, name)[:MAX_VALUES] for name in cookies.names)
    return frozenset(map(digest, values))


def digest(value: str) -> bytes:
    """Return the digest of a cookie's value."""
    return hashlib.sha256(value.encode()).digest()


def _cookie(headers: RawHeaders, name: str | None) -> list[str]:
    return [] if name is None else sorted(values_of(headers, name))
