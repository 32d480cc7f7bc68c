"""Snapshots: everything that can be seen or set in a sandbox at some moment, by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from ...checks import check_kind
from ...errors import ConfigurationError
from ...limits import RateLimit
from ..faults.faults import Fault
from ..store.state import StateSnapshot
from .gateway import Gateway
from .request_log import LogContents

DEFAULT = "default"
"""The name of a snapshot without one."""
MOST = 100
"""Snapshots that are kept at once."""


@attrs.frozen(repr=False, eq=False)
class Snapshot:
    """A sandbox at some moment: its state, clock and outbox, its faults and rate limits, and its log of requests."""

    state: StateSnapshot
    faults: tuple[Fault, ...]
    limits: Mapping[str, RateLimit]
    requests: LogContents


class Snapshots:
    """The snapshots of a sandbox, which are not kept when it ends.

    Args:
        gateway: the way into the sandbox. A reset returns to what it holds now.
    """

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._named: dict[str, Snapshot] = {}
        self._beginning = self._capture()

    def reset(self) -> None:
        """Return to the beginning."""
        self.restore(self._beginning)

    def take(self, name: str = DEFAULT) -> Snapshot:
        """Take a snapshot, and keep it under a name, in the place of one with this name.

        Raises:
            ConfigurationError: there are too many already.
        """
        check_kind("name", name, str, "the name of a snapshot")
        if name not in self._named and len(self._named) >= MOST:
            raise ConfigurationError(f"there are {MOST} snapshots already; delete one")
        self._named[name] = self._gateway.transact(self._capture, source="")
        return self._named[name]

    def restore(self, snapshot: Snapshot | str = DEFAULT) -> None:
        """Return to the moment of a snapshot.

        Raises:
            LookupError: there is none with this name.
        """
        found = snapshot if isinstance(snapshot, Snapshot) else self._find(snapshot)
        self._gateway.transact(lambda: self._apply(found), source="")

    def delete(self, name: str) -> None:
        """Delete a snapshot.

        Raises:
            LookupError: there is none with this name.
        """
        self._find(name)
        del self._named[name]

    @property
    def names(self) -> Sequence[str]:
        """The names of all, in the order in which they were first taken."""
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
