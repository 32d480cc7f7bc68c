"""Parsing of a compact JWS (RFC 7515, section 7.1) before its signature is verified. Its parts are not trusted yet."""

from __future__ import annotations

import functools
import re

import msgspec
from msgspec import UNSET, UnsetType

from ..errors import MalformedTokenError, TokenTooLargeError, WrongAlgorithmError
from . import base64url
from .jwks import is_key_id

MAX_TOKEN = 16 * 1024
"""The maximum characters of a token. Stytch limits custom claims to 4 kB, and the rest is about as large."""
MAX_HEADER = 1024
"""The maximum characters of its header."""
ALGORITHM = "RS256"


class Token(msgspec.Struct, frozen=True):
    """An unverified token: key ID, type, signed content, signature, and the segment of the payload."""

    kid: str
    typ: str
    signed: bytes
    signature: bytes
    payload: bytes

    __repr__ = object.__repr__  # the token is a credential

    def __rich_repr__(self) -> list[tuple[str, str]]:
        """Return nothing for rich to show."""
        return []


class _Header(msgspec.Struct):
    """The used fields of a header. All others are ignored, above all keys and URLs of keys."""

    alg: str
    kid: str = ""
    typ: str = "JWT"
    crit: msgspec.Raw | UnsetType = UNSET
    b64: msgspec.Raw | UnsetType = UNSET


_header = msgspec.json.Decoder(_Header)


def check_size(token: object) -> bytes:
    """Return a token as bytes.

    Raises:
        MalformedTokenError: it is not an ASCII string.
        TokenTooLargeError: it has more than `MAX_TOKEN` characters.
    """
    if not isinstance(token, str):
        raise MalformedTokenError("the token is not a string")
    if len(token) > MAX_TOKEN:
        raise TokenTooLargeError(f"the token has more than {MAX_TOKEN} characters")
    if not token.isascii():
        raise MalformedTokenError("the token has characters that are not ASCII")
    return token.encode("ascii")


_OPAQUE = re.compile(rb"[A-Za-z0-9_-]{20,512}=*")
"""An opaque token. Those of Stytch have 44 characters."""


def is_opaque(token: bytes) -> bool:
    """Return whether a token is not a JWT, but may be an opaque token of the API."""
    return b"." not in token and _OPAQUE.fullmatch(token) is not None


def parse_jws(token: bytes) -> Token:
    """Parse a token of valid size.

    Raises:
        MalformedTokenError: it is not a JWS, or its header is invalid.
        TokenTooLargeError: its header has more than `MAX_HEADER` characters.
        WrongAlgorithmError: its algorithm is not RS256.
    """
    segments = token.split(b".", 3)
    if len(segments) != 3:  # a JWE has five
        raise MalformedTokenError("the token is not three segments")
    header, payload, signature = segments
    if len(header) > MAX_HEADER:
        raise TokenTooLargeError(f"the header of the token has more than {MAX_HEADER} characters")
    return Token(*_key_and_type(header), token[: -len(signature) - 1], _decode(signature), payload)


def decode_payload(token: Token) -> bytes:
    """Return the payload of a token after its signature was verified.

    Raises:
        MalformedTokenError: it is not base64url.
    """
    return _decode(token.payload)


def _decode(segment: bytes) -> bytes:
    try:
        return base64url.decode(segment)
    except ValueError:
        raise MalformedTokenError("a segment of the token is not base64url") from None


def _read_header(segment: bytes) -> _Header:
    content = _decode(segment)
    try:
        content.decode()  # what a decoder skips it does not check
        return _header.decode(content)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise MalformedTokenError("the header of the token cannot be read") from None


@functools.lru_cache(maxsize=64)  # tokens with the same key have the same header; errors are not cached
def _key_and_type(segment: bytes) -> tuple[str, str]:
    header = _read_header(segment)
    if header.alg != ALGORITHM:
        raise WrongAlgorithmError(f"the token is not signed with {ALGORITHM}")
    if header.crit is not UNSET or header.b64 is not UNSET:
        raise MalformedTokenError("the header of the token requires unknown extensions")
    if not is_key_id(header.kid):
        raise MalformedTokenError("the header of the token has no valid key id")
    return header.kid, header.typ.upper()
