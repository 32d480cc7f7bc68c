"""Hashes of the types argon_2i and argon_2id: in the PHC string format, or in hexadecimal with a configuration."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..contract.errors import bad_request
from .encodings import Matches, equals, from_hex, from_unpadded_base64

if TYPE_CHECKING:
    from argon2 import low_level

_ENCODED = re.compile(
    r"\$(argon2id?)(?:\$v=(?:16|19))?\$m=([1-9]\d{0,9}),t=([1-9]\d{0,9}),p=([1-9]\d{0,9})"
    r"\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)"
)
"""Type, memory, iterations, threads, salt, digest. The reference implementation accepts only this order."""
_PASSES, _KIB, _THREADS = range(1, 101), range(8, (1 << 20) + 1), range(1, 65)
_WORK = 1 << 22
"""The maximum memory that a check writes in all passes, in KiB. It takes seconds."""
_SALT, _LENGTH = 8, range(4, 1025)


def read_argon2(hash_type: str, text: str, config: Mapping[str, Any]) -> Matches:
    """Read an Argon2 hash: in hexadecimal with a configuration, otherwise in the PHC string format.

    Raises:
        RefusedError: the hash or a parameter is invalid.
    """
    from argon2 import low_level  # imported on first use, to migrate passwords

    if not config:
        return _read_encoded(hash_type, text)
    expected = from_hex(text)
    salt: bytes = config["salt"].encode()
    passes, memory, threads = config["iteration_amount"], config["memory"], config["threads"]
    _check(passes, memory, threads, salt, config["key_length"])
    if len(expected) != config["key_length"]:
        raise bad_request("argon_2_key_length_mismatch", "argon_2_config.key_length is not the length of the hash.")
    return equals(
        expected,
        lambda password: low_level.hash_secret_raw(
            password, salt, passes, memory, threads, len(expected), _type(hash_type)
        ),
    )


def _type(hash_type: str) -> low_level.Type:
    from argon2 import low_level

    return low_level.Type.I if hash_type == "argon_2i" else low_level.Type.ID


def _read_encoded(hash_type: str, text: str) -> Matches:
    found = _ENCODED.fullmatch(text)
    if not found or found[1] != hash_type.replace("argon_", "argon"):
        raise bad_request("invalid_hash", f"The hash is not in the encoded form of {hash_type}.")
    memory, passes, threads = (int(number) for number in found.group(2, 3, 4))
    salt, digest = from_unpadded_base64(found[5]), from_unpadded_base64(found[6])
    _check(passes, memory, threads, salt, len(digest))
    return lambda password: _matches(text.encode(), password, hash_type)


def _matches(encoded: bytes, password: bytes, hash_type: str) -> bool:
    from argon2 import exceptions, low_level

    try:
        return low_level.verify_secret(encoded, password, _type(hash_type))
    except exceptions.VerifyMismatchError:
        return False


def _check(passes: int, memory: int, threads: int, salt: bytes, length: int) -> None:
    if passes not in _PASSES:
        raise bad_request("invalid_argon_2_iteration_amount", "Argon2 must make 1 to 100 iterations.")
    if memory not in _KIB or memory < 8 * threads or memory * passes > _WORK:
        raise bad_request(
            "invalid_argon_2_memory",
            "Argon2 must use 8 KiB a thread or more, and at most 1 GiB, or 4 GiB in all iterations.",
        )
    if threads not in _THREADS:
        raise bad_request("invalid_argon_2_threads", "Argon2 must use 1 to 64 threads.")
    if len(salt) < _SALT:
        raise bad_request("invalid_argon_2_salt", f"The salt of Argon2 must have {_SALT} bytes or more.")
    if length not in _LENGTH:
        raise bad_request("invalid_argon_2_key_length", "The hash of Argon2 must have 4 to 1024 bytes.")
