# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `sso_oidc`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Response

from .sso import OIDCConnection


@light_attrs.define(kw_only=True, eq=False, repr=False)
class CreateConnectionResponse(Response):
    """The new OIDC connection."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    status_code: int
    """HTTP status code of the response."""
    connection: OIDCConnection | None = None
    """The connection after the call."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class UpdateConnectionResponse(Response):
    """The OIDC connection after the change."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    status_code: int
    """HTTP status code of the response."""
    connection: OIDCConnection | None = None
    """The connection after the call."""
    warning: str | None = None
    """Why the issuer's metadata could not be read; empty if it could."""
