# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `m2m_clients_secrets`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Response

from .m2m import M2MClient, M2MClientWithNextClientSecret


@light_attrs.define(kw_only=True, eq=False, repr=False)
class RotateCancelResponse(Response):
    """The client with its original secret."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    m2m_client: M2MClient
    """The client."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class RotateResponse(Response):
    """The client, whose next secret is now its only one."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    m2m_client: M2MClient
    """The client."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class RotateStartResponse(Response):
    """The client with its next secret."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    m2m_client: M2MClientWithNextClientSecret
    """The client."""
    status_code: int
    """HTTP status code of the response."""
