"""Session JWTs checked in this process: new ones, those seen before, what they permit, and a thousand at once."""

import asyncio
import base64
import json
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import partial
from typing import Any

import attrs
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

from aiostytch import AuthorizationCheck, B2BClient, LocalAuth
from aiostytch.wire import Headers, RawResponse, Request

from .server import serving
from .timing import Candidate, Measurement, measure, summarize, verdict

PROJECT = "project-test-1"
ORGANIZATION = "organization-test-1"
ROLES = PERMISSIONS = 50
AT_ONCE = 1000
TO_RSA, TO_OFFICIAL, SEEN, PERMISSION, HELD = 3.5, 0.25, 8e-6, 5e-6, 5e-3
"""The targets: two ratios, and seconds."""

_KEY = generate_private_key(65537, 2048)
_PUBLIC = _KEY.public_key()


def _segment(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _jwks() -> dict[str, Any]:
    modulus = _segment(_PUBLIC.public_numbers().n.to_bytes(256, "big"))
    key = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "k1", "n": modulus, "e": "AQAB"}
    return {"keys": [{**key, "key_ops": ["verify"], "x5c": [], "x5tS256": ""}], "request_id": "r", "status_code": 200}


def _token(number: int) -> str:
    now = int(time.time())
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
    claims = {
        "iss": f"stytch.com/{PROJECT}",
        "aud": [PROJECT],
        "sub": f"member-test-{number}",
        "exp": now + 100_000,
        "iat": now,
        "nbf": now,
        "https://stytch.com/session": session,
        "https://stytch.com/organization": {"organization_id": ORGANIZATION, "slug": "acme"},
        "plan": "pro",
    }
    header = json.dumps({"alg": "RS256", "kid": "k1", "typ": "JWT"})
    signed = f"{_segment(header.encode())}.{_segment(json.dumps(claims).encode())}"
    return f"{signed}.{_segment(_KEY.sign(signed.encode(), PKCS1v15(), SHA256()))}"


class _Policies:
    """A transport that answers policies, the project's with so many permissions in each of so many roles."""

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        permissions = [
            {"resource_id": f"resource-{number}", "actions": ["read", "write"]} for number in range(PERMISSIONS)
        ]
        roles = [{"role_id": f"role-{n}", "description": "", "permissions": permissions} for n in range(ROLES)]
        content = {"policy": {"roles": roles, "resources": [], "scopes": []}, "org_policy": {"roles": []}}
        content |= {"request_id": "r", "status_code": 200}
        return RawResponse(status_code=200, headers=Headers(), content=json.dumps(content).encode())

    async def aclose(self) -> None:
        pass


def _client() -> B2BClient:
    return B2BClient(PROJECT, "secret", transport=_Policies(), local_auth=LocalAuth(jwks=_jwks()))


Clock = Callable[[], float]
Verify = Callable[[str], Awaitable[Any]]


def _bare(tokens: Sequence[str], clock: Clock) -> float:
    """Check signatures and nothing else."""
    parts = [token.rpartition(".") for token in tokens]
    checks = [(base64.urlsafe_b64decode(f"{signature}=="), signed.encode()) for signed, _, signature in parts]
    padding, digest = PKCS1v15(), SHA256()
    started = clock()
    for signature, signed in checks:
        _PUBLIC.verify(signature, signed, padding, digest)
    return (clock() - started) / len(tokens)


async def _each(verify: Verify, tokens: Sequence[str], clock: Clock) -> float:
    started = clock()
    for token in tokens:
        await verify(token)
    return (clock() - started) / len(tokens)


async def _ours(tokens: Sequence[str], clock: Clock) -> float:
    async with _client() as client:
        await client.sessions.authenticate_jwt_local(_token(-1))
        return await _each(client.sessions.authenticate_jwt_local, tokens, clock)


async def _official(base_url: str, tokens: Sequence[str], clock: Clock) -> float:
    import stytch

    client = stytch.B2BClient(PROJECT, "secret", environment=f"{base_url}/")
    verify = client.sessions.authenticate_jwt_local_async
    if await verify(tokens[0]) is None:  # which also fetches the keys
        raise AssertionError("the token was not accepted")
    return await _each(verify, tokens, clock)


