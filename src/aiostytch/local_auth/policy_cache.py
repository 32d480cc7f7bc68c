"""The policy of a project, and what organizations add to it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from .authorization import Grants, Policies, ProjectPolicy
from .cache import Cached, Fetch, Lifetimes

LIFETIMES = Lifetimes(soft=300.0, hard=3600.0)
"""The API's own text has SDKs refresh a policy after 5 minutes. An old one is better than none, for an hour."""


class PolicyCache:
    """The policy of one project, and those of the organizations used last.

    An organization's policy is kept under its id, and only ever used together with the project's.

    Args:
        clock: the time, in seconds.
        size: how many organizations; those used least recently go first.
    """

    def __init__(self, clock: Callable[[], float], size: int) -> None:
        self._clock = clock
        self._size = size
        self._project: Cached[ProjectPolicy] = Cached(LIFETIMES, clock)
        self._organizations: OrderedDict[str, Cached[Grants]] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def age(self) -> float | None:
        """The seconds since the project's policy was asked for, None where there is none."""
        return self._project.age

    def peek(self, organization_id: str) -> Policies | None:
        """Return what roles permit in an organization if nothing has to be done for it, not even in the background."""
        project, own = self._project.fresh, self._of(organization_id).fresh
        return None if project is None or own is None else Policies((project.roles, own))

    def peek_scopes(self) -> Policies | None:
        """Return what scopes permit, by the same rule."""
        project = self._project.fresh
        return None if project is None else Policies((project.scopes,))

    async def get(
        self, organization_id: str, fetch_project: Fetch[ProjectPolicy], fetch_organization: Fetch[Grants]
    ) -> Policies:
        """Return what roles permit in an organization; what has to be fetched for it is fetched at the same time."""
        project, own = self._project, self._of(organization_id)
        fetches = (project.begin(project.next_step(), fetch_project), own.begin(own.next_step(), fetch_organization))
        for in_flight in fetches:
            if in_flight is not None:
                await in_flight.done()
        roles = project.value.roles if project.value is not None else None
        known = tuple(value for value in (roles, own.value) if value is not None)
        return Policies(known, len(known) == 2, project.failure or own.failure)

    async def get_scopes(self, fetch_project: Fetch[ProjectPolicy]) -> Policies:
        """Return what scopes permit: the project alone says it."""
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
