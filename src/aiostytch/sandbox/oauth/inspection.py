"""Introspection (RFC 7662), revocation (RFC 7009) and userinfo (OpenID Connect Core 1.0, section 5.3)."""

from __future__ import annotations

from ..contract.json_values import JSONObject
from ..crypto import jwts
from ..store.apps import AppToken, ConnectedApp
from ..store.state import State
from . import claims, redemption
from .errors import OAuthError, invalid_grant
from .issuers import Issuer

_INACTIVE: JSONObject = {"active": False}


def introspect(state: State, issuer: Issuer, app: ConnectedApp, token: str) -> JSONObject:
    """Return the introspection of a token: only `active: false` unless it is valid and belongs to the app."""
    access = redemption.find_access_token(state, token)
    found = access or redemption.find_refresh_token(state, token)
    if found is None or found.app_id != app.id or (found.value and found.is_spent):
        return _INACTIVE
    token_claims = jwts.read(state, token) if access else _of_refresh_token(state, issuer, found)
    return {**(token_claims or {}), "active": True, "token_type": "access_token" if access else "refresh_token"}


def _of_refresh_token(state: State, issuer: Issuer, token: AppToken) -> JSONObject:
    return {
        **claims.organization_claim(state, state.members[token.member_id]),
        "sub": token.member_id,
        "client_id": token.app_id,
        "scope": " ".join(token.scopes),
        "aud": [state.project_id],
        "iss": issuer.name,
        "iat": int(token.issued_at.timestamp()),
        "nbf": int(token.issued_at.timestamp()),
        "exp": int(token.expires_at.timestamp()),
    }


def revoke(state: State, app: ConnectedApp, token: str) -> None:
    """Revoke a token of an app. An unknown token is ignored (RFC 7009, section 2.2).

    Raises:
        OAuthError: the token belongs to another app.
    """
    found = redemption.find_access_token(state, token) or redemption.find_refresh_token(state, token)
    if found is None:
        return
    if found.app_id != app.id:
        raise invalid_grant("The token belongs to another client.")
    redemption.revoke(state, found)


def userinfo(state: State, authorization: str) -> JSONObject:
    """Return the claims about the member of the access token in an Authorization header.

    Raises:
        OAuthError: the access token is missing or invalid (RFC 6750, section 3).
    """
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() != "bearer" or not value.strip():
        raise OAuthError("invalid_token", "An access token is missing.", 401, {"WWW-Authenticate": "Bearer"})
    token = redemption.find_access_token(state, value.strip())
    if token is None:
        challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        raise OAuthError("invalid_token", "The access token is invalid.", 401, challenge)
    member = state.members[token.member_id]
    return {"sub": member.id, **claims.of_member(member, token.scopes)}
