# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `connected_apps_clients_secrets`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Response

from .connected_apps import ConnectedApp, ConnectedAppWithNextClientSecret


@light_attrs.define(kw_only=True, eq=False, repr=False)
class RotateCancelResponse(Response):
    """The app with its original secret."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    connected_app: ConnectedApp
    """The app."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class RotateResponse(Response):
    """The app, whose next secret is now its only one."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    connected_app: ConnectedApp
    """The app."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class RotateStartResponse(Response):
    """The app with its next secret."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    connected_app: ConnectedAppWithNextClientSecret
    """The app."""
    status_code: int
    """HTTP status code of the response."""
