# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `magic_links_email`."""

from __future__ import annotations

import enum

from aiostytch import light_attrs
from aiostytch.model import OpenEnum, Response

from .organizations import Member, Organization


class InviteRequestLocale(OpenEnum):
    """Languages of the invitation. Each is an IETF BCP 47 language tag."""

    EN = enum.auto()
    ES = enum.auto()
    PT_BR = "pt-br"
    FR = enum.auto()


@light_attrs.define(kw_only=True, eq=False, repr=False)
class InviteResponse(Response):
    """The member who was invited."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    member_id: str
    """ID of the member; calls also accept an external ID."""
    member: Member
    """The member after the call."""
    organization: Organization
    """The organization after the call."""
    status_code: int
    """HTTP status code of the response."""


class LoginOrSignupRequestLocale(OpenEnum):
    """Languages of the login and signup e-mails. Each is an IETF BCP 47 language tag."""

    EN = enum.auto()
    ES = enum.auto()
    PT_BR = "pt-br"
    FR = enum.auto()


@light_attrs.define(kw_only=True, eq=False, repr=False)
class LoginOrSignupResponse(Response):
    """The member to receive the link."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    member_id: str
    """ID of the member; calls also accept an external ID."""
    member_created: bool
    """Whether the member was created by this call."""
    member: Member
    """The member after the call."""
    organization: Organization
    """The organization after the call."""
    status_code: int
    """HTTP status code of the response."""
