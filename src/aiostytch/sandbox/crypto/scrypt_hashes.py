"""Hashes of the type scrypt: in the PHC string format, or in base64 with a configuration.

The sandbox hashes new passwords with scrypt.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from typing import Any

from ..contract.errors import bad_request
from ..store.records import PasswordHash
from .encodings import Matches, equals, from_base64, from_unpadded_base64

_OWN_N, _OWN_LENGTH = 1024, 32
_MAX_N = 262_144
_MAX_BYTES = 1 << 30
"""The maximum memory and work of a check. A check with the maximum takes seconds."""
_PHC = re.compile(r"\$scrypt\$ln=(\d{1,2}),r=(\d{1,4}),p=(\d{1,4})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)")


def make_scrypt(password: str, salt: bytes) -> PasswordHash:
    """Return the hash of a new password. The parameters make it fast, for tests."""
    made = hashlib.scrypt(password.encode(), salt=salt, n=_OWN_N, r=8, p=1, dklen=_OWN_LENGTH)
    config = {
        "salt": base64.b64encode(salt).decode(),
        "n_parameter": _OWN_N,
        "r_parameter": 8,
        "p_parameter": 1,
        "key_length": _OWN_LENGTH,
    }
    return PasswordHash("scrypt", base64.b64encode(made).decode(), config)


def read_scrypt(hash_type: str, text: str, config: Mapping[str, Any]) -> Matches:
    """Read an scrypt hash.

    Raises:
        RefusedError: the hash or a parameter is invalid.
    """
    encoded = _PHC.fullmatch(text)
    if encoded:
        n, r, p = 1 << int(encoded[1]), int(encoded[2]), int(encoded[3])
        salt, expected = from_unpadded_base64(encoded[4]), from_unpadded_base64(encoded[5])
        length = len(expected)
    else:
        n, r, p = (config.get(f"{name}_parameter", 0) for name in "nrp")
        salt, expected = from_base64(config.get("salt", "")), from_base64(text)
        length = config.get("key_length", 0)
    _check(n, r, p, salt)
    if not expected:
        raise bad_request("invalid_base64_scrypt_hash", "The hash must be in base64.")
    if len(expected) != length:
        raise bad_request("scrypt_key_length_mismatch", "scrypt_config.key_length is not the length of the hash.")
    return equals(
        expected,
        lambda password: hashlib.scrypt(password, salt=salt, n=n, r=r, p=p, maxmem=_MAX_BYTES, dklen=len(expected)),
    )


def _check(n: int, r: int, p: int, salt: bytes) -> None:
    if not salt:
        raise bad_request("invalid_base64_scrypt_salt", "The salt of scrypt must be given, in base64.")
    if not 1 < n <= _MAX_N or n.bit_count() != 1:
        raise bad_request("invalid_scrypt_n_parameter", f"The N parameter must be a power of 2 up to {_MAX_N}.")
    # N < 2 ** (128 * r / 8): RFC 7914, section 2
    if min(r, p) < 1 or 128 * r * max(n * p, n + p + 2) > _MAX_BYTES or n.bit_length() > 16 * r:
        raise bad_request("invalid_scrypt_parameters", "The parameters of scrypt must be positive and not too large.")
