"""The strength of passwords, by zxcvbn: the default policy of a project."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from ..contract.errors import bad_request

BREACHED_PASSWORD = "breached correct horse battery staple"
"""A strong password that the sandbox treats as breached. The API searches a database of breaches."""
_MIN_SCORE, _SUFFICIENT_SCORE = 1, 3
"""The API has scores from 1 to 4; zxcvbn also has 0."""


@attrs.frozen(kw_only=True)
class Strength:
    """The strength of a password.

    Attributes:
        score: 1 to 4.
        warning: the main weakness, or "".
        suggestions: how to make it stronger.
        is_breached: whether it was found in a breach.
    """

    score: int
    warning: str
    suggestions: Sequence[str]
    is_breached: bool

    @property
    def is_sufficient(self) -> bool:
        """Whether the default policy permits the password."""
        return self.score >= _SUFFICIENT_SCORE and not self.is_breached


def assess(password: str, address: str = "") -> Strength:
    """Return the strength of a password. Parts of the e-mail address make it weaker."""
    from zxcvbn_rs_py import zxcvbn  # imported on first use, to check passwords

    found = zxcvbn(password, [address, *address.split("@")] if address else [])
    feedback = found.feedback
    return Strength(
        score=max(int(found.score), _MIN_SCORE),
        warning=str(feedback.warning or "") if feedback else "",
        suggestions=[str(suggestion) for suggestion in feedback.suggestions] if feedback else [],
        is_breached=is_breached(password),
    )


def check(password: str, address: str) -> None:
    """Check that the default policy permits a password.

    Raises:
        RefusedError: the password is too weak, or was found in a breach.
    """
    strength = assess(password, address)
    if strength.is_breached:
        raise bad_request("breached_password", "The password was found in a breach of another service.")
    if not strength.is_sufficient:
        raise bad_request("weak_password", f"The password is too weak: its score is below {_SUFFICIENT_SCORE} of 4.")


def is_breached(password: str) -> bool:
    """Return whether a password was found in a breach."""
    return password == BREACHED_PASSWORD
