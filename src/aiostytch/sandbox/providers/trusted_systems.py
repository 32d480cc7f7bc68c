"""Other systems that the project trusts: token issuers, and sessions."""

from __future__ import annotations

from ..store.apps import ExternalSession, TrustedProfile
from ..store.state import State


def add_profile(state: State, *, issuer: str, audience: str, public_key: str, organization_claim: str) -> str:
    """Trust the tokens of an issuer, and return the ID of the profile.

    Raises:
        ValueError: the key is not an RSA key in PEM.
    """
    _check_key(public_key)
    profile = TrustedProfile(
        number=state.next_number(),
        id=state.new_id("trusted-auth-token-profile"),
        issuer=issuer,
        audience=audience,
        public_key=public_key,
        organization_claim=organization_claim,
    )
    state.trusted_profiles.put(profile)
    return profile.id


def _check_key(pem: object) -> None:
    from cryptography.exceptions import UnsupportedAlgorithm  # few tests use trusted tokens
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        is_rsa = isinstance(pem, str) and isinstance(load_pem_public_key(pem.encode()), RSAPublicKey)
    except (ValueError, UnsupportedAlgorithm):
        is_rsa = False
    if not is_rsa:
        raise ValueError("public_key must be the public part of an RSA key, in PEM")


def add_session(state: State, token: str, email: str) -> None:
    """Trust a session of another system."""
    state.external_sessions.put(ExternalSession(number=state.next_number(), id=token, email=email))
