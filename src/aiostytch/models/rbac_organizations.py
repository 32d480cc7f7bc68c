# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `rbac_organizations`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Response

from .rbac import OrgPolicy


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GetOrgPolicyResponse(Response):
    """The policy of the organization."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    org_policy: OrgPolicy
    """The roles that the organization adds to the project's policy."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SetOrgPolicyResponse(Response):
    """The policy of the organization after the change."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    org_policy: OrgPolicy
    """The roles that the organization adds to the project's policy."""
    status_code: int
    """HTTP status code of the response."""
