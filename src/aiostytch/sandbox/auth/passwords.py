"""Passwords of members, and of addresses that no organization knows yet: setting them, and checking them."""

from __future__ import annotations

from collections.abc import Iterator

from ..contract.errors import RefusedError, bad_request, not_found
from ..contract.json_values import JSONObject
from ..crypto import hashes, strength
from ..entities import members
from ..store import records
from ..store.records import AddressPassword, Member, Password, email_key
from ..store.state import State
from . import locks


def set_password(state: State, member: Member, password: str) -> Member:
    """Give a member a password, in place of the one that there is."""
    return _set_hash(state, member, _hash(state, password))


def verify(state: State, member: Member, password: str) -> None:
    """Check the password of a member.

    Raises:
        RefusedError: it is wrong, there is none, it may not be used any more, or the member is locked.
    """
    locks.check(state, member)
    if member.password is None:
        raise not_found("member_password")
    if not hashes.verify(member.password.hash, password):
        raise locks.record_failure(state, member, _wrong_password())
    if member.password.must_be_reset or strength.is_breached(password):
        raise _must_be_reset()


def end_other_sessions(state: State, member: Member, answer: JSONObject) -> JSONObject:
    """End the sessions that an old password has opened, all but that of an answer; return the answer."""
    kept = answer["member_session"]["member_session_id"] if answer["member_authenticated"] else ""
    state.revoke_sessions(member, but=kept)
    return answer


def members_with(state: State, address: str) -> Iterator[Member]:
    """Give the members of all organizations whose address it is."""
    for member in state.members:
        if not member.is_deleted and email_key(member.email) == email_key(address):
            yield member


def verify_address(state: State, address: str, password: str) -> None:
    """Check the password of an address: the one that was set in discovery, or else one of its members.

    Raises:
        RefusedError: it is wrong, there is none, it may not be used any more, or a member is locked.
    """
    holders = list(members_with(state, address))
    for member in holders:
        locks.check(state, member)
    own = state.address_passwords.find("email", email_key(address))
    known = [own.password] if own else [member.password for member in holders if member.password]
    right = next((each for each in known if hashes.verify(each.hash, password)), None)
    if right is None:
        for member in holders:
            locks.record_failure(state, member, _wrong_password())
        raise _wrong_password()
    if right.must_be_reset or strength.is_breached(password):
        raise _must_be_reset()


def set_address_password(state: State, address: str, password: str) -> None:
    """Give an address a password, and all its members with it. The address counts as verified; sessions end."""
    hashed = _hash(state, password)
    _save(state, address, Password(state.new_id("member-password"), hashed))
    for member in members_with(state, address):
        state.revoke_sessions(member)
        members.update(state, _set_hash(state, member, hashed), email_verified=True)


def inherit(state: State, member: Member) -> Member:
    """Give a member who has just joined the password that was set for the address in discovery, if there is one."""
    own = state.address_passwords.find("email", email_key(member.email))
    return _set_hash(state, member, own.password.hash) if own else member


def require_reset(state: State, address: str) -> None:
    """Make the password of an address useless until it is reset; that of an only member is deleted."""
    holders = list(members_with(state, address))
    own = state.address_passwords.find("email", email_key(address))
    if own is not None:
        _save(state, address, _expired(own.password))
    only_one = sum(member.status == "active" for member in holders) == 1
    for member in holders:
        if member.password:
            members.update(state, member, password=None if only_one else _expired(member.password))


def _expired(password: Password) -> Password:
    return Password(password.id, password.hash, must_be_reset=True)


def _set_hash(state: State, member: Member, hashed: records.PasswordHash) -> Member:
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


def _hash(state: State, password: str) -> records.PasswordHash:
    return hashes.make_hash(password, bytes.fromhex(state.new_secret()))


def _wrong_password() -> RefusedError:
    return RefusedError(401, "unauthorized_credentials", "The password is wrong.")


def _must_be_reset() -> RefusedError:
    return bad_request("member_reset_password", "The password may not be used any more: it has to be reset by e-mail.")
