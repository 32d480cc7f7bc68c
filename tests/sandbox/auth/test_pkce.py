"""Proof Key for Code Exchange."""

from __future__ import annotations

import pytest

from aiostytch.sandbox.auth import pkce
from aiostytch.sandbox.contract.errors import RefusedError

from ..world import CHALLENGE, VERIFIER


def test_the_verifier_of_the_rfc_belongs_to_its_challenge() -> None:
    pkce.verify(CHALLENGE, VERIFIER)


def test_a_login_without_a_challenge_needs_no_verifier() -> None:
    pkce.verify("", None)
    pkce.verify("", "")


@pytest.mark.parametrize(
    ("challenge", "verifier", "error_type"),
    [
        ("", VERIFIER, "pkce_did_not_expect_code_verifier"),
        (CHALLENGE, None, "pkce_expected_code_verifier"),
        (CHALLENGE, "", "pkce_expected_code_verifier"),
        (CHALLENGE, CHALLENGE, "pkce_mismatch"),
        (CHALLENGE, VERIFIER + "x", "pkce_mismatch"),
        (CHALLENGE + "=", VERIFIER, "pkce_mismatch"),
        ("é", VERIFIER, "pkce_mismatch"),
    ],
)
def test_a_login_ends_with_the_verifier_that_it_began_with_only(
    challenge: str, verifier: str | None, error_type: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        pkce.verify(challenge, verifier)
    assert (caught.value.status_code, caught.value.error_type) == (400, error_type)
    assert VERIFIER not in caught.value.error_message
