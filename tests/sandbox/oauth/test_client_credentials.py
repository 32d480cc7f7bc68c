"""M2M clients get tokens for themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from aiostytch import APIError, B2BClient, UnauthorizedError
from aiostytch.sandbox import PROJECT_ID, SECRET, Clock, Sandbox
from aiostytch.sandbox.contract.errors import RefusedError

from ..stages.clients import add_client
from ..world import send
from .http import API, DOMAIN, basic_header, claims, post, refusal

OWN = {"client_id": "my client", "client_secret": "quite a long %41 secret+and odd"}


async def make(client: B2BClient, **more: Any) -> tuple[str, str]:
    made = await add_client(client, **{"scopes": ["read:reports", "write:reports"], **more})
    return made.client_id, made.client_secret


async def test_our_sdk_gets_a_token_and_verifies_it(client: B2BClient, verifier: B2BClient) -> None:
    client_id, secret = await make(client)
    response = await client.m2m.token(client_id, secret)
    assert (response.token_type, response.expires_in) == ("bearer", 3600)
    found = await verifier.m2m.authenticate_token(response.access_token, required_scopes=["read:reports"], leeway=0)
    assert (found.client_id, found.scopes) == (client_id, ("read:reports", "write:reports"))
    assert (found.expires_at - found.issued_at).total_seconds() == 3600
    less = await client.m2m.token(client_id, secret, scopes=["write:reports"])
    assert (await verifier.m2m.authenticate_token(less.access_token)).scopes == ("write:reports",)


async def test_a_client_without_scopes_gets_a_token_without(client: B2BClient) -> None:
    response = await client.m2m.token(*await make(client, scopes=[]))
    assert (await client.m2m.authenticate_token(response.access_token)).scopes == ()


async def test_a_template_takes_claims_from_the_request(client: B2BClient, sandbox: Sandbox) -> None:
    sandbox.set_m2m_claims(
        '{"tenant": {{ request.tenant }}, "no": {{ request.no }}, "sub": "x", "s": {{ request.client_secret }}}'
    )
    response = await client.m2m.token(*await make(client), extra={"tenant": "acme"})
    assert (await client.m2m.authenticate_token(response.access_token)).custom_claims == {"tenant": "acme"}
    with pytest.raises(RefusedError):
        sandbox.set_m2m_claims("[]")


async def test_a_token_source_renews_its_token(client: B2BClient, clock: Clock) -> None:
    source = client.m2m.token_source(*await make(client))
    first = await source.token()
    assert await source.token() == first
    clock.advance(minutes=61)
    second = await source.token()
    assert second != first
    assert (await client.m2m.authenticate_token(second)).client_id


@pytest.mark.parametrize(("base", "issuer"), [(API, f"stytch.com/{PROJECT_ID}"), (DOMAIN, "http://sandbox")])
async def test_the_issuer_is_the_place_where_the_token_comes_from(
    client: B2BClient, sandbox: Sandbox, base: str, issuer: str
) -> None:
    client_id, secret = await make(client)
    response = await post(
        sandbox, "token", base, grant_type="client_credentials", client_id=client_id, client_secret=secret
    )
    said = claims(response.json()["access_token"])
    assert (said["iss"], said["aud"], said["sub"]) == (issuer, [PROJECT_ID], client_id)


async def test_a_secret_comes_in_a_form_in_json_or_in_the_header(client: B2BClient, sandbox: Sandbox) -> None:
    await make(client, **OWN)
    grant = {"grant_type": "client_credentials"}
    in_header = {"basic": (OWN["client_id"], OWN["client_secret"])}
    responses = [
        await post(sandbox, "token", **grant, **OWN),
        await post(sandbox, "token", **grant, **in_header),
        await post(sandbox, "token", **grant, **in_header, client_id=OWN["client_id"]),
        await send(sandbox, "POST", f"{DOMAIN}/token", auth=None, json={**grant, **OWN, "extra": {"a": 1}}),
        await send(sandbox, "POST", f"{DOMAIN}/token", auth=(PROJECT_ID, SECRET), json={**grant, **OWN}),
    ]
    assert {response.status_code for response in responses} == {200}
    assert {claims(response.json()["access_token"])["sub"] for response in responses} == {OWN["client_id"]}
    assert {response.headers["Cache-Control"] for response in responses} == {"no-store"}


CREDENTIALS: list[tuple[int, str, dict[str, Any]]] = [
    (401, "invalid_client", {"client_secret": "wrong"}),
    (401, "invalid_client", {"client_secret": ""}),
    (401, "invalid_client", {"client_id": "unknown"}),
    (401, "invalid_client", {"client_id": ""}),
    (401, "invalid_client", {"client_id": "", "client_secret": "", "basic": (OWN["client_id"], "wrong")}),
    (400, "invalid_request", {"basic": (OWN["client_id"], OWN["client_secret"])}),
    (400, "invalid_request", {"client_secret": "", "client_id": "a", "basic": ("b", "c")}),
    (400, "invalid_request", {"grant_type": ""}),
    (400, "unsupported_grant_type", {"grant_type": "password"}),
    (400, "invalid_scope", {"scope": "read:reports other"}),
    (400, "invalid_request", {"scope": ["read:reports", "write:reports"]}),
]


@pytest.mark.parametrize(("status_code", "error", "given"), CREDENTIALS)
async def test_a_request_has_to_be_right(
    client: B2BClient, sandbox: Sandbox, status_code: int, error: str, given: Mapping[str, Any]
) -> None:
    await make(client, **OWN)
    response = await post(sandbox, "token", **{"grant_type": "client_credentials", **OWN, **given})
    assert refusal(response) == (status_code, error)
    assert ("WWW-Authenticate" in response.headers) is (status_code == 401)


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("application/json", b"[]"),
        ("application/json", b"{"),
        ("application/json", b'{"grant_type": 7}'),
        ("application/json", b'{"client_id": "\\ud800"}'),
        ("application/json", b"[" * 100_000),
        ("text/plain", b"grant_type=client_credentials"),
        ("multipart/form-data; boundary=b", b"--b--"),
        ("application/x-www-form-urlencoded", b"\xff=1"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(101))),
    ],
)
async def test_a_body_has_to_be_readable(sandbox: Sandbox, content_type: str, content: bytes) -> None:
    headers = [("Content-Type", content_type)]
    response = await send(sandbox, "POST", f"{DOMAIN}/token", auth=None, headers=headers, content=content)
    assert refusal(response)[0] in {400, 401}


@pytest.mark.parametrize("header", ["Basic", "Basic !", "Basic YQ==", "Basic /w==", "basic " + "YTpi" * 3])
async def test_a_header_has_to_be_readable(sandbox: Sandbox, header: str) -> None:
    response = await send(
        sandbox, "POST", f"{DOMAIN}/token", auth=None, headers=[("Authorization", header)], data={"grant_type": "x"}
    )
    assert refusal(response) == (401, "invalid_client")


async def test_our_sdk_shows_the_error(client: B2BClient) -> None:
    client_id, secret = await make(client)
    with pytest.raises(UnauthorizedError) as caught:
        await client.m2m.token(client_id, "wrong")
    assert caught.value.error_type == "invalid_client"
    with pytest.raises(APIError) as refused:
        await client.m2m.token(client_id, secret, scopes=["other"])
    assert refused.value.error_type == "invalid_scope"


async def test_an_inactive_or_deleted_client_gets_no_token(client: B2BClient) -> None:
    client_id, secret = await make(client)
    await client.m2m.clients.update(client_id, status="inactive")
    with pytest.raises(UnauthorizedError):
        await client.m2m.token(client_id, secret)
    await client.m2m.clients.update(client_id, status="active")
    assert await client.m2m.token(client_id, secret)
    await client.m2m.clients.delete(client_id)
    with pytest.raises(UnauthorizedError):
        await client.m2m.token(client_id, secret)


async def test_both_secrets_work_while_one_is_rotated(client: B2BClient) -> None:
    client_id, old = await make(client)
    new = (await client.m2m.clients.secrets.rotate_start(client_id)).m2m_client.next_client_secret
    for secret in (old, new):
        assert await client.m2m.token(client_id, secret)
    await client.m2m.clients.secrets.rotate(client_id)
    with pytest.raises(UnauthorizedError):
        await client.m2m.token(client_id, old)
    assert await client.m2m.token(client_id, new)


async def test_the_log_masks_what_clients_send(client: B2BClient, sandbox: Sandbox) -> None:
    client_id, secret = await make(client)
    await post(sandbox, "token", grant_type="client_credentials", client_id=client_id, client_secret=secret)
    *_, entry = sandbox.requests
    assert secret not in f"{entry.request_body} {entry.response_body} {entry.query}"
    assert basic_header(client_id, secret) not in repr(entry)
