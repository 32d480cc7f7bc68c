"""Session JWTs, signed with RS256 for five minutes; and the keys that sign them."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping, Sequence
from typing import Any, cast

import attrs
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from ..contract.errors import RefusedError, bad_request
from ..contract.json_values import JSONObject
from ..store.records import SigningKey
from ..store.state import State

ALGORITHM = "RS256"
LIFETIME = datetime.timedelta(minutes=5)
PUBLICATION = datetime.timedelta(days=30)
"""How long a key stays published after it was replaced."""
SESSION, ORGANIZATION = "https://stytch.com/session", "https://stytch.com/organization"


def sign(state: State, claims: Mapping[str, Any]) -> str:
    """Return a JWT of this project with these claims, valid for five minutes."""
    key = _current(state)
    now = state.now()
    times = {"iat": _seconds(now), "nbf": _seconds(now), "exp": _seconds(now + LIFETIME)}
    addressed = {"aud": [state.project_id], "iss": f"stytch.com/{state.project_id}"}
    return jwt.encode({**claims, **addressed, **times}, _private(key.pem), ALGORITHM, headers={"kid": key.id})


def read(state: State, token: str) -> JSONObject:
    """Return the claims of a JWT of this project, which may have expired.

    Raises:
        RefusedError: it is not a JWT of this project.
    """
    try:
        claims: JSONObject = jwt.decode(
            token,
            _private(_key_of(state, token).pem).public_key(),
            [ALGORITHM],
            audience=state.project_id,
            options={"verify_exp": False, "verify_nbf": False, "verify_iat": False},
        )
    except jwt.PyJWTError:
        raise _unknown_jwt() from None
    return claims


def _key_of(state: State, token: str) -> SigningKey:
    kid = jwt.get_unverified_header(token).get("kid")
    key = state.keys.get(str(kid))
    if key is None:
        raise _unknown_jwt()
    return key


def _unknown_jwt() -> RefusedError:
    return bad_request("unable_to_parse_session_jwt", "The JWT is not one of this project.")


def public_keys(state: State) -> Sequence[JSONObject]:
    """Return the public keys as JWKs (RFC 7517): the current one, and those that were replaced recently."""
    current = _current(state)
    return [_jwk(key) for key in state.keys if key == current or _is_published(state, key)]


def rotate(state: State) -> None:
    """Sign with a new key from now on. Older keys stay published for a month."""
    current = _current(state)
    state.keys.put(attrs.evolve(current, retired_at=state.now()))
    state.keys.put(_new_key(state, _generate()))


def _current(state: State) -> SigningKey:
    for key in state.keys:
        if key.retired_at is None:
            return key
    key = _new_key(state, _process_key())
    state.keys.put(key)
    return key


def _new_key(state: State, pem: str) -> SigningKey:
    return SigningKey(number=state.next_number(), id=state.new_id("jwk"), pem=pem)


def _is_published(state: State, key: SigningKey) -> bool:
    return key.retired_at is not None and state.now() < key.retired_at + PUBLICATION


def _jwk(key: SigningKey) -> JSONObject:
    public: JSONObject = RSAAlgorithm.to_jwk(_private(key.pem).public_key(), as_dict=True)
    return {**public, "kid": key.id, "alg": ALGORITHM, "use": "sig", "x5c": [], "x5tS256": ""}


@functools.cache
def _process_key() -> str:
    """Return the first key of all sandboxes in this process: generating one takes longer than most tests."""
    return _generate()


def _generate() -> str:
    key = rsa.generate_private_key(65537, 2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


@functools.lru_cache(maxsize=32)
def _private(pem: str) -> rsa.RSAPrivateKey:
    return cast("rsa.RSAPrivateKey", serialization.load_pem_private_key(pem.encode(), password=None))


def _seconds(moment: datetime.datetime) -> int:
    return int(moment.timestamp())
