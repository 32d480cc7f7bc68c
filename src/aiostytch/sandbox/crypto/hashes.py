"""Password hashes that were made elsewhere: reading them, and verifying a password.

Invariant: each hash that `read_hash` returns can verify a password.
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
    """Return whether a password is the one that was hashed."""
    return _READERS[hashed.hash_type](hashed.hash_type, hashed.text, hashed.config)(password.encode())


def read_hash(arguments: Mapping[str, Any]) -> PasswordHash:
    """Read the hash that is handed to `passwords.migrate`.

    Raises:
        RefusedError: the hash or its configuration is malformed, or verifying a password would take too long.
    """
    hash_type: str = arguments["hash_type"]
    config = arguments.get(_CONFIGS.get(hash_type, f"{hash_type}_config"), {})
    _READERS[hash_type](hash_type, arguments["hash"], config)
    return PasswordHash(hash_type, arguments["hash"], config)


_CONFIGS: Mapping[str, str] = {"argon_2i": "argon_2_config", "argon_2id": "argon_2_config"}
"""The arguments that say how a hash was made, where they are not called after the type."""
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
"""The parsers of hashes, by type: functions of the type, the text and the configuration."""
