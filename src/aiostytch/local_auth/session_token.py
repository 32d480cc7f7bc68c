"""Session JWTs."""

from __future__ import annotations

from typing import Any

import msgspec

from ..errors import NotASessionTokenError, PossiblyRevokedError, SessionRevokedError
from ..fleet.revocations import subject
from ..model import Timestamp
from .claims import ORGANIZATION, SESSION, STANDARD, Claims, Name, OrganizationClaim
from .kind import Kind, ReadFactors, to_datetime
from .session import VerifiedSession


class _SessionClaim(msgspec.Struct, frozen=True):
    id: Name
    started_at: Timestamp
    last_accessed_at: Timestamp
    expires_at: Timestamp | None = None
    authentication_factors: list[Any] | None = None
    roles: tuple[str, ...] | None = None


class _SessionClaims(Claims, frozen=True, kw_only=True):
    session: _SessionClaim = msgspec.field(name=SESSION)
    organization: OrganizationClaim = msgspec.field(name=ORGANIZATION)


def _read(claims: _SessionClaims, custom: bytes, read_factors: ReadFactors) -> VerifiedSession[bytes]:
    session, organization = claims.session, claims.organization
    token_expires_at = to_datetime(claims.exp)
    return VerifiedSession(
        member_session_id=session.id,
        member_id=claims.sub,
        organization_id=organization.organization_id,
        organization_slug=organization.slug,
        roles=session.roles or (),
        authentication_factors=read_factors(session.authentication_factors or []),
        started_at=session.started_at,
        last_accessed_at=session.last_accessed_at,
        expires_at=session.expires_at or token_expires_at,
        custom_claims=custom,
        issued_at=to_datetime(claims.iat),
        token_expires_at=token_expires_at,
    )


def _subjects(session: VerifiedSession[Any]) -> tuple[bytes, ...]:
    return (
        subject("session", session.member_session_id),
        subject("sessions", session.member_id),
        subject("member", session.member_id),
        subject("organization", session.organization_id),
    )


KIND = Kind(
    name="session",
    title="a session JWT",
    needs=frozenset({SESSION, ORGANIZATION}),
    decoder=msgspec.json.Decoder(_SessionClaims),
    reserved=STANDARD | {SESSION, ORGANIZATION},
    read=_read,
    subjects=_subjects,
    refusal=NotASessionTokenError,
    revoked=SessionRevokedError,
    in_doubt=PossiblyRevokedError,
)
"""A custom claim of a session can have any name, even of a claim of another kind, so no other claim decides."""
