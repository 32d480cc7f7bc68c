"""The sessions of opaque tokens. A revocation names a session, and an opaque token does not contain it."""

from __future__ import annotations

import hashlib
from collections import OrderedDict

from .rules import session_id_of

SIZE = 4096
"""The default maximum number of tokens. For the revocation of another token, the client calls the API first."""


class SessionIds:
    """The session IDs of the latest tokens, by digest."""

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._known: OrderedDict[bytes, str] = OrderedDict()

    def learn(self, response: object) -> None:
        """Store the token and the session in a response, if it has both."""
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
