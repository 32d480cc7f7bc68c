"""Which session an opaque token names, as far as responses have told: a revocation is of a session, not of a token."""

from __future__ import annotations

import hashlib
from collections import OrderedDict

from .rules import session_id_of

SIZE = 4096
"""Tokens that are remembered: those of the latest logins. Of others the API is asked when they are revoked."""


class SessionIds:
    """Ids of sessions by the digests of their tokens; the oldest go first."""

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._known: OrderedDict[bytes, str] = OrderedDict()

    def learn(self, response: object) -> None:
        """Remember which session the token in a response names, if it gives one."""
        session_id = session_id_of(response)
        session_token: object = getattr(response, "session_token", "")
        if session_id and isinstance(session_token, str) and session_token:
            self._known[_digest(session_token)] = session_id
            if len(self._known) > self._size:
                self._known.popitem(last=False)

    def find(self, session_token: str) -> str:
        """Return the session that a token names, "" where it is not known."""
        return self._known.get(_digest(session_token), "")


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="surrogatepass")).digest()
