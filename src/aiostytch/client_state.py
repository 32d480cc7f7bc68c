"""What a client and its views have in common."""

from __future__ import annotations

import msgspec

from .fleet.fleet import Fleet
from .lifecycle import Lifecycle
from .limits import ConcurrencyLimiter, RateLimiter
from .middleware import CallNext
from .observe import Observer
from .retry import RetryQuota
from .transports import Transport


class ClientState(msgspec.Struct, kw_only=True, eq=False, weakref=True):
    """What a client and its views have in common.

    Attributes:
        transport: what sends requests; it is closed with the client.
        send: the way to it, through all middleware.
        concurrency: how many requests may be pending.
        rate: how many requests may be sent in a second, None for any number.
        observer: what is told of calls.
        fleet: what is known of tokens that are out, and who else knows it.
        quota: how many retries may still be made.
        life: whether and where calls can be made.
    """

    transport: Transport
    send: CallNext
    concurrency: ConcurrencyLimiter
    rate: RateLimiter | None = None
    observer: Observer
    fleet: Fleet
    quota: RetryQuota = msgspec.field(default_factory=RetryQuota)
    lifecycle: Lifecycle = msgspec.field(default_factory=Lifecycle)
