"""From a token and a key to what the token says: the signature first, and only then its claims. No I/O, no time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import attrs

from ..errors import BadSignatureError
from ..models.sessions import AuthenticationFactor
from .claims import Content, Expected, read
from .jwks import Key
from .tokens import Token, read_payload

ReadFactors: TypeAlias = Callable[[bytes], tuple[AuthenticationFactor, ...]]


@attrs.frozen
class Verified:
    """What a token says, and the key that its signature was made with."""

    key: Key
    content: Content
    factors: tuple[AuthenticationFactor, ...]


def verify(token: Token, key: Key, expect: Expected, read_factors: ReadFactors) -> Verified:
    """Check the signature of a token, and read it. Its times are left to `claims.check_times`.

    Args:
        token: a token whose key id is the key's.
        key: the key.
        expect: who the token has to be for, and from.
        read_factors: makes the session's authentication factors of their JSON.

    Raises:
        SessionVerificationError: the signature does not fit, or a claim.
    """
    from .signature import is_signed  # 70 ms of an import, for those who check tokens only

    if not is_signed(token.signed, token.signature, key):
        raise BadSignatureError("the signature of the token does not fit")
    content = read(read_payload(token), expect)
    return Verified(key, content, read_factors(bytes(content.session.authentication_factors)))
