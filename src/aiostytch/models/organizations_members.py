# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `organizations_members`."""

from __future__ import annotations

import enum

from aiostytch import light_attrs
from aiostytch.model import OpenEnum, Response

from .organizations import Member, MemberConnectedApp, OIDCProviderInfo, Organization, ResultsMetadata


@light_attrs.define(kw_only=True, eq=False, repr=False)
class CreateResponse(Response):
    """The member that was created."""

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


@light_attrs.define(kw_only=True, eq=False, repr=False)
class DeleteExternalIdResponse(Response):
    """The member, without their external ID."""

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


@light_attrs.define(kw_only=True, eq=False, repr=False)
class DeleteMFAPhoneNumberResponse(Response):
    """The member, without their phone number."""

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


@light_attrs.define(kw_only=True, eq=False, repr=False)
class DeletePasswordResponse(Response):
    """The member, without their password."""

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


@light_attrs.define(kw_only=True, eq=False, repr=False)
class DeleteResponse(Response):
    """Which member was deleted."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    member_id: str
    """ID of the deleted member."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class DeleteTOTPResponse(Response):
    """The member, without their authenticator app."""

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


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GetConnectedAppsResponse(Response):
    """The connected apps that a member authorized."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    connected_apps: list[MemberConnectedApp]
    """The connected apps."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GetResponse(Response):
    """One member with the organization."""

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


@light_attrs.define(kw_only=True, eq=False, repr=False)
class OIDCProvidersResponse(Response):
    """A member's accounts at OIDC identity providers."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    registrations: list[OIDCProviderInfo]
    """The accounts, with their tokens."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ReactivateResponse(Response):
    """The member, active again."""

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


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SearchResponse(Response):
    """A page of members."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    members: list[Member]
    """The members found."""
    results_metadata: ResultsMetadata
    """The number of results, and the cursor of the next page."""
    organizations: dict[str, Organization]
    """The organizations of these members, by ID."""
    status_code: int
    """HTTP status code of the response."""


class StartEmailUpdateRequestDeliveryMethod(OpenEnum):
    """How a new e-mail address is verified."""

    EMAIL_MAGIC_LINK = "EMAIL_MAGIC_LINK"
    """By a link."""
    EMAIL_OTP = "EMAIL_OTP"
    """By a one-time passcode."""


class StartEmailUpdateRequestLocale(OpenEnum):
    """Languages of the message to a new e-mail address. Each is an IETF BCP 47 language tag."""

    EN = enum.auto()
    ES = enum.auto()
    PT_BR = "pt-br"
    FR = enum.auto()


@light_attrs.define(kw_only=True, eq=False, repr=False)
class StartEmailUpdateResponse(Response):
    """The member whose e-mail address will change."""

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


@light_attrs.define(kw_only=True, eq=False, repr=False)
class UnlinkRetiredEmailResponse(Response):
    """The member, without the retired address."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    member_id: str
    """ID of the member; calls also accept an external ID."""
    organization_id: str
    """ID of the organization; calls also accept its slug or external ID."""
    member: Member
    """The member after the call."""
    organization: Organization
    """The organization after the call."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class UpdateResponse(Response):
    """The member after the change."""

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
