"""The rules for joining an organization, and for the login methods of its members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..contract.errors import bad_request
from ..store.records import Member, Organization
from . import email_domains


def check_jit_by_email(organization: Organization, address: str) -> None:
    """Check that a person with a verified address may join an organization without an invitation.

    Raises:
        RefusedError: the organization does not permit it.
    """
    if organization.settings["email_jit_provisioning"] != "RESTRICTED":
        raise bad_request("email_jit_provisioning_not_allowed", "The organization requires an invitation.")
    if not is_in_allowed_domain(organization, address):
        raise bad_request(
            "invalid_email_for_jit_provisioning", "The organization does not accept addresses of this domain."
        )


def check_jit_by_connection(organization: Organization, connection_id: str) -> None:
    """Check that a person who logs in with an SSO connection may join an organization.

    Raises:
        RefusedError: the organization does not permit it.
    """
    allowed = organization.settings["sso_jit_provisioning"]
    is_listed = connection_id in organization.settings["sso_jit_provisioning_allowed_connections"]
    if allowed == "NOT_ALLOWED" or (allowed == "RESTRICTED" and not is_listed):
        raise bad_request(
            "invalid_connection_for_jit_provisioning",
            "The organization does not accept members by this connection.",
        )


def accepts_domain(organization: Organization, address: str) -> bool:
    """Return whether a person may join an organization by the domain of a verified address."""
    is_open: bool = organization.settings["email_jit_provisioning"] == "RESTRICTED"
    return is_open and is_in_allowed_domain(organization, address)


def allowed_tenant(organization: Organization, tenants: Mapping[str, Iterable[str]]) -> tuple[str, str] | None:
    """Return the provider and the tenant by which a person may join an organization, or None."""
    settings = organization.settings
    if settings["oauth_tenant_jit_provisioning"] != "RESTRICTED":
        return None
    allowed: Mapping[str, list[str]] = settings["allowed_oauth_tenants"]
    found = ((provider, each) for provider, ids in tenants.items() for each in ids if each in allowed.get(provider, ()))
    return next(found, None)


def check_jit_by_tenant(organization: Organization, provider: str, tenants: Iterable[str]) -> None:
    """Check that a person who belongs to tenants of an OAuth provider may join an organization.

    Raises:
        RefusedError: the organization does not permit it.
    """
    settings = organization.settings
    if settings["oauth_tenant_jit_provisioning"] != "RESTRICTED":
        raise bad_request(
            "oauth_tenant_jit_provisioning_not_allowed", "The organization does not accept new members by tenant."
        )
    if allowed_tenant(organization, {provider: tenants}) is None:
        raise bad_request("invalid_oauth_tenant_for_jit_provisioning", "The organization does not accept this tenant.")


def check_invite(organization: Organization, address: str) -> None:
    """Check that an organization permits an invitation of an address.

    Raises:
        RefusedError: it does not.
    """
    invites = organization.settings["email_invites"]
    if invites == "NOT_ALLOWED" or (invites == "RESTRICTED" and not is_in_allowed_domain(organization, address)):
        raise bad_request("invalid_email_for_invites", "The organization does not permit this invitation.")


def check_method(organization: Organization, member: Member | None, method: str) -> None:
    """Check that a member may log in by a method, e.g. `magic_link`. A breakglass member may use any method.

    Raises:
        RefusedError: the organization does not allow it.
    """
    settings = organization.settings
    if settings["auth_methods"] != "RESTRICTED" or (member is not None and member.is_breakglass):
        return
    if method not in settings["allowed_auth_methods"]:
        raise bad_request(
            "operation_restricted_by_organization_auth_methods", f"The organization does not allow {method}."
        )


def check_mfa_method(organization: Organization, member: Member, method: str) -> None:
    """Check that a member may use a secondary factor, `sms_otp` or `totp`. A breakglass member may use both.

    Raises:
        RefusedError: the organization does not allow it.
    """
    if not allows_mfa_method(organization, member, method):
        raise bad_request(
            "operation_restricted_by_organization_mfa_methods", f"The organization does not allow {method}."
        )


def allows_mfa_method(organization: Organization, member: Member, method: str) -> bool:
    """Return whether a member may use a secondary factor, `sms_otp` or `totp`. A breakglass member may use both."""
    settings = organization.settings
    return settings["mfa_methods"] != "RESTRICTED" or member.is_breakglass or method in settings["allowed_mfa_methods"]


def is_in_allowed_domain(organization: Organization, address: str) -> bool:
    """Return whether the domain of an address is among those that the organization allows."""
    domain = email_domains.domain_of(address)
    return domain in {allowed.casefold() for allowed in organization.settings["email_allowed_domains"]}
