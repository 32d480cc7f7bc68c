"""The revocations that this process knows, for local verification. No I/O.

A token belongs to subjects: its session, its member, its organization, its app. This module and the store identify a
subject by a digest. A revocation of a subject revokes its tokens up to a time of issue, in whole seconds. Later tokens
are valid.

The time of issue comes from the API's clock, and `at` from the clock of the revoking process. So a token that was
issued a few seconds before `at` may be newer than the revocation. If its subject can get new tokens and the API can
check them, the verdict is `IN_DOUBT`.
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
"""The TTL of a session's revocation, in seconds: five minutes for its JWTs, a minute for the leeway of verifiers, and a
minute for the transport."""
ALL_TOKENS = 25 * 3600.0
"""The TTL of other revocations, in seconds: a day, and an hour for clock differences and the transport. An M2M token
expires after an hour, and so does an app's access token by default."""
CLOCK_TOLERANCE = 10.0
"""The seconds by which two clocks may differ: the leeway of verifiers."""
VERSION = b"1"
"""The first byte of a revocation in a store. Entries of later versions have another one, and are skipped."""


class Revocation(msgspec.Struct, frozen=True, array_like=True):
    """The revocation of a subject's tokens.

    Attributes:
        subject: the digest of the subject.
        at: when it was revoked, in seconds since 1970.
        until: the last second of issue of revoked tokens, `inf` for all tokens.
        certain_until: the last second of issue of certainly revoked tokens. Later ones up to `until` are in doubt.
        ttl: the seconds for which a process keeps it.
        exempt: the digest of the session that is not revoked, empty for none.
    """

    subject: bytes
    at: float
    until: float
    certain_until: float
    ttl: float
    exempt: bytes = b""

    @property
    def ends_at(self) -> float:
        """When it can be dropped, in seconds since 1970."""
        return self.at + self.ttl


def subject(kind: str, *ids: str) -> bytes:
    """Return the digest of a subject."""
    text = "\0".join((kind, *ids)).encode(errors="surrogatepass")
    return hashlib.blake2b(text, digest_size=16).digest()


def revoke_all(subject: bytes, at: float, ttl: float) -> Revocation:
    """Return the revocation of all tokens of a subject, including future ones."""
    return Revocation(subject, at, math.inf, math.inf, ttl)


def revoke_issued(subject: bytes, at: float, ttl: float, *, tolerance: float = 0.0, exempt: bytes = b"") -> Revocation:
    """Return the revocation of the issued tokens of a subject, which may get new ones."""
    return Revocation(subject, at, at, at - tolerance, ttl, exempt)


def revoke_issued_of(kind: str, name: str, at: float) -> Revocation:
    """Return the revocation of the issued tokens of a named subject."""
    ttl = SESSION_TOKENS if kind == "session" else ALL_TOKENS
    return revoke_issued(subject(kind, name), at, ttl)


def merge(one: Revocation, other: Revocation) -> Revocation:
    """Return the combination of two revocations of a subject."""
    earlier, later = sorted((one, other), key=lambda each: (each.at, each.exempt))
    exempt = later.exempt if earlier.at < later.at or earlier.exempt == later.exempt else b""
    return Revocation(
        subject=later.subject,
        at=later.at,
        until=max(earlier.until, later.until),
        certain_until=max(earlier.certain_until, later.certain_until),
        ttl=max(earlier.ends_at, later.ends_at) - later.at,
        exempt=exempt,
    )


class Verdict(enum.Enum):
    """The verdict on a token."""

    VALID = "valid"
    REVOKED = "revoked"
    IN_DOUBT = "in doubt"
    """The token may have been issued after the revocation. The API decides."""


class Revocations:
    """The known revocations, each for the lifetime of its tokens. It is thread-safe.

    Args:
        now: returns the wall-clock time, in seconds since 1970.

    Attributes:
        known: the revocations by subject. The dictionary is never replaced, so that callers can keep a reference.
        is_clear: returns whether there is no revocation of the given subjects: the fast path of `verdict`.
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
            self._drop_old(now)
            before = self.known.get(revocation.subject)
            merged = revocation if before is None else merge(before, revocation)
            if merged == before or merged.ends_at <= now:
                return False
            self.known[merged.subject] = merged
            heapq.heappush(self._ends, (merged.ends_at, merged.subject))
            return True

    def _drop_old(self, now: float) -> None:
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
            return Verdict.VALID
        found = [self.known[each] for each in subjects if each in self.known]
        matching = [each for each in found if issued <= each.until and each.exempt not in subjects]
        if not matching:
            return Verdict.VALID
        return Verdict.REVOKED if any(issued <= each.certain_until for each in matching) else Verdict.IN_DOUBT


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
