"""Encodings of bytes, and the base of all password hashes."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Callable
from typing import TypeAlias

Matches: TypeAlias = Callable[[bytes], bool]
"""Returns whether a hash is that of a password."""


def equals(expected: bytes, compute: Callable[[bytes], bytes]) -> Matches:
    """Return a function that computes the hash of a password and compares it with the expected one."""
    return lambda password: hmac.compare_digest(compute(password), expected)


def from_hex(text: str) -> bytes:
    """Return bytes from hexadecimal digits, b"" for any other text."""
    try:
        return binascii.unhexlify(text)
    except ValueError:
        return b""


def from_base64(text: str) -> bytes:
    """Return bytes from base64 with padding, b"" for any other text."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def from_unpadded_base64(text: str) -> bytes:
    """Return bytes from the base64 of the PHC string format, b"" for any other text.

    It has no padding, and the unused bits of the last character are zero.
    """
    decoded = from_base64(text + "=" * (-len(text) % 4))
    return decoded if to_unpadded_base64(decoded) == text else b""


def to_unpadded_base64(content: bytes) -> str:
    """Return bytes as base64 without padding."""
    return base64.b64encode(content).rstrip(b"=").decode()
