"""The public keys of a project, read from a JWK set (RFC 7517), without keys that cannot verify tokens."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import attrs
import msgspec

from . import base64url

MAX_DOCUMENT = 100_000
"""Bytes of a JWK set: two hundred keys of 2,048 bits."""
MAX_KEY_ID = 128
_RSA_BITS = range(2048, 8192 + 1)  # the minimum of RFC 7518, section 3.3; larger keys take longer
_EXPONENTS = range(3, 2**32, 2)


@attrs.frozen(cache_hash=True)
class Key:
    """An RSA public key: modulus and exponent."""

    kid: str
    n: int
    e: int


Keys: TypeAlias = Mapping[str, tuple[Key, ...]]
"""Keys by key ID, which need not be unique (RFC 7517, section 4.5)."""


class _JWK(msgspec.Struct):
    kty: str
    kid: str
    n: str
    e: str
    use: str | None = None
    alg: str | None = None
    key_ops: list[str] | None = None


class _Document(msgspec.Struct):
    keys: list[msgspec.Raw]


_document = msgspec.json.Decoder(_Document)
_jwk = msgspec.json.Decoder(_JWK)
_UNREADABLE = (msgspec.MsgspecError, ValueError, RecursionError)


def read_keys(document: bytes) -> Keys:
    """Return the usable keys of a JWK set by ID; no keys if it is not a set, or longer than `MAX_DOCUMENT`."""
    keys: dict[str, tuple[Key, ...]] = {}
    if len(document) > MAX_DOCUMENT:
        return keys
    with contextlib.suppress(*_UNREADABLE):
        for key in _usable(_document.decode(document).keys):
            same_id = keys.get(key.kid, ())
            if key not in same_id:
                keys[key.kid] = (*same_id, key)
    return keys


def write_keys(keys: Keys) -> dict[str, Any]:
    """Return keys as a JWK set for `read_keys`."""
    return {"keys": [_written(key) for same_id in keys.values() for key in same_id]}


def _written(key: Key) -> dict[str, str]:
    return {
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": key.kid,
        "n": base64url.encode(_to_bytes(key.n)),
        "e": base64url.encode(_to_bytes(key.e)),
    }


def _to_bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _usable(keys: Iterable[msgspec.Raw]) -> Iterator[Key]:
    for each in keys:
        with contextlib.suppress(*_UNREADABLE):
            jwk = _jwk.decode(each)
            key = Key(jwk.kid, _number(jwk.n), _number(jwk.e))
            if _is_for_signatures(jwk) and _is_sound(key):
                yield key


def _number(text: str) -> int:
    """Decode a number, with or without padding: `=`, which RFC 7518, section 2, does not allow, or zero octets."""
    return int.from_bytes(base64url.decode(text.rstrip("=").encode("ascii")), "big")


def _is_for_signatures(jwk: _JWK) -> bool:
    return (
        jwk.kty == "RSA"
        and jwk.use in {None, "sig"}
        and jwk.alg in {None, "RS256"}
        and (not jwk.key_ops or "verify" in jwk.key_ops)
    )


def _is_sound(key: Key) -> bool:
    return is_key_id(key.kid) and key.n.bit_length() in _RSA_BITS and key.n % 2 == 1 and key.e in _EXPONENTS


def is_key_id(kid: str) -> bool:
    """Return whether a string is a valid key ID: 1 to 128 printable ASCII characters."""
    return 0 < len(kid) <= MAX_KEY_ID and kid.isascii() and kid.isprintable()
