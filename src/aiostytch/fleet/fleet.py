"""The revocations of a client, and its connection to other processes by a store."""

from __future__ import annotations

import asyncio
import datetime
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from ..clock import Clock
from ..secret import Secret
from ..store import Store
from .follower import START, Change, Follower
from .health import StoreHealth
from .revocations import Revocation, Revocations
from .session_ids import SessionIds
from .timeouts import STORE_TIMEOUT
from .values import SharedValues


class Fleet:
    """The part of a client that knows revocations. Without a store, it knows only those of its own process.

    Args:
        clock: the clock.
        project_id: the project ID.
        secret: the secret of the project.
        store: the store that processes share, or None.
        report: called with each change.

    Attributes:
        revocations: the known revocations.
        session_ids: the sessions of opaque tokens.
        store: the store that processes share, or None.
        follower: follows the store; None without a store.
        values: keys and policies in the store; None without a store.
        last_webhook: when the latest received webhook event was sent, None before the first.
    """

    def __init__(
        self, clock: Clock, project_id: str, secret: Secret, store: Store | None, report: Callable[[Change], None]
    ) -> None:
        self.revocations = Revocations(clock.now)
        self.session_ids = SessionIds()
        self.store = store
        self.follower = None if store is None else Follower(store, project_id, self.revocations, clock, report)
        self.last_webhook: datetime.datetime | None = None
        self.values = None if store is None else SharedValues(store, project_id, secret, clock.now)

    def ready(self) -> Coroutine[Any, Any, None] | None:
        """Return a coroutine to await before the first verification, or None."""
        follower = self.follower
        return None if follower is None or follower.is_running else follower.start()

    async def start(self) -> None:
        """Read earlier revocations, within a time limit."""
        if self.follower is not None and self.values is not None:
            await asyncio.gather(self.follower.start(START), self.values.connect(START))

    def record_webhook(self, sent_at: datetime.datetime | None) -> None:
        """Record when an event was sent, unless a later one was received before."""
        if sent_at is not None and (self.last_webhook is None or sent_at > self.last_webhook):
            self.last_webhook = sent_at

    async def store_health(self) -> StoreHealth | None:
        """Return the health of the store, None without a store."""
        follower, values = self.follower, self.values
        if follower is None or values is None:
            return None
        await follower.start()
        began = time.perf_counter()
        responds = await values.connect(STORE_TIMEOUT)
        return StoreHealth(
            is_up=follower.is_up and responds,
            error=follower.error or ("" if follower.is_up and responds else "the store does not respond in time"),
            latency=time.perf_counter() - began if responds else None,
            lag=follower.lag,
        )

    async def revoke(self, new: Sequence[Revocation]) -> None:
        """Reject tokens from now on, in this and all other processes."""
        for each in new:
            self.revocations.add(each)
        if self.follower is not None and new:
            await self.follower.publish(new)

    async def aclose(self) -> None:
        """Disconnect from the store."""
        if self.store is not None and self.follower is not None and self.values is not None:
            await self.follower.stop()
            await self.values.aclose()
            await self.store.aclose()
