"""The cache of a project's keys.

    none -- fetched --> fresh -- 10 min --> stale -- 24 h --> expired
                          ^                   |                  |
                          `------- fetched ---+------------------'

    the keys are   a token with a known key ID     a token with an unknown key ID
    none           -                               waits for a fetch
    fresh          is verified                     waits for a fetch
    stale          is verified, a fetch begins     waits for a fetch
    expired        waits for a fetch               waits for a fetch

There is one fetch at a time, which all waiting tokens share. It begins at least 30 seconds after the previous one
began; until then, such a token is rejected without waiting. A failed fetch does not change the keys. `cache` implements
these rules, also for policies; `unknown_keys` handles unknown key IDs if the API can be called.
"""

from __future__ import annotations

from collections.abc import Callable

from ..errors import KeysUnavailableError, UnknownKeyError
from .cache import Cached, Entry, Fetch, Lifetimes, Step
from .jwks import Key, Keys

LIFETIMES = Lifetimes(soft=600.0, hard=24 * 3600.0)
"""Stytch publishes old keys for a month, and tokens expire after 5 minutes."""


class KeyCache:
    """The keys of one project.

    Args:
        clock: returns the time in seconds.
        keys: the initial keys, if there are any.
    """

    def __init__(self, clock: Callable[[], float], keys: Keys | None = None) -> None:
        self._cached = Cached(LIFETIMES, clock, None if keys is None else Entry(keys, clock()))

    @property
    def known(self) -> Keys:
        """All known keys, even expired ones."""
        return self._cached.known.value if self._cached.known else {}

    @property
    def age(self) -> float | None:
        """The seconds since the fetch of the keys began, or None without keys."""
        return self._cached.age

    async def find(self, kid: str, fetch: Fetch[Keys]) -> tuple[Key, ...]:
        """Return the keys with an ID; fetch them if necessary.

        Raises:
            UnknownKeyError: no known key has this ID.
            KeysUnavailableError: the keys are not available.
        """
        in_flight = self._cached.begin(self._next_step(kid), fetch)
        if in_flight is not None:
            await in_flight.done()
        keys = self._cached.value
        if keys is None:
            raise KeysUnavailableError("the keys of the project are not available") from self._cached.failure
        if kid not in keys:
            raise UnknownKeyError("the project has no key with the key ID of the token", key_id=kid)
        return keys[kid]

    def refresh(self, fetch: Fetch[Keys]) -> None:
        """Begin to fetch the keys, even during the cooldown, unless a fetch is in progress."""
        self._cached.refresh(fetch)

    def peek(self, kid: str) -> tuple[Key, ...] | None:
        """Return the keys with an ID if the cache is fresh, otherwise None."""
        fresh = self._cached.fresh
        if fresh is not None and kid in fresh:
            return fresh[kid]
        usable = self._cached.value
        return usable.get(kid) if usable is not None and self._next_step(kid) is Step.USE else None

    def _next_step(self, kid: str) -> Step:
        return self._cached.next_step(has_item=kid in self.known)
