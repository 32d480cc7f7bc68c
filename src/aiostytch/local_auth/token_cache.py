"""Tokens with a checked signature, so that it is not checked with every request that brings the same token."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict

from .verify import Verified


class TokenCache:
    """What verified tokens say, by the SHA-256 digest of the token; those used least recently go first.

    Several event loops can verify at once, each in a thread of its own.

    It says nothing of whether a token holds now: times, addressee and key are checked with each use.

    Args:
        size: how many tokens; with 0 nothing is kept.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._known: OrderedDict[bytes, Verified] = OrderedDict()
        self._lock = threading.Lock()

    @staticmethod
    def digest(token: bytes) -> bytes:
        """Return what a token is known by."""
        return hashlib.sha256(token).digest()

    def get(self, digest: bytes) -> Verified | None:
        """Return what a token says, None if it is not known."""
        with self._lock:
            found = self._known.get(digest)
            if found is not None:
                self._known.move_to_end(digest)
            return found

    def put(self, digest: bytes, verified: Verified) -> None:
        """Keep what a token says."""
        with self._lock:
            self._known[digest] = verified
            if len(self._known) > self._size:
                self._known.popitem(last=False)
