# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `discovery`."""

from __future__ import annotations

from typing import Any

from aiostytch import light_attrs
from aiostytch.model import Model

from .mfa import MfaRequired
from .organizations import Member, Organization
from .sessions import PrimaryRequired


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Membership(Model):
    """The relation of a person to an organization."""

    type: str
    """`active_member`, `pending_member`, `invited_member`, `eligible_to_join_by_email_domain` or
    `eligible_to_join_by_oauth_tenant`.
    """
    details: dict[str, Any] | None = None
    """Details of the membership; null if there are none."""
    member: Member | None = None
    """The member, or null if the person is not a member yet."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class DiscoveredOrganization(Model):
    """An organization that a person can log in to or join."""

    member_authenticated: bool
    """Whether the person can log in to this organization without further authentication."""
    membership: Membership | None = None
    """The relation of the person to the organization."""
    mfa_required: MfaRequired | None = None
    """The MFA step that the member still has to complete; null without one."""
    organization: Organization | None = None
    """The organization after the call."""
    primary_required: PrimaryRequired | None = None
    """The login method that is still required; null if there is none."""
