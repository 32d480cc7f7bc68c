"""Base64url without padding, as JWTs and JWKs are written (RFC 7515, section 2), and one spelling for each value."""

from __future__ import annotations

import base64
import binascii
import contextlib
import string

_ALPHABET = (string.ascii_letters + string.digits + "-_").encode("ascii")
_TO_STANDARD = bytes(character if character in _ALPHABET else ord("!") for character in range(256)).translate(
    bytes.maketrans(b"-_", b"+/")
)
"""From base64url to base64; whatever is not of the alphabet, padding too, to what no decoder takes."""


def decode(segment: str) -> bytes:
    """Return the bytes of a segment.

    Raises:
        ValueError: it has padding or other characters, or bits behind its last byte: another string means the same.
    """
    with contextlib.suppress(ValueError):
        standard = segment.encode("ascii").translate(_TO_STANDARD)
        rest = len(standard) % 4
        content = binascii.a2b_base64(standard + b"=" * (-rest % 4), strict_mode=True)
        if not rest or encode(content[1 - rest :]) == segment[-rest:]:
            return content
    raise ValueError("not base64url without padding, in its one spelling")


def encode(content: bytes) -> str:
    """Return bytes as a segment."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")
