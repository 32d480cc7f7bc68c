# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `m2m`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from aiostytch.local_auth.m2m import M2MMixin
from aiostytch.operation import Resource

if TYPE_CHECKING:
    from .m2m_clients import Clients


class M2m(M2MMixin, Resource):
    """Clients (machines) that call your API with their own tokens."""

    @cached_property
    def clients(self) -> Clients:
        """The M2M clients of the project."""
        from .m2m_clients import Clients

        return Clients(self._caller)
