"""Keys and policies over sockets: many concurrent callers, and one request for each, counted by the server."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping

import pytest

from aiostytch import AuthorizationCheck, B2BClient, BadSignatureError, UnknownKeyError
from tests.local_auth.world import NOW, PROJECT, SESSION, claims, jwks, organization_policy, project_policy, role, sign
from tests.transports.servers import Behaviour, Connection, Server, response, target

ORGANIZATION = "organization-test-1"
SERVED: Mapping[str, bytes] = {
    f"/v1/b2b/sessions/jwks/{PROJECT}": jwks("k1"),
    "/v1/b2b/rbac/policy": project_policy(role("editor", documents="read")),
    f"/v1/b2b/rbac/organizations/{ORGANIZATION}": organization_policy(),
}
LASTING = sign(claims(exp=NOW + 10**9, **{SESSION: {**claims()[SESSION], "expires_at": None}}))
READ = AuthorizationCheck(ORGANIZATION, "documents", "read")


def counting(served: Counter[str]) -> Behaviour:
    async def behave(connection: Connection) -> None:
        while True:
            path = target(await connection.receive()).decode()
            served[path] += 1
            await asyncio.sleep(0.05)  # all other callers ask meanwhile
            await connection.send(response(SERVED[path]))

    return behave


@pytest.mark.parametrize("transport", ["httpx", "aiohttp"])
async def test_200_tokens_and_100_checks_on_a_cold_start_cost_one_request_each(
    transport: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    served: Counter[str] = Counter()
    async with (
        Server(counting(served)) as server,
        B2BClient(PROJECT, "secret", base_url=server.url(), transport=transport) as client,
    ):
        verify = client.sessions.authenticate_jwt_local
        sessions = await asyncio.gather(*(verify(LASTING) for _ in range(200)))
        await asyncio.gather(*(client.rbac.authorize(session, READ) for session in sessions[:100]))
        header, payload, _ = LASTING.split(".")
        forged = [f"{header}.{payload}.{'A' * 342}", sign(kid="stranger")] * 50
        refused = await asyncio.gather(*(verify(token) for token in forged), return_exceptions=True)
    assert {type(each) for each in refused} == {BadSignatureError, UnknownKeyError}
    assert served == dict.fromkeys(SERVED, 1)
