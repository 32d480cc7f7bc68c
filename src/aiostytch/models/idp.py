# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `idp`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Model


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ScopeResult(Model):
    """A scope that a connected app requests."""

    scope: str
    """Name of the scope."""
    description: str
    """A description of the scope, for people."""
    is_grantable: bool
    """Whether this member can grant the scope."""
