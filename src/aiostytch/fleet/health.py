"""The health of a client: the age of its keys and policy, its revocations, and its store."""

from __future__ import annotations

import datetime

import msgspec


class StoreHealth(msgspec.Struct, frozen=True, kw_only=True):
    """The health of a client's store.

    Attributes:
        is_up: whether revocations are shared: the store responds, accepts new ones, and was read to the end.
        error: why they are not shared, "" if they are.
        latency: the duration of the last response, in seconds; None without a response.
        lag: the seconds from the last revocation of another process to its arrival in this one; None before the first.
    """

    is_up: bool
    error: str
    latency: float | None
    lag: float | None


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """The health of a client.

    Attributes:
        keys_age: the seconds since the project's keys were fetched, None before the first fetch. By default, they are
            refreshed after 10 minutes, and used for a day if that fails.
        policy_age: the seconds since the project's policy was fetched, None before the first fetch. By default, it is
            refreshed after 5 minutes, and used for an hour if that fails.
        revocations: the number of known revocations.
        last_webhook: when the latest webhook event that this process has received was sent, None before the first.
        store: the health of the store, None for a client without one.
    """

    keys_age: float | None
    policy_age: float | None
    revocations: int
    last_webhook: datetime.datetime | None
    store: StoreHealth | None
