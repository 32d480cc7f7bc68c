"""From a token and a key to what the token says: the signature first, and only then its claims. No I/O, no time."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import msgspec

from ..errors import BadSignatureError
from ..models.sessions import AuthenticationFactor
from .claims import Content, Expected, read
from .jwks import Key
from .tokens import Token, read_payload

ReadFactors: TypeAlias = Callable[[list[Any]], Sequence[AuthenticationFactor]]


class Verified(msgspec.Struct, frozen=True):
    """What a token says, and the key that its signature was made with."""

    key: Key
    content: Content
    factors: Sequence[AuthenticationFactor]


def verify(token: Token, key: Key, expect: Expected, read_factors: ReadFactors) -> Verified:
    """Check the signature of a token, and read it. Its times are left to `claims.check_times`.

    Args:
        token: a token whose key id is the key's.
        key: the key.
        expect: who the token has to be for, and from.
        read_factors: makes the session's authentication factors of their decoded JSON.

    Raises:
        SessionVerificationError: the signature does not fit, or a claim.
    """
    if not _is_signed()(token.signed, token.signature, key):
        raise BadSignatureError("the signature of the token does not fit")
    content = read(read_payload(token), expect)
    return Verified(key, content, read_factors(content.session.authentication_factors or []))


@functools.cache
def _is_signed() -> Callable[[bytes, bytes, Key], bool]:
    from .signature import is_signed  # 70 ms of an import, for those who check tokens only

    return is_signed
