"""Handlers of `client.organizations.members`."""

from __future__ import annotations

from typing import Any

from ..auth import delivery, email_updates, sessions, tokens
from ..contract.errors import bad_request, not_found
from ..contract.json_values import JSONObject
from ..entities import connected_apps, members
from ..entities.call import Call
from ..store.records import Member, email_key
from ..store.state import State
from .handlers import Handlers

handles = Handlers()


@handles("organizations.members.create")
def create(state: State, call: Call) -> JSONObject:
    """Add a member. It is active unless `create_member_as_pending` is set."""
    organization = state.organization(call.arguments["organization_id"])
    given = call.without("organization_id", "email_address")
    status = "pending" if given.pop("create_member_as_pending", False) else "active"
    return members.response(
        state, members.create(state, organization, call.arguments["email_address"], given, status=status)
    )


@handles("organizations.members.get")
def get(state: State, call: Call) -> JSONObject:
    """Return a member by ID, by e-mail address, or by both."""
    organization = state.organization(call.arguments["organization_id"])
    member_id, address = (call.arguments.get(name) for name in ("member_id", "email_address"))
    if not member_id and not address:
        raise bad_request("invalid_member_get_fields", "query: member_id or email_address must be given.")
    found = state.member(organization, member_id) if member_id else state.member_by_email(organization, address or "")
    if found is None or (address and email_key(found.email) != email_key(address)):
        raise not_found("member")
    return members.response(state, found)


@handles("organizations.members.dangerously_get")
def dangerously_get(state: State, call: Call) -> JSONObject:
    """Return a member of any organization. A deleted one requires `include_deleted`."""
    found = state.members.get(call.arguments["member_id"])
    if found is None or (found.is_deleted and not call.arguments.get("include_deleted", False)):
        raise not_found("member")
    return members.response(state, found)


@handles("organizations.members.update")
def update(state: State, call: Call) -> JSONObject:
    """Change the fields in the call. A new e-mail address retires the old one and deletes the password."""
    member = members.find(state, call)
    given = call.without("organization_id", "member_id")
    unlink = given.pop("unlink_email", False)
    preserve = given.pop("preserve_existing_sessions", False)
    address = given.pop("email_address", member.email)
    changed = members.attributes_from(state, member.organization_id, given, member)
    if email_key(address) != email_key(member.email):
        changed |= members.email_change(state, member, address, unlink=unlink)
    if not preserve:
        sessions.end_without_roles(state, member, changed.get("roles", member.roles))
    return members.response(state, members.update(state, member, **changed))


@handles("organizations.members.delete")
def delete(state: State, call: Call) -> JSONObject:
    """Mark a member as deleted, revoke its sessions, and free its e-mail address."""
    member = members.find(state, call)
    members.delete(state, member)
    return {"member_id": member.id}


@handles("organizations.members.reactivate")
def reactivate(state: State, call: Call) -> JSONObject:
    """Reactivate a deleted member. The member ID must be Stytch's, not the external ID."""
    organization = state.organization(call.arguments["organization_id"])
    member = state.members.get(call.arguments["member_id"])
    if member is None or member.organization_id != organization.id:
        raise not_found("member")
    if not member.is_deleted:
        raise bad_request("no_deleted_member_found_for_reactivation", "The member is not deleted.")
    if not member.email_verified:
        raise bad_request("email_unverified_for_reactivation", "The member's e-mail address is not verified.")
    if any(state.members.find("email", organization.id, email) for email in member.reserved_emails()):
        raise bad_request("reactivation_email_belongs_to_another_member", "Another member has the e-mail address.")
    if member.external_id and state.members.find("external_id", organization.id, member.external_id):
        raise bad_request("duplicate_member_external_id", "Another member has the external ID.")
    return members.response(state, members.update(state, member, status="active"))


@handles("organizations.members.delete_mfa_phone_number")
def delete_mfa_phone_number(state: State, call: Call) -> JSONObject:
    """Delete the phone number and its passcodes. The authenticator app becomes the default method."""
    member = members.find(state, call)
    tokens.delete_codes(state, member.id)
    default = _default_without(member, "sms_otp")
    changed = members.update(
        state, member, mfa_phone_number="", mfa_phone_number_verified=False, default_mfa_method=default
    )
    return members.response(state, changed)


