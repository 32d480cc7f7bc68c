"""How a client is: what it knows, how old that is, and whether it hears of the other processes."""

from __future__ import annotations

import datetime

import msgspec


class StoreHealth(msgspec.Struct, frozen=True, kw_only=True):
    """How the store of a client is.

    Attributes:
        is_up: whether revocations are shared now: the store responds, accepts new ones, and was read to the end.
        error: why they are not, "" if they are.
        latency: the seconds of its last response, None without a response.
        lag: the seconds from the last revocation of any process to the moment at which this one learned of it, None
            where there was none yet.
    """

    is_up: bool
    error: str
    latency: float | None
    lag: float | None


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """How a client is.

    Attributes:
        keys_age: the seconds since the project's keys were fetched, None where none are known. They are fetched again
            after 10 minutes, and used for a day.
        policy_age: the same of the project's policy, which is fetched again after 5 minutes, and used for an hour.
        revocations: how many are known.
        last_webhook: when the last event of a webhook was sent that came to this process, None where none came.
        store: how the store is, None for a client without one.
    """

    keys_age: float | None
    policy_age: float | None
    revocations: int
    last_webhook: datetime.datetime | None
    store: StoreHealth | None
