"""Base64url without padding, the encoding of JWTs and JWKs (RFC 7515, section 2), in canonical form only."""

from __future__ import annotations

import base64
import binascii
import string

import msgspec

_ALPHABET = (string.ascii_letters + string.digits + "-_").encode("ascii")
_TO_STANDARD = bytes(character if character in _ALPHABET else ord("!") for character in range(256)).translate(
    bytes.maketrans(b"-_", b"+/")
)
"""Maps base64url to base64, and all other characters, including padding, to one that the decoder rejects."""


_LAST = {0: frozenset(range(256)), 1: frozenset[int](), 2: frozenset(b"AQgw"), 3: frozenset(b"AEIMQUYcgkosw048")}
"""The valid last characters, by the number of characters after the last group of four (RFC 4648, section 3.5)."""
_PADDING = {0: b"", 2: b"==", 3: b"="}


def decode(segment: bytes) -> bytes:
    """Return the bytes of a segment.

    Raises:
        binascii.Error: it has padding, other characters or trailing bits, so it is not canonical.
    """
    if not segment:
        return b""
    rest = len(segment) % 4
    if segment[-1] not in _LAST[rest]:
        raise binascii.Error("not canonical base64url without padding")
    text = (segment.translate(_TO_STANDARD) + _PADDING[rest]).decode("ascii")
    try:
        return msgspec.convert(text, bytes)  # five times as fast as binascii
    except msgspec.ValidationError as error:
        raise binascii.Error(str(error)) from None


def encode(content: bytes) -> str:
    """Return bytes as a segment."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")
