"""Password hashes: how they are read, and verified."""

from __future__ import annotations

import base64
import binascii
import functools
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import argon2
import bcrypt
from argon2 import low_level

from ..contract.errors import bad_request
from ..store.records import PasswordHash

Matches: TypeAlias = Callable[[bytes], bool]
"""Tells whether a password is the one that was hashed."""

_OWN_N, _OWN_LENGTH = 1024, 32
_MAX_SCRYPT_N = 262_144
_SCRYPT_MEMORY = 1 << 30
"""Bytes that one check may use; the largest N with r = 8 takes 256 MiB."""
_SCRYPT_PHC = re.compile(r"\$scrypt\$ln=(\d{1,2}),r=(\d{1,4}),p=(\d{1,4})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)")
_BCRYPT = re.compile(r"\$2[abxy]\$(\d\d)\$[./A-Za-z0-9]{53}")
_BCRYPT_COSTS = range(4, 17)
"""A check at the highest cost takes seconds; each further step takes twice as long."""
_BCRYPT_BYTES = 72
"""What bcrypt reads of a password."""
_ARGON2_TYPES: Mapping[str, low_level.Type] = {"argon_2i": low_level.Type.I, "argon_2id": low_level.Type.ID}
_ARGON2_PASSES, _ARGON2_KIB, _ARGON2_THREADS = range(1, 101), range(8, (1 << 20) + 1), range(1, 65)
"""Up to 1 GiB of memory, as for scrypt."""
_ARGON2_SALT, _ARGON2_LENGTH = 8, range(4, 1025)


def verify(hashed: PasswordHash, password: str) -> bool:
    """Return whether a password is the one that was hashed."""
    return _READERS[hashed.hash_type](hashed.text, hashed.config)(password.encode())


def read_hash(arguments: Mapping[str, Any]) -> PasswordHash:
    """Read the hash in a call of `passwords.migrate`.

    Raises:
        RefusedError: the hash or its configuration is malformed, or of a kind that cannot be checked here.
    """
    hash_type: str = arguments["hash_type"]
    if hash_type not in _READERS:
        kinds = ", ".join(_READERS)
        raise bad_request("invalid_hash_type", f"The sandbox checks hashes of these types only: {kinds}.")
    config = arguments.get(_CONFIGS.get(hash_type, f"{hash_type}_config"), {})
    _READERS[hash_type](arguments["hash"], config)
    return PasswordHash(hash_type, arguments["hash"], config)


def make_hash(password: str, salt: bytes) -> PasswordHash:
    """Return a hash of a password that is set here: scrypt, with parameters for tests."""
    made = hashlib.scrypt(password.encode(), salt=salt, n=_OWN_N, r=8, p=1, dklen=_OWN_LENGTH)
    config = {
        "salt": base64.b64encode(salt).decode(),
        "n_parameter": _OWN_N,
        "r_parameter": 8,
        "p_parameter": 1,
        "key_length": _OWN_LENGTH,
    }
    return PasswordHash("scrypt", base64.b64encode(made).decode(), config)


def _equals(expected: bytes, compute: Callable[[bytes], bytes]) -> Matches:
    return lambda password: hmac.compare_digest(compute(password), expected)


def _read_salted(hash_type: str, algorithm: str, text: str, config: Mapping[str, Any]) -> Matches:
    """Read a hexadecimal digest of salt, password and salt."""
    before: bytes = config.get("prepend_salt", "").encode()
    after: bytes = config.get("append_salt", "").encode()
    expected = _from_hex(text)
    if len(expected) != hashlib.new(algorithm).digest_size:
        raise bad_request(f"invalid_{hash_type}_hash", f"The hash is not a hexadecimal {algorithm} digest.")
    return _equals(expected, lambda password: hashlib.new(algorithm, before + password + after).digest())


def _read_pbkdf2(text: str, config: Mapping[str, Any]) -> Matches:
    salt = _from_base64(config.get("salt", ""))
    expected = _from_base64(text)
    algorithm: str = config.get("algorithm") or "sha256"
    iterations: int = config.get("iteration_amount", 0)
    if not salt:
        raise bad_request("invalid_pbkdf_2_salt", "pbkdf_2_config.salt must be given, in base64.")
    if algorithm not in {"sha256", "sha512"}:
        raise bad_request("invalid_pbkdf_2_algorithm", "pbkdf_2_config.algorithm must be sha256 or sha512.")
    if iterations < 1:
        raise bad_request("invalid_pbkdf_2_iteration_amount", "pbkdf_2_config.iteration_amount must be positive.")
    if not expected:
        raise bad_request("invalid_pbkdf_2_hash", "The hash must be in base64.")
    if len(expected) != config["key_length"]:
        raise bad_request("pbkdf_2_key_length_mismatch", "pbkdf_2_config.key_length is not the length of the hash.")
    return _equals(expected, lambda password: hashlib.pbkdf2_hmac(algorithm, password, salt, iterations, len(expected)))


def _read_bcrypt(text: str, config: Mapping[str, Any]) -> Matches:
    found = _BCRYPT.fullmatch(text)
    if not found:
        raise bad_request("invalid_bcrypt_hash", "The hash is not one of bcrypt.")
    if int(found[1]) not in _BCRYPT_COSTS:
        raise bad_request("invalid_bcrypt_cost", f"The cost must be {_BCRYPT_COSTS[0]} to {_BCRYPT_COSTS[-1]}.")
    return lambda password: bcrypt.checkpw(password[:_BCRYPT_BYTES], text.encode())


