# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `organizations_members_connected_apps`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Response


@light_attrs.define(kw_only=True, eq=False, repr=False)
class RevokeResponse(Response):
    """Confirms that the app's access has ended."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    status_code: int
    """HTTP status code of the response."""
