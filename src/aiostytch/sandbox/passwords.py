"""What the calls of `client.passwords` do: importing a hash, and logging in with it."""

from __future__ import annotations

from . import login, members
from .behaviour import Behaviours, Call
from .hashes import read_hash
from .records import Fields, Password
from .refusal import RefusedError, bad_request, not_found
from .state import State

behaviour = Behaviours()

_ABOUT_MEMBER = ("name", "trusted_metadata", "untrusted_metadata", "roles", "mfa_phone_number")


@behaviour("passwords.migrate")
def migrate(state: State, call: Call) -> Fields:
    """Give a hash to a member, who is created if need be. The e-mail address counts as verified."""
    organization = state.organization(call.arguments["organization_id"])
    hashed = read_hash(call.arguments)
    address: str = call.arguments["email_address"]
    given = {name: call.arguments[name] for name in _ABOUT_MEMBER if name in call.arguments}
    member = state.member_by_email(organization, address)
    created = member is None
    if member is None:
        if "external_id" in call.arguments:
            given["external_id"] = call.arguments["external_id"]
        member = members.add(state, organization, address, given, status="active")
    elif member.password is not None:
        raise bad_request("password_already_exists", "The member has a password.")
    else:
        member = members.change(state, member, **members.changes(state, organization.id, given, member))
    member = members.change(
        state,
        member,
        email_verified=True,
        mfa_phone_number_verified=bool(member.mfa_phone_number)
        and call.arguments.get("set_phone_number_verified", member.mfa_phone_number_verified),
        password=Password(state.new_id("member-password"), hashed),
    )
    return {**members.answer(state, member), "member_created": created}


@behaviour("passwords.authenticate")
def authenticate(state: State, call: Call) -> Fields:
    """Check a password and begin a session. A pending member becomes active."""
    organization = state.organization(call.arguments["organization_id"])
    member = state.member_by_email(organization, call.arguments["email_address"])
    if member is None:
        raise not_found("member")
    if member.password is None:
        raise not_found("member_password")
    if not member.password.hash.matches(call.arguments["password"]):
        raise RefusedError(401, "unauthorized_credentials", "The password is wrong.")
    proof = login.Proof(type="password", delivery_method="knowledge")
    return login.complete(state, call, member, proof)
