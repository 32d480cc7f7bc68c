"""Bytes as text, and what all kinds of hashes have in common."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Callable
from typing import TypeAlias

Matches: TypeAlias = Callable[[bytes], bool]
"""Tells whether a password is the one that was hashed."""


def equals(expected: bytes, compute: Callable[[bytes], bytes]) -> Matches:
    """Return what compares the hash of a password with the expected one."""
    return lambda password: hmac.compare_digest(compute(password), expected)


def from_hex(text: str) -> bytes:
    """Return bytes from hexadecimal digits, none for anything else."""
    try:
        return binascii.unhexlify(text)
    except ValueError:
        return b""


def from_base64(text: str) -> bytes:
    """Return bytes from base64 with padding, none for anything else."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def from_unpadded_base64(text: str) -> bytes:
    """Return bytes from base64 as the PHC string format has it, none for anything else.

    There is no padding, and the bits of the last character that belong to no byte are zero.
    """
    decoded = from_base64(text + "=" * (-len(text) % 4))
    return decoded if to_unpadded_base64(decoded) == text else b""


def to_unpadded_base64(content: bytes) -> str:
    """Return bytes as base64 without padding."""
    return base64.b64encode(content).rstrip(b"=").decode()
