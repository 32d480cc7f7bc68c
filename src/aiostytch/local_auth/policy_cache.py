"""The cache of policies: of a project and its organizations."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from .authorization import Grants, Policies, ProjectPolicy
from .cache import Cached, Fetch, Lifetimes

LIFETIMES = Lifetimes(soft=300.0, hard=3600.0)
"""Stytch asks SDKs to refresh a policy after 5 minutes. A stale one is used for up to an hour."""


class PolicyCache:
    """The policies of one project and of the most recently used organizations.

    The cache stores an organization's policy by its ID, and combines it with the project's.

    Args:
        clock: returns the time in seconds.
        size: the maximum number of organizations; the least recently used are dropped.
    """

    def __init__(self, clock: Callable[[], float], size: int) -> None:
        self._clock = clock
        self._size = size
        self._project: Cached[ProjectPolicy] = Cached(LIFETIMES, clock)
        self._organizations: OrderedDict[str, Cached[Grants]] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def age(self) -> float | None:
        """The seconds since the fetch of the project's policy began, or None without a policy."""
        return self._project.age

    def peek(self, organization_id: str) -> Policies | None:
        """Return the policies for roles in an organization if they are fresh, otherwise None."""
        project, own = self._project.fresh, self._of(organization_id).fresh
        return None if project is None or own is None else Policies((project.roles, own))

    def peek_scopes(self) -> Policies | None:
        """Return the policies for scopes if they are fresh, otherwise None."""
        project = self._project.fresh
        return None if project is None else Policies((project.scopes,))

    async def get(
        self, organization_id: str, fetch_project: Fetch[ProjectPolicy], fetch_organization: Fetch[Grants]
    ) -> Policies:
        """Return the policies for roles in an organization; fetch missing ones concurrently."""
        project, own = self._project, self._of(organization_id)
        fetches = (project.begin(project.next_step(), fetch_project), own.begin(own.next_step(), fetch_organization))
        for in_flight in fetches:
            if in_flight is not None:
                await in_flight.done()
        roles = project.value.roles if project.value is not None else None
        known = tuple(value for value in (roles, own.value) if value is not None)
        return Policies(known, len(known) == 2, project.failure or own.failure)

    async def get_scopes(self, fetch_project: Fetch[ProjectPolicy]) -> Policies:
        """Return the policies for scopes: only the project has them."""
        project = self._project
        in_flight = project.begin(project.next_step(), fetch_project)
        if in_flight is not None:
            await in_flight.done()
        known = () if project.value is None else (project.value.scopes,)
        return Policies(known, bool(known), project.failure)

    def _of(self, organization_id: str) -> Cached[Grants]:
        known = self._organizations
        with self._lock:
            if organization_id not in known:
                known[organization_id] = Cached(LIFETIMES, self._clock)
                if len(known) > self._size:
                    known.popitem(last=False)
            known.move_to_end(organization_id)
            return known[organization_id]
