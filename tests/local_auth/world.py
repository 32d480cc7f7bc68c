"""A project that signs session JWTs, a server that counts requests for its keys, and a client for both."""

from __future__ import annotations

import asyncio
import base64
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any, TypeAlias

import attrs
import jwt
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from aiostytch import B2BClient, Clock, Headers, LocalAuth, RawResponse, VerifiedSession
from aiostytch.wire import Request

NOW = 1_795_431_015
PROJECT = "project-test-1"
SESSION, ORGANIZATION = "https://stytch.com/session", "https://stytch.com/organization"
FACTOR = {
    "type": "magic_link",
    "delivery_method": "email",
    "last_authenticated_at": "2026-11-23T10:00:00Z",
    "email_factor": {"email_id": "email-test-1", "email_address": "ada@example.com"},
}
KEYS: Mapping[str, RSAPrivateKey] = {kid: generate_private_key(65537, 2048) for kid in ("k1", "k2", "stranger")}


def segment(content: bytes | Mapping[str, Any]) -> str:
    """Encode a segment of a token."""
    if not isinstance(content, bytes):
        content = json.dumps(content).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def claims(**changes: Any) -> dict[str, Any]:
    """Create the claims of a valid session JWT; None omits a claim."""
    made = {
        "iss": f"stytch.com/{PROJECT}",
        "aud": [PROJECT],
        "sub": "member-test-1",
        "exp": NOW + 300,
        "iat": NOW,
        "nbf": NOW,
        SESSION: {
            "id": "session-test-1",
            "started_at": "2026-11-23T10:00:00Z",
            "last_accessed_at": "2026-11-23T11:00:00Z",
            "expires_at": "2026-11-23T20:00:00Z",
            "authentication_factors": [FACTOR],
            "roles": ["stytch_member", "editor"],
        },
        ORGANIZATION: {"organization_id": "organization-test-1", "slug": "acme"},
    }
    return {name: value for name, value in {**made, **changes}.items() if value is not None}


def m2m_claims(**changes: Any) -> dict[str, Any]:
    """Create the claims of a valid M2M token; None omits a claim."""
    made = {
        "iss": f"stytch.com/{PROJECT}",
        "aud": [PROJECT],
        "sub": "m2m-client-test-1",
        "exp": NOW + 3600,
        "iat": NOW,
        "nbf": NOW,
        "scope": "read:documents write:*",
    }
    return {name: value for name, value in {**made, **changes}.items() if value is not None}


def access_claims(**changes: Any) -> dict[str, Any]:
    """Create the claims of a valid access token; None omits a claim."""
    made = {
        **m2m_claims(),
        "sub": "member-test-1",
        "scope": "openid documents:read",
        "client_id": "connected-app-test-1",
        "jti": "token-1",
        ORGANIZATION: {"organization_id": "organization-test-1", "slug": "acme"},
    }
    return {name: value for name, value in {**made, **changes}.items() if value is not None}


def id_claims(**changes: Any) -> dict[str, Any]:
    """Create the claims of an ID token, which is for the app; None omits a claim."""
    made = {
        **m2m_claims(scope=None),
        "sub": "member-test-1",
        "aud": ["connected-app-test-1"],
        "email": "ada@example.com",
    }
    return {name: value for name, value in {**made, **changes}.items() if value is not None}


def sign_raw(payload: bytes, *, kid: str = "k1", header: bytes | Mapping[str, Any] | None = None) -> str:
    """Sign any bytes with any header."""
    signed = f"{segment({'alg': 'RS256', 'kid': kid, 'typ': 'JWT'} if header is None else header)}.{segment(payload)}"
    key = KEYS.get(kid, KEYS["stranger"])
    algorithm = jwt.get_algorithm_by_name("RS256")
    return f"{signed}.{segment(algorithm.sign(signed.encode(), key))}"


def sign(said: Mapping[str, Any] | None = None, *, kid: str = "k1", **header: Any) -> str:
    """Sign claims, by default those of a valid session. `header` adds to the default header."""
    payload = json.dumps(claims() if said is None else said).encode()
    return sign_raw(payload, kid=kid, header={"alg": "RS256", "kid": kid, "typ": "JWT", **header})


def jwk(name: str, /, **changes: Any) -> dict[str, Any]:
    """Publish a key; None omits a member."""
    numbers = KEYS[name].public_key().public_numbers()
    made = {
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "key_ops": ["verify"],
        "kid": name,
        "x5c": [],
        "x5tS256": "",
        "n": segment(numbers.n.to_bytes(256, "big")),
        "e": "AQAB",
    }
    return {name: value for name, value in {**made, **changes}.items() if value is not None}


def jwks(*kids: str) -> bytes:
    """Return the response of the API with these keys."""
    return json.dumps({"keys": [jwk(kid) for kid in kids], "request_id": "r-1", "status_code": 200}).encode()


def response(content: bytes, status: int = 200) -> RawResponse:
    return RawResponse(status_code=status, headers=Headers(), content=content)


