"""The revocations that this process knows, for local verification. No I/O.

A token belongs to subjects: its session, its member, its organization, its app. This module and the store identify a
    subject by a digest. A revocation of a subject revokes its tokens up to a time of issue, in whole seconds; later
    tokens are valid.

The time of issue comes from the API's clock, and `at` from the clock of the revoking process. So a token from the last
seconds before may have been issued just after the revocation: if its subject can get new tokens, and the API can check
them, the verdict is in doubt.
"""

from __future__ import annotations

import enum
import hashlib
import heapq
import math
import threading
from collections.abc import Callable, Iterator

import msgspec

SESSION_TOKENS = 5 * 60 + 60 + 60.0
"""Seconds that a revocation of sessions is kept: their JWTs live five minutes, a verifier may allow a minute for clocks
that differ, and a minute is for the way."""
ALL_TOKENS = 25 * 3600.0
"""Seconds that other revocations are kept: an M2M token lives an hour, and the access token of an app as long as the
app's settings say, which is an hour unless they say otherwise. A day is kept, and an hour for clocks and the way."""
DOUBT = 10.0
"""Seconds by which two clocks may differ: the leeway of a verifier."""
VERSION = b"1"
"""The first byte of a revocation in a store. Entries of later versions have another one, and are skipped."""


class Revocation(msgspec.Struct, frozen=True, array_like=True):
    """The revocation of a subject's tokens.

    Attributes:
        subject: the digest of the subject.
        at: when it was revoked, in seconds since 1970.
        until: tokens issued in this second or earlier are revoked, `inf` for all.
        certain: so are those in this second or earlier, whatever the API says; of the others it may know better.
        keep: the seconds for which it has to be known.
        but: the digest of the session that is not out, empty for none.
    """

    subject: bytes
    at: float
    until: float
    certain: float
    keep: float
    but: bytes = b""

    @property
    def ends_at(self) -> float:
        """When it can be dropped."""
        return self.at + self.keep


def subject(kind: str, *ids: str) -> bytes:
    """Return the digest of a subject."""
    text = "\0".join((kind, *ids)).encode(errors="surrogatepass")
    return hashlib.blake2b(text, digest_size=16).digest()


def final(subject: bytes, at: float, keep: float) -> Revocation:
    """Return the revocation of a subject that never gets a token again."""
    return Revocation(subject, at, math.inf, math.inf, keep)


def so_far(subject: bytes, at: float, keep: float, *, doubt: float = 0.0, but: bytes = b"") -> Revocation:
    """Return the revocation of a subject that may get new tokens."""
    return Revocation(subject, at, at, at - doubt, keep, but)


def refusal(kind: str, name: str, at: float) -> Revocation:
    """Return the revocation of a subject's current tokens."""
    keep = SESSION_TOKENS if kind == "session" else ALL_TOKENS
    return so_far(subject(kind, name), at, keep)


def merge(one: Revocation, other: Revocation) -> Revocation:
    """Return the combination of two revocations of a subject."""
    earlier, later = sorted((one, other), key=lambda each: (each.at, each.but))
    but = later.but if earlier.at < later.at or earlier.but == later.but else b""
    return Revocation(
        subject=later.subject,
        at=later.at,
        until=max(earlier.until, later.until),
        certain=max(earlier.certain, later.certain),
        keep=max(earlier.ends_at, later.ends_at) - later.at,
        but=but,
    )


class Verdict(enum.Enum):
    """The verdict on a token."""

    HOLDS = "holds"
    REVOKED = "revoked"
    IN_DOUBT = "in doubt"
    """It may have been issued after the revocation; the API knows."""


class Revocations:
    """The known revocations, each for the lifetime of its tokens.

    Several threads may add and look at once.

    Args:
        now: the wall clock, in seconds since 1970.

    Attributes:
        known: the revocations by their subjects; replaced nowhere, so that others can hold on to it.
        is_clear: returns whether nothing is known about any of some subjects. The quick part of `verdict`.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self.known: dict[bytes, Revocation] = {}
        self._ends: list[tuple[float, bytes]] = []
        self._lock = threading.Lock()
        self.is_clear = self.known.keys().isdisjoint

    def __len__(self) -> int:
        return len(self.known)

    def __iter__(self) -> Iterator[Revocation]:
        now = self._now()
        return (each for each in tuple(self.known.values()) if each.ends_at > now)

    def add(self, revocation: Revocation) -> bool:
        """Add a revocation, and return whether it is new."""
        with self._lock:
            now = self._now()
            self._forget_old(now)
            before = self.known.get(revocation.subject)
            merged = revocation if before is None else merge(before, revocation)
            if merged == before or merged.ends_at <= now:
                return False
            self.known[merged.subject] = merged
            heapq.heappush(self._ends, (merged.ends_at, merged.subject))
            return True

    def _forget_old(self, now: float) -> None:
        while self._ends and self._ends[0][0] <= now:
            _, subject = heapq.heappop(self._ends)
            if subject in self.known and self.known[subject].ends_at <= now:
                del self.known[subject]

    def includes(self, revocation: Revocation) -> bool:
        """Return whether the known revocations cover another one."""
        known = self.known.get(revocation.subject)
        return known is not None and merge(known, revocation) == known

    def verdict(self, subjects: tuple[bytes, ...], issued: float) -> Verdict:
        """Return the verdict on a token, by its subjects and its time of issue."""
        if self.is_clear(subjects):
            return Verdict.HOLDS
        found = [self.known[each] for each in subjects if each in self.known]
        about = [each for each in found if issued <= each.until and each.but not in subjects]
        if not about:
            return Verdict.HOLDS
        return Verdict.REVOKED if any(issued <= each.certain for each in about) else Verdict.IN_DOUBT


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Revocation)


def write(revocation: Revocation) -> bytes:
    """Encode a revocation for a store."""
    return VERSION + _encoder.encode(revocation)


def read(content: bytes) -> Revocation | None:
    """Decode a revocation of a store; None if it is invalid, or of a later version."""
    if not content.startswith(VERSION):
        return None
    try:
        return _decoder.decode(content[len(VERSION) :])
    except (msgspec.MsgspecError, ValueError):
        return None
