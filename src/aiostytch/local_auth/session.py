"""A session that was verified locally or by the API."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import msgspec

from ..models.sessions import AuthenticateResponse, AuthenticationFactor

C = TypeVar("C")


class VerifiedSession(msgspec.Struct, Generic[C], frozen=True, kw_only=True):
    """A verified session of a member.

    Attributes:
        member_session_id: the session's ID.
        member_id: the member's ID.
        organization_id: the ID of the organization that the session is for.
        organization_slug: its slug, None if the token does not contain it.
        roles: the names of the session's roles.
        authentication_factors: the member's factors; shared with other calls about the same token.
        started_at: when the session began.
        last_accessed_at: when it was last used, according to its JWT.
        expires_at: when it expires unless it is extended.
        custom_claims: the claims that your application added, decoded to the caller's type; by default a dict.
        issued_at: when the JWT was issued, None if the API verified the session.
        token_expires_at: when the JWT expires, None if the API verified the session.
        response: the response of the API, with a fresh JWT; None without a call.
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
        """Return the fields for rich and the repr: all except the response."""
        return [(name, getattr(self, name)) for name in self.__struct_fields__ if name != "response"]

    def __repr__(self) -> str:
        return f"VerifiedSession({', '.join(f'{name}={value!r}' for name, value in self.__rich_repr__())})"
