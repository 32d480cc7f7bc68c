# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `connected_apps`."""

from __future__ import annotations

import attrs

from aiostytch.model import Model


@attrs.define(kw_only=True, eq=False, repr=False)
class ConnectedAppPublic(Model):
    """What everyone may know about a connected app."""

    client_id: str
    """OAuth client id of the connected app."""
    client_name: str
    """Name of the app."""
    client_description: str
    """What the app says about itself."""
    client_type: str
    """`first_party`, `first_party_public`, `third_party` or `third_party_public`."""
    logo_url: str | None = None
    """URL of the app's logo, if it has one."""
