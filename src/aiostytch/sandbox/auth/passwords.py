"""Passwords of members, and of addresses in discovery: setting, verification, reset."""

from __future__ import annotations

from collections.abc import Iterator

from ..contract.errors import RefusedError, bad_request, not_found
from ..contract.json_values import JSONObject
from ..crypto import hashes, strength
from ..crypto.scrypt_hashes import make_scrypt
from ..entities import members
from ..store.records import AddressPassword, Member, Password, PasswordHash, email_key
from ..store.state import State
from . import locks


def set_password(state: State, member: Member, password: str) -> Member:
    """Set or replace the password of a member."""
    return _set_hash(state, member, _hash(state, password))


def verify(state: State, member: Member, password: str) -> None:
    """Verify the password of a member.

    Raises:
        RefusedError: the password is wrong, missing, or must be reset; or the member is locked.
    """
    locks.check(state, member)
    if member.password is None:
        raise not_found("member_password")
    if not hashes.verify(member.password.hash, password):
        locks.record_failure(state, member)
        raise _wrong_password()
    if member.password.must_be_reset or strength.is_breached(password):
        raise _must_be_reset()


def set_address_password(state: State, address: str, password: str) -> None:
    """Set the password of an address and all its members. This verifies the address, and revokes their sessions."""
    hashed = _hash(state, password)
    _save(state, address, Password(state.new_id("member-password"), hashed))
    for member in members_with(state, address):
        state.revoke_sessions(member)
        members.update(state, _set_hash(state, member, hashed), email_verified=True)


def verify_address(state: State, address: str, password: str) -> None:
    """Verify the password of an address: the one that was set in discovery, or otherwise that of any of its members.

    Raises:
        RefusedError: the password is wrong, missing, or must be reset; or a member is locked.
    """
    found = list(members_with(state, address))
    for member in found:
        locks.check(state, member)
    own = state.address_passwords.find("email", email_key(address))
    known = [own.password] if own else [member.password for member in found if member.password]
    matching = next((each for each in known if hashes.verify(each.hash, password)), None)
    if matching is None:
        for member in found:
            locks.record_failure(state, member)
        raise _wrong_password()
    if matching.must_be_reset or strength.is_breached(password):
        raise _must_be_reset()


def inherit(state: State, member: Member) -> Member:
    """Give a new member the password that was set for its address in discovery, if any."""
    own = state.address_passwords.find("email", email_key(member.email))
    return _set_hash(state, member, own.password.hash) if own else member


def require_reset(state: State, address: str) -> None:
    """Require a reset of the password of an address. If there is only one active member, its password is deleted."""
    found = list(members_with(state, address))
    own = state.address_passwords.find("email", email_key(address))
    if own is not None:
        _save(state, address, _expired(own.password))
    only_one = sum(member.status == "active" for member in found) == 1
    for member in found:
        if member.password:
            members.update(state, member, password=None if only_one else _expired(member.password))


def end_other_sessions(state: State, member: Member, response: JSONObject) -> None:
    """Revoke the sessions of a member after a new password, except the one in the response."""
    kept = response["member_session"]["member_session_id"] if response["member_authenticated"] else ""
    state.revoke_sessions(member, but=kept)


def members_with(state: State, address: str) -> Iterator[Member]:
    """Yield the members of all organizations with an address."""
    for member in state.members:
        if not member.is_deleted and email_key(member.email) == email_key(address):
            yield member


def _expired(password: Password) -> Password:
    return Password(password.id, password.hash, must_be_reset=True)


def _set_hash(state: State, member: Member, hashed: PasswordHash) -> Member:
    return members.update(state, member, password=Password(state.new_id("member-password"), hashed))


def _save(state: State, address: str, password: Password) -> None:
    present = state.address_passwords.find("email", email_key(address))
    state.address_passwords.put(
        AddressPassword(
            number=present.number if present else state.next_number(),
            id=present.id if present else state.new_id("address-password"),
            email=address,
            password=password,
        )
    )


def _hash(state: State, password: str) -> PasswordHash:
    return make_scrypt(password, bytes.fromhex(state.new_secret()))


def _wrong_password() -> RefusedError:
    return RefusedError(401, "unauthorized_credentials", "The password is wrong.")


def _must_be_reset() -> RefusedError:
    return bad_request("member_reset_password", "The password must be reset by e-mail.")
