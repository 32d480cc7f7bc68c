"""The authorization server responds to any request without a server error."""

from __future__ import annotations

import asyncio
import base64
import json
import random
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from aiostytch.sandbox import PROJECT_ID, Clock, Sandbox

from ..world import CHALLENGE, NOON, POLICY, VERIFIER, CountedIds, make_world
from .apps import CALLBACK

ENDPOINTS = ["authorize", "token", "token", "token", "introspect", "revoke", "userinfo", "register"]
WELL_KNOWN = ["oauth-authorization-server", "openid-configuration", "jwks.json"]
GRANTS = [
    "authorization_code",
    "refresh_token",
    "client_credentials",
    "urn:ietf:params:oauth:grant-type:token-exchange",
    "password",
]
JUNK: list[Any] = [
    "", " ", "a", "é", "\x00", "\ud800", "😀", "a" * 5000, "a.b.c", "..", "eyJhbGciOiJub25lIn0.e30.", "%", "https://[::1",
    "[[[[", None, True, 7, -1, 1.5, 10**400, [], {}, ["a"], {"a": 1}, [[[[]]]], "openid openid", "\u2028",
]  # fmt: skip
HEADERS = ["", "Basic", "Basic !", "Bearer", "Bearer  ", "Bearer é", "Digest a", "basic YTpi", "Basic /////w=="]
TYPES = ["application/json", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data", "", "\xff"]
BODIES = [b"", b"[" * 5000, b"\xff", b"{}", b"[]", b"null", b'"a"']
HOSTS = ["sandbox", "127.0.0.1:7777", "[::1]:80", "", "a b", "é", "a/b", "@", "x" * 300]


class Fuzzer:
    """Sends partly valid requests, and uses the results in the next ones."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.sandbox = Sandbox(clock=Clock(NOON), new_uuid=CountedIds(), policy=POLICY)
        self.statuses: set[int] = set()
        self.redeemed = 0
        self.right: list[dict[str, str]] = []
        self.known: dict[str, list[Any]] = {
            "response_type": ["code"],
            "grant_type": GRANTS,
            "redirect_uri": [CALLBACK],
            "redirect_uris": [[CALLBACK], ["http://127.0.0.1/cb"], ["com.example:/cb"]],
            "code_challenge": [CHALLENGE, ""],
            "code_challenge_method": ["S256"],
            "code_verifier": [VERIFIER],
            "scope": ["openid", "openid email offline_access", "", "profile phone", "write:documents", "full_access"],
            "prompt": ["consent", "none", "login"],
            "state": ["s"],
            "nonce": ["n"],
            "decision": ["allow", "deny"],
            "token_endpoint_auth_method": ["none", "client_secret_basic", "client_secret_post"],
            "subject_token_type": ["urn:ietf:params:oauth:token-type:access_token"],
            "client_id": ["unknown", PROJECT_ID],
            "client_secret": [""],
            "code": [],
            "token": [],
            "member_id": [],
        }
        self.credentials: list[dict[str, str]] = [{}]

    async def prepare(self) -> None:
        client = self.sandbox.client()
        world = await make_world(client)
        self.known["member_id"] += [world.member.member_id, world.deleted_member_id]
        self.known["token"] += [world.session_jwt, world.session_token]
        for client_type in ("first_party", "first_party_public", "third_party", "third_party_public"):
            made = await client.connected_app.clients.create(
                client_type=client_type,
                redirect_urls=[CALLBACK],
                access_token_template_content='{"a": {{ member.rbac.roles }}}',
            )
            self._remember(made.connected_app.client_id, made.connected_app.client_secret or "")
        machine = (await client.m2m.clients.create(scopes=["a", "b"])).m2m_client
        self._remember(machine.client_id, machine.client_secret)
        self._authorize()
        self.sandbox.set_m2m_claims('{"a": {{ request.a }}, "b": "{{ request.nonce }}"}')

    def _remember(self, client_id: str, secret: str) -> None:
        self.known["client_id"].append(client_id)
        self.credentials.append({"client_id": client_id, "client_secret": secret})

    def _authorize(self) -> None:
        """Authorize an app, so that there are always values to use."""
        proof = self.chance.choice(self.credentials[1:5])
        scopes = ["openid", "email", "offline_access"]
        tokens = self.sandbox.apps.authorize(proof["client_id"], member=self.known["member_id"][0], scopes=scopes)
        self.known["token"] += [tokens.access_token, tokens.refresh_token]
        subject = {"subject_token": tokens.access_token, "subject_token_type": self.known["subject_token_type"][0]}
        self.right += [
            {**proof, "grant_type": "refresh_token", "refresh_token": tokens.refresh_token},
            {**proof, "grant_type": GRANTS[3], **subject},
            {**proof, "token": tokens.access_token},
        ]

    async def send(self) -> None:
        """Send a request, and check the response."""
        if self.chance.random() < 0.1:
            self._authorize()
        status, headers, body = await self._exchange(self._scope(), self._body)
        assert status < 500
        self.statuses.add(status)
        content_type = headers.get(b"content-type", b"")
        if b"application/json" in content_type and body:
            self._learn(json.loads(body))
            self.redeemed += status == 200 and b"access_token" in body
        location = headers.get(b"location", b"").decode()
        self.known["code"] += parse_qs(urlsplit(location).query).get("code", [])

    def _learn(self, said: dict[str, Any]) -> None:
        self.known["token"] += [said[name] for name in ("access_token", "refresh_token", "id_token") if name in said]
        if "client_secret_expires_at" in said:
            self._remember(said["client_id"], said["client_secret"])

    def _scope(self) -> dict[str, Any]:
        chance = self.chance
        project = chance.choice(["", "", f"/public/{PROJECT_ID}", f"/public/{PROJECT_ID}", "/public/other"])
        path = f"/v1{project}/oauth2/{chance.choice(ENDPOINTS)}"
        if chance.random() < 0.1:
            path = f"{'/v1' + project if project else ''}/.well-known/{chance.choice([*WELL_KNOWN, 'a', ''])}"
        method = chance.choice(["GET", "POST", "POST", "POST", chance.choice(["PUT", "HEAD", "OPTIONS", "DELETE"])])
        parameters = self._parameters()
        self._body, content_type = self._encoded(parameters) if method == "POST" else (b"", "")
        query = self._form(parameters) if method == "GET" or chance.random() < 0.1 else b""
        host = chance.choice(HOSTS) if chance.random() < 0.2 else HOSTS[0]
        headers = [(b"host", host.encode()), (b"content-type", content_type.encode("latin-1"))]
        if chance.random() < 0.3:
            headers.append((b"authorization", self._authorization().encode()))
        if chance.random() < 0.1:
            headers.append((b"origin", chance.choice(["http://sandbox", "null", "https://evil.example"]).encode()))
        scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query}
        return {**scope, "scheme": "http", "headers": headers, "root_path": "", "server": ("127.0.0.1", 80)}

    def _parameters(self) -> dict[str, Any]:
        chance = self.chance
        names = [name for name in self.known if chance.random() < 0.95]
        if chance.random() < 0.3:
            return {**chance.choice(self.right[-9:]), **(self._junk() if chance.random() < 0.1 else {})}
        chosen = {name: self._value(name) for name in names}
        tokens = {"refresh_token": self._value("token"), "subject_token": self._value("token")}
        proof = chance.choice(self.credentials) if chance.random() < 0.8 else {}
        return {**chosen, **tokens, **proof, **(self._junk() if chance.random() < 0.3 else {})}

    def _junk(self) -> dict[str, Any]:
        names = [*self.known, "resource", "audience", "logo_uri", "é"]
        return {self.chance.choice(names): self.chance.choice(JUNK)}

    def _value(self, name: str) -> Any:
        known = self.known[name][-20:]
        return self.chance.choice(known) if known and self.chance.random() < 0.98 else self.chance.choice(JUNK)

    def _encoded(self, parameters: dict[str, Any]) -> tuple[bytes, str]:
        chance = self.chance
        kind = chance.random()
        if kind < 0.5:
            return self._form(parameters), TYPES[1]
        if kind < 0.9:
            return json.dumps(parameters).encode(), TYPES[0]
        return chance.choice([*BODIES, chance.randbytes(50)]), chance.choice(TYPES)

    def _form(self, parameters: dict[str, Any]) -> bytes:
        pairs = [(name, value) for name, value in parameters.items() if value is not None]
        if pairs and self.chance.random() < 0.05:
            pairs.append(self.chance.choice(pairs))
        return urlencode(pairs, errors="replace", encoding="utf-8").encode()

    def _authorization(self) -> str:
        chance = self.chance
        if chance.random() < 0.4:
            return f"Bearer {self._value('token')}".encode("ascii", "replace").decode()
        proof = chance.choice(self.credentials)
        pair = f"{proof.get('client_id', '')}:{proof.get('client_secret', '')}"
        return chance.choice([f"Basic {base64.b64encode(pair.encode()).decode()}", *HEADERS])

    async def _exchange(self, scope: dict[str, Any], content: bytes) -> tuple[int, dict[bytes, bytes], bytes]:
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": content, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.sandbox(scope, receive, send)
        start, *parts = sent
        return start["status"], dict(start["headers"]), b"".join(part.get("body", b"") for part in parts)


async def fuzz(seed: int, count: int) -> Fuzzer:
    fuzzer = Fuzzer(seed)
    await fuzzer.prepare()
    for _ in range(count):
        await fuzzer.send()
    return fuzzer


async def test_nothing_is_a_server_error() -> None:
    fuzzer = await fuzz(1, 600)
    assert {200, 201, 303, 400, 401, 404, 405} <= fuzzer.statuses
    assert fuzzer.redeemed > 20


@pytest.mark.release
@pytest.mark.parametrize("seed", range(10))
def test_nothing_in_20_000_requests_is_a_server_error(seed: int) -> None:
    asyncio.run(fuzz(100 + seed, 2_000))
