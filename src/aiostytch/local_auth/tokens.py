"""A compact JWS taken apart (RFC 7515, section 7.1), as far as its signature needs it. Nothing of it is trusted yet."""

from __future__ import annotations

import functools
import re

import msgspec
from msgspec import UNSET, UnsetType

from ..errors import MalformedTokenError, TokenTooLargeError, WrongAlgorithmError
from . import base64url
from .jwks import is_key_id

MAX_TOKEN = 16 * 1024
"""Characters of a token. Stytch bounds custom claims at 4 kB, and the rest of a session is of that order."""
MAX_HEADER = 1024
"""Characters of its header."""
ALGORITHM = "RS256"


class Token(msgspec.Struct, frozen=True):
    """A token before its signature is checked: key id, type, what is signed, the signature, the payload's segment."""

    kid: str
    typ: str
    signed: bytes
    signature: bytes
    payload: bytes

    __repr__ = object.__repr__  # who has the token acts as the member

    def __rich_repr__(self) -> list[tuple[str, str]]:
        """Return what rich shows: nothing either."""
        return []


class _Header(msgspec.Struct):
    """What is read of a header. Anything else, above all a key or where to find one, is never looked at."""

    alg: str
    kid: str = ""
    typ: str = "JWT"
    crit: msgspec.Raw | UnsetType = UNSET
    b64: msgspec.Raw | UnsetType = UNSET


_header = msgspec.json.Decoder(_Header)


def check_size(token: object) -> bytes:
    """Return a token as bytes.

    Raises:
        MalformedTokenError: it is no ASCII string.
        TokenTooLargeError: it is longer than any token of Stytch.
    """
    if not isinstance(token, str):
        raise MalformedTokenError("the token is not a string")
    if len(token) > MAX_TOKEN:
        raise TokenTooLargeError(f"the token has more than {MAX_TOKEN} characters")
    if not token.isascii():
        raise MalformedTokenError("the token has characters that are not ASCII")
    return token.encode("ascii")


_OPAQUE = re.compile(rb"[A-Za-z0-9_-]{20,512}=*")
"""Stytch's have 44 characters."""


def is_opaque(token: bytes) -> bool:
    """Return whether a token is no JWT, but may be one that the API alone can read."""
    return _OPAQUE.fullmatch(token) is not None


def parse_jws(token: bytes) -> Token:
    """Take a token of proper size apart.

    Raises:
        MalformedTokenError: it is no JWS, or one whose header cannot be understood.
        TokenTooLargeError: its header is longer than any of Stytch's.
        WrongAlgorithmError: its algorithm is not RS256.
    """
    if token.count(b".") != 2:  # four are in a JWE
        raise MalformedTokenError("the token is not three segments")
    signed, _, signature = token.rpartition(b".")
    header, _, payload = signed.partition(b".")
    if len(header) > MAX_HEADER:
        raise TokenTooLargeError(f"the header of the token has more than {MAX_HEADER} characters")
    return Token(*_key_and_type(header), signed, _decode(signature), payload)


def decode_payload(token: Token) -> bytes:
    """Return the payload of a token after its signature was checked.

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


@functools.lru_cache(maxsize=64)  # the tokens of a key have the same header; what cannot be accepted is not kept
def _key_and_type(segment: bytes) -> tuple[str, str]:
    header = _read_header(segment)
    if header.alg != ALGORITHM:
        raise WrongAlgorithmError(f"the token is not signed with {ALGORITHM}")
    if header.crit is not UNSET or header.b64 is not UNSET:
        raise MalformedTokenError("the header of the token asks for extensions, and there are none")
    if not is_key_id(header.kid):
        raise MalformedTokenError("the header of the token names no key, or not properly")
    return header.kid, header.typ.upper()
