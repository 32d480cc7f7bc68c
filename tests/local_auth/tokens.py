"""Tokens: long-lived valid ones, forged ones, and one of each kind."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from .world import KEYS, NOW, access_claims, claims, id_claims, m2m_claims, segment, sign


def strangers() -> Iterator[str]:
    """Create forged tokens, each with its own key id. Only their headers differ."""
    _, payload, signature = sign().split(".")
    for number in itertools.count():
        yield f"{segment({'alg': 'RS256', 'kid': f'random-{number}'})}.{payload}.{signature}"


def long_lived(kid: str = "k1", *, exp: int = NOW + 10**6) -> str:
    session = {**claims()["https://stytch.com/session"], "expires_at": None}
    return sign(claims(exp=exp, **{"https://stytch.com/session": session}), kid=kid)


GOOD = {kid: long_lived(kid) for kid in KEYS}

REFRESH_TOKEN = "DOYoip3rvIMMW5SAItzuqJtWKdx4zhAcWWKxR14sLAnM"
TOKENS: dict[str, str] = {
    "session": sign(),
    "m2m": sign(m2m_claims()),
    "access_token": sign(access_claims()),
    "id_token": sign(id_claims()),
    "opaque": REFRESH_TOKEN,
}
