"""Keys, and session JWTs signed with them."""

import base64
import json
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Any

import attrs
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from .probes.local_auth import ORGANIZATION, PROJECT, ROLES, SCOPE

_CHUNK = 1000
"""Tokens per batch. Several batches are signed in a pool of processes."""


@attrs.frozen
class Signed:
    """Tokens, the n-th for a member of the n-th organization, and the keys to verify them, as JSON."""

    tokens: Sequence[str]
    jwks: bytes


def sign(count: int, kind: str = "session") -> Signed:
    """Return `count` tokens of a kind, signed with a new key, on all cores if there are many."""
    key = generate_private_key(65537, 2048)
    numbers = [range(start, min(start + _CHUNK, count)) for start in range(0, count, _CHUNK)]
    signer = partial(
        _sign, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), int(time.time()), kind
    )
    modulus = _segment(key.public_key().public_numbers().n.to_bytes(256, "big"))
    if len(numbers) == 1:
        return Signed(signer(numbers[0]), _jwks(modulus))
    with ProcessPoolExecutor(mp_context=get_context("forkserver")) as processes:
        chunks = processes.map(signer, numbers)
        return Signed([token for chunk in chunks for token in chunk], _jwks(modulus))


def _jwks(modulus: str) -> bytes:
    key = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "k1", "n": modulus, "e": "AQAB"}
    keys = [{**key, "key_ops": ["verify"], "x5c": [], "x5tS256": ""}]
    return json.dumps({"keys": keys, "request_id": "r", "status_code": 200}).encode()


def _sign(pem: bytes, now: int, kind: str, numbers: Sequence[int]) -> list[str]:
    key: Any = load_pem_private_key(pem, None)
    header = _segment(json.dumps({"alg": "RS256", "kid": "k1", "typ": "JWT"}).encode())
    unsigned = [f"{header}.{_segment(json.dumps(_CLAIMS[kind](number, now)).encode())}" for number in numbers]
    return [f"{each}.{_segment(key.sign(each.encode(), PKCS1v15(), SHA256()))}" for each in unsigned]


def _session(number: int, now: int) -> dict[str, Any]:
    factor = {
        "type": "magic_link",
        "delivery_method": "email",
        "last_authenticated_at": "2026-11-23T10:00:00Z",
        "email_factor": {"email_id": f"email-test-{number}", "email_address": "ada@example.com"},
    }
    session = {
        "id": f"session-test-{number}",
        "started_at": "2026-11-23T10:00:00Z",
        "last_accessed_at": "2026-11-23T11:00:00Z",
        "expires_at": "2099-11-23T20:00:00Z",
        "authentication_factors": [factor],
        "roles": ["stytch_member", f"role-{ROLES - 1}"],
    }
    member = {**_standard(now, f"member-test-{number}"), **_organization(number)}
    return {**member, "https://stytch.com/session": session, "plan": "pro"}


def _m2m(number: int, now: int) -> dict[str, Any]:
    return {**_standard(now, f"m2m-client-test-{number}"), "scope": f"{SCOPE} write:*", "plan": "pro"}


def _access(number: int, now: int) -> dict[str, Any]:
    app = {"client_id": "connected-app-test-1", "jti": f"token-{number}", "scope": f"openid {SCOPE}"}
    return {**_standard(now, f"member-test-{number}"), **_organization(number), **app}


def _standard(now: int, subject: str) -> dict[str, Any]:
    times = {"exp": now + 100_000, "iat": now, "nbf": now}
    return {"iss": f"stytch.com/{PROJECT}", "aud": [PROJECT], "sub": subject, **times}


def _organization(number: int) -> dict[str, Any]:
    return {
        "https://stytch.com/organization": {"organization_id": f"{ORGANIZATION}-{number}", "slug": f"acme-{number}"}
    }


_CLAIMS = {"session": _session, "m2m": _m2m, "access_token": _access}


def _segment(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
