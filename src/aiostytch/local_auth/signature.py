"""The RS256 check, through PyJWT and cryptography: the one module that names them, imported with the first token."""

from __future__ import annotations

import functools

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from jwt.algorithms import RSAAlgorithm

from .jwks import Key

_RS256 = RSAAlgorithm(RSAAlgorithm.SHA256)


@functools.lru_cache(maxsize=64)
def _public_key(key: Key) -> RSAPublicKey:
    return RSAPublicNumbers(key.e, key.n).public_key()


def is_signed(content: bytes, signature: bytes, key: Key) -> bool:
    """Return whether a signature of some content was made with the private half of a key."""
    return _RS256.verify(content, _public_key(key), signature)
