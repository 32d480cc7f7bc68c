# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `sso_external`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Response

from .sso import Connection


@light_attrs.define(kw_only=True, eq=False, repr=False)
class CreateConnectionResponse(Response):
    """The new connection."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    status_code: int
    """HTTP status code of the response."""
    connection: Connection | None = None
    """The connection after the call."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class UpdateConnectionResponse(Response):
    """The connection after the change."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    status_code: int
    """HTTP status code of the response."""
    connection: Connection | None = None
    """The connection after the call."""
