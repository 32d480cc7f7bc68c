"""From a token and a key to what the token says: the signature first, and only then its claims. No I/O, no time."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import msgspec

from ..errors import BadSignatureError
from ..models.sessions import AuthenticationFactor
from .claims import Content, Expected, read
from .jwks import Key
from .session import VerifiedSession
from .tokens import Token, read_payload

ReadFactors: TypeAlias = Callable[[list[Any]], Sequence[AuthenticationFactor]]


class Verified(msgspec.Struct, frozen=True):
    """What a token says, and the key that its signature was made with. The custom claims of the session are JSON."""

    key: Key
    content: Content
    session: VerifiedSession[bytes]


def verify(token: Token, keys: Iterable[Key], expect: Expected, read_factors: ReadFactors) -> Verified:
    """Check the signature of a token, and read it. Its times are left to `claims.check_times`.

    Args:
        token: a token.
        keys: the keys with its key id.
        expect: who the token has to be for, and from.
        read_factors: makes the session's authentication factors of their decoded JSON.

    Raises:
        SessionVerificationError: the signature does not fit, or a claim.
    """
    is_signed = _is_signed()
    key = next((key for key in keys if is_signed(token.signed, token.signature, key)), None)
    if key is None:
        raise BadSignatureError("the signature of the token does not fit")
    content = read(read_payload(token), expect)
    return Verified(key, content, _session(content, read_factors))


def _session(content: Content, read_factors: ReadFactors) -> VerifiedSession[bytes]:
    said, session, organization = content.claims, content.session, content.organization
    token_expires_at = _moment(said.exp)
    return VerifiedSession(
        member_session_id=session.id,
        member_id=said.sub,
        organization_id=organization.organization_id,
        organization_slug=organization.slug,
        roles=session.roles or (),
        authentication_factors=read_factors(session.authentication_factors or []),
        started_at=session.started_at,
        last_accessed_at=session.last_accessed_at,
        expires_at=session.expires_at or token_expires_at,
        custom_claims=content.custom,
        issued_at=_moment(said.iat),
        token_expires_at=token_expires_at,
    )


def _moment(seconds: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


@functools.cache
def _is_signed() -> Callable[[bytes, bytes, Key], bool]:
    from .signature import is_signed  # 70 ms of an import, for those who check tokens only

    return is_signed
