"""Local verification of tokens: new ones, known ones, their permissions, and a thousand at once.

The tokens of a probe are the lines of a file. The first token warms up caches and is not measured.
"""

import asyncio
import base64
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

PROJECT, ORGANIZATION = "project-test-1", "organization-test"
ROLES = PERMISSIONS = 50
SCOPE = "read:documents"

Clock: TypeAlias = Callable[[], float]
Verify: TypeAlias = Callable[[str], Awaitable[Any]]

CLOCKS = {"cpu": time.process_time, "wall": time.perf_counter}


def bare(tokens: str, jwks: str, count: int, clock: str) -> float:
    """Return the seconds to check only the signature of a token."""
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
    from cryptography.hazmat.primitives.hashes import SHA256

    modulus = int.from_bytes(_bytes(json.loads(Path(jwks).read_bytes())["keys"][0]["n"]), "big")
    public = RSAPublicNumbers(65537, modulus).public_key()
    parts = [token.rpartition(".") for token in read(tokens, count)]
    checks = [(_bytes(signature), signed.encode()) for signed, _, signature in parts]
    padding, digest, now = PKCS1v15(), SHA256(), CLOCKS[clock]
    started = now()
    for signature, signed in checks:
        public.verify(signature, signed, padding, digest)
    return (now() - started) / len(checks)


def new(tokens: str, jwks: str, count: int, clock: str, kind: str = "session") -> float:
    """Return the seconds to verify a new token."""
    return asyncio.run(_new(read(tokens, count), jwks, CLOCKS[clock], kind))


def official(base_url: str, tokens: str, count: int, clock: str, kind: str = "session") -> float:
    """Return the seconds to verify a token with the official SDK, which fetches the keys from a server."""
    return asyncio.run(_official(base_url, read(tokens, count), CLOCKS[clock], kind))


def seen(tokens: str, jwks: str, count: int, clock: str, kind: str = "session") -> float:
    """Return the seconds to verify a known token."""
    return asyncio.run(_seen(read(tokens, count), jwks, CLOCKS[clock], kind))


def scope(tokens: str, jwks: str, count: int, clock: str) -> float:
    """Return the seconds to authorize by a scope of an access token."""
    return asyncio.run(_scope(read(tokens, 1)[0], jwks, count, CLOCKS[clock]))


def handed_out(count: int, clock: str) -> float:
    """Return the seconds to get a cached token from a token source."""
    return asyncio.run(_handed_out(count, CLOCKS[clock]))


def permission(tokens: str, jwks: str, count: int, clock: str) -> float:
    """Return the seconds to authorize by the last permission of the policy."""
    return asyncio.run(_permission(read(tokens, 1)[0], jwks, count, CLOCKS[clock]))


def held(tokens: str, jwks: str, count: int) -> float:
    """Return the longest iteration of the event loop during concurrent verifications, in seconds of thread time."""
    return asyncio.run(_held(read(tokens, count), jwks, time.thread_time))


def read(tokens: str, count: int) -> list[str]:
    """Return the first tokens of a file."""
    with Path(tokens).open() as lines:
        return [line.rstrip() for line in islice(lines, count)]


def client(jwks: str, **settings: int) -> Any:
    """Return a client with keys, and with a policy of `ROLES` roles with `PERMISSIONS` permissions each."""
    from aiostytch import B2BClient, LocalAuth

    from .instant import Instant

    keys = json.loads(Path(jwks).read_bytes())
    bodies = {True: _response(org_policy=_roles(2, 2)), False: _response(policy=_project_policy())}
    policies = Instant(lambda request: bodies["organizations" in request.template])
    return B2BClient(PROJECT, "secret", transport=policies, local_auth=LocalAuth(jwks=keys, **settings))


def _roles(roles: int, permissions: int) -> dict[str, Any]:
    granted = [{"resource_id": f"resource-{number}", "actions": ["read", "write"]} for number in range(permissions)]
    return {"roles": [{"role_id": f"role-{n}", "description": "", "permissions": granted} for n in range(roles)]}


def _project_policy() -> dict[str, Any]:
    permissions = [{"resource_id": "documents", "actions": ["read"]}]
    scopes = [{"scope": SCOPE, "description": "", "permissions": permissions}]
    return {**_roles(ROLES, PERMISSIONS), "resources": [], "scopes": scopes}


