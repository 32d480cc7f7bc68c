"""Hashes of the types bcrypt and phpass. Each uses its own base64 alphabet."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from ..contract.errors import bad_request
from .encodings import Matches, equals

_BCRYPT = re.compile(r"(\$2[abxy]\$(\d\d)\$[./A-Za-z0-9]{21})([./A-Za-z0-9])([./A-Za-z0-9]{30}[.CGKOSWaeimquy26])")
"""Prefix with salt, cost, last character of the salt, digest. 184 bits in base64 end in two bits that are zero."""
_BCRYPT_DIGITS = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_BCRYPT_COSTS = range(4, 17)
"""A check at the highest cost takes seconds. Each additional step doubles the time."""
_BCRYPT_BYTES = 72
"""The bytes of a password that bcrypt uses."""

_PHPASS_PREFIXES = ("$P$", "$H$")
"""WordPress writes the first, phpBB the second. They have the same meaning."""
_PHPASS_DIGITS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_PHPASS = re.compile(r"\$[PH]\$([5-9A-I])([./0-9A-Za-z]{8})([./0-9A-Za-z]{21}[./01])")
"""The binary logarithm of the iterations (7 to 20; a check with 20 takes a second), salt, digest."""


def read_bcrypt(hash_type: str, text: str, config: Mapping[str, Any]) -> Matches:
    """Read a bcrypt hash.

    A salt has 128 bits, but its 22 characters encode 132. The bcrypt library requires that the last four are zero;
    other implementations ignore them.

    Raises:
        RefusedError: the hash is malformed, or its cost is too high.
    """
    import bcrypt  # imported on first use, to migrate passwords

    found = _BCRYPT.fullmatch(text)
    if not found:
        raise bad_request("invalid_bcrypt_hash", "The hash is not in the form of bcrypt.")
    beginning, cost, last, digest = found.groups()
    if int(cost) not in _BCRYPT_COSTS:
        raise bad_request("invalid_bcrypt_cost", f"The cost must be {_BCRYPT_COSTS[0]} to {_BCRYPT_COSTS[-1]}.")
    hashed = f"{beginning}{_BCRYPT_DIGITS[_BCRYPT_DIGITS.index(last) & 0b110000]}{digest}".encode()
    return lambda password: bcrypt.checkpw(password[:_BCRYPT_BYTES], hashed)


def read_phpass(hash_type: str, text: str, config: Mapping[str, Any]) -> Matches:
    """Read a portable phpass hash: many rounds of MD5.

    Raises:
        RefusedError: the hash is malformed, or its cost is too high.
    """
    if not text.startswith(_PHPASS_PREFIXES):
        raise bad_request("invalid_phpass_hash_prefix", f"The hash must begin with {' or '.join(_PHPASS_PREFIXES)}.")
    found = _PHPASS.fullmatch(text)
    if not found:
        raise bad_request(
            "invalid_phpass_hash_format", "The hash is not in the form of phpass, or has 2**21 rounds or more."
        )
    rounds = 1 << _PHPASS_DIGITS.index(found[1])
    salt, expected = found[2].encode(), found[3].encode()
    return equals(expected, lambda password: _phpass(password, salt, rounds))


def _phpass(password: bytes, salt: bytes, rounds: int) -> bytes:
    digest = hashlib.md5(salt + password, usedforsecurity=False).digest()
    for _ in range(rounds):
        digest = hashlib.md5(digest + password, usedforsecurity=False).digest()
    bits = int.from_bytes(digest, "little")
    return "".join(_PHPASS_DIGITS[bits >> shift & 0b111111] for shift in range(0, 128, 6)).encode()
