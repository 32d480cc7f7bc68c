"""What the calls of `client.organizations.members` do."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import Any

import attrs

from . import metadata, organizations, roles, tokens
from .behaviour import Behaviours, Call
from .clock import timestamp
from .policy import ADMIN_ROLE, MEMBER_ROLE
from .records import Fields, Member, Organization, RetiredEmail, email_key
from .refusal import RefusedError, bad_request, not_found
from .state import State

behaviour = Behaviours()

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_PHONE_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")  # E.164


@behaviour("organizations.members.create")
def create(state: State, call: Call) -> Fields:
    """Add a member, active unless asked to be pending."""
    organization = state.organization(call.arguments["organization_id"])
    given = call.without("organization_id", "email_address")
    status = "pending" if given.pop("create_member_as_pending", False) else "active"
    return answer(state, add(state, organization, call.arguments["email_address"], given, status=status))


@behaviour("organizations.members.get")
def get(state: State, call: Call) -> Fields:
    """Return a member by id, by e-mail address, or by both."""
    organization = state.organization(call.arguments["organization_id"])
    member_id, address = (call.arguments.get(name) for name in ("member_id", "email_address"))
    if not member_id and not address:
        raise bad_request("invalid_member_get_fields", "query: member_id or email_address must be given.")
    found = state.member(organization, member_id) if member_id else state.member_by_email(organization, address or "")
    if found is None or (address and email_key(found.email) != email_key(address)):
        raise not_found("member")
    return answer(state, found)


@behaviour("organizations.members.dangerously_get")
def dangerously_get(state: State, call: Call) -> Fields:
    """Return a member of any organization, a deleted one only on demand."""
    found = state.members.get(call.arguments["member_id"])
    if found is None or (found.is_deleted and not call.arguments.get("include_deleted", False)):
        raise not_found("member")
    return answer(state, found)


@behaviour("organizations.members.update")
def update(state: State, call: Call) -> Fields:
    """Change what is given. A new e-mail address retires the old one and takes the password away."""
    member = _find(state, call)
    given = call.without("organization_id", "member_id")
    unlink = given.pop("unlink_email", False)
    preserve = given.pop("preserve_existing_sessions", False)
    address = given.pop("email_address", member.email)
    changed = changes(state, member.organization_id, given, member)
    if email_key(address) != email_key(member.email):
        changed |= moved(state, member, address, unlink=unlink)
    if not preserve:
        _end_sessions(state, member, set(member.roles).difference(changed.get("roles", member.roles)))
    return answer(state, change(state, member, **changed))


def _end_sessions(state: State, member: Member, removed: Container[str]) -> None:
    """End the sessions with a login by a connection that gives a role which is being taken away from a member."""
    giving = {
        source.details["connection_id"]
        for source in roles.sources(state, member)
        if source.role_id in removed and source.type.startswith("sso_")
    }
    for session in state.sessions:
        if session.member_id == member.id and roles.connections(session.factors) & giving:
            state.sessions.delete(session.id)


@behaviour("organizations.members.delete")
def delete(state: State, call: Call) -> Fields:
    """Mark a member as deleted, end the sessions, and free the e-mail address."""
    member = _find(state, call)
    remove(state, member)
    return {"member_id": member.id}


@behaviour("organizations.members.reactivate")
def reactivate(state: State, call: Call) -> Fields:
    """Bring a deleted member back. The call takes no external id."""
    organization = state.organization(call.arguments["organization_id"])
    member = state.members.get(call.arguments["member_id"])
    if member is None or member.organization_id != organization.id:
        raise not_found("member")
    if not member.is_deleted:
        raise bad_request("no_deleted_member_found_for_reactivation", "The member is not deleted.")
    if not member.email_verified:
        raise bad_request("email_unverified_for_reactivation", "The member's e-mail address was never verified.")
    if any(state.members.find("email", organization.id, email) for email in member.emails()):
        raise bad_request("reactivation_email_belongs_to_another_member", "Another member has the e-mail address.")
    if member.external_id and state.members.find("external_id", organization.id, member.external_id):
        raise bad_request("duplicate_member_external_id", "Another member has the external id.")
    return answer(state, change(state, member, status="active"))


@behaviour("organizations.members.delete_mfa_phone_number")
def delete_mfa_phone_number(state: State, call: Call) -> Fields:
    """Take the phone number away, and the passcodes that were sent to it; the default is the app from then on."""
    member = _find(state, call)
    tokens.forget_codes(state, member.id)
    default = _default_without(member, "sms_otp")
    changed = change(state, member, mfa_phone_number="", mfa_phone_number_verified=False, default_mfa_method=default)
    return answer(state, changed)


@behaviour("organizations.members.delete_totp")
def delete_totp(state: State, call: Call) -> Fields:
    """Take the authenticator app away, and its recovery codes; the default is the phone from then on."""
    member = _find(state, call)
    state.forget_totp(member)
    default = _default_without(member, "totp")
    return answer(state, change(state, member, totp_registration_id="", default_mfa_method=default))


@behaviour("organizations.members.delete_password")
def delete_password(state: State, call: Call) -> Fields:
    """Take the password with an id away."""
    organization = state.organization(call.arguments["organization_id"])
    member = state.members.find("password", call.arguments["member_password_id"])
    if member is None or member.organization_id != organization.id:
        raise not_found("member_password")
    return answer(state, change(state, member, password=None))


@behaviour("organizations.members.delete_external_id")
def delete_external_id(state: State, call: Call) -> Fields:
    """Take the external id away."""
    member = _find(state, call)
    return answer(state, change(state, member, external_id=None))


@behaviour("organizations.members.unlink_retired_email")
def unlink_retired_email(state: State, call: Call) -> Fields:
    """Let other members use a retired address; by its id, by itself, or by both."""
    member = _find(state, call)
    email_id, address = (call.arguments.get(name) for name in ("email_id", "email_address"))
    if not email_id and not address:
        raise bad_request("retired_email_missing_email_identifiers", "email_id or email_address must be given.")
    unlinked = [
        retired
        for retired in member.retired_emails
        if (not email_id or retired.id == email_id)
        and (not address or email_key(retired.address) == email_key(address))
    ]
    if not unlinked:
        raise not_found("email")
    kept = tuple(retired for retired in member.retired_emails if retired not in unlinked)
    changed = change(state, member, retired_emails=kept)
    return {**answer(state, changed), "organization_id": member.organization_id}


def add(state: State, organization: Organization, address: str, given: Mapping[str, Any], *, status: str) -> Member:
    """Create a member.

    Raises:
        RefusedError: something is malformed, or another member has the address or the external id.
    """
    _check_email(state, organization.id, address)
    member = Member(
        number=state.next_number(),
        id=state.new_id("member"),
        organization_id=organization.id,
        email=address,
        status=status,
        created_at=state.now(),
        updated_at=state.now(),
    )
    return change(state, member, **changes(state, organization.id, given))


def change(state: State, member: Member, **changes: Any) -> Member:
    """Change a member, and note when."""
    changed = attrs.evolve(member, **changes, updated_at=state.now())
    state.members.put(changed)
    return changed


def remove(state: State, member: Member) -> None:
    """Mark a member as deleted, end the sessions, and free the e-mail address."""
    state.revoke_sessions(member)
    tokens.forget_those_of(state, member.id)
    change(state, member, status="deleted")


def answer(state: State, member: Member) -> Fields:
    """Return what most answers about a member hold."""
    return {
        "member_id": member.id,
        "member": to_json(state, member),
        "organization": organizations.to_json(state.organizations[member.organization_id]),
    }


def to_json(state: State, member: Member) -> Fields:
    """Return a member as the API shows it."""
    shown = roles.to_json(state, member)
    fields: Fields = {
        "organization_id": member.organization_id,
        "member_id": member.id,
        "email_address": member.email,
        "email_address_verified": member.email_verified,
        "status": member.status,
        "name": member.name,
        "is_breakglass": member.is_breakglass,
        "is_admin": any(role["role_id"] == ADMIN_ROLE for role in shown),
        "is_locked": is_locked(state, member),
        "mfa_enrolled": member.mfa_enrolled,
        "mfa_phone_number": member.mfa_phone_number,
        "mfa_phone_number_verified": member.mfa_phone_number_verified,
        "default_mfa_method": member.default_mfa_method,
        "totp_registration_id": member.totp_registration_id,
        "member_password_id": member.password.id if member.password else "",
        "oauth_registrations": [
            {
                "provider_type": registration.provider.title(),
                "provider_subject": registration.subject,
                "member_oauth_registration_id": registration.id,
                "profile_picture_url": registration.picture,
                "locale": registration.locale,
            }
            for registration in member.oauth_registrations
        ],
        "sso_registrations": [
            {
                "connection_id": registration.connection_id,
                "external_id": registration.external_id,
                "registration_id": registration.id,
                "sso_attributes": registration.attributes,
            }
            for registration in member.sso_registrations
        ],
        "retired_email_addresses": [
            {"email_id": retired.id, "email_address": retired.address} for retired in member.retired_emails
        ],
        "roles": shown,
        "trusted_metadata": member.trusted_metadata,
        "untrusted_metadata": member.untrusted_metadata,
        "created_at": timestamp(member.created_at),
        "updated_at": timestamp(member.updated_at),
    }
    if member.external_id:
        fields["external_id"] = member.external_id
    if member.scim_registration:
        fields["scim_registration"] = {
            "connection_id": member.scim_registration.connection_id,
            "registration_id": member.scim_registration.id,
            "external_id": member.scim_registration.external_id,
            "scim_attributes": {**member.scim_registration.attributes, "groups": roles.groups(state, member)},
        }
    if member.lock and is_locked(state, member):
        fields["lock_created_at"] = timestamp(member.lock.created_at)
        fields["lock_expires_at"] = timestamp(member.lock.expires_at)
    return fields


def is_locked(state: State, member: Member) -> bool:
    """Return whether a member cannot log in at present, because too many attempts have failed."""
    return member.lock is not None and state.now() < member.lock.expires_at


def _default_without(member: Member, method: str) -> str:
    """Return the default second factor of a member who loses one."""
    if member.default_mfa_method != method:
        return member.default_mfa_method
    there = {"sms_otp": member.mfa_phone_number_verified, "totp": bool(member.totp_registration_id)}
    return next((other for other, is_there in there.items() if is_there and other != method), "")


def email_id(member: Member) -> str:
    """Return the id of a member's present address."""
    return member.id.replace("member-", "email-", 1)