def _response(**policy: dict[str, Any]) -> bytes:
    return json.dumps({**policy, "request_id": "r", "status_code": 200}).encode()


def _bytes(segment: str) -> bytes:
    return base64.urlsafe_b64decode(f"{segment}==")


async def _each(verify: Verify, tokens: Sequence[str], clock: Clock) -> float:
    started = clock()
    for token in tokens:
        await verify(token)
    return (clock() - started) / len(tokens)


def _verification(calls: Any, kind: str) -> Verify:
    """Return the call that verifies tokens of a kind."""
    found: Verify = {
        "session": lambda: calls.sessions.authenticate_jwt_local,
        "m2m": lambda: calls.m2m.authenticate_token,
        "access_token": lambda: calls.idp.introspect_access_token_local,
    }[kind]()
    return found


async def _new(tokens: Sequence[str], jwks: str, clock: Clock, kind: str) -> float:
    async with client(jwks) as calls:
        verify = _verification(calls, kind)
        await verify(tokens[0])
        return await _each(verify, tokens[1:], clock)


async def _official(base_url: str, tokens: Sequence[str], clock: Clock, kind: str) -> float:
    import stytch

    async with stytch.B2BClient(PROJECT, "secret", environment=f"{base_url}/") as calls:
        verify = _official_verification(calls, kind)
        if await verify(tokens[0]) is None:  # the first verification also fetches the keys
            raise AssertionError("the token was not accepted")
        return await _each(verify, tokens[1:], clock)


def _official_verification(calls: Any, kind: str) -> Verify:
    async def introspect(token: str) -> Any:
        return calls.idp.introspect_access_token_local(token)  # has no async variant

    found: Verify = {
        "session": calls.sessions.authenticate_jwt_local_async,
        "m2m": calls.m2m.authenticate_token_async,
        "access_token": introspect,
    }[kind]
    return found


async def _seen(tokens: Sequence[str], jwks: str, clock: Clock, kind: str) -> float:
    async with client(jwks) as calls:
        verify = _verification(calls, kind)
        await _each(verify, tokens, clock)
        return await _each(verify, tokens, clock)


async def _scope(token: str, jwks: str, count: int, clock: Clock) -> float:
    from aiostytch import AuthorizationCheck

    async with client(jwks) as calls:
        access = await calls.idp.introspect_access_token_local(token)
        check = AuthorizationCheck(f"{ORGANIZATION}-0", "documents", "read")
        return await _authorization(calls, access, check, count, clock)


async def _handed_out(count: int, clock: Clock) -> float:
    from aiostytch import B2BClient

    from .instant import Instant

    body = json.dumps({"access_token": "a token", "token_type": "bearer", "expires_in": 3600}).encode()
    async with B2BClient(PROJECT, "secret", transport=Instant(lambda request: body)) as calls:
        source = calls.m2m.token_source("m2m-client-test-1", "a secret")
        await source.token()
        started = clock()
        for _ in range(count):
            await source.token()
        return (clock() - started) / count


async def _permission(token: str, jwks: str, count: int, clock: Clock) -> float:
    from aiostytch import AuthorizationCheck

    async with client(jwks) as calls:
        session = await calls.sessions.authenticate_jwt_local(token)
        check = AuthorizationCheck(f"{ORGANIZATION}-0", f"resource-{PERMISSIONS - 1}", "write")
        return await _authorization(calls, session, check, count, clock)


async def _authorization(calls: Any, verified: Any, check: Any, count: int, clock: Clock) -> float:
    """Return the seconds of an authorization. The first one also fetches the policies."""
    authorize = calls.rbac.authorize
    await authorize(verified, check)
    started = clock()
    for _ in range(count):
        await authorize(verified, check)
    return (clock() - started) / count


async def _held(tokens: Sequence[str], jwks: str, clock: Clock) -> float:
    async with client(jwks) as calls:
        verify = calls.sessions.authenticate_jwt_local
        await verify(tokens[0])
        done = asyncio.gather(*(verify(token) for token in tokens[1:]))
        rounds = _Rounds(clock)
        await done
        rounds.stop()
        return rounds.longest


class _Rounds:
    """Records the longest iteration of the event loop until it is stopped."""

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
