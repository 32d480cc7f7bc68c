"""The revocations of a client, and its connection to other processes, if it has a store."""

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
from .patience import PATIENCE
from .revocations import Revocation, Revocations
from .session_ids import SessionIds
from .values import SharedValues


class Fleet:
    """One process of those that share a store. Without a store, it knows only its own revocations.

    Args:
        clock: the time.
        project_id: the project.
        secret: its secret.
        store: where they are shared, None for nowhere.
        report: receives changes.

    Attributes:
        revocations: the known revocations.
        session_ids: the sessions of opaque tokens.
        store: where they are shared, None for nowhere.
        follower: follows the store; None without one.
        values: keys and policies in the store; None without one.
        last_webhook: when the last event of a webhook was sent that came here, None where none came.
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

    def note_webhook(self, sent_at: datetime.datetime | None) -> None:
        """Remember when an event was sent, unless a later one came before."""
        if sent_at is not None and (self.last_webhook is None or sent_at > self.last_webhook):
            self.last_webhook = sent_at

    async def store_health(self) -> StoreHealth | None:
        """Return how the store is, None where there is none."""
        follower, values = self.follower, self.values
        if follower is None or values is None:
            return None
        await follower.start()
        began = time.perf_counter()
        has_answered = await values.connect(PATIENCE)
        return StoreHealth(
            is_up=follower.is_up and has_answered,
            error=follower.error or ("" if follower.is_up and has_answered else "the store does not respond in time"),
            latency=time.perf_counter() - began if has_answered else None,
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
