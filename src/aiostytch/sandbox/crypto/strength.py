"""The strength of passwords, by zxcvbn: the default policy of a project."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from ..contract.errors import bad_request

BREACHED_PASSWORD = "breached correct horse battery staple"
"""A strong password that counts as breached. The API looks passwords up in a database of breaches."""
_LEAST, _ENOUGH = 1, 3
"""The lowest score, where zxcvbn has 0 as well, and the score that passes; the highest is 4."""


@attrs.frozen(kw_only=True)
class Strength:
    """The strength of a password.

    Attributes:
        score: 1 to 4.
        warning: its main weakness, or "".
        suggestions: ways to make it stronger.
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
    """Return the strength of a password of the owner of an e-mail address."""
    from zxcvbn_rs_py import zxcvbn  # imported on first use, to check passwords

    found = zxcvbn(password, [address, *address.split("@")] if address else [])
    feedback = found.feedback
    return Strength(
        score=max(int(found.score), _LEAST),
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
