# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `connected_apps_clients`."""

from __future__ import annotations

import enum

from aiostytch import light_attrs
from aiostytch.model import OpenEnum, Response

from .connected_apps import ConnectedApp, ConnectedAppWithClientSecret, ResultsMetadata


class CreateRequestClientType(OpenEnum):
    """Whether it is your own app, and whether it has a secret."""

    FIRST_PARTY = enum.auto()
    """Your own app, with a secret."""
    FIRST_PARTY_PUBLIC = enum.auto()
    """Your own app, without a secret; it uses PKCE."""
    THIRD_PARTY = enum.auto()
    """An app of another company, with a secret."""
    THIRD_PARTY_PUBLIC = enum.auto()
    """An app of another company, without a secret; it uses PKCE."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class CreateResponse(Response):
    """The new app, with its secret if it has one."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    connected_app: ConnectedAppWithClientSecret
    """The app."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class DeleteResponse(Response):
    """Which app was deleted."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    client_id: str
    """OAuth client ID of the connected app."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GetResponse(Response):
    """The app."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    connected_app: ConnectedApp
    """The app."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SearchResponse(Response):
    """A page of connected apps."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    connected_apps: list[ConnectedApp]
    """The apps on this page."""
    results_metadata: ResultsMetadata
    """The number of results, and the cursor of the next page."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class UpdateResponse(Response):
    """The app after the change."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    connected_app: ConnectedApp
    """The app."""
    status_code: int
    """HTTP status code of the response."""
