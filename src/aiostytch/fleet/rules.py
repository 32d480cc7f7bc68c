"""Derives revocations from calls. Pure functions of the arguments and the response of a call.

According to Stytch's documentation, three calls that reset a password revoke sessions. It does not say so about
`passwords.discovery.email.reset`, nor about the deletion of phone numbers, TOTPs and passwords.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

import msgspec

from .revocations import ALL_TOKENS, CLOCK_TOLERANCE, SESSION_TOKENS, Revocation, revoke_all, revoke_issued, subject


class CompletedCall(msgspec.Struct, frozen=True):
    """A successful call.

    Attributes:
        given: the arguments, by their wire names.
        response: the response.
        session_id: the session of the opaque token in the arguments, "" if it is unknown.
        at: when the call returned, in seconds since 1970.
    """

    given: Mapping[str, Any]
    response: object
    session_id: str
    at: float

    def __repr__(self) -> str:
        return "<CompletedCall>"  # arguments can contain secrets

    def text(self, name: str) -> str:
        """Return an argument, "" if it was omitted."""
        value = self.given.get(name)
        return value if isinstance(value, str) else ""

    def id(self, name: str) -> str:
        """Return the ID in the response, otherwise the argument, which may be a slug or an external ID."""
        return _text(self.response, name) or self.text(name)


Rule: TypeAlias = Callable[[CompletedCall], Iterable[Revocation]]


def _sessions_revoked(done: CompletedCall) -> Iterable[Revocation]:
    session_id = done.text("member_session_id") or done.session_id or session_of_jwt(done.text("session_jwt"))
    if session_id:
        yield revoke_all(subject("session", session_id), done.at, SESSION_TOKENS)
    if member_id := done.text("member_id"):
        yield revoke_issued(subject("sessions", member_id), done.at, SESSION_TOKENS, tolerance=CLOCK_TOLERANCE)


def _password_reset(done: CompletedCall) -> Iterable[Revocation]:
    """Yield the revocation of all sessions of the member, except the one in the response."""
    if member_id := _text(done.response, "member_id"):
        kept = session_id_of(done.response)
        exempt = subject("session", kept) if kept else b""
        sessions = subject("sessions", member_id)
        yield revoke_issued(sessions, done.at, SESSION_TOKENS, tolerance=CLOCK_TOLERANCE, exempt=exempt)


def _member_deleted(done: CompletedCall) -> Iterable[Revocation]:
    yield revoke_issued(subject("member", done.id("member_id")), done.at, ALL_TOKENS)  # a member can be reactivated


def _organization_deleted(done: CompletedCall) -> Iterable[Revocation]:
    yield revoke_all(subject("organization", done.id("organization_id")), done.at, ALL_TOKENS)


def _grant_revoked(done: CompletedCall) -> Iterable[Revocation]:
    yield revoke_issued(subject("grant", done.text("member_id"), done.text("connected_app_id")), done.at, ALL_TOKENS)


def _app_deleted(done: CompletedCall) -> Iterable[Revocation]:
    yield revoke_issued(subject("app", done.id("client_id")), done.at, ALL_TOKENS)


def _m2m_client_deleted(done: CompletedCall) -> Iterable[Revocation]:
    yield revoke_issued(subject("m2m", done.id("client_id")), done.at, ALL_TOKENS)  # a new client may have the same ID


def _m2m_client_updated(done: CompletedCall) -> Iterable[Revocation]:
    if done.given.get("status") == "inactive":
        yield revoke_issued(subject("m2m", done.text("client_id")), done.at, ALL_TOKENS)


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
"""The rules, by call path."""


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
    found = getattr(value, name, "")  # a response that violates the specification can have any type
    return found if isinstance(found, str) else ""
