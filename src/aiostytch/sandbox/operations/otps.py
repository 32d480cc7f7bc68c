"""Handlers of `client.otps`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..auth import delivery, discovery, email_updates, locks, login, mfa, tokens
from ..auth.factors import Proof, email_proof
from ..auth.tokens import TokenKind
from ..contract.errors import RefusedError, bad_request, not_found
from ..contract.json_values import JSONObject
from ..entities import admission, members
from ..entities.call import Call
from ..store.records import Member, email_key
from ..store.state import State
from .handlers import Handlers

handles = Handlers()

_DEFAULT_MINUTES, _MIN_MINUTES, _MAX_MINUTES = 10, 2, 15
"""The lifetime of a passcode in an e-mail, in minutes."""


@handles("otps.email.login_or_signup", simplified=delivery.NO_TEMPLATES)
def email_login_or_signup(state: State, call: Call) -> JSONObject:
    """Send a passcode: for login to an active member, for signup to a person who may join the organization."""
    organization = state.organization(call.arguments["organization_id"])
    address = call.arguments["email_address"]
    member = state.member_by_email(organization, address)
    admission.check_method(organization, member, "email_otp")
    purpose = "login" if member and member.status == "active" else "signup"
    minutes = _lifetime_minutes(call.arguments, f"{purpose}_expiration_minutes")
    created = member is None
    if member is None:
        admission.check_jit_by_email(organization, address)
        member = members.create(state, organization, address, {}, status="pending")
    token = tokens.issue(state, TokenKind.EMAIL_OTP, minutes=minutes, recipient=email_key(member.email), member=member)
    delivery.send_email_code(state, purpose, token)
    return {**members.response(state, member), "member_created": created}


@handles("otps.email.authenticate")
def email_authenticate(state: State, call: Call) -> JSONObject:
    """Log in with the last passcode, which is single-use."""
    organization = state.organization(call.arguments["organization_id"])
    address = call.arguments["email_address"]
    changing = state.member_reserving_email(organization.id, address)
    kind = TokenKind.EMAIL_UPDATE if changing else TokenKind.EMAIL_OTP
    member = changing or state.member_by_email(organization, address)
    if member is None:
        raise not_found("member")
    locks.check(state, member)
    _redeem(state, kind, call, member, email_key(address))
    if changing:
        member = email_updates.complete(state, member, address)
    response = login.complete(state, call, member, email_proof(member.email, "email_otp"))
    return {**response, "method_id": members.email_id(member.email)}


@handles("otps.email.discovery.send", simplified=delivery.NO_TEMPLATES)
def email_discovery_send(state: State, call: Call) -> JSONObject:
    """Send a passcode that verifies an address, for the discovery of organizations."""
    address = members.check_email(call.arguments["email_address"])
    minutes = _lifetime_minutes(call.arguments, "discovery_expiration_minutes")
    token = tokens.issue(state, TokenKind.DISCOVERY_OTP, minutes=minutes, recipient=email_key(address), email=address)
    delivery.send_email_code(state, "discovery", token)
    return {}


@handles("otps.email.discovery.authenticate")
def email_discovery_authenticate(state: State, call: Call) -> JSONObject:
    """Start an intermediate session with the last passcode, and list its organizations.

    Too many failures invalidate the passcode: there may be no member to lock.
    """
    recipient, code = email_key(call.arguments["email_address"]), call.arguments["code"]
    if state.tokens.find(TokenKind.DISCOVERY_OTP, recipient, code) is None:
        tokens.record_failure(state, TokenKind.DISCOVERY_OTP, recipient)
    token = tokens.redeem(state, TokenKind.DISCOVERY_OTP, code, _code_refused(), recipient=recipient)
    return discovery.begin(state, token.email, email_proof(token.email, "email_otp"))


@handles("otps.sms.send", simplified=delivery.NO_TEMPLATES)
def sms_send(state: State, call: Call) -> JSONObject:
    """Send a passcode to the phone of a member. A member without a phone number gets the number in the call."""
    member = mfa.find_member(state, call)
    number = call.arguments.get("mfa_phone_number")
    mfa.check_attach(state, call, member, "sms_otp", is_new=not member.mfa_phone_number)
    if not member.mfa_phone_number and not number:
        raise not_found("member_phone_number")
    if not member.mfa_phone_number:
        changes = members.attributes_from(state, member.organization_id, {"mfa_phone_number": number}, member)
        member = members.update(state, member, **changes)
    elif number and number != member.mfa_phone_number:
        raise bad_request("duplicate_member_phone_number_for_member", "The member has a different phone number.")
    delivery.send_sms_code(state, member)
    return members.response(state, member)


@handles("otps.sms.authenticate")
def sms_authenticate(state: State, call: Call) -> JSONObject:
    """Use the last passcode as a second factor. This verifies the phone number."""
    member = mfa.find_member(state, call)
    mfa.check_complete(state, call, member, "sms_otp")
    _redeem(state, TokenKind.SMS_OTP, call, member, member.id)
    member = members.update(state, member, mfa_phone_number_verified=True)
    return mfa.complete(state, call, member, "sms_otp", _phone_proof(member))


def _redeem(state: State, kind: TokenKind, call: Call, member: Member, recipient: str) -> None:
    """Redeem the passcode of a member. A wrong one counts as a failed attempt."""
    token = state.tokens.find(kind, recipient, call.arguments["code"])
    if token is None or token.member_id != member.id or token.expires_at <= state.now():
        locks.record_failure(state, member)
        raise _code_refused()
    state.tokens.delete(token.id)


def _phone_proof(member: Member) -> Proof:
    factor = {"phone_id": members.phone_id(member), "phone_number": member.mfa_phone_number}
    return Proof(type="otp", delivery_method="sms", details={"phone_number_factor": factor})


def _lifetime_minutes(arguments: Mapping[str, Any], name: str) -> int:
    return tokens.lifetime_minutes(
        arguments,
        name,
        default=_DEFAULT_MINUTES,
        minimum=_MIN_MINUTES,
        maximum=_MAX_MINUTES,
        error_type="invalid_expiration_otp",
    )


def _code_refused() -> RefusedError:
    return RefusedError(401, "unable_to_auth_otp_code", "The passcode is wrong, was used, or has expired.")
