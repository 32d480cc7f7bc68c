"""Logs members in without the steps of a login, for tests of what comes after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs
import msgspec

from ..auth import sessions
from ..auth.factors import email_proof, make_factor
from ..entities import members, organizations
from ..store.records import Member, Organization
from ..store.state import State

if TYPE_CHECKING:
    import aiostytch.models.sessions

_FIRST: Mapping[str, str] = {"organization_name": "Acme", "organization_slug": "acme"}
"""The organization that is created if there is none yet."""


@attrs.frozen(kw_only=True, repr=False)
class Login:
    """A logged-in member.

    Attributes:
        response (aiostytch.models.sessions.AuthenticateResponse): the session, the member and the organization, in the
            form of `client.sessions.authenticate`.
    """

    response: aiostytch.models.sessions.AuthenticateResponse

    @property
    def member_id(self) -> str:
        """The ID of the member."""
        return self.response.member.member_id

    @property
    def organization_id(self) -> str:
        """The ID of the organization."""
        return self.response.organization.organization_id

    @property
    def session_token(self) -> str:
        """The session token."""
        return self.response.session_token

    @property
    def session_jwt(self) -> str:
        """The session JWT. It expires after five minutes of the sandbox's clock."""
        return self.response.session_jwt

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a request to your service: the session JWT as a bearer token."""
        return {"Authorization": f"Bearer {self.session_jwt}"}

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies of a browser, with the names that Stytch's frontend SDKs and the middleware use."""
        return {"stytch_session": self.session_token, "stytch_session_jwt": self.session_jwt}

    def __repr__(self) -> str:
        return f"<Login of {self.member_id}>"


def log_in(
    state: State, email: str, *, organization: str = "", roles: Sequence[str] | None = None, **session: Any
) -> Login:
    """Start a session of a member. Member and organization are created if necessary; see `Sandbox.login`.

    Raises:
        RefusedError: the organization or a role does not exist, or the address is invalid.
    """
    from ...models.sessions import AuthenticateResponse  # imports many other models

    member = _active_member(state, _organization(state, email, organization), email, roles)
    factor = make_factor(state, email_proof(member.email, "magic_link"), member.email)
    sessions.check_arguments(session)
    fields = sessions.response(state, sessions.start(state, member, session, (factor,)))
    content = msgspec.json.encode({**fields, "request_id": state.new_id("request-id"), "status_code": 200})
    return Login(response=msgspec.json.decode(content, type=AuthenticateResponse))


def _organization(state: State, email: str, name: str) -> Organization:
    """Return the organization with a name; by default that of the member, or the first one, or a new one."""
    if name:
        return state.organization(name)
    known = list(state.organizations)
    ours = (each for each in known if state.member_by_email(each, email))
    return next(ours, None) or next(iter(known), None) or organizations.create(state, _FIRST)


def _active_member(state: State, organization: Organization, email: str, roles: Sequence[str] | None) -> Member:
    member = state.member_by_email(organization, email)
    if member is None:
        member = members.create(state, organization, email, {}, status="active")
    given = {} if roles is None else {"roles": list(roles)}
    changes = members.attributes_from(state, organization.id, given, member)
    return members.update(state, member, **changes, status="active", email_verified=True)
