"""Password hashes that were made elsewhere: reading them, and checking a password against one.

The kinds are those that the standard library can compute.
"""

from __future__ import annotations

import base64
import binascii
import functools
import hashlib
import hmac
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import attrs

from .refusal import bad_request

Check: TypeAlias = Callable[[bytes], bool]
"""Tells whether a password is the one that was hashed."""

_OWN_N, _OWN_LENGTH = 1024, 32
_LARGEST_SCRYPT_N = 262_144
_SCRYPT_MEMORY = 1 << 30
"""Bytes that one check may use; the largest N with r = 8 takes 256 MiB."""


@attrs.frozen(repr=False)
class PasswordHash:
    """A hash as it is handed to `passwords.migrate`: its kind, the hash, and how it was made."""

    hash_type: str
    text: str
    config: Mapping[str, Any]

    def matches(self, password: str) -> bool:
        """Return whether it is the hash of a password."""
        return self._check(password.encode())

    @property
    def _check(self) -> Check:
        return _READERS[self.hash_type](self.text, self.config)


def read_hash(arguments: Mapping[str, Any]) -> PasswordHash:
    """Read the hash that is handed to `passwords.migrate`.

    Raises:
        RefusedError: the hash or its configuration is malformed, or of a kind that cannot be checked here.
    """
    hash_type: str = arguments["hash_type"]
    if hash_type not in _READERS:
        kinds = ", ".join(_READERS)
        raise bad_request("invalid_hash_type", f"The sandbox checks hashes of these types only: {kinds}.")
    config = arguments.get(f"{hash_type}_config", {})
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


def _equals(expected: bytes, compute: Callable[[bytes], bytes]) -> Check:
    return lambda password: hmac.compare_digest(compute(password), expected)


def _read_salted(hash_type: str, algorithm: str, text: str, config: Mapping[str, Any]) -> Check:
    """Read a hexadecimal digest of salt, password and salt."""
    before: bytes = config.get("prepend_salt", "").encode()
    after: bytes = config.get("append_salt", "").encode()
    expected = _from_hex(text)
    if len(expected) != hashlib.new(algorithm).digest_size:
        raise bad_request(f"invalid_{hash_type}_hash", f"The hash is not a hexadecimal {algorithm} digest.")
    return _equals(expected, lambda password: hashlib.new(algorithm, before + password + after).digest())


def _read_pbkdf2(text: str, config: Mapping[str, Any]) -> Check:
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


def _read_scrypt(text: str, config: Mapping[str, Any]) -> Check:
    salt = _from_base64(config.get("salt", ""))
    expected = _from_base64(text)
    n, r, p = (config.get(f"{name}_parameter", 0) for name in "nrp")
    if not salt:
        raise bad_request("invalid_base64_scrypt_salt", "scrypt_config.salt must be given, in base64.")
    if not 1 < n <= _LARGEST_SCRYPT_N or n.bit_count() != 1:
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


_READERS: Mapping[str, Callable[[str, Mapping[str, Any]], Check]] = {
    "md_5": functools.partial(_read_salted, "md_5", "md5"),
    "sha_1": functools.partial(_read_salted, "sha_1", "sha1"),
    "sha_512": functools.partial(_read_salted, "sha_512", "sha512"),
    "pbkdf_2": _read_pbkdf2,
    "scrypt": _read_scrypt,
}
