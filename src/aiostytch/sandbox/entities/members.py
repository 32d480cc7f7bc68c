"""Members: creation, lookup, changes, deletion and JSON."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any

import attrs

from ..contract.errors import bad_request, not_found
from ..contract.json_values import JSONObject
from ..store.clock import timestamp
from ..store.records import Member, OAuthRegistration, Organization, SSORegistration, email_key
from ..store.state import State
from . import metadata, organization_settings, organizations, roles
from .call import Call
from .policy import ADMIN_ROLE, MEMBER_ROLE

_IDS = uuid.UUID("d8cd3f9a-4f5c-4c0e-9d62-5b6c7e0a1b57")
"""The namespace of IDs that are derived from a name (RFC 9562, section 5.5)."""
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_PHONE_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")  # E.164


def create(state: State, organization: Organization, address: str, given: Mapping[str, Any], *, status: str) -> Member:
    """Create a member.

    Raises:
        RefusedError: an argument is malformed, or another member has the address or the external ID.
    """
    _check_email_free(state, organization.id, address)
    now = state.now()
    member = Member(
        number=state.next_number(),
        id=state.new_id("member"),
        organization_id=organization.id,
        email=address,
        status=status,
        created_at=now,
        updated_at=now,
        **attributes_from(state, organization.id, given),
    )
    state.members.put(member)
    return member


def find(state: State, call: Call) -> Member:
    """Return the member that a call names.

    Raises:
        RefusedError: the organization or the member does not exist.
    """
    return state.member(state.organization(call.arguments["organization_id"]), call.arguments["member_id"])


def find_by_email(state: State, call: Call) -> Member:
    """Return the member with the address that a call names.

    Raises:
        RefusedError: the organization or the member does not exist.
    """
    organization = state.organization(call.arguments["organization_id"])
    found = state.member_by_email(organization, call.arguments["email_address"])
    if found is None:
        raise not_found("member")
    return found


def update(state: State, member: Member, **changes: Any) -> Member:
    """Change attributes of a member, and `updated_at`."""
    changed = attrs.evolve(member, **changes, updated_at=state.now())
    state.members.put(changed)
    return changed


def delete(state: State, member: Member) -> None:
    """Mark a member as deleted, revoke its sessions, and free its e-mail address."""
    state.revoke_sessions(member)
    state.delete_tokens(member.id)
    update(state, member, status="deleted")


def attributes_from(
    state: State, organization_id: str, given: Mapping[str, Any], member: Member | None = None
) -> dict[str, Any]:
    """Return arguments of a call as attributes of a member; `member` is None for a new one.

    Raises:
        RefusedError: an argument is malformed, or another member has the external ID.
    """
    phone_number = given.get("mfa_phone_number")
    if phone_number is not None and not _PHONE_NUMBER.fullmatch(phone_number):
        raise bad_request("invalid_phone_number", "mfa_phone_number must be in E.164, e.g. +12025550123.")
    if phone_number is not None and member is not None and member.mfa_phone_number:
        raise bad_request("duplicate_member_phone_number_for_member", "The member has a phone number. Delete it first.")
    if "external_id" in given:
        _check_external_id(state, organization_id, given["external_id"], member)
    present = attrs.asdict(member, recurse=False) if member else {}
    changed = metadata.merge_all(present, given)
    if "roles" in changed:
        roles.check_known(state, state.organizations[organization_id], changed["roles"])
        changed["roles"] = tuple(role for role in dict.fromkeys(changed["roles"]) if role != MEMBER_ROLE)
    return changed


def email_change(state: State, member: Member, address: str, *, unlink: bool = False) -> dict[str, Any]:
    """Return the attributes that change with the address of a member. The old address is retired, or unlinked.

    Raises:
        RefusedError: the address is malformed, or another member has it.
    """
    _check_email_free(state, member.organization_id, address, member)
    retired = [old for old in member.retired_emails if email_key(old) != email_key(address)]
    if not unlink:
        retired.append(member.email)
    return {"email": address, "email_verified": False, "retired_emails": tuple(retired), "password": None}


def surfaced_email(state: State, member: Member, address: str) -> dict[str, Any]:
    """Return the attributes that change if a provider asserts an address of a member, none for the same address.

    Raises:
        RefusedError: another member has the address.
    """
    return email_change(state, member, address) if email_key(address) != email_key(member.email) else {}


def check_email(address: str) -> str:
    """Return an e-mail address if it is valid.

    Raises:
        RefusedError: the address is malformed.
    """
    if not _EMAIL.fullmatch(address):
        raise bad_request("invalid_email", "email_address is not an e-mail address.")
    return address


def is_locked(state: State, member: Member) -> bool:
    """Return whether a member cannot log in now, after too many failed attempts."""
    return member.lock is not None and state.now() < member.lock.expires_at


def email_id(address: str) -> str:
    """Return the ID of an address. It does not depend on the member: in discovery, there is no member yet."""
    return f"email-test-{uuid.uuid5(_IDS, email_key(address))}"


def phone_id(member: Member) -> str:
    """Return the ID of the phone number of a member."""
    return f"phone-number-test-{uuid.uuid5(_IDS, f'{member.id} {member.mfa_phone_number}')}"


def response(state: State, member: Member) -> JSONObject:
    """Return the common fields of responses about a member."""
    return {
        "member_id": member.id,
        "member": to_json(state, member),
        "organization": organizations.to_json(state, state.organizations[member.organization_id]),
    }


def to_json(state: State, member: Member) -> JSONObject:
    """Return a member as the API shows it."""
    roles_json = roles.to_json(state, member)
    return {
        "organization_id": member.organization_id,
        "member_id": member.id,
        "email_address": member.email,
        "email_address_verified": member.email_verified,
        "status": member.status,
        "name": member.name,
        "is_breakglass": member.is_breakglass,
        "is_admin": any(role["role_id"] == ADMIN_ROLE for role in roles_json),
        "is_locked": is_locked(state, member),
        "mfa_enrolled": member.mfa_enrolled,
        "mfa_phone_number": member.mfa_phone_number,
        "mfa_phone_number_verified": member.mfa_phone_number_verified,
        "default_mfa_method": member.default_mfa_method,
        "totp_registration_id": member.totp_registration_id,
        "member_password_id": member.password.id if member.password else "",
        "oauth_registrations": [_oauth_json(registration) for registration in member.oauth_registrations],
        "sso_registrations": [_sso_json(registration) for registration in member.sso_registrations],
        "retired_email_addresses": [
            {"email_id": email_id(retired), "email_address": retired} for retired in member.retired_emails
        ],
        "roles": roles_json,
        "trusted_metadata": member.trusted_metadata,
        "untrusted_metadata": member.untrusted_metadata,
        "created_at": timestamp(member.created_at),
        "updated_at": timestamp(member.updated_at),
        **_optional_json(state, member),
    }


def _oauth_json(registration: OAuthRegistration) -> JSONObject:
    return {
        "provider_type": registration.provider.title(),
        "provider_subject": registration.subject,
        "member_oauth_registration_id": registration.id,
        "profile_picture_url": registration.picture,
        "locale": registration.locale,
    }


def _sso_json(registration: SSORegistration) -> JSONObject:
    return {
        "connection_id": registration.connection_id,
        "external_id": registration.external_id,
        "registration_id": registration.id,
        "sso_attributes": registration.attributes,
    }


def _optional_json(state: State, member: Member) -> JSONObject:
    """Return the properties that only some members have."""
    fields: JSONObject = {}
    if member.external_id:
        fields["external_id"] = member.external_id
    if member.scim_registration:
        fields["scim_registration"] = {
            "connection_id": member.scim_registration.connection_id,
            "registration_id": member.scim_registration.id,
            "external_id": member.scim_registration.external_id,
            "scim_attributes": {**member.scim_registration.attributes, "groups": roles.scim_groups(state, member)},
        }
    if member.lock and is_locked(state, member):
        fields["lock_created_at"] = timestamp(member.lock.created_at)
        fields["lock_expires_at"] = timestamp(member.lock.expires_at)
    return fields


def _check_email_free(state: State, organization_id: str, address: str, member: Member | None = None) -> None:
    check_email(address)
    changing = state.member_reserving_email(organization_id, address)
    if changing is not None and (member is None or changing.id != member.id):
        raise bad_request(
            "desired_email_updating_for_different_member", "Another member is changing to this e-mail address."
        )
    other = state.members.find("email", organization_id, email_key(address))
    if other is None or (member is not None and other.id == member.id):
        return
    if email_key(other.email) != email_key(address):
        raise bad_request("retired_member_email", "Another member had this e-mail address, and has not unlinked it.")
    raise bad_request("duplicate_member_email", "Another member of the organization has this e-mail address.")


def _check_external_id(state: State, organization_id: str, external_id: str, member: Member | None) -> None:
    if not organization_settings.EXTERNAL_ID.fullmatch(external_id):
        raise bad_request("invalid_argument", f"external_id must match {organization_settings.EXTERNAL_ID.pattern}.")
    other = state.members.find("external_id", organization_id, external_id)
    if other is not None and (member is None or other.id != member.id):
        raise bad_request("duplicate_member_external_id", "Another member has this external ID.")
