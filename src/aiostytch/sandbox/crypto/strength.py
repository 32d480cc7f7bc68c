"""How strong a password is, by zxcvbn: a project's strength policy unless it chooses another."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from zxcvbn_rs_py import zxcvbn

from ..contract.errors import bad_request

BREACHED_PASSWORD = "breached correct horse battery staple"
"""A strong password that counts as one that was found in a breach. The API asks a data base of such passwords."""
_ENOUGH = 3
"""The score that passes, of 0 to 4."""


@attrs.frozen(kw_only=True)
class Strength:
    """How strong a password is.

    Attributes:
        score: 0 to 4.
        warning: what is wrong with it, "" for nothing.
        suggestions: how to do better.
        is_breached: whether it was found in a breach.
    """

    score: int
    warning: str
    suggestions: Sequence[str]
    is_breached: bool

    @property
    def is_enough(self) -> bool:
        """Whether the password may be used."""
        return self.score >= _ENOUGH and not self.is_breached


def assess(password: str, address: str = "") -> Strength:
    """Return how strong a password is, for somebody with an e-mail address."""
    found = zxcvbn(password, [address, *address.split("@")] if address else [])
    feedback = found.feedback
    return Strength(
        score=int(found.score),
        warning=str(feedback.warning or "") if feedback else "",
        suggestions=[str(suggestion) for suggestion in feedback.suggestions] if feedback else [],
        is_breached=is_breached(password),
    )


def check(password: str, address: str) -> None:
    """Check that a password may be set.

    Raises:
        RefusedError: it is too weak, or was found in a breach.
    """
    strength = assess(password, address)
    if strength.is_breached:
        raise bad_request("breached_password", "The password was found in a breach of another service.")
    if not strength.is_enough:
        raise bad_request("weak_password", f"The password is too easy to guess: it scores less than {_ENOUGH} of 4.")


def is_breached(password: str) -> bool:
    """Return whether a password was found in a breach."""
    return password == BREACHED_PASSWORD
