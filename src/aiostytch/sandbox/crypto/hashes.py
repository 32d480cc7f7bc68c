"""Password hashes of other systems: parsing, and verification of passwords.

Invariant: `verify` works with each hash that `read_hash` returns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..store.records import PasswordHash
from .argon2_hashes import read_argon2
from .crypt_hashes import read_bcrypt, read_phpass
from .digest_hashes import read_pbkdf2, read_salted
from .encodings import Matches
from .scrypt_hashes import read_scrypt


def verify(hashed: PasswordHash, password: str) -> bool:
    """Return whether a hash is that of a password."""
    return _READERS[hashed.hash_type](hashed.hash_type, hashed.text, hashed.config)(password.encode())


def read_hash(arguments: Mapping[str, Any]) -> PasswordHash:
    """Read the hash in the arguments of `passwords.migrate`.

    Raises:
        RefusedError: the hash or its configuration is malformed, or verifying a password would take too long.
    """
    hash_type: str = arguments["hash_type"]
    config = arguments.get(_CONFIGS.get(hash_type, f"{hash_type}_config"), {})
    _READERS[hash_type](hash_type, arguments["hash"], config)
    return PasswordHash(hash_type, arguments["hash"], config)


_CONFIGS: Mapping[str, str] = {"argon_2i": "argon_2_config", "argon_2id": "argon_2_config"}
"""The names of the configuration arguments that do not follow the hash type."""
_READERS: Mapping[str, Callable[[str, str, Mapping[str, Any]], Matches]] = {
    "argon_2i": read_argon2,
    "argon_2id": read_argon2,
    "bcrypt": read_bcrypt,
    "md_5": read_salted,
    "sha_1": read_salted,
    "sha_512": read_salted,
    "pbkdf_2": read_pbkdf2,
    "phpass": read_phpass,
    "scrypt": read_scrypt,
}
"""The parsers of hashes, by hash type."""
