"""The tokens that a simulated provider issues for its own API. That API does not exist."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from ..store.records import ProviderTokens
from ..store.state import State

_LIFETIME = datetime.timedelta(hours=1)


def issue(state: State, claims: Mapping[str, Any], scopes: Iterable[str]) -> ProviderTokens:
    """Issue tokens with these claims."""
    import jwt  # imported on first use, for logins at providers

    now = state.now()
    times = {"iat": int(now.timestamp()), "exp": int((now + _LIFETIME).timestamp())}
    return ProviderTokens(
        access_token=state.new_secret(),
        refresh_token=state.new_secret(),
        # The provider publishes no keys, so nobody can verify the signature.
        id_token=jwt.encode({**claims, **times}, state.new_secret(), "HS256"),
        expires_at=now + _LIFETIME,
        scopes=tuple(scopes),
    )


def issue_non_expiring(state: State, scopes: Iterable[str]) -> ProviderTokens:
    """Return an access token that does not expire. Some providers issue only this one."""
    return ProviderTokens(access_token=state.new_secret(), scopes=tuple(scopes))


def refresh(state: State, tokens: ProviderTokens) -> ProviderTokens:
    """Return tokens with a valid access token, a new one if necessary."""
    if tokens.expires_at is None or state.now() < tokens.expires_at:
        return tokens
    return attrs.evolve(tokens, access_token=state.new_secret(), expires_at=state.now() + _LIFETIME)


def seconds_left(state: State, tokens: ProviderTokens) -> int:
    """Return the seconds until an access token expires, 0 if it does not expire."""
    return int((tokens.expires_at - state.now()).total_seconds()) if tokens.expires_at else 0
