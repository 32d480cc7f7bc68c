"""Which session a request presents. Pure functions of its headers; nothing is believed yet."""

from __future__ import annotations

import attrs

from ...errors import MalformedTokenError
from ...member_session import SessionJWT, SessionToken
from .cookies import BLANK, RawHeaders, SessionCookies, values_of

_LARGEST_TOKEN = 1024
"""Characters of an opaque token; Stytch's have 44. Longer ones are not sent to the API."""


@attrs.frozen
class Credentials:
    """What a request presents.

    Attributes:
        session: the session to verify.
        from_cookies: whether a browser keeps it, and has to be given a fresh JWT.
        has_token_cookie: whether it keeps the opaque token too.
    """

    session: SessionJWT | SessionToken
    from_cookies: bool
    has_token_cookie: bool = False


def credentials_of(headers: RawHeaders, cookies: SessionCookies) -> Credentials | None:
    """Return what the headers of a request present, None if that is nothing.

    A header speaks louder than cookies: a program wrote it for this request, and a browser sends cookies unasked. Of
    the cookies, the one with the JWT does, which costs no request. There is no second try if what speaks is bad.

    Raises:
        MalformedTokenError: it is not clear which session is meant, or what should be an opaque token is none.
    """
    given = list(headers)
    bearer = _bearer(given)
    if bearer is not None:
        return Credentials(SessionJWT(bearer), from_cookies=False)
    session_jwt = _cookie(given, cookies.jwt_name)
    session_token = _cookie(given, cookies.token_name)
    if session_jwt:
        return Credentials(SessionJWT(session_jwt), from_cookies=True, has_token_cookie=bool(session_token))
    if session_token:
        return Credentials(SessionToken(_checked(session_token)), from_cookies=True, has_token_cookie=True)
    return None


def _bearer(headers: RawHeaders) -> str | None:
    """Return the token of `Authorization: Bearer`; other schemes are somebody else's business."""
    values = [value.decode("latin-1") for name, value in headers if name.lower() == b"authorization"]
    split = [value.strip(BLANK).partition(" ") for value in values]
    tokens = {token.strip(BLANK) for scheme, _, token in split if scheme.lower() == "bearer"}
    if len(tokens) > 1:
        raise MalformedTokenError("the request has several bearer tokens")
    return next(iter(tokens), None)


def _cookie(headers: RawHeaders, name: str | None) -> str:
    """Return the value of a cookie, "" for none. Of two, one may have been planted by another host of the domain."""
    values = set[str]() if name is None else values_of(headers, name)
    if len(values) > 1:
        raise MalformedTokenError("the request has several values for one cookie")
    return next(iter(values), "")


def _checked(session_token: str) -> str:
    if len(session_token) > _LARGEST_TOKEN or not (session_token.isascii() and session_token.isprintable()):
        raise MalformedTokenError("the value of the cookie is no session token")
    return session_token
