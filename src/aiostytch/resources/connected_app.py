# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `connected_app`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from aiostytch.operation import Resource

if TYPE_CHECKING:
    from .connected_app_clients import Clients


class ConnectedApp(Resource):
    """Applications that log members in by OAuth, and act for them."""

    @cached_property
    def clients(self) -> Clients:
        """The connected apps of the project."""
        from .connected_app_clients import Clients

        return Clients(self._caller)
