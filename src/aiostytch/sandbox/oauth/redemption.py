"""Redemption of codes and tokens.

A code is single-use. Its second use revokes all tokens of the authorization (RFC 6749, section 4.1.2).

The use of a refresh token depends on the app. For a public app, a new refresh token replaces it, and its second use
revokes all tokens of the authorization (RFC 9700, section 4.14.2; a guess for Stytch). For a confidential app, the use
extends it by three months.
"""

from __future__ import annotations

import attrs

from ..auth import pkce
from ..auth.tokens import TokenKind
from ..contract.errors import RefusedError
from ..crypto import jwts
from ..entities import connected_apps
from ..store.apps import AppToken, ConnectedApp
from ..store.records import Token
from ..store.state import State
from . import issuing
from .errors import invalid_grant, invalid_scope
from .issuing import AppTokens, Authorization


def redeem_code(
    state: State,
    code: str,
    *,
    app: ConnectedApp | None = None,
    redirect_uri: str | None,
    verifier: str,
    issuer: str,
) -> AppTokens:
    """Exchange an authorization code for tokens.

    Args:
        state: the state.
        code: the code.
        app: the app that sends the code; None skips the check.
        redirect_uri: the redirect URI that the app sends; None skips the check.
        verifier: the PKCE code verifier, "" without one.
        issuer: the issuer of the tokens.

    Raises:
        OAuthError: the code is invalid, or the app, the URI or the verifier does not match it.
    """
    token = state.tokens.find(TokenKind.AUTHORIZATION_CODE, "", code)
    if token is None or token.expires_at <= state.now() or (app and token.data["client_id"] != app.id):
        raise invalid_grant("The code is unknown, has expired, or is for another client.")
    if token.data["is_used"]:
        _delete_authorization(state, token.id)
        raise invalid_grant("The code was already used. Its tokens are revoked.")
    if redirect_uri not in {None, token.data["redirect_uri"]}:
        raise invalid_grant("redirect_uri is not that of the authorization request.")
    try:
        pkce.verify(token.data["challenge"], verifier)
    except RefusedError as refusal:
        raise invalid_grant(refusal.error_message) from None
    state.tokens.put(attrs.evolve(token, data={**token.data, "is_used": True}))
    return issuing.issue(state, issuer, _authorization(state, token))


def _authorization(state: State, token: Token) -> Authorization:
    return Authorization(
        id=token.id,
        app=state.connected_apps[token.data["client_id"]],
        member=state.members[token.member_id],
        scopes=tuple(token.data["scopes"]),
        session_id=token.data["session_id"],
        nonce=token.data["nonce"],
    )


def refresh(state: State, app: ConnectedApp, value: str, scopes: tuple[str, ...], *, issuer: str) -> AppTokens:
    """Exchange a refresh token for tokens.

    Args:
        state: the state.
        app: the app that sends the token.
        value: the token.
        scopes: the scopes of the new access token; empty for all scopes of the refresh token.
        issuer: the issuer of the tokens.

    Raises:
        OAuthError: the token is invalid or belongs to another app, or a scope was not granted.
    """
    token = find_refresh_token(state, value)
    if token is None or token.app_id != app.id:
        raise invalid_grant("The refresh token is unknown, has expired, or is for another client.")
    if token.is_spent:
        _delete_authorization(state, token.authorization_id)
        raise invalid_grant("The refresh token was already used. All tokens of the authorization are revoked.")
    member = state.members[token.member_id]
    if not connected_apps.is_allowed(state.organizations[member.organization_id], app):
        raise invalid_grant("The organization no longer allows this app.")
    authorization = Authorization(
        id=token.authorization_id,
        app=app,
        member=member,
        scopes=narrow_scopes(token.scopes, scopes),
        session_id=token.session_id,
    )
    tokens = issuing.renew(state, issuer, authorization)
    if not app.is_public:
        state.app_tokens.put(attrs.evolve(token, expires_at=state.now() + issuing.REFRESH_LIFETIME))
        return tokens
    state.app_tokens.put(attrs.evolve(token, is_spent=True))
    return attrs.evolve(tokens, refresh_token=issuing.replace(state, token))


def narrow_scopes(granted: tuple[str, ...], requested: tuple[str, ...]) -> tuple[str, ...]:
    """Return the requested scopes, or all granted ones if none are requested.

    Raises:
        OAuthError: a requested scope was not granted.
    """
    if not set(requested) <= set(granted):
        raise invalid_scope("A scope was not granted.")
    return requested or granted


def _delete_authorization(state: State, authorization_id: str) -> None:
    """Delete the tokens of an authorization. A savepoint keeps this although the request fails."""
    for token in state.app_tokens:
        if token.authorization_id == authorization_id:
            state.app_tokens.delete(token.id)
    state.savepoint()


def find_access_token(state: State, token: str) -> AppToken | None:
    """Return a valid access token, or None."""
    claims = jwts.read(state, token)
    found = state.app_tokens.get(str(claims.get("jti"))) if claims else None
    return found if found and not found.value and state.now() < found.expires_at else None


def find_refresh_token(state: State, value: str) -> AppToken | None:
    """Return a refresh token that has not expired, or None."""
    found = state.app_tokens.find("value", value)
    return found if found and state.now() < found.expires_at else None


def revoke(state: State, token: AppToken) -> None:
    """Revoke an access token, or all tokens of the authorization of a refresh token (RFC 7009, section 2.1)."""
    for known in state.app_tokens:
        if known.id == token.id or (token.value and known.authorization_id == token.authorization_id):
            state.app_tokens.delete(known.id)
