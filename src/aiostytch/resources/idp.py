# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `idp`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from aiostytch.local_auth.idp import IdpMixin
from aiostytch.operation import Resource

if TYPE_CHECKING:
    from .idp_oauth import Oauth


class Idp(IdpMixin, Resource):
    """Your project as an identity provider for connected apps."""

    @cached_property
    def oauth(self) -> Oauth:
        """The OAuth authorization flow of connected apps."""
        from .idp_oauth import Oauth

        return Oauth(self._caller)