@handles("organizations.members.delete_totp")
def delete_totp(state: State, call: Call) -> JSONObject:
    """Delete the authenticator app and its recovery codes. The phone becomes the default method."""
    member = members.find(state, call)
    state.delete_totp_of(member)
    default = _default_without(member, "totp")
    return members.response(state, members.update(state, member, totp_registration_id="", default_mfa_method=default))


@handles("organizations.members.delete_password")
def delete_password(state: State, call: Call) -> JSONObject:
    """Delete a password, by its ID."""
    organization = state.organization(call.arguments["organization_id"])
    member = state.members.find("password", call.arguments["member_password_id"])
    if member is None or member.organization_id != organization.id:
        raise not_found("member_password")
    return members.response(state, members.update(state, member, password=None))


@handles("organizations.members.delete_external_id")
def delete_external_id(state: State, call: Call) -> JSONObject:
    """Delete the external ID."""
    member = members.find(state, call)
    return members.response(state, members.update(state, member, external_id=None))


@handles("organizations.members.unlink_retired_email")
def unlink_retired_email(state: State, call: Call) -> JSONObject:
    """Let other members use a retired address. The call has its ID, the address, or both."""
    member = members.find(state, call)
    email_id, address = (call.arguments.get(name) for name in ("email_id", "email_address"))
    if not email_id and not address:
        raise bad_request("retired_email_missing_email_identifiers", "email_id or email_address must be given.")
    unlinked = [
        retired
        for retired in member.retired_emails
        if (not email_id or members.email_id(retired) == email_id)
        and (not address or email_key(retired) == email_key(address))
    ]
    if not unlinked:
        raise not_found("email")
    kept = tuple(retired for retired in member.retired_emails if retired not in unlinked)
    changed = members.update(state, member, retired_emails=kept)
    return {**members.response(state, changed), "organization_id": member.organization_id}


@handles("organizations.members.get_connected_apps")
def get_connected_apps(state: State, call: Call) -> JSONObject:
    """List the apps that a member has consented to."""
    member = members.find(state, call)
    organization = state.organizations[member.organization_id]
    shown: list[dict[str, Any]] = [
        {**connected_apps.to_json(app), "scopes_granted": " ".join(grant.scopes)}
        for app, grant in connected_apps.installed(state, organization)
        if grant.member_id == member.id
    ]
    return {"connected_apps": shown}


@handles("organizations.members.connected_apps.revoke")
def connected_apps_revoke(state: State, call: Call) -> JSONObject:
    """Revoke the grant of a member to an app, and the app's authorization codes and tokens for the member."""
    member = members.find(state, call)
    app = connected_apps.find(state, call.arguments["connected_app_id"])
    grant = state.grants.find(app.id, member.id)
    if grant is not None:
        state.grants.delete(grant.id)
    state.delete_tokens_of_app(app.id, member.id)
    return {}


@handles("organizations.members.start_email_update")
def start_email_update(state: State, call: Call) -> JSONObject:
    """Send a link or a passcode to a new address, and reserve the address for five minutes."""
    member = members.find(state, call)
    organization = state.organizations[member.organization_id]
    address = members.check_email(call.arguments["email_address"])
    redirect_url = delivery.check_url(call.arguments.get("login_redirect_url"))
    email_updates.check(state, organization, member, address)
    if call.arguments.get("delivery_method") == "EMAIL_OTP":
        code = email_updates.issue_token(state, member, address, recipient=email_key(address))
        delivery.send_email_code(state, "email_update", code)
    else:
        token = email_updates.issue_token(state, member, address)
        delivery.send_link(
            state,
            "email_update",
            token,
            redirect_url=redirect_url,
            token_type=delivery.LOGIN_LINK,
            slug=organization.slug,
        )
    return members.response(state, member)


def _default_without(member: Member, method: str) -> str:
    """Return the default MFA method of a member after the deletion of a method."""
    if member.default_mfa_method != method:
        return member.default_mfa_method
    existing = {"sms_otp": member.mfa_phone_number_verified, "totp": bool(member.totp_registration_id)}
    return next((other for other, exists in existing.items() if exists and other != method), "")
