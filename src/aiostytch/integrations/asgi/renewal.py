"""What an answer does to the session's cookies, decided when it begins: much can have happened since the request did.

Another tab may have logged out meanwhile, or logged in another member. What this process has answered first stands.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterable

import attrs

from ...member_session import SessionJWT, SessionToken
from .changes import RecentChanges
from .cookies import RawHeaders, SessionCookies, can_be_stored, with_cookies, writes_any
from .credentials import Credentials, digest, digests_of
from .verifier import Proof

_replaced = RecentChanges()
"""The cookies that applications have written or removed, at log-in and log-out."""
_ended = RecentChanges()
"""The cookies that were removed since their session had ended, or since it was not clear which one was meant."""


@attrs.frozen
class FreshCookies:
    """Cookies to write. What they hold stays masked until then: error trackers record the variables of frames.

    Attributes:
        session_jwt: the session's JWT.
        session_token: its opaque token; "" leaves that cookie alone.
        expires_at: when the session ends.
        alone: whether other values of the same cookies are removed.
    """

    session_jwt: SessionJWT
    session_token: SessionToken
    expires_at: datetime.datetime
    alone: bool


def fresh_cookies(credentials: Credentials, proof: Proof, cookies: SessionCookies) -> FreshCookies | None:
    """Return what a browser that keeps its session in cookies has to be given, None if nothing is new to it."""
    if not credentials.from_cookies or not proof.was_asked:
        return None
    response = proof.session.response
    session_jwt = proof.presented.reveal() if response is None else _text(response.session_jwt)
    session_token = "" if response is None or not credentials.has_token_cookie else _text(response.session_token)
    if not credentials.has_token_cookie and not can_be_stored(cookies.jwt_name, session_jwt):
        return None  # the old JWT goes on naming the session
    return FreshCookies(
        SessionJWT(session_jwt), SessionToken(session_token), proof.session.expires_at, credentials.has_several
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""  # an answer that deviates from the document can hold anything


def _never() -> bool:
    return False


class Renewal:
    """What the answer to one request does to the session's cookies.

    Args:
        cookies: their names and attributes.
        headers: the headers of the request.

    Attributes:
        fresh: what to write, None for nothing.
        is_over: whether they are removed.
        is_revoked: returns whether the session was revoked since it was verified.
        member_session_id: the session of the request, "" where that is not known.
    """

    def __init__(self, cookies: SessionCookies, headers: RawHeaders) -> None:
        self._cookies = cookies
        self._request_headers = tuple(headers)  # an application can change the list
        self._began = _replaced.moment, _ended.moment
        self.fresh: FreshCookies | None = None
        self.is_over = False
        self.is_revoked: Callable[[], bool] = _never
        self.member_session_id = ""

    def apply(self, headers: RawHeaders) -> list[tuple[bytes, bytes]]:
        """Return the headers of an answer that begins now.

        One that writes a session cookie itself, as log-in and log-out do, is left as it is. So is one that comes after
        such an answer to the same browser, and nothing fresh is written of a session that has ended meanwhile.
        """
        given = list(headers)
        if writes_any(given, self._cookies.names):
            _replaced.note(self._keys())
            return given
        set_cookies = self._set_cookies()
        return with_cookies(given, set_cookies) if set_cookies else given

    def _set_cookies(self) -> Iterable[str]:
        if not self.is_over and self.fresh is None:
            return ()
        keys, (replaced, ended) = self._keys(), self._began
        if _replaced.any_since(replaced, keys):
            return ()
        if self.fresh is None or self.is_revoked():
            _ended.note(keys)
            return self._cookies.end()
        if _ended.any_since(ended, keys):
            return ()
        fresh = self.fresh
        return self._cookies.begin(
            session_jwt=fresh.session_jwt.reveal(),
            session_token=fresh.session_token.reveal(),
            expires_at=fresh.expires_at,
            alone=fresh.alone,
        )

    def _keys(self) -> frozenset[Hashable]:
        """Return what the session can be known by in other requests: its id, and digests of its cookies."""
        fresh = [] if self.fresh is None else [self.fresh.session_jwt.reveal(), self.fresh.session_token.reveal()]
        known = {self.member_session_id, *map(digest, filter(None, fresh))} - {""}
        return digests_of(self._request_headers, self._cookies) | known
