"""A cache of verified tokens, so that each signature is checked only once."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict

from .verify import Verified


class TokenCache:
    """The content of verified tokens, by the SHA-256 digest of the token. It drops the oldest first.

    Session JWTs expire after five minutes, so FIFO order is sufficient, and lookups need no lock. Several event loops
    can use the cache concurrently, each in its own thread.

    A cached token may have become invalid: times, audience and key are checked at each use.

    Args:
        size: the maximum number of tokens; 0 turns the cache off.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._known: OrderedDict[bytes, Verified] = OrderedDict()  # a dict finds its oldest entry slowly
        self._lock = threading.Lock()

    @staticmethod
    def digest(token: bytes) -> bytes:
        """Return the cache key of a token."""
        return hashlib.sha256(token).digest()

    def get(self, digest: bytes) -> Verified | None:
        """Return the content of a token, None if it is not cached."""
        return self._known.get(digest)

    def put(self, digest: bytes, verified: Verified) -> None:
        """Store the content of a token."""
        with self._lock:
            self._known[digest] = verified
            if len(self._known) > self._size:
                self._known.popitem(last=False)
