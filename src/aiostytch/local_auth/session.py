"""A session that was verified, in this process or by the API: one type for both."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import msgspec

from ..models.sessions import AuthenticateResponse, AuthenticationFactor

C = TypeVar("C")


class VerifiedSession(msgspec.Struct, Generic[C], frozen=True, kw_only=True):
    """A session of a member whose JWT was verified.

    Attributes:
        member_session_id: the session's id.
        member_id: the member's id.
        organization_id: the id of the organization that the session is for.
        organization_slug: its slug, None where the token does not say it.
        roles: the names of the session's roles.
        authentication_factors: what the member has proved; shared with other calls about the same token.
        started_at: when the session began.
        last_accessed_at: when it was last used, as far as its JWT tells.
        expires_at: when it ends unless it is extended.
        custom_claims: the claims that your application added, of the type that the caller gave; else a dict of its own.
        issued_at: when the JWT was issued, None where the API verified the session.
        token_expires_at: when the JWT expires, None where the API verified the session.
        response: all that the API answered, a fresh JWT included, None where the API was not asked.
    """

    member_session_id: str
    member_id: str
    organization_id: str
    organization_slug: str | None
    roles: tuple[str, ...]
    authentication_factors: Sequence[AuthenticationFactor]
    started_at: datetime.datetime
    last_accessed_at: datetime.datetime
    expires_at: datetime.datetime
    custom_claims: C
    issued_at: datetime.datetime | None = None
    token_expires_at: datetime.datetime | None = None
    response: AuthenticateResponse | None = None

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """Return what rich shows, and the repr: all but the response."""
        return [(name, getattr(self, name)) for name in self.__struct_fields__ if name != "response"]

    def __repr__(self) -> str:
        return f"VerifiedSession({', '.join(f'{name}={value!r}' for name, value in self.__rich_repr__())})"