def _read_argon2(hash_type: str, text: str, config: Mapping[str, Any]) -> Matches:
    if not config:
        return _read_encoded_argon2(hash_type, text)
    expected = _from_hex(text)
    salt: bytes = config["salt"].encode()
    passes, memory, threads = config["iteration_amount"], config["memory"], config["threads"]
    _check_argon2(passes, memory, threads)
    if len(salt) < _ARGON2_SALT:
        raise bad_request("invalid_argon_2_salt", f"argon_2_config.salt must have {_ARGON2_SALT} bytes or more.")
    if config["key_length"] not in _ARGON2_LENGTH:
        raise bad_request("invalid_argon_2_key_length", "argon_2_config.key_length must be 4 to 1024.")
    if len(expected) != config["key_length"]:
        raise bad_request("argon_2_key_length_mismatch", "argon_2_config.key_length is not the length of the hash.")
    kind = _ARGON2_TYPES[hash_type]
    return _equals(
        expected,
        lambda password: low_level.hash_secret_raw(password, salt, passes, memory, threads, len(expected), kind),
    )


def _read_encoded_argon2(hash_type: str, text: str) -> Matches:
    kind = _ARGON2_TYPES[hash_type]
    try:
        found = argon2.extract_parameters(text)
    except argon2.exceptions.InvalidHashError:
        raise bad_request("invalid_hash", "The hash is not in the encoded form of Argon2.") from None
    if found.type is not kind:
        raise bad_request("invalid_hash", f"The hash is not one of {hash_type}.")
    _check_argon2(found.time_cost, found.memory_cost, found.parallelism)
    return lambda password: _matches_argon2(text.encode(), password, kind)


def _matches_argon2(encoded: bytes, password: bytes, kind: low_level.Type) -> bool:
    try:
        return low_level.verify_secret(encoded, password, kind)
    except argon2.exceptions.VerificationError:
        return False


def _check_argon2(passes: int, memory: int, threads: int) -> None:
    if passes not in _ARGON2_PASSES:
        raise bad_request("invalid_argon_2_iteration_amount", "Argon2 must make 1 to 100 iterations.")
    if memory not in _ARGON2_KIB or memory < 8 * threads:
        raise bad_request("invalid_argon_2_memory", "Argon2 must use 8 KiB a thread or more, and 1 GiB at most.")
    if threads not in _ARGON2_THREADS:
        raise bad_request("invalid_argon_2_threads", "Argon2 must use 1 to 64 threads.")


def _read_scrypt(text: str, config: Mapping[str, Any]) -> Matches:
    encoded = _SCRYPT_PHC.fullmatch(text)
    if encoded:
        return _read_scrypt(*_from_phc(encoded))
    salt = _from_base64(config.get("salt", ""))
    expected = _from_base64(text)
    n, r, p = (config.get(f"{name}_parameter", 0) for name in "nrp")
    if not salt:
        raise bad_request("invalid_base64_scrypt_salt", "scrypt_config.salt must be given, in base64.")
    if not 1 < n <= _MAX_SCRYPT_N or n.bit_count() != 1:
        raise bad_request("invalid_scrypt_n_parameter", "scrypt_config.n_parameter must be a power of 2 up to 262144.")
    if min(r, p) < 1 or 128 * r * (n + p + 2) > _SCRYPT_MEMORY:
        raise bad_request("invalid_scrypt_parameters", "scrypt_config must hold positive parameters of usual size.")
    if not expected:
        raise bad_request("invalid_base64_scrypt_hash", "The hash must be in base64.")
    if len(expected) != config["key_length"]:
        raise bad_request("scrypt_key_length_mismatch", "scrypt_config.key_length is not the length of the hash.")
    return _equals(
        expected,
        lambda password: hashlib.scrypt(password, salt=salt, n=n, r=r, p=p, maxmem=_SCRYPT_MEMORY, dklen=len(expected)),
    )


def _from_phc(found: re.Match[str]) -> tuple[str, Mapping[str, Any]]:
    """Return a hash and its configuration: those of the PHC string format come without padding."""
    salt, text = (part + "=" * (-len(part) % 4) for part in (found[4], found[5]))
    config = {
        "salt": salt,
        "n_parameter": 1 << int(found[1]),
        "r_parameter": int(found[2]),
        "p_parameter": int(found[3]),
        "key_length": len(_from_base64(text)),
    }
    return text, config


def _from_hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


_CONFIGS: Mapping[str, str] = {"argon_2i": "argon_2_config", "argon_2id": "argon_2_config"}
"""The arguments that say how a hash was made, where they are not called after the type."""
_READERS: Mapping[str, Callable[[str, Mapping[str, Any]], Matches]] = {
    "argon_2i": functools.partial(_read_argon2, "argon_2i"),
    "argon_2id": functools.partial(_read_argon2, "argon_2id"),
    "bcrypt": _read_bcrypt,
    "md_5": functools.partial(_read_salted, "md_5", "md5"),
    "sha_1": functools.partial(_read_salted, "sha_1", "sha1"),
    "sha_512": functools.partial(_read_salted, "sha_512", "sha512"),
    "pbkdf_2": _read_pbkdf2,
    "scrypt": _read_scrypt,
}
