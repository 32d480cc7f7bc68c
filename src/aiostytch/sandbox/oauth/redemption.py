"""Redemption of codes and tokens.

code              used once; used again, all tokens of its authorization are deleted (RFC 6749, section 4.1.2)
refresh token     of a public app: replaced by a new one; used again, all tokens of its authorization are deleted
(RFC 9700, section 4.14.2; that Stytch deletes all of them is a guess)
of a confidential app: works for another three months
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
        redirect_uri: where the app says that it got the code, None if it need not say.
        verifier: the verifier of the code challenge, "" without one.
        issuer: who issues the tokens.

    Raises:
        OAuthError: the code does not work, or not for this app, this URI and this verifier.
    """
    token = state.tokens.find(TokenKind.AUTHORIZATION_CODE, "", code)
    if token is None or token.expires_at <= state.now() or (app and token.data["client_id"] != app.id):
        raise invalid_grant("The code is unknown, has expired, or is for another client.")
    if token.data["is_used"]:
        _delete_authorization(state, token.id)
        raise invalid_grant("The code was used before: the tokens that it gave are revoked.")
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
        scopes: what the access token is to permit; all that the refresh token does if there are none.
        issuer: who issues the tokens.

    Raises:
        OAuthError: the token does not work, or not for this app; or a scope was not granted.
    """
    token = find_refresh_token(state, value)
    if token is None or token.app_id != app.id:
        raise invalid_grant("The refresh token is unknown, has expired, or is for another client.")
    if token.is_spent:
        _delete_authorization(state, token.authorization_id)
        raise invalid_grant("The refresh token was used before: all that came after it are revoked.")
    member = state.members[token.member_id]
    if not connected_apps.is_allowed(state.organizations[member.organization_id], app):
        raise invalid_grant("The organization does not allow this app any more.")
    authorization = Authorization(
        id=token.authorization_id,
        app=app,
        member=member,
        scopes=narrowed(token.scopes, scopes),
        session_id=token.session_id,
    )
    tokens = issuing.renew(state, issuer, authorization)
    if not app.is_public:
        state.app_tokens.put(attrs.evolve(token, expires_at=state.now() + issuing.REFRESH_LIFETIME))
        return tokens
    state.app_tokens.put(attrs.evolve(token, is_spent=True))
    return attrs.evolve(tokens, refresh_token=issuing.replace(state, token))


def narrowed(granted: tuple[str, ...], asked: tuple[str, ...]) -> tuple[str, ...]:
    """Return the scopes that are asked for, all that were granted if there are none.

    Raises:
        OAuthError: one was not granted.
    """
    if not set(asked) <= set(granted):
        raise invalid_scope("A scope was not granted.")
    return asked or granted


def _delete_authorization(state: State, authorization_id: str) -> None:
    """Delete the tokens of an authorization, though the request is refused."""
    for token in state.app_tokens:
        if token.authorization_id == authorization_id:
            state.app_tokens.delete(token.id)
    state.savepoint()


def find_access_token(state: State, token: str) -> AppToken | None:
    """Return an access token that works, or None."""
    claims = jwts.read(state, token)
    found = state.app_tokens.get(str(claims.get("jti"))) if claims else None
    return found if found and not found.value and state.now() < found.expires_at else None


def find_refresh_token(state: State, value: str) -> AppToken | None:
    """Return a refresh token that has not expired, or None."""
    found = state.app_tokens.find("value", value)
    return found if found and state.now() < found.expires_at else None


def revoke(state: State, token: AppToken) -> None:
    """Revoke a token; with a refresh token, all of its authorization (RFC 7009, section 2.1)."""
    for known in state.app_tokens:
        if known.id == token.id or (token.value and known.authorization_id == token.authorization_id):
            state.app_tokens.delete(known.id)
