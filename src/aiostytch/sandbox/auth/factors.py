"""Authentication factors, and where they count.

                            same organization    another organization      after discovery
    mailbox                 yes                  yes                       yes
    password                yes                  no                        yes
    OAuth, verifying        yes                  yes                       yes
    OAuth, not verifying    yes                  as an exchange factor     no
    SSO, secondary          yes                  no                        no

A factor counts only if the address is verified, by one of the factors or earlier.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from ..entities import members
from ..store.clock import timestamp
from ..store.records import Factor, IntermediateSession, Member, Session, email_key
from ..store.state import State

SECONDARY = frozenset({"otp", "totp", "recovery_codes"})
"""The types of secondary factors, for MFA."""
_TRANSFERABLE = frozenset({"magic_link", "email_otp", "oauth"})
"""The types of factors that can verify an address for all organizations."""
_EXCHANGED = frozenset({"google", "slack", "github", "hubspot"})
"""The OAuth providers that do not verify addresses, or not all of them."""
_TIMES = ("created_at", "updated_at", "last_authenticated_at")


@attrs.frozen(kw_only=True)
class Proof:
    """A proof of an authentication factor.

    Attributes:
        type: the type of the factor, e.g. `magic_link`.
        delivery_method: the delivery method, e.g. `email`.
        details: the properties of this type of factor, e.g. `email_factor`.
        verifies_email: whether it verifies the e-mail address of the member.
    """

    type: str
    delivery_method: str
    details: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    verifies_email: bool = False


def email_proof(address: str, factor_type: str) -> Proof:
    """Return the proof of access to a mailbox."""
    return Proof(
        type=factor_type,
        delivery_method="email",
        details={"email_factor": {"email_id": members.email_id(address), "email_address": address}},
        verifies_email=True,
    )


def make_factor(state: State, proof: Proof, email: str) -> Factor:
    """Return the factor of a session that a proof results in."""
    times = dict.fromkeys(_TIMES, timestamp(state.now()))
    return Factor(
        shown={"type": proof.type, "delivery_method": proof.delivery_method, **times, **proof.details},
        email=email_key(email),
        proves_email=proof.verifies_email and proof.type in _TRANSFERABLE,
    )


def is_verified(member: Member | None, factors: Iterable[Factor]) -> bool:
    """Return whether an address is verified, by one of the factors or earlier.

    `member` is None for a person who is joining with the address of the factors.
    """
    if member is not None and member.email_verified:
        return True
    return any(each.proves_email and (member is None or each.email == email_key(member.email)) for each in factors)


def accepted_factors(member: Member | None, factors: tuple[Factor, ...]) -> tuple[Factor, ...]:
    """Return the factors that count for a member; `member` is None for a person who is joining."""
    return factors if is_verified(member, factors) else ()


def usable_factors(session: Session | IntermediateSession | None, member: Member) -> tuple[Factor, ...]:
    """Return the factors of a session that count for a member, in the session's organization or another one."""
    if session is not None and session.organization_id == member.organization_id:
        return session.factors
    return transferable_factors(session, member.email)


def transferable_factors(session: Session | IntermediateSession | None, email: str) -> tuple[Factor, ...]:
    """Return the factors of a session that count for the same address in other organizations."""
    if session is None:
        return ()
    transferred = (
        _transfer(each, in_discovery=not session.organization_id)
        for each in session.factors
        if each.email == email_key(email)
    )
    return tuple(each for each in transferred if each is not None)


def _transfer(factor: Factor, *, in_discovery: bool) -> Factor | None:
    if factor.proves_email or factor.delivery_method.startswith("oauth_exchange_"):
        return factor
    if in_discovery:
        return factor if factor.type == "password" else None
    provider = factor.delivery_method.removeprefix("oauth_")
    return _exchange_factor(factor, provider) if provider in _EXCHANGED else None


def _exchange_factor(factor: Factor, provider: str) -> Factor:
    """Return the factor of an OAuth login for other organizations."""
    shown = {
        "type": factor.type,
        "delivery_method": f"oauth_exchange_{provider}",
        **{name: factor.shown[name] for name in _TIMES},
        f"{provider}_oauth_exchange_factor": {"email_id": factor.shown[f"{provider}_oauth_factor"]["email_id"]},
    }
    return attrs.evolve(factor, shown=shown)


def is_secondary(factor: Factor) -> bool:
    """Return whether a factor is a secondary one."""
    return factor.type in SECONDARY


def auth_method(factor: Factor) -> str:
    """Return the name of a factor among an organization's `allowed_auth_methods`, e.g. `google_oauth`."""
    if factor.type == "oauth":
        provider = factor.delivery_method.removeprefix("oauth_").removeprefix("exchange_")
        return f"{provider}_oauth"
    return factor.type


def merge_factors(factors: Iterable[Factor], more: Iterable[Factor]) -> tuple[Factor, ...]:
    """Return the union of factors. If a factor occurs in both, the result has the later times."""
    merged = {_key(factor): factor for factor in factors}
    for factor in more:
        known = merged.get(_key(factor), factor)
        shown = {**factor.shown, "created_at": known.shown["created_at"]}
        merged[_key(factor)] = attrs.evolve(factor, shown=shown)
    return tuple(merged.values())


def _key(factor: Factor) -> tuple[str, str]:
    return factor.type, factor.delivery_method
