"""Hashes of the types md_5, sha_1, sha_512 and pbkdf_2."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from ..contract.errors import bad_request
from .encodings import Matches, equals, from_base64, from_hex

_ALGORITHMS: Mapping[str, str] = {"md_5": "md5", "sha_1": "sha1", "sha_512": "sha512"}
_PBKDF2_ALGORITHMS = ("sha256", "sha512")
_PBKDF2_ITERATIONS = range(1, 10_000_001)
"""A check with the maximum takes seconds."""


def read_salted(hash_type: str, text: str, config: Mapping[str, Any]) -> Matches:
    """Read a hexadecimal digest of salt, password and salt.

    Raises:
        RefusedError: the hash is not such a digest.
    """
    algorithm = _ALGORITHMS[hash_type]
    before: bytes = config.get("prepend_salt", "").encode()
    after: bytes = config.get("append_salt", "").encode()
    expected = from_hex(text)
    if len(expected) != hashlib.new(algorithm).digest_size:
        raise bad_request(f"invalid_{hash_type}_hash", f"The hash is not a hexadecimal {algorithm} digest.")
    return equals(expected, lambda password: hashlib.new(algorithm, before + password + after).digest())


def read_pbkdf2(hash_type: str, text: str, config: Mapping[str, Any]) -> Matches:
    """Read a PBKDF2 key in base64, and the parameters of its derivation.

    Raises:
        RefusedError: the key or a parameter is invalid.
    """
    salt = from_base64(config.get("salt", ""))
    expected = from_base64(text)
    algorithm: str = config.get("algorithm") or _PBKDF2_ALGORITHMS[0]
    iterations: int = config.get("iteration_amount", 0)
    if not salt:
        raise bad_request("invalid_pbkdf_2_salt", "pbkdf_2_config.salt must be given, in base64.")
    if iterations not in _PBKDF2_ITERATIONS:
        raise bad_request(
            "invalid_pbkdf_2_iteration_amount",
            f"pbkdf_2_config.iteration_amount must be 1 to {_PBKDF2_ITERATIONS[-1]}.",
        )
    if not expected:
        raise bad_request("invalid_pbkdf_2_hash", "The hash must be in base64.")
    if len(expected) != config["key_length"]:
        raise bad_request("pbkdf_2_key_length_mismatch", "pbkdf_2_config.key_length is not the length of the hash.")
    return equals(expected, lambda password: hashlib.pbkdf2_hmac(algorithm, password, salt, iterations, len(expected)))
