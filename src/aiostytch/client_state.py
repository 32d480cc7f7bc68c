"""The state that a client shares with its views."""

from __future__ import annotations

import msgspec

from .fleet.fleet import Fleet
from .fleet.rates import SharedRateLimiter
from .lifecycle import Lifecycle
from .limits import ConcurrencyLimiter, RateLimiter
from .middleware import CallNext
from .observe import Observer
from .retry import RetryQuota
from .transports import Transport


class ClientState(msgspec.Struct, kw_only=True, eq=False, weakref=True):
    """The state that a client shares with its views.

    Attributes:
        transport: sends requests; the client closes it.
        send: calls the transport through all middleware.
        concurrency: limits concurrent requests.
        rate: limits requests per second, None for no limit.
        observer: receives records of calls.
        fleet: the known revocations, and the store that shares them.
        quota: the retry quota.
        lifecycle: whether the client is open, and its event loop.
    """

    transport: Transport
    send: CallNext
    concurrency: ConcurrencyLimiter
    rate: RateLimiter | SharedRateLimiter | None = None
    observer: Observer
    fleet: Fleet
    quota: RetryQuota = msgspec.field(default_factory=RetryQuota)
    lifecycle: Lifecycle = msgspec.field(default_factory=Lifecycle)
