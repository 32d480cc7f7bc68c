# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `scim`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from aiostytch.operation import Resource

if TYPE_CHECKING:
    from .scim_connection import Connection


class Scim(Resource):
    """Directory synchronization by SCIM."""

    @cached_property
    def connection(self) -> Connection:
        """The SCIM connection of an organization."""
        from .scim_connection import Connection

        return Connection(self._caller)
