"""Revocations by calls. Pure functions of the arguments and the response of a call.

According to the documentation, three calls that reset a password end sessions. It does not say so about
`passwords.discovery.email.reset`, nor about deleted phone numbers, TOTPs and passwords.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

import msgspec

from .revocations import ALL_TOKENS, DOUBT, SESSION_TOKENS, Revocation, final, so_far, subject


class Done(msgspec.Struct, frozen=True):
    """A successful call.

    Attributes:
        given: its arguments by their wire names.
        response: its response.
        session_id: the session of the opaque token in the arguments, "" if it is unknown.
        at: when it returned, in seconds since 1970.
    """

    given: Mapping[str, Any]
    response: object
    session_id: str
    at: float

    def __repr__(self) -> str:
        return "<Done>"  # arguments can contain secrets

    def text(self, name: str) -> str:
        """Return an argument, "" if it was omitted."""
        value = self.given.get(name)
        return value if isinstance(value, str) else ""

    def id(self, name: str) -> str:
        """Return the ID in the response, since the argument may be a slug or an external ID."""
        return _text(self.response, name) or self.text(name)


Rule: TypeAlias = Callable[[Done], Iterable[Revocation]]


def _sessions_revoked(done: Done) -> Iterable[Revocation]:
    session_id = done.text("member_session_id") or done.session_id or session_of_jwt(done.text("session_jwt"))
    if session_id:
        yield final(subject("session", session_id), done.at, SESSION_TOKENS)
    if member_id := done.text("member_id"):
        yield so_far(subject("sessions", member_id), done.at, SESSION_TOKENS, doubt=DOUBT)


def _password_reset(done: Done) -> Iterable[Revocation]:
    """All sessions of the member end, except the new one, or the one that was used for the reset."""
    if member_id := _text(done.response, "member_id"):
        kept = session_id_of(done.response)
        but = subject("session", kept) if kept else b""
        yield so_far(subject("sessions", member_id), done.at, SESSION_TOKENS, doubt=DOUBT, but=but)


def _member_deleted(done: Done) -> Iterable[Revocation]:
    yield so_far(subject("member", done.id("member_id")), done.at, ALL_TOKENS)  # it can be reactivated


def _organization_deleted(done: Done) -> Iterable[Revocation]:
    yield final(subject("organization", done.id("organization_id")), done.at, ALL_TOKENS)


def _grant_revoked(done: Done) -> Iterable[Revocation]:
    yield so_far(subject("grant", done.text("member_id"), done.text("connected_app_id")), done.at, ALL_TOKENS)


def _app_deleted(done: Done) -> Iterable[Revocation]:
    yield so_far(subject("app", done.id("client_id")), done.at, ALL_TOKENS)


def _m2m_client_deleted(done: Done) -> Iterable[Revocation]:
    yield so_far(subject("m2m", done.id("client_id")), done.at, ALL_TOKENS)  # another client may get its ID


def _m2m_client_updated(done: Done) -> Iterable[Revocation]:
    if done.given.get("status") == "inactive":
        yield so_far(subject("m2m", done.text("client_id")), done.at, ALL_TOKENS)


RULES: Mapping[str, Rule] = {
    "sessions.revoke": _sessions_revoked,
    "passwords.email.reset": _password_reset,
    "passwords.existing_password.reset": _password_reset,
    "passwords.sessions.reset": _password_reset,
    "organizations.members.delete": _member_deleted,
    "organizations.delete": _organization_deleted,
    "organizations.members.connected_apps.revoke": _grant_revoked,
    "connected_app.clients.delete": _app_deleted,
    "m2m.clients.delete": _m2m_client_deleted,
    "m2m.clients.update": _m2m_client_updated,
}
"""By the paths of calls."""


class _SessionClaim(msgspec.Struct):
    id: str


class _Claims(msgspec.Struct):
    session: _SessionClaim = msgspec.field(name="https://stytch.com/session")


_claims = msgspec.json.Decoder(_Claims)


def session_of_jwt(session_jwt: str) -> str:
    """Return the ID of the session in a JWT that the API has accepted, or ""."""
    try:
        payload = base64.urlsafe_b64decode(f"{session_jwt.split('.')[1]}==")
        return _claims.decode(payload).session.id
    except (IndexError, ValueError, msgspec.MsgspecError, RecursionError):
        return ""


def session_id_of(response: object) -> str:
    """Return the ID of the session in a response, or ""."""
    return _text(getattr(response, "member_session", None), "member_session_id")


def _text(value: object, name: str) -> str:
    found = getattr(value, name, "")  # a response outside the specification can hold anything
    return found if isinstance(found, str) else ""
