"""Proof Key for Code Exchange (RFC 7636, S256): only the client that started a login can complete it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

from ..contract.errors import RefusedError, bad_request
from ..entities.call import Call
from ..store.records import Token
from ..store.state import State
from . import tokens
from .tokens import TokenKind

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")
"""256 bits in base64url. The last two bits of the last character are zero."""


def check_challenge(challenge: str) -> str:
    """Return a code challenge if it is valid; "" stands for no challenge.

    Raises:
        RefusedError: the challenge is not a SHA-256 in base64url without padding.
    """
    if challenge and not _CHALLENGE.fullmatch(challenge):
        raise bad_request("invalid_pkce_code_challenge", "A code challenge must be a SHA-256 in base64url.")
    return challenge


def redeem(
    state: State,
    call: Call,
    kind: TokenKind,
    name: str,
    refusal: RefusedError,
    *,
    verifier: str = "pkce_code_verifier",
) -> Token:
    """Redeem the token in an argument of a call, and verify its PKCE challenge.

    Raises:
        RefusedError: `refusal`, if the token is invalid; or the verifier is missing or wrong.
    """
    token = tokens.redeem(state, kind, call.arguments[name], refusal)
    verify(token.data["challenge"], call.arguments.get(verifier))
    return token


def verify(challenge: str, verifier: str | None) -> None:
    """Verify a code verifier against the challenge of a login, "" without a challenge.

    Raises:
        RefusedError: one of them is missing, or they do not match.
    """
    if verifier and not challenge:
        raise bad_request("pkce_did_not_expect_code_verifier", "The login started without a code challenge.")
    if challenge and not verifier:
        raise bad_request(
            "pkce_expected_code_verifier", "The login started with a code challenge, so it requires a code verifier."
        )
    if verifier and not hmac.compare_digest(_challenge(verifier), challenge.encode()):
        raise bad_request("pkce_mismatch", "The code verifier does not match the code challenge.")


def _challenge(verifier: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
