"""Tokens with a checked signature, so that it is not checked with every request that brings the same token."""

from __future__ import annotations

import hashlib
import threading

from .verify import Verified


class TokenCache:
    """What verified tokens say, by the SHA-256 digest of the token; the oldest go first.

    A session JWT lives for five minutes, so its age says enough, and a look needs no lock.

    Several event loops can verify at once, each in a thread of its own.

    It says nothing of whether a token holds now: times, addressee and key are checked with each use.

    Args:
        size: how many tokens; with 0 nothing is kept.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._known: dict[bytes, Verified] = {}
        self._lock = threading.Lock()

    @staticmethod
    def digest(token: bytes) -> bytes:
        """Return what a token is known by."""
        return hashlib.sha256(token).digest()

    def get(self, digest: bytes) -> Verified | None:
        """Return what a token says, None if it is not known."""
        return self._known.get(digest)

    def put(self, digest: bytes, verified: Verified) -> None:
        """Keep what a token says."""
        with self._lock:
            self._known[digest] = verified
            if len(self._known) > self._size:
                del self._known[next(iter(self._known))]
