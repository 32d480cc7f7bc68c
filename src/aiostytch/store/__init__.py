"""What the processes of a service share: revocations, keys and policies, limits, the ids of deliveries.

`MemoryStore` is for one process and for tests. `aiostytch.store.redis` has the one for Redis and Valkey, which needs
the extra `redis`.
"""

from .memory import MemoryStore
from .protocol import Entry, Position, Store

__all__ = ["Entry", "MemoryStore", "Position", "Store"]
