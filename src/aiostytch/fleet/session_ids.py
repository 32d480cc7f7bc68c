"""The sessions of opaque tokens in responses, because a revocation names a session, not a token."""

from __future__ import annotations

import hashlib
from collections import OrderedDict

from .rules import session_id_of

SIZE = 4096
"""The maximum number of tokens: those of the latest logins. The API is asked about others when they are revoked."""


class SessionIds:
    """IDs of sessions by the digests of their tokens; the oldest are dropped first."""

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._known: OrderedDict[bytes, str] = OrderedDict()

    def learn(self, response: object) -> None:
        """Remember the token and the session in a response, if it has both."""
        session_token: object = getattr(response, "session_token", "")
        if not isinstance(session_token, str) or not session_token:
            return
        session_id = session_id_of(response)
        if session_id:
            self._known[_digest(session_token)] = session_id
            if len(self._known) > self._size:
                self._known.popitem(last=False)

    def find(self, session_token: str) -> str:
        """Return the session of a token, "" if it is unknown."""
        return self._known.get(_digest(session_token), "")


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="surrogatepass")).digest()
