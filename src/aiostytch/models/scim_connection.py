# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `scim_connection`."""

from __future__ import annotations

import enum

from aiostytch import light_attrs
from aiostytch.model import OpenEnum, Response

from .scim import SCIMConnection, SCIMConnectionWithNextToken, SCIMConnectionWithToken, SCIMGroup


class CreateRequestIdentityProvider(OpenEnum):
    """Identity providers that SCIM connections support. Each is the name of a product."""

    GENERIC = enum.auto()
    """Any provider that is not listed."""
    OKTA = enum.auto()
    MICROSOFT_ENTRA = "microsoft-entra"
    CYBERARK = enum.auto()
    JUMPCLOUD = enum.auto()
    ONELOGIN = enum.auto()
    PINGFEDERATE = enum.auto()
    RIPPLING = enum.auto()


@light_attrs.define(kw_only=True, eq=False, repr=False)
class CreateResponse(Response):
    """The new SCIM connection with its bearer token."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    status_code: int
    """HTTP status code of the response."""
    connection: SCIMConnectionWithToken | None = None
    """The connection after the call."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class DeleteResponse(Response):
    """Which SCIM connection was deleted."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    connection_id: str
    """ID of the deleted connection."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GetGroupsResponse(Response):
    """A page of SCIM groups."""

    scim_groups: list[SCIMGroup]
    """The groups of this page."""
    status_code: int
    """HTTP status code of the response."""
    request_id: str
    """ID of the API call; log it, and quote it to support."""
    next_cursor: str | None = None
    """The `cursor` of the next page; null or empty on the last one."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GetResponse(Response):
    """The SCIM connection."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    status_code: int
    """HTTP status code of the response."""
    connection: SCIMConnection | None = None
    """The connection after the call."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class RotateCancelResponse(Response):
    """The SCIM connection with its original token."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    status_code: int
    """HTTP status code of the response."""
    connection: SCIMConnection | None = None
    """The connection after the call."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class RotateCompleteResponse(Response):
    """The SCIM connection with its new token."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    status_code: int
    """HTTP status code of the response."""
    connection: SCIMConnection | None = None
    """The connection after the call."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class RotateStartResponse(Response):
    """The SCIM connection with its next token."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    status_code: int
    """HTTP status code of the response."""
    connection: SCIMConnectionWithNextToken | None = None
    """The connection after the call."""


class UpdateRequestIdentityProvider(OpenEnum):
    """Identity providers that SCIM connections support. Each is the name of a product."""

    GENERIC = enum.auto()
    """Any provider that is not listed."""
    OKTA = enum.auto()
    MICROSOFT_ENTRA = "microsoft-entra"
    CYBERARK = enum.auto()
    JUMPCLOUD = enum.auto()
    ONELOGIN = enum.auto()
    PINGFEDERATE = enum.auto()
    RIPPLING = enum.auto()


@light_attrs.define(kw_only=True, eq=False, repr=False)
class UpdateResponse(Response):
    """The SCIM connection after the change."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    status_code: int
    """HTTP status code of the response."""
    connection: SCIMConnection | None = None
    """The connection after the call."""
