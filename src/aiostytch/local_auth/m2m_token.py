"""M2M tokens, with which a program acts for itself."""

from __future__ import annotations

import datetime
from typing import Any, Generic, TypeVar

import msgspec

from ..errors import NotAnM2MTokenError
from ..fleet.revocations import subject
from .claims import ORGANIZATION, SESSION, STANDARD, Claims
from .kind import Kind, ReadFactors, to_datetime

C = TypeVar("C")


class VerifiedClient(msgspec.Struct, Generic[C], frozen=True, kw_only=True):
    """An M2M client with a verified token.

    Attributes:
        client_id: the client's ID.
        scopes: the scopes of the token, in its order.
        issued_at: when the token was issued.
        expires_at: when it expires.
        custom_claims: the claims of the project's template, decoded to the caller's type; by default a dict.
    """

    client_id: str
    scopes: tuple[str, ...]
    issued_at: datetime.datetime
    expires_at: datetime.datetime
    custom_claims: C


class _M2MClaims(Claims, frozen=True, kw_only=True):
    scope: str | None = None


def _read(claims: _M2MClaims, custom: bytes, _: ReadFactors) -> VerifiedClient[bytes]:
    return VerifiedClient(
        client_id=claims.sub,
        scopes=tuple((claims.scope or "").split()),
        issued_at=to_datetime(claims.iat),
        expires_at=to_datetime(claims.exp),
        custom_claims=custom,
    )


def _subjects(client: VerifiedClient[Any]) -> tuple[bytes, ...]:
    return (subject("m2m", client.client_id),)


KIND = Kind(
    name="m2m",
    title="an M2M token",
    needs=frozenset({"scope"}),
    subject="m2m-client-",
    lacks=frozenset({SESSION, ORGANIZATION, "client_id", "nonce", "at_hash", "c_hash"}),
    lacks_subjects=("member-", "user-", "connected-app-"),
    decoder=msgspec.json.Decoder(_M2MClaims),
    reserved=STANDARD | {"scope"},
    read=_read,
    subjects=_subjects,
    refusal=NotAnM2MTokenError,
)
"""A client without scopes may get a token without `scope`; a client with your own ID is recognized by that claim."""
