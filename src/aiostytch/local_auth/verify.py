"""From a token and a key to what the token says: the signature first, and only then its claims. No I/O, no time."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from ..errors import BadSignatureError
from ..fleet.revocations import Revocations, Verdict
from .claims import Claims, Times, read_claims, read_payload
from .jwks import Key
from .kind import Kind, ReadFactors
from .kinds import recognize
from .session import VerifiedSession
from .tokens import Token, decode_payload


class Content(msgspec.Struct):
    """What a token says. The custom claims of the result are JSON.

    `subjects` is what it can be out with, once that was asked. `checked_audience` is the audience for which issuer and
    audience were checked last; a client expects the same issuers as long as it lives.
    """

    kind: Kind
    claims: Claims
    times: Times
    result: Any
    subjects: tuple[bytes, ...] | None = None
    checked_audience: str = ""


class Verified(msgspec.Struct, frozen=True):
    """What a token says, and the key that its signature was made with."""

    key: Key
    content: Content


def verify(token: Token, keys: Iterable[Key], wanted: Sequence[Kind], read_factors: ReadFactors) -> Verified:
    """Check the signature of a token, and read it. `claims` checks who it is for, and its times.

    Args:
        token: a token.
        keys: the keys with its key id.
        wanted: the kinds of tokens that are accepted.
        read_factors: makes the authentication factors of a session of their decoded JSON.

    Raises:
        TokenVerificationError: the signature does not fit, or a claim.
    """
    is_signed = _is_signed()
    key = next((key for key in keys if is_signed(token.signed, token.signature, key)), None)
    if key is None:
        raise BadSignatureError("the signature of the token does not fit")
    return Verified(key, read(token.typ, decode_payload(token), wanted, read_factors))


def read(typ: str, content: bytes, wanted: Sequence[Kind], read_factors: ReadFactors) -> Content:
    """Read the claims of a token that is trusted.

    Raises:
        TokenVerificationError: they are not those of a kind that is wanted.
    """
    payload = read_payload(content)
    kind = recognize(typ, payload, wanted)
    claims: Claims = read_claims(payload, kind.decoder)
    result: Any = kind.read(claims, payload.custom(kind.reserved), read_factors)
    return Content(kind, payload.claims, _times(claims, result), result)


def _times(claims: Claims, result: Any) -> Times:
    session_id = result.member_session_id if isinstance(result, VerifiedSession) else ""
    ends = min(float(claims.exp), result.expires_at.timestamp())
    return Times(max(claims.nbf, claims.iat), ends, claims.iat, session_id)


def check_revoked(content: Content, known: Revocations) -> None:
    """Check that a token is not out.

    Raises:
        TokenVerificationError: it is, or may be.
    """
    subjects = content.subjects
    if subjects is None:
        subjects = content.subjects = content.kind.subjects(content.result)
    verdict = known.verdict(subjects, content.times.issued)
    if verdict is Verdict.HOLDS:
        return
    kind = content.kind
    if verdict is Verdict.REVOKED:
        raise kind.revoked(f"the token is {kind.title} that was revoked")
    raise kind.in_doubt(f"the token is {kind.title} that was revoked, or issued just after that")


@functools.cache
def _is_signed() -> Callable[[bytes, bytes, Key], bool]:
    from .signature import is_signed  # 70 ms of an import, for those who check tokens only

    return is_signed
