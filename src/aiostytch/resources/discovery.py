# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `discovery`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from aiostytch.operation import Resource

if TYPE_CHECKING:
    from .discovery_intermediate_sessions import IntermediateSessions
    from .discovery_organizations import Organizations


class Discovery(Resource):
    """Logins that start without an organization."""

    @cached_property
    def intermediate_sessions(self) -> IntermediateSessions:
        """Intermediate sessions, which come before an organization is chosen."""
        from .discovery_intermediate_sessions import IntermediateSessions

        return IntermediateSessions(self._caller)

    @cached_property
    def organizations(self) -> Organizations:
        """Organizations of a discovery login."""
        from .discovery_organizations import Organizations

        return Organizations(self._caller)
