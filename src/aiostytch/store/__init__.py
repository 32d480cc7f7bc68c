"""Stores that the processes of a service share: for revocations, keys and policies, rate limits, IDs of deliveries.

`MemoryStore` is for one process and for tests. `aiostytch.store.redis` supports Redis and Valkey; it needs the extra
`redis`.
"""

from .memory import MemoryStore
from .protocol import Entry, Position, Store

__all__ = ["Entry", "MemoryStore", "Position", "Store"]
