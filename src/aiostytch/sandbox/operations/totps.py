"""Handlers of `client.totps`: authenticator apps as a second factor.

state      call                 next state
none       create               pending, until it expires
none       migrate              active
pending    authenticate         active; each code is single-use
pending    create               pending, with a new secret
pending    migrate              error
active     create, migrate      error
"""

from __future__ import annotations

import base64
import datetime

import attrs

from ..auth import locks, mfa, tokens
from ..auth.factors import Proof
from ..contract.errors import RefusedError, bad_request, not_found
from ..contract.json_values import JSONObject
from ..crypto import totp_codes
from ..entities import members
from ..entities.call import Call
from ..store.records import Member, Totp
from ..store.state import State
from .handlers import Handlers

handles = Handlers()

_HOUR, _DAY = 60, 1440
_SECRET_BYTES = 20


@handles("totps.create")
def create(state: State, call: Call) -> JSONObject:
    """Create the authenticator app of a member. Its first use activates it."""
    member = mfa.find_member(state, call)
    mfa.check_attach(state, call, member, "totp", is_new=True)
    _check_no_active(state, member)
    minutes = tokens.lifetime_minutes(call.arguments, "expiration_minutes", default=_HOUR, maximum=_DAY)
    state.delete_totp_of(member)
    totp = Totp(
        number=state.next_number(),
        id=state.new_id("totp"),
        member_id=member.id,
        secret=base64.b32encode(bytes.fromhex(state.new_secret())[:_SECRET_BYTES]).decode(),
        recovery_codes=mfa.new_recovery_codes(state),
        expires_at=state.now() + datetime.timedelta(minutes=minutes),
    )
    state.totps.put(totp)
    issuer = state.organizations[member.organization_id].settings["organization_name"]
    uri = totp_codes.provisioning_uri(totp.secret, member.email, issuer)
    return {**_response(state, member, totp), "secret": totp.secret, "qr_code": totp_codes.qr_code(uri)}


@handles("totps.authenticate")
def authenticate(state: State, call: Call) -> JSONObject:
    """Use a code of the app as a second factor. Each code is single-use."""
    member = mfa.find_member(state, call)
    mfa.check_complete(state, call, member, "totp")
    totp = state.totp_of(member)
    if totp is None:
        raise not_found("totp")
    if totp.expires_at and totp.expires_at <= state.now():
        raise bad_request("expired_totp", "The registration has expired. Set the app up again.")
    step = _step(state, member, totp, call.arguments["code"])
    state.totps.put(attrs.evolve(totp, expires_at=None, last_step=step))
    member = members.update(state, member, totp_registration_id=totp.id)
    return mfa.complete(state, call, member, "totp", _proof(totp))


@handles("totps.migrate")
def migrate(state: State, call: Call) -> JSONObject:
    """Create an active authenticator app from another system. By default, it gets new recovery codes."""
    member = mfa.find_member(state, call)
    _check_no_active(state, member)
    if state.totp_of(member):
        raise bad_request("pending_totp_exists", "The member has a pending authenticator app.")
    given: list[str] = call.arguments["recovery_codes"]
    totp = Totp(
        number=state.next_number(),
        id=state.new_id("totp"),
        member_id=member.id,
        secret=_secret(call.arguments["secret"]),
        recovery_codes=tuple(given) or mfa.new_recovery_codes(state),
    )
    state.totps.put(totp)
    default = member.default_mfa_method or "totp"
    member = members.update(state, member, totp_registration_id=totp.id, default_mfa_method=default)
    return _response(state, member, totp)


def _response(state: State, member: Member, totp: Totp) -> JSONObject:
    codes = list(totp.recovery_codes)
    return {**members.response(state, member), "totp_registration_id": totp.id, "recovery_codes": codes}


def _check_no_active(state: State, member: Member) -> None:
    totp = state.totp_of(member)
    if totp is not None and totp.expires_at is None:
        raise bad_request("active_totp_exists", "The member has an authenticator app. Delete it first.")


def _step(state: State, member: Member, totp: Totp, code: str) -> int:
    """Return the time step of a code. It must be later than that of the last code."""
    if code in totp.recovery_codes:
        raise bad_request("recovery_code_used_as_totp_code", "This is a recovery code. Use recovery_codes.recover.")
    if not (len(code) == totp_codes.DIGITS and code.isascii() and code.isdigit()):
        raise bad_request("invalid_totp_code", f"body: $.code must be {totp_codes.DIGITS} digits.")
    step = totp_codes.step_of(totp.secret, code, state.now())
    if step is None:
        locks.record_failure(state, member)
        raise RefusedError(401, "unable_to_authenticate_totp", "The code is wrong.")
    if step <= totp.last_step:
        raise RefusedError(401, "totp_code_already_authenticated", "The code was already used. Wait for the next one.")
    return step


def _proof(totp: Totp) -> Proof:
    details = {"authenticator_app_factor": {"totp_id": totp.id}}
    return Proof(type="totp", delivery_method="authenticator_app", details=details)


def _secret(given: str) -> str:
    try:
        key = totp_codes.key_of(given)
    except ValueError:
        key = b""
    if not key:
        raise bad_request("invalid_argument", "body: $.secret must be in Base32.")
    return given