def _find(state: State, call: Call) -> Member:
    return state.member(state.organization(call.arguments["organization_id"]), call.arguments["member_id"])


def changes(
    state: State, organization_id: str, given: Mapping[str, Any], member: Member | None = None
) -> dict[str, Any]:
    """Return properties as attributes of a member.

    `member` is as it is, None for one that is being created.

    Raises:
        RefusedError: something is malformed, or another member has it.
    """
    phone_number = given.get("mfa_phone_number")
    if phone_number is not None and not _PHONE_NUMBER.fullmatch(phone_number):
        raise bad_request("invalid_phone_number", "mfa_phone_number must be in the form of E.164, e.g. +12025550123.")
    if phone_number is not None and member is not None and member.mfa_phone_number:
        raise bad_request("duplicate_member_phone_number_for_member", "The member has a phone number: delete it first.")
    if "external_id" in given:
        _check_external_id(state, organization_id, given["external_id"], member)
    present = attrs.asdict(member, recurse=False) if member else {}
    changed = metadata.merge_all(present, given)
    if "roles" in changed:
        roles.check_known(state, state.organizations[organization_id], changed["roles"])
        changed["roles"] = tuple(role for role in dict.fromkeys(changed["roles"]) if role != MEMBER_ROLE)
    return changed


def _check_external_id(state: State, organization_id: str, external_id: str, member: Member | None) -> None:
    if not organizations.EXTERNAL_ID.fullmatch(external_id):
        raise bad_request("invalid_argument", f"external_id must match {organizations.EXTERNAL_ID.pattern}.")
    if _is_another(state.members.find("external_id", organization_id, external_id), member):
        raise bad_request("duplicate_member_external_id", "Another member has this external id.")


