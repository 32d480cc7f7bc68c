"""The changes of the session cookies in a response, decided when it begins, because the session may have changed.

Another tab may have logged out, or logged in another member. Older requests do not overwrite the newer cookies.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable

import attrs

from ...member_session import SessionJWT, SessionToken
from .authentication import Session
from .changes import RecentChanges
from .cookies import RawHeaders, SessionCookies, can_be_stored, with_cookies, writes_any
from .credentials import Credentials, digest, digests_of
from .verifier import Proof

_replaced = RecentChanges()
"""The cookies that applications have set or removed, at login and logout."""
_ended = RecentChanges()
"""The cookies that were removed because their session had ended, or was ambiguous."""


@attrs.frozen
class FreshCookies:
    """Cookies to set. Their values are masked until then, because error trackers record the variables of frames.

    Attributes:
        session_jwt: the session's JWT.
        session_token: its opaque token; "" does not change that cookie.
        session: the session of the cookies.
        remove_others: whether to remove the same cookies from other domains and paths.
    """

    session_jwt: SessionJWT
    session_token: SessionToken
    session: Session
    remove_others: bool


def fresh_cookies(credentials: Credentials, proof: Proof, cookies: SessionCookies) -> FreshCookies | None:
    """Return the new cookies for a browser, None if it has them already."""
    if not credentials.from_cookies or not proof.used_api:
        return None
    response = proof.session.response
    session_jwt = proof.presented.reveal() if response is None else _text(response.session_jwt)
    session_token = "" if response is None or not credentials.has_token_cookie else _text(response.session_token)
    if not credentials.has_token_cookie and not can_be_stored(cookies.jwt_name, session_jwt):
        return None  # the old JWT still names the session
    return FreshCookies(SessionJWT(session_jwt), SessionToken(session_token), proof.session, credentials.has_several)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""  # a response outside the specification can hold any value


class Renewal:
    """The changes of the session cookies in the response to one request.

    Args:
        cookies: their names and attributes.
        headers: the headers of the request.
        is_revoked: returns whether a session was revoked after its verification.

    Attributes:
        fresh: the cookies to set, or None.
        has_ended: whether to remove the cookies.
        member_session_id: the session of the request, "" if it is unknown.
    """

    def __init__(self, cookies: SessionCookies, headers: RawHeaders, is_revoked: Callable[[Session], bool]) -> None:
        self._cookies = cookies
        self._request_headers = tuple(headers)  # an application can change the list
        self._is_revoked = is_revoked
        self._start = _replaced.moment, _ended.moment
        self.fresh: FreshCookies | None = None
        self.has_ended = False
        self.member_session_id = ""

    def apply(self, headers: RawHeaders) -> list[tuple[bytes, bytes]]:
        """Return the headers of a response that begins now.

        It does not change a response that sets a session cookie itself, as login and logout do, nor one that follows
        such a response to the same browser. It does not set cookies of a session that has ended.
        """
        given = list(headers)
        if writes_any(given, self._cookies.names):
            _replaced.record(self._keys())
            return given
        set_cookies = self._set_cookies()
        return with_cookies(given, set_cookies) if set_cookies else given

    def _set_cookies(self) -> Iterable[str]:
        if not self.has_ended and self.fresh is None:
            return ()
        keys, (replaced, ended) = self._keys(), self._start
        if _replaced.any_since(replaced, keys):
            return ()
        if self.fresh is None or self._is_revoked(self.fresh.session):
            _ended.record(keys)
            return self._cookies.end()
        if _ended.any_since(ended, keys):
            return ()
        fresh = self.fresh
        return self._cookies.begin(
            session_jwt=fresh.session_jwt.reveal(),
            session_token=fresh.session_token.reveal(),
            expires_at=fresh.session.expires_at,
            remove_others=fresh.remove_others,
        )

    def _keys(self) -> frozenset[Hashable]:
        """Return the keys of the session in other requests: its ID, and digests of its cookies."""
        fresh = [] if self.fresh is None else [self.fresh.session_jwt.reveal(), self.fresh.session_token.reveal()]
        known = {self.member_session_id, *map(digest, filter(None, fresh))} - {""}
        return digests_of(self._request_headers, self._cookies) | known
