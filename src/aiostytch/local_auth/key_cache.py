"""When keys are fetched, and which are used meanwhile: old ones rather than none, and no request for each token."""

from __future__ import annotations

import asyncio
import enum
import math
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeAlias

import attrs

from ..errors import KeysUnavailableError, StytchError, UnknownKeyError
from .jwks import Key, read_keys

SOFT_TTL = 600.0
"""Seconds after which keys are fetched anew while they go on being used."""
HARD_TTL = 24 * 3600.0
"""Seconds after which keys are not used any more. Stytch publishes old keys for a month, and tokens live 5 minutes."""
COOLDOWN = 30.0
"""Seconds from one attempt to fetch keys to the next, however the first ended and whatever the tokens say."""

Fetch: TypeAlias = Callable[[], Coroutine[Any, Any, bytes]]


@attrs.frozen
class KeySet:
    """Keys by their ids, and when they were fetched."""

    keys: Mapping[str, Key]
    fetched_at: float


class Step(enum.Enum):
    """What to do before a key is looked up."""

    NONE = "none"
    REFRESH = "refresh"
    """Fetch the keys, and do not wait for them."""
    WAIT = "wait"
    """Fetch the keys, or join who does, and wait."""


def decide(known: KeySet | None, kid: str, *, now: float, attempted: float, is_fetching: bool) -> Step:
    """Say what to do before the key `kid` is looked up.

    Args:
        known: the keys at hand.
        kid: the id of the key that is wanted.
        now: the time, as of the monotonic clock.
        attempted: when keys were last asked for.
        is_fetching: whether they are being fetched.
    """
    may_fetch = now - attempted >= COOLDOWN
    if known is not None and kid in known.keys and now - known.fetched_at < HARD_TTL:
        is_stale = now - known.fetched_at >= SOFT_TTL
        return Step.REFRESH if is_stale and may_fetch and not is_fetching else Step.NONE
    return Step.WAIT if may_fetch or is_fetching else Step.NONE


@attrs.define(eq=False)
class KeyCache:
    """The keys of one project. `known` is replaced as a whole, and only by a set with a usable key."""

    clock: Callable[[], float]
    known: KeySet | None = None
    _attempted: float = attrs.field(default=-math.inf, init=False)
    _failure: BaseException | None = attrs.field(default=None, init=False)
    _flight: asyncio.Task[None] | None = attrs.field(default=None, init=False)

    async def find(self, kid: str, fetch: Fetch) -> Key:
        """Return the key with an id; it may have to be fetched.

        Nobody owns the fetch: whoever is cancelled while waiting takes nothing from the others.

        Raises:
            UnknownKeyError: the project has no such key, as far as is known.
            KeysUnavailableError: its keys cannot be had.
        """
        step = self._decide(kid)
        if step is Step.REFRESH:
            self._start(fetch)
        elif step is Step.WAIT:
            await asyncio.wait([self._flight or self._start(fetch)])
        return self._key(kid)

    def peek(self, kid: str) -> Key | None:
        """Return the key with an id if nothing has to be done for it, not even in the background."""
        if self.known is None or self._decide(kid) is not Step.NONE:
            return None
        return self.known.keys.get(kid)

    def _decide(self, kid: str) -> Step:
        return decide(
            self.known,
            kid,
            now=self.clock(),
            attempted=self._attempted,
            is_fetching=self._flight is not None,
        )

    def _key(self, kid: str) -> Key:
        known = self.known
        if known is None or self.clock() - known.fetched_at >= HARD_TTL:
            raise KeysUnavailableError("the keys of the project cannot be had") from self._failure
        if kid not in known.keys:
            raise UnknownKeyError("the project has no key with the key id of the token")
        return known.keys[kid]

    def _start(self, fetch: Fetch) -> asyncio.Task[None]:
        self._attempted = self.clock()
        self._flight = asyncio.create_task(self._fetch(fetch))
        return self._flight

    async def _fetch(self, fetch: Fetch) -> None:
        try:
            keys = read_keys(await fetch())
        except Exception as error:  # a middleware can raise whatever it likes, and all who wait need an answer
            self._failure = error.with_traceback(None)
        else:
            self._take(keys)
        finally:
            self._flight = None

    def _take(self, keys: Mapping[str, Key]) -> None:
        if keys:
            self.known, self._failure = KeySet(keys, self._attempted), None
        else:
            self._failure = StytchError("the answer holds no usable key")
