"""Handlers of `client.recovery_codes`."""

from __future__ import annotations

import attrs

from ..auth import locks, login, mfa
from ..auth.factors import Proof
from ..contract.errors import RefusedError, bad_request, not_found
from ..contract.json_values import JSONObject
from ..crypto.totp_codes import DIGITS
from ..entities import members
from ..entities.call import Call
from ..store.records import Member, Totp
from ..store.state import State
from .handlers import Handlers

handles = Handlers()


@handles("recovery_codes.get")
def get(state: State, call: Call) -> JSONObject:
    """Return the unused codes."""
    member = mfa.find_member(state, call)
    return _response(state, member, _active(state, member))


@handles("recovery_codes.rotate")
def rotate(state: State, call: Call) -> JSONObject:
    """Replace all codes by new ones."""
    member = mfa.find_member(state, call)
    rotated = attrs.evolve(_active(state, member), recovery_codes=mfa.new_recovery_codes(state))
    state.totps.put(rotated)
    return _response(state, member, rotated)


@handles("recovery_codes.recover")
def recover(state: State, call: Call) -> JSONObject:
    """Use a single-use code as a second factor."""
    member = mfa.find_member(state, call)
    mfa.check_complete(state, call, member)
    totp = _active(state, member)
    code = call.arguments["recovery_code"]
    if code not in totp.recovery_codes:
        raise _wrong_code(state, member, code)
    remaining = tuple(other for other in totp.recovery_codes if other != code)
    state.totps.put(attrs.evolve(totp, recovery_codes=remaining))
    details = {"recovery_code_factor": {"totp_recovery_code_id": state.new_id("totp-recovery-code")}}
    proof = Proof(type="recovery_codes", delivery_method="recovery_code", details=details)
    return {**login.complete(state, call, member, proof), "recovery_codes_remaining": len(remaining)}


def _response(state: State, member: Member, totp: Totp) -> JSONObject:
    return {**members.response(state, member), "recovery_codes": list(totp.recovery_codes)}


def _active(state: State, member: Member) -> Totp:
    totp = state.totp_of(member)
    if totp is None or totp.expires_at:
        raise not_found("recovery_codes")
    return totp


def _wrong_code(state: State, member: Member, code: str) -> RefusedError:
    if len(code) == DIGITS and code.isdigit():
        return bad_request("totp_code_used_as_recovery_code", "This is not a recovery code. Use totps.authenticate.")
    locks.record_failure(state, member)
    return RefusedError(401, "unable_to_authenticate_recovery_code", "The recovery code is unknown, or was used.")