async def _seen(tokens: Sequence[str], clock: Clock) -> float:
    async with _client() as client:
        await _each(client.sessions.authenticate_jwt_local, tokens, clock)
        return await _each(client.sessions.authenticate_jwt_local, tokens, clock)


async def _permission(check: AuthorizationCheck, clock: Clock) -> float:
    async with _client() as client:
        session = await client.sessions.authenticate_jwt_local(_token(-1))
        authorize = client.rbac.authorize
        await authorize(session, check)
        started = clock()
        for _ in range(1000):
            await authorize(session, check)
        return (clock() - started) / 1000


class _Rounds:
    """Notes how long each round of the event loop takes, until it is stopped."""

    def __init__(self, clock: Clock) -> None:
        self.longest = 0.0
        self._clock = clock
        self._last = clock()
        self._next = asyncio.get_running_loop().call_soon(self._tick)

    def _tick(self) -> None:
        now = self._clock()
        self.longest = max(self.longest, now - self._last)
        self._last = now
        self._next = asyncio.get_running_loop().call_soon(self._tick)

    def stop(self) -> None:
        self._next.cancel()


async def _held(tokens: Sequence[str], clock: Clock) -> float:
    """Return the longest round of the event loop while all tokens are checked at once."""
    async with _client() as client:
        verify = client.sessions.authenticate_jwt_local
        await verify(_token(-1))
        done = asyncio.gather(*(verify(token) for token in tokens))
        rounds = _Rounds(clock)
        await done
        rounds.stop()
        return rounds.longest


def _compared(title: str, peer: Candidate, ours: Callable[[], float], target: float, *, quick: bool) -> Measurement:
    measured = measure(title, [Candidate("aiostytch", ours), peer], rounds=21, quick=quick)
    if peer.name in measured.missing:
        return measured
    ratio = summarize(measured.ratios(peer.name)).median
    return attrs.evolve(measured, notes=[verdict(ratio, target, f"x {peer.name}")])


def _alone(title: str, sample: Callable[[], float], target: float, unit: str, *, quick: bool) -> Measurement:
    measured = measure(title, [Candidate("aiostytch", sample)], rounds=21, quick=quick)
    return attrs.evolve(measured, notes=[verdict(summarize(measured.samples["aiostytch"]).median, target, unit)])


def _sample(measured: Callable[..., Coroutine[Any, Any, float]], *arguments: Any) -> Callable[[], float]:
    return lambda: asyncio.run(measured(*arguments))


def run(*, quick: bool) -> list[Measurement]:
    """Measure verification and authorization in this process."""
    cpu, wall = time.process_time, time.perf_counter
    tokens = [_token(number) for number in range(10 if quick else AT_ONCE)]
    some = tokens[:200]
    granted = AuthorizationCheck(ORGANIZATION, f"resource-{PERMISSIONS - 1}", "write")
    new, at_once = "A session JWT not seen before", f"{len(tokens)} new JWTs at once: longest round of the event loop"
    permission = f"A permission, in {ROLES} roles with {PERMISSIONS} permissions each, CPU time"
    compared, alone = partial(_compared, quick=quick), partial(_alone, quick=quick)
    with serving(json.dumps(_jwks()).encode()) as base_url:
        bare = Candidate("cryptography's verify", partial(_bare, some, cpu))
        official = Candidate("stytch", _sample(_official, base_url, some, wall), needs="stytch")
        return [
            compared(f"{new}, CPU time", bare, _sample(_ours, some, cpu), TO_RSA),
            compared(f"{new}, wall time", official, _sample(_ours, some, wall), TO_OFFICIAL),
            alone("A session JWT seen before, CPU time", _sample(_seen, some, cpu), SEEN, "µs"),
            alone(permission, _sample(_permission, granted, cpu), PERMISSION, "µs"),
            alone(at_once, _sample(_held, tokens, time.thread_time), HELD, "ms"),
        ]
