"""Authentication factors: what somebody has proved, and where that counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from ..store.clock import timestamp
from ..store.records import Factor, IntermediateSession, Member, Session
from ..store.state import State

_EMAIL_PROVING = frozenset({"magic_link", "email_otp", "oauth_google", "oauth_microsoft"})
"""The types and delivery methods of factors that prove an e-mail address."""

SECONDARY = frozenset({"otp", "totp", "recovery_codes"})
"""The types of factors that MFA asks for."""


@attrs.frozen(kw_only=True)
class Proof:
    """A proof, which becomes a factor of a session.

    Attributes:
        type: the type of the factor, e.g. `magic_link`.
        delivery_method: how it came, e.g. `email`.
        details: what belongs to the factor, e.g. `email_factor`.
        verifies_email: whether it proves that the e-mail address is the member's.
    """

    type: str
    delivery_method: str
    details: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    verifies_email: bool = False


def email_proof(email_id: str, address: str, factor_type: str) -> Proof:
    """Return the proof that somebody reads the mail of an address."""
    return Proof(
        type=factor_type,
        delivery_method="email",
        details={"email_factor": {"email_id": email_id, "email_address": address}},
        verifies_email=True,
    )


def accepted_factors(member: Member | None, factors: tuple[Factor, ...]) -> tuple[Factor, ...]:
    """Return the factors that count for a member; `member` is None for somebody who is about to join.

    None count before the address is verified, by one of them or earlier.
    """
    is_verified = (member is not None and member.email_verified) or any(map(proves_email, factors))
    return factors if is_verified else ()


def usable_factors(session: Session | IntermediateSession | None, organization_id: str) -> tuple[Factor, ...]:
    """Return the factors of a session that count in an organization.

    Those of the mailbox count everywhere, since the address is the same. A password or a connection belongs to one
    organization, and so does a second factor; in discovery, a password belongs to the address.
    """
    if session is None:
        return ()
    if session.organization_id == organization_id:
        return session.factors
    in_discovery = not session.organization_id
    return tuple(
        each for each in session.factors if proves_email(each) or (in_discovery and each["type"] == "password")
    )


def is_secondary(factor: Factor) -> bool:
    """Return whether a factor is one that MFA asks for."""
    return factor["type"] in SECONDARY


def proves_email(factor: Factor) -> bool:
    """Return whether a factor proves an e-mail address, wherever it was brought."""
    return factor["type"] in _EMAIL_PROVING or factor["delivery_method"] in _EMAIL_PROVING


def merge_factors(factors: Iterable[Factor], more: Iterable[Factor]) -> tuple[Factor, ...]:
    """Return factors and further ones. A factor that was proved again occurs once, with the later times."""
    merged = {_key(factor): factor for factor in factors}
    for factor in more:
        known = merged.get(_key(factor), factor)
        merged[_key(factor)] = {**factor, "created_at": known["created_at"]}
    return tuple(merged.values())


def _key(factor: Factor) -> tuple[str, str]:
    return factor["type"], factor["delivery_method"]


def make_factor(state: State, proof: Proof) -> Factor:
    """Return a proof as a factor of a session."""
    when = timestamp(state.now())
    return {
        "type": proof.type,
        "delivery_method": proof.delivery_method,
        "created_at": when,
        "updated_at": when,
        "last_authenticated_at": when,
        **proof.details,
    }


def auth_method(factor: Factor) -> str:
    """Return the name of a factor among an organization's `allowed_auth_methods`, e.g. `google_oauth`."""
    if factor["type"] == "oauth":
        provider = factor["delivery_method"].removeprefix("oauth_")
        return f"{provider}_oauth"
    return str(factor["type"])
