"""Verification of a token with a key: first the signature, then the claims. No I/O, no clock."""

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
    """The content of a token. The custom claims of the result are JSON.

    `subjects` caches the subjects whose revocation revokes it. `checked_audience` is the audience of the last
    successful check of issuer and audience; the issuers of a client do not change.
    """

    kind: Kind
    claims: Claims
    times: Times
    result: Any
    subjects: tuple[bytes, ...] | None = None
    checked_audience: str = ""


class Verified(msgspec.Struct, frozen=True):
    """The content of a token, and the key of its signature."""

    key: Key
    content: Content


def verify(token: Token, keys: Iterable[Key], wanted: Sequence[Kind], read_factors: ReadFactors) -> Verified:
    """Check the signature of a token, and decode it. `claims` checks its audience and its times.

    Args:
        token: a token.
        keys: the keys with its key ID.
        wanted: the accepted kinds of tokens.
        read_factors: converts the decoded authentication factors of a session.

    Raises:
        TokenVerificationError: the signature or a claim is invalid.
    """
    is_signed = _is_signed()
    for key in keys:
        if is_signed(token.signed, token.signature, key):
            return Verified(key, read(token.typ, decode_payload(token), wanted, read_factors))
    raise BadSignatureError("the signature of the token does not match")


def read(typ: str, content: bytes, wanted: Sequence[Kind], read_factors: ReadFactors) -> Content:
    """Decode the claims of a trusted token.

    Raises:
        TokenVerificationError: they are not claims of an accepted kind.
    """
    payload = read_payload(content)
    kind = recognize(typ, payload, wanted)
    claims: Claims = read_claims(payload, kind.decoder)
    result: Any = kind.read(claims, payload.custom(kind.reserved), read_factors)
    return Content(kind, payload.claims, _times(claims, result), result)


def _times(claims: Claims, result: Any) -> Times:
    begins = max(claims.nbf, claims.iat)
    if not isinstance(result, VerifiedSession):
        return Times(begins, claims.exp, claims.iat)
    ends = min(claims.exp, result.expires_at.timestamp())
    return Times(begins, ends, claims.iat, result.member_session_id)


def check_revoked(content: Content, known: Revocations) -> None:
    """Check that a token is not revoked.

    Raises:
        TokenVerificationError: it is revoked, or may be revoked.
    """
    subjects = content.subjects
    if subjects is None:
        subjects = content.subjects = content.kind.subjects(content.result)
    verdict = known.verdict(subjects, content.times.issued)
    if verdict is Verdict.VALID:
        return
    kind = content.kind
    if verdict is Verdict.REVOKED:
        raise kind.revoked(f"the token is {kind.title} that is revoked")
    raise kind.in_doubt(f"the token is {kind.title} that may be revoked")


@functools.cache
def _is_signed() -> Callable[[bytes, bytes, Key], bool]:
    from .signature import is_signed  # an import of 70 ms, only for services that verify tokens

    return is_signed
