"""JWTs signed with RS256, and RSA keys in PEM. Import this module lazily: its libraries take long to import."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, cast

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from ..contract.json_values import JSONObject

ALGORITHM = "RS256"
MIN_BITS = 2048


def encode(claims: Mapping[str, Any], pem: str, key_id: str) -> str:
    """Return claims as a JWT."""
    return jwt.encode(dict(claims), _private(pem), ALGORITHM, headers={"kid": key_id})


def key_id_of(token: str) -> str:
    """Return the key ID of a JWT, "" if it is not a JWT."""
    try:
        return str(jwt.get_unverified_header(token).get("kid"))
    except (jwt.PyJWTError, UnicodeEncodeError, RecursionError):
        return ""


def decode(token: str, pem: str) -> JSONObject | None:
    """Return the claims of a JWT that a key has signed, or None. The JWT may have expired."""
    try:
        claims: JSONObject = jwt.decode(
            token,
            _private(pem).public_key(),
            [ALGORITHM],
            options={"verify_aud": False, "verify_exp": False, "verify_nbf": False, "verify_iat": False},
        )
    except (jwt.PyJWTError, UnicodeEncodeError, RecursionError):
        return None
    return claims


def public_jwk(pem: str) -> JSONObject:
    """Return the public half of a key as a JWK (RFC 7517)."""
    public: JSONObject = RSAAlgorithm.to_jwk(_private(pem).public_key(), as_dict=True)
    return public


def is_key(pem: str) -> bool:
    """Return whether a text is an RSA private key in PEM with enough bits."""
    try:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False
    return isinstance(key, rsa.RSAPrivateKey) and key.key_size >= MIN_BITS


def generate() -> str:
    """Return a new private key."""
    key = rsa.generate_private_key(65537, MIN_BITS)
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, form, plain).decode()


@functools.lru_cache(maxsize=32)
def _private(pem: str) -> rsa.RSAPrivateKey:
    return cast("rsa.RSAPrivateKey", serialization.load_pem_private_key(pem.encode(), password=None))