def _is_another(holder: Member | None, member: Member | None) -> bool:
    return holder is not None and (member is None or holder.id != member.id)


def check_address(address: str) -> str:
    """Return an e-mail address.

    Raises:
        RefusedError: it is none.
    """
    if not _EMAIL.fullmatch(address):
        raise bad_request("invalid_email", "email_address is not an e-mail address.")
    return address


def _check_email(state: State, organization_id: str, address: str, member: Member | None = None) -> None:
    check_address(address)
    holder = state.members.find("email", organization_id, email_key(address))
    if _is_another(holder, member):
        raise _taken(holder, address)


def _taken(holder: Member | None, address: str) -> RefusedError:
    if holder is not None and email_key(holder.email) != email_key(address):
        return bad_request("retired_member_email", "Another member had this e-mail address, and has not unlinked it.")
    return bad_request("duplicate_member_email", "Another member of the organization has this e-mail address.")


def moved(state: State, member: Member, address: str, *, unlink: bool = False) -> dict[str, Any]:
    """Return what changes with the e-mail address of a member.

    Raises:
        RefusedError: the address is none, or of another member.
    """
    _check_email(state, member.organization_id, address, member)
    retired = [old for old in member.retired_emails if email_key(old.address) != email_key(address)]
    if not unlink:
        retired.append(RetiredEmail(state.new_id("email"), member.email))
    return {"email": address, "email_verified": False, "retired_emails": tuple(retired), "password": None}
