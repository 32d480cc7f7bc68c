"""The public keys of a project, read from a JWK set (RFC 7517): what cannot check a session JWT is left out."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
import msgspec

from . import segments

MAX_DOCUMENT = 64 * 1024
"""Bytes of a JWK set."""
MAX_KEYS = 32
MAX_KEY_ID = 128
_RSA_BITS = range(2048, 8192 + 1)  # RFC 7518, section 3.3, has the least; a check takes ever longer with more
_EXPONENTS = range(3, 2**32, 2)


@attrs.frozen(cache_hash=True)
class Key:
    """An RSA key by its id: modulus and public exponent."""

    kid: str
    n: int
    e: int


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


def read_keys(document: bytes) -> Mapping[str, Key]:
    """Return the usable keys of a JWK set by their ids, at most `MAX_KEYS`; none if it is no set."""
    if len(document) > MAX_DOCUMENT:
        return {}
    with contextlib.suppress(*_UNREADABLE):
        usable = itertools.islice(_usable(_document.decode(document).keys), MAX_KEYS)
        keys: dict[str, Key] = {}
        for key in usable:
            keys.setdefault(key.kid, key)
        return keys
    return {}


def write_keys(keys: Iterable[Key]) -> dict[str, Any]:
    """Return keys as a JWK set that `read_keys` takes."""
    return {"keys": [_written(key) for key in keys]}


def _written(key: Key) -> dict[str, str]:
    return {
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": key.kid,
        "n": segments.encode(_to_bytes(key.n)),
        "e": segments.encode(_to_bytes(key.e)),
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
    return int.from_bytes(segments.decode(text.encode("ascii")), "big")


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
    """Return whether a string can be the id of a key: 1 to 128 printable ASCII characters."""
    return 0 < len(kid) <= MAX_KEY_ID and kid.isascii() and kid.isprintable()
