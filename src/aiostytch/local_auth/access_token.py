"""Access tokens of Connected Apps: an app acts for a member."""

from __future__ import annotations

import datetime
from typing import Any, Generic, TypeVar

import msgspec

from ..errors import NotAnAccessTokenError
from ..fleet.revocations import subject
from .claims import ORGANIZATION, SESSION, STANDARD, Claims, Name, OrganizationClaim
from .kind import Kind, ReadFactors, Shape, to_datetime

C = TypeVar("C")


class VerifiedAccess(msgspec.Struct, Generic[C], frozen=True, kw_only=True):
    """The access of a Connected App that acts for a member.

    Attributes:
        member_id: the member.
        organization_id: the member's organization, None if the token does not contain it.
        organization_slug: its slug, None if the token does not contain it.
        client_id: the client ID of the app.
        scopes: the scopes that the member has granted, in the token's order.
        audience: the audience of the token: the project, and the app's custom audience if it has one.
        issuer: the issuer of the token.
        token_id: the token's ID, "" without one.
        issued_at: when the token was issued.
        expires_at: when it expires.
        custom_claims: the claims of the app's template, decoded to the caller's type; by default a dict.
    """

    member_id: str
    organization_id: str | None
    organization_slug: str | None
    client_id: str
    scopes: tuple[str, ...]
    audience: tuple[str, ...]
    issuer: str
    token_id: str
    issued_at: datetime.datetime
    expires_at: datetime.datetime
    custom_claims: C


class _AccessClaims(Claims, frozen=True, kw_only=True):
    client_id: Name
    scope: str | None = None
    jti: str | None = None
    organization: OrganizationClaim | None = msgspec.field(name=ORGANIZATION, default=None)


def _read(claims: _AccessClaims, custom: bytes, _: ReadFactors) -> VerifiedAccess[bytes]:
    organization = claims.organization
    return VerifiedAccess(
        member_id=claims.sub,
        organization_id=organization.organization_id if organization else None,
        organization_slug=organization.slug if organization else None,
        client_id=claims.client_id,
        scopes=tuple((claims.scope or "").split()),
        audience=claims.audience,
        issuer=claims.iss,
        token_id=claims.jti or "",
        issued_at=to_datetime(claims.iat),
        expires_at=to_datetime(claims.exp),
        custom_claims=custom,
    )


def _subjects(access: VerifiedAccess[Any]) -> tuple[bytes, ...]:
    return (
        subject("grant", access.member_id, access.client_id),
        subject("app", access.client_id),
        subject("member", access.member_id),
        subject("organization", access.organization_id or ""),
    )


KIND = Kind(
    name="access_token",
    title="an access token",
    types=frozenset({"JWT", "AT+JWT", "APPLICATION/AT+JWT"}),  # RFC 9068, section 2.1
    needs=frozenset({"client_id"}),
    lacks=frozenset({SESSION, "nonce", "at_hash", "c_hash"}),
    decoder=msgspec.json.Decoder(_AccessClaims),
    reserved=STANDARD | {"client_id", "scope", ORGANIZATION},
    read=_read,
    subjects=_subjects,
    accepts_audience=True,
    refusal=NotAnAccessTokenError,
)
ID_TOKEN = Shape(name="id_token", title="an ID token", lacks=frozenset({SESSION}), lacks_subjects=("m2m-client-",))
"""An app gets an ID token with its access token, to identify the member. It grants no access, and has no special claim:
a token for a member that is not of another kind is an ID token."""
OPAQUE = Shape(name="opaque", title="opaque, such as a refresh token, an authorization code or a session token")
