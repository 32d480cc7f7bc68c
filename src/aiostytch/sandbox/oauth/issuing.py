"""Issues the tokens of an app for a member.

access token     a JWT; the app sets its lifetime
ID token         a JWT, valid for an hour; requires the scope `openid`
refresh token    opaque, valid for three months; requires the scope `offline_access`
"""

from __future__ import annotations

import datetime

import attrs

from ..contract.json_values import JSONObject
from ..crypto import jwts
from ..entities.connected_apps import OFFLINE_ACCESS
from ..store.apps import AppToken, ConnectedApp
from ..store.records import Member
from ..store.state import State
from . import claims

REFRESH_LIFETIME = datetime.timedelta(days=90)
_ID_LIFETIME = datetime.timedelta(hours=1)
_OPENID = "openid"


@attrs.frozen(kw_only=True)
class Authorization:
    """A member's authorization of an app.

    Attributes:
        id: the ID, the same for all its tokens.
        app: the app.
        member: the member.
        scopes: the scopes of the tokens.
        session_id: the session in which the member consented, "" without one.
        nonce: the nonce in the ID token, "" without one.
        ends_at: the latest expiry of access tokens, None if only the app limits it.
    """

    id: str
    app: ConnectedApp
    member: Member
    scopes: tuple[str, ...]
    session_id: str = ""
    nonce: str = ""
    ends_at: datetime.datetime | None = None

    def lifetime(self, now: datetime.datetime) -> datetime.timedelta:
        """Return the lifetime of an access token that is issued now."""
        wanted = datetime.timedelta(minutes=self.app.access_token_expiry_minutes)
        return wanted if self.ends_at is None else min(wanted, self.ends_at - now)


@attrs.frozen(kw_only=True)
class AppTokens:
    """The tokens of an app.

    Attributes:
        access_token: the access token, a JWT.
        expires_in: the lifetime of the access token, in seconds.
        scopes: the scopes of the access token.
        refresh_token: the refresh token, "" without the scope `offline_access`.
        id_token: the ID token, a JWT; "" without the scope `openid`.
    """

    access_token: str = attrs.field(repr=False)
    expires_in: int
    scopes: tuple[str, ...]
    refresh_token: str = attrs.field(default="", repr=False)
    id_token: str = attrs.field(default="", repr=False)

    def to_json(self) -> JSONObject:
        """Return the tokens in the form of the token endpoint (RFC 6749, section 5.1)."""
        optional = {"refresh_token": self.refresh_token, "id_token": self.id_token}
        return {
            "access_token": self.access_token,
            "token_type": "bearer",
            "expires_in": self.expires_in,
            "scope": " ".join(self.scopes),
            **{name: token for name, token in optional.items() if token},
        }


def issue(state: State, issuer: str, authorization: Authorization) -> AppTokens:
    """Issue tokens, including a refresh token if the scopes have `offline_access`."""
    return attrs.evolve(renew(state, issuer, authorization), refresh_token=_refresh_token(state, authorization))


def renew(state: State, issuer: str, authorization: Authorization) -> AppTokens:
    """Issue tokens without a refresh token."""
    return AppTokens(
        access_token=_access_token(state, issuer, authorization),
        expires_in=int(authorization.lifetime(state.now()).total_seconds()),
        scopes=authorization.scopes,
        id_token=_id_token(state, issuer, authorization),
    )


def _access_token(state: State, issuer: str, authorization: Authorization) -> str:
    app, member = authorization.app, authorization.member
    lifetime = authorization.lifetime(state.now())
    token = _save(state, authorization, state.new_secret(), lifetime)
    custom = [app.access_token_custom_audience] if app.access_token_custom_audience else []
    content = {
        **claims.of_template(state, app.access_token_template_content, member),
        **claims.organization_claim(state, member),
        "sub": member.id,
        "client_id": app.id,
        "jti": token.id,
        "scope": " ".join(authorization.scopes),
    }
    return jwts.sign(state, content, issuer=issuer, audience=[state.project_id, *custom], lifetime=lifetime)


def _id_token(state: State, issuer: str, authorization: Authorization) -> str:
    if _OPENID not in authorization.scopes:
        return ""
    app, member = authorization.app, authorization.member
    content = {
        **claims.of_template(state, app.id_token_template_content, member),
        **claims.of_member(member, authorization.scopes),
        "sub": member.id,
        **({"nonce": authorization.nonce} if authorization.nonce else {}),
    }
    return jwts.sign(state, content, issuer=issuer, audience=[app.id], lifetime=_ID_LIFETIME)


def _refresh_token(state: State, authorization: Authorization) -> str:
    if OFFLINE_ACCESS not in authorization.scopes:
        return ""
    token = _save(state, authorization, state.new_id("token"), REFRESH_LIFETIME, value=state.new_secret())
    return token.value


def replace(state: State, token: AppToken) -> str:
    """Return a new refresh token with the scopes of an old one."""
    new = attrs.evolve(
        token,
        number=state.next_number(),
        id=state.new_id("token"),
        value=state.new_secret(),
        issued_at=state.now(),
        expires_at=state.now() + REFRESH_LIFETIME,
    )
    state.put_expiring(state.app_tokens, new)
    return new.value


def _save(
    state: State, authorization: Authorization, token_id: str, lifetime: datetime.timedelta, *, value: str = ""
) -> AppToken:
    token = AppToken(
        number=state.next_number(),
        id=token_id,
        value=value,
        authorization_id=authorization.id,
        app_id=authorization.app.id,
        organization_id=authorization.member.organization_id,
        member_id=authorization.member.id,
        session_id=authorization.session_id,
        scopes=authorization.scopes,
        issued_at=state.now(),
        expires_at=state.now() + lifetime,
    )
    state.put_expiring(state.app_tokens, token)
    return token