MEMBER_SESSION = {
    "member_session_id": "session-test-1",
    "member_id": "member-test-1",
    "started_at": "2026-11-23T10:00:00Z",
    "last_accessed_at": "2026-11-23T11:00:00Z",
    "expires_at": "2026-11-23T20:00:00Z",
    "authentication_factors": [FACTOR],
    "organization_id": "organization-test-1",
    "roles": ["stytch_member"],
    "organization_slug": "acme",
    "custom_claims": {"plan": "remote"},
}
AUTHENTICATED = json.dumps(
    {"member_session": MEMBER_SESSION, "session_jwt": "fresh", "request_id": "r-2", "status_code": 200}
).encode()


def role(name: str, **permissions: str) -> dict[str, Any]:
    """Return a role of a policy: the actions of each resource, separated by spaces."""
    granted = [{"resource_id": resource, "actions": actions.split()} for resource, actions in permissions.items()]
    return {"role_id": name, "description": "", "permissions": granted}


def scope(name: str, **permissions: str) -> dict[str, Any]:
    """Return a scope of a policy: the actions of each resource, separated by spaces."""
    return {"scope": name, "description": "", "permissions": role(name, **permissions)["permissions"]}


def project_policy(*roles: Mapping[str, Any], scopes: Any = ()) -> bytes:
    """Return the response of the API with the policy of the project."""
    return json.dumps({"policy": {"roles": roles, "resources": [], "scopes": scopes}, "status_code": 200}).encode()


def organization_policy(*roles: Mapping[str, Any]) -> bytes:
    """Return the response of the API with the policy of an organization."""
    return json.dumps({"org_policy": {"roles": roles}, "status_code": 200}).encode()


Served: TypeAlias = bytes | RawResponse | Exception | None
"""A response: bytes, a `RawResponse`, an exception, or None to hang."""


@attrs.define
class World:
    """A transport that serves keys, policies and sessions, and an injected clock.

    `oauth` is the response of the OAuth endpoints, `session` that of calls about sessions, `sessions` that for single
    ones by their JWTs. `organizations` are the policies of organizations by id; others have one without roles.
    `fetches` counts the requests for keys, `policy_fetches` those for policies, with "" for the project. `held` delays
    all responses until it is set. Without `suspends`, responses come without a step of the event loop.
    """

    keys: Served = attrs.field(factory=lambda: jwks("k1"))
    project: Served = attrs.field(factory=lambda: project_policy(role("editor", documents="read write")))
    organizations: dict[str, Served] = attrs.field(factory=dict)
    policy_fetches: Counter[str] = attrs.field(factory=Counter)
    session: Served = attrs.field(factory=lambda: response(AUTHENTICATED))
    sessions: dict[str, Served] = attrs.field(factory=dict)
    oauth: Served = None
    now: float = NOW
    elapsed: float = 0.0
    fetches: int = 0
    requests: list[Request] = attrs.field(factory=list)
    held: asyncio.Event | None = None
    suspends: bool = True

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        if self.suspends:
            await asyncio.sleep(0)
        if "/jwks/" in request.url:
            self.fetches += 1
            await self._hold()
            return await _serve(self.keys)
        _, policy, organization = request.url.partition("/rbac/")
        if policy:
            _, _, name = organization.partition("organizations/")
            self.policy_fetches[name] += 1
            await self._hold()
            return await _serve(self.organizations.get(name, organization_policy()) if name else self.project)
        self.requests.append(request)
        await self._hold()
        if "/oauth2/" in request.url:
            return await _serve(self.oauth)
        named = json.loads(request.content or b"{}").get("session_jwt", "")
        return await _serve(self.sessions.get(named, self.session))

    async def _hold(self) -> None:
        if self.held is not None:
            await self.held.wait()

    async def aclose(self) -> None:
        pass

    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        self.elapsed += seconds

    def client(self, project: str = PROJECT, auth: LocalAuth | None = None, **settings: Any) -> B2BClient:
        clock = Clock(monotonic=lambda: self.elapsed, now=lambda: self.now)
        return B2BClient(project, "secret", transport=self, clock=clock, local_auth=auth, **settings)

    async def verify(self, token: Any, **arguments: Any) -> VerifiedSession[Any]:
        """Verify with a client that has not fetched anything yet."""
        return await self.client().sessions.authenticate_jwt_local(token, **arguments)


async def _serve(served: Served) -> RawResponse:
    match served:
        case None:
            await asyncio.Event().wait()
            raise AssertionError
        case Exception():
            raise served
        case bytes():
            return response(served)
        case found:
            return msgspec.structs.replace(found)


@pytest.fixture
def world() -> World:
    return World()


def patience(fault: Any, **settings: Any) -> LocalAuth:
    """Return settings with a short timeout if no response is to come (the fault None)."""
    return LocalAuth(fetch_deadline=5.0 if fault is not None else 0.25, **settings)
