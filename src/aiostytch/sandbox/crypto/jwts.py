"""JWTs that the project signs, with RS256; and the keys that sign them."""

from __future__ import annotations

import datetime
import functools
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from ..contract.errors import bad_request
from ..contract.json_values import JSONObject
from ..store.records import SigningKey
from ..store.state import State

ALGORITHM = "RS256"
SESSION_LIFETIME = datetime.timedelta(minutes=5)
PUBLICATION = datetime.timedelta(days=30)
"""How long a key stays published after it was replaced."""
SESSION, ORGANIZATION = "https://stytch.com/session", "https://stytch.com/organization"


def sign(
    state: State,
    claims: Mapping[str, Any],
    *,
    issuer: str = "",
    audience: Iterable[str] = (),
    lifetime: datetime.timedelta = SESSION_LIFETIME,
) -> str:
    """Return a JWT of this project.

    Args:
        state: the state, for the key and the time.
        claims: the claims, except those about issuer, audience and times.
        issuer: the `iss` claim; by default the project.
        audience: the `aud` claim; by default the project.
        lifetime: how long the JWT is valid.
    """
    from . import rs256

    key = _current(state)
    now = state.now()
    times = {"iat": _seconds(now), "nbf": _seconds(now), "exp": _seconds(now + lifetime)}
    addressed = {"aud": list(audience) or [state.project_id], "iss": issuer or issuer_of(state.project_id)}
    return rs256.encode({**claims, **addressed, **times}, key.pem, key.id)


def issuer_of(project_id: str) -> str:
    """Return the issuer of tokens, unless the project's custom domain issues them."""
    return f"stytch.com/{project_id}"


def read_session_jwt(state: State, token: str) -> JSONObject:
    """Return the claims of a session JWT of this project. The JWT may have expired.

    Raises:
        RefusedError: the token is not a JWT of this project.
    """
    claims = read(state, token)
    if claims is None or state.project_id not in claims["aud"]:
        raise bad_request("unable_to_parse_session_jwt", "The JWT is not one of this project.")
    return claims


def read(state: State, token: str) -> JSONObject | None:
    """Return the claims of a JWT that this project has signed, or None. The JWT may have expired."""
    from . import rs256

    key = state.keys.get(rs256.key_id_of(token))
    return rs256.decode(token, key.pem) if key else None


def public_keys(state: State) -> Sequence[JSONObject]:
    """Return the public keys as JWKs (RFC 7517): the current one, and those that were replaced recently."""
    current = _current(state)
    return [_jwk(key) for key in state.keys if key == current or _is_published(state, key)]


def install(state: State, pem: str) -> None:
    """Sign with a given key from now on. The current key stays published for a month. Equal keys have equal key IDs.

    Raises:
        ValueError: the key is not an RSA private key in PEM with 2048 bits or more.
    """
    from . import rs256

    if not rs256.is_key(pem):
        raise ValueError(f"a signing key must be an RSA private key with {rs256.MIN_BITS} bits or more, in PEM")
    key_id = _key_id(state.project_id, pem.strip())
    for known in state.keys:
        if known.retired_at is None and known.id != key_id:
            state.keys.put(attrs.evolve(known, retired_at=state.now()))
    state.keys.put(SigningKey(number=state.next_number(), id=key_id, pem=pem))


def rotate(state: State) -> None:
    """Sign with a new key from now on. Older keys stay published for a month."""
    from . import rs256

    current = _current(state)
    state.keys.put(attrs.evolve(current, retired_at=state.now()))
    state.keys.put(SigningKey(number=state.next_number(), id=state.new_id("jwk"), pem=rs256.generate()))


def _current(state: State) -> SigningKey:
    for key in state.keys:
        if key.retired_at is None:
            return key
    key = SigningKey(number=state.next_number(), id=_key_id(state.project_id, _process_key()), pem=_process_key())
    state.keys.put(key)
    return key


@functools.lru_cache(maxsize=32)
def _key_id(project_id: str, pem: str) -> str:
    """Return the ID of a key. It depends on the key only, since services cache public keys by ID."""
    return f"jwk-test-{uuid.uuid5(uuid.NAMESPACE_OID, project_id + pem)}"


def _is_published(state: State, key: SigningKey) -> bool:
    return key.retired_at is not None and state.now() < key.retired_at + PUBLICATION


def _jwk(key: SigningKey) -> JSONObject:
    from . import rs256

    public = rs256.public_jwk(key.pem)
    return {**public, "kid": key.id, "alg": ALGORITHM, "use": "sig", "x5c": [], "x5tS256": ""}


@functools.cache
def _process_key() -> str:
    """Return the first key of all sandboxes in this process. Generating one for each sandbox would be slow."""
    from . import rs256

    return rs256.generate()


def _seconds(moment: datetime.datetime) -> int:
    return int(moment.timestamp())
