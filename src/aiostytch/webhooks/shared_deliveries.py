"""Deduplication of deliveries among all processes that share a store."""

from __future__ import annotations

import contextlib
import hashlib

from aiostytch.errors import StoreUnavailableError
from aiostytch.store import Store

from .deliveries import LEASE, RETENTION, Begun, MemoryDeliveries

_BEGUN, _DONE = b"begun", b"done"


class SharedDeliveries:
    """Stores deliveries in a store, and those of this process also in its memory.

    While the store does not respond, each process knows only its own deliveries. So another process can handle the
    retry of a delivery a second time, but no delivery is lost.

    Args:
        store: the store.
        project_id: the project ID.
    """

    def __init__(self, store: Store, project_id: str) -> None:
        self._store = store
        self._project_id = project_id
        self._own = MemoryDeliveries()

    async def begin(self, delivery_id: str) -> Begun:
        """Begin to handle a delivery, unless another attempt did."""
        begun = await self._own.begin(delivery_id)
        if begun is not Begun.NEW:
            return begun
        try:
            begun = await self._begin(self._key(delivery_id))
        except StoreUnavailableError:
            return begun
        if begun is not Begun.NEW:
            await self._own.abandon(delivery_id)
        return begun

    async def _begin(self, key: str) -> Begun:
        if await self._store.add(key, _BEGUN, LEASE):
            return Begun.NEW
        return Begun.DONE if await self._store.get(key) == _DONE else Begun.IN_PROGRESS

    async def finish(self, delivery_id: str) -> None:
        """Record that a delivery was handled."""
        await self._own.finish(delivery_id)
        with contextlib.suppress(StoreUnavailableError):
            await self._store.put(self._key(delivery_id), _DONE, RETENTION)

    async def abandon(self, delivery_id: str) -> None:
        """Record that handling a delivery failed, so that the next attempt can begin."""
        await self._own.abandon(delivery_id)
        with contextlib.suppress(StoreUnavailableError):
            await self._store.remove(self._key(delivery_id), _BEGUN)

    def _key(self, delivery_id: str) -> str:
        return f"{self._project_id}:webhook:{hashlib.sha256(delivery_id.encode()).hexdigest()[:32]}"
