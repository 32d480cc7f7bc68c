"""The RS256 check (RFC 7518, section 3.3): the one module that names cryptography, imported with the first token."""

from __future__ import annotations

import functools

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256

from .jwks import Key

_PADDING, _HASH = PKCS1v15(), SHA256()


@functools.lru_cache(maxsize=64)
def _public_key(key: Key) -> RSAPublicKey:
    return RSAPublicNumbers(key.e, key.n).public_key()


def is_signed(content: bytes, signature: bytes, key: Key) -> bool:
    """Return whether a signature of the content is valid for a public key."""
    try:
        _public_key(key).verify(signature, content, _PADDING, _HASH)
    except InvalidSignature:
        return False
    return True
