# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `m2m_clients`."""

from __future__ import annotations

import enum

from aiostytch import light_attrs
from aiostytch.model import OpenEnum, Response

from .m2m import M2MClient, M2MClientWithClientSecret, ResultsMetadata


@light_attrs.define(kw_only=True, eq=False, repr=False)
class CreateResponse(Response):
    """The new client with its secret."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    m2m_client: M2MClientWithClientSecret
    """The client."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class DeleteResponse(Response):
    """Which client was deleted."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    client_id: str
    """ID of the client that was deleted."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GetResponse(Response):
    """The client."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    m2m_client: M2MClient
    """The client."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SearchResponse(Response):
    """A page of clients."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    m2m_clients: list[M2MClient]
    """The clients on this page."""
    results_metadata: ResultsMetadata
    """The number of results, and the cursor of the next page."""
    status_code: int
    """HTTP status code of the response."""


class UpdateRequestStatus(OpenEnum):
    """Whether a client gets tokens."""

    ACTIVE = enum.auto()
    """It gets tokens."""
    INACTIVE = enum.auto()
    """It gets no tokens; existing tokens stay valid until they expire."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class UpdateResponse(Response):
    """The client after the change."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    m2m_client: M2MClient
    """The client."""
    status_code: int
    """HTTP status code of the response."""
