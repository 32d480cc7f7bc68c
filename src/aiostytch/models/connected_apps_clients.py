# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `connected_apps_clients`."""

from __future__ import annotations

import enum

from aiostytch import light_attrs
from aiostytch.model import OpenEnum, Response

from .connected_apps import ConnectedApp, ConnectedAppWithClientSecret, ResultsMetadata


class CreateRequestClientType(OpenEnum):
    """Whose app it is, and whether it can keep a secret."""

    FIRST_PARTY = enum.auto()
    """Your own app, with a secret."""
    FIRST_PARTY_PUBLIC = enum.auto()
    """Your own app, without a secret; it proves itself by PKCE."""
    THIRD_PARTY = enum.auto()
    """The app of somebody else, with a secret."""
    THIRD_PARTY_PUBLIC = enum.auto()
    """The app of somebody else, without a secret; it proves itself by PKCE."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class CreateResponse(Response):
    """The new app, with its secret if it has one."""

    request_id: str
    """Id of the API call; log it, and quote it to support."""
    connected_app: ConnectedAppWithClientSecret
    """The app."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class DeleteResponse(Response):
    """Which app was deleted."""

    request_id: str
    """Id of the API call; log it, and quote it to support."""
    client_id: str
    """OAuth client id of the connected app."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GetResponse(Response):
    """The app."""

    request_id: str
    """Id of the API call; log it, and quote it to support."""
    connected_app: ConnectedApp
    """The app."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SearchResponse(Response):
    """A page of connected apps."""

    request_id: str
    """Id of the API call; log it, and quote it to support."""
    connected_apps: list[ConnectedApp]
    """The apps on this page."""
    results_metadata: ResultsMetadata
    """How many results there are, and where the next page starts."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class UpdateResponse(Response):
    """The app as it is now."""

    request_id: str
    """Id of the API call; log it, and quote it to support."""
    connected_app: ConnectedApp
    """The app."""
    status_code: int
    """HTTP status code of the response."""
