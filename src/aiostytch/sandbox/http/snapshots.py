"""Snapshots of a sandbox, by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from ...checks import check_instance
from ...errors import ConfigurationError
from ...limits import RateLimit
from ..faults.faults import Fault
from ..store.state import StateSnapshot
from .gateway import Gateway
from .request_log import LogContents

DEFAULT = "default"
"""The default name of a snapshot."""
MAX_SNAPSHOTS = 100
"""The maximum number of named snapshots."""


@attrs.frozen(repr=False, eq=False)
class Snapshot:
    """A snapshot of the state, the clock, the outbox, faults, rate limits, and the request log."""

    state: StateSnapshot
    faults: tuple[Fault, ...]
    limits: Mapping[str, RateLimit]
    requests: LogContents


class Snapshots:
    """The snapshots of a sandbox. A database does not keep them.

    Args:
        gateway: the gateway of the sandbox. `reset` returns to its current state.
    """

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._named: dict[str, Snapshot] = {}
        self._initial = self._capture()

    def reset(self) -> None:
        """Return to the initial state."""
        self.restore(self._initial)

    def take(self, name: str = DEFAULT) -> Snapshot:
        """Take a snapshot. It replaces a snapshot that has the same name.

        Raises:
            ConfigurationError: there are 100 snapshots already.
        """
        check_instance("name", name, str, "the name of a snapshot")
        if name not in self._named and len(self._named) >= MAX_SNAPSHOTS:
            raise ConfigurationError(f"there are {MAX_SNAPSHOTS} snapshots already; delete one")
        self._named[name] = self._gateway.transact(self._capture, source="")
        return self._named[name]

    def restore(self, snapshot: Snapshot | str = DEFAULT) -> None:
        """Return to a snapshot.

        Raises:
            LookupError: no snapshot has this name.
        """
        found = snapshot if isinstance(snapshot, Snapshot) else self._find(snapshot)
        self._gateway.transact(lambda: self._apply(found), source="")

    def delete(self, name: str) -> None:
        """Delete a snapshot.

        Raises:
            LookupError: no snapshot has this name.
        """
        self._find(name)
        del self._named[name]

    @property
    def names(self) -> Sequence[str]:
        """The names of the snapshots, in the order in which they were first used."""
        return tuple(self._named)

    def _find(self, name: str) -> Snapshot:
        if name not in self._named:
            raise LookupError(f"there is no snapshot {name!r}")
        return self._named[name]

    def _capture(self) -> Snapshot:
        gateway = self._gateway
        return Snapshot(
            state=gateway.state.snapshot(),
            faults=gateway.faults.contents,
            limits=gateway.rate_limits.limits,
            requests=gateway.requests.contents,
        )

    def _apply(self, snapshot: Snapshot) -> None:
        gateway = self._gateway
        gateway.state.restore(snapshot.state)
        gateway.faults.contents = snapshot.faults
        gateway.rate_limits.limits = snapshot.limits
        gateway.requests.contents = snapshot.requests
