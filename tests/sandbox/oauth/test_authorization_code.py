"""Exchange of codes for tokens by apps."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import PROJECT_ID, Clock, Sandbox

from ..world import LOGIN, World
from .apps import add, code_for, is_active, redeem
from .http import API, DOMAIN, claims, refusal


@pytest.mark.parametrize("client_type", ["first_party", "first_party_public", "third_party", "third_party_public"])
async def test_a_code_gives_what_its_scopes_say(
    client: B2BClient, sandbox: Sandbox, world: World, client_type: str
) -> None:
    app = await add(client, client_type)
    least = (await redeem(sandbox, app, await code_for(client, world, app))).json()
    assert least.keys() == {"access_token", "token_type", "expires_in", "scope", "request_id", "status_code"}
    assert (least["token_type"], least["expires_in"], least["scope"]) == ("bearer", 3600, "")
    most = (await redeem(sandbox, app, await code_for(client, world, app, "openid", "offline_access"))).json()
    assert most["scope"] == "openid offline_access"
    assert {"id_token", "refresh_token"} <= most.keys()


@pytest.mark.parametrize(("base", "issuer"), [(API, f"stytch.com/{PROJECT_ID}"), (DOMAIN, "http://sandbox")])
async def test_an_access_token_has_the_claims_of_the_app(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock, base: str, issuer: str
) -> None:
    app = await add(
        client,
        access_token_expiry_minutes=5,
        access_token_custom_audience="https://api.example",
        access_token_template_content='{"roles": {{ member.rbac.roles }}, "sub": "x", "scope": "y", "none": {{ no }}}',
    )
    response = (await redeem(sandbox, app, await code_for(client, world, app, "openid", "email"), base)).json()
    now = int(clock.now().timestamp())
    said = claims(response["access_token"])
    assert said.pop("jti")
    assert said == {
        "iss": issuer,
        "sub": world.member.member_id,
        "aud": [PROJECT_ID, "https://api.example"],
        "iat": now,
        "nbf": now,
        "exp": now + 300,
        "client_id": app.client_id,
        "scope": "openid email",
        "https://stytch.com/organization": {"organization_id": world.organization.organization_id, "slug": "acme"},
        "roles": ["stytch_member"],
    }
    assert response["expires_in"] == 300


async def test_an_id_token_says_who_the_member_is(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    me = world.member.member_id
    await client.organizations.members.update("acme", me, name="Ada King Lovelace", mfa_phone_number="+12025550123")
    app = await add(client, id_token_template_content='{"plan": "pro", "aud": "x"}', access_token_expiry_minutes=5)
    code = await code_for(client, world, app, "openid", "profile", "email", "phone", nonce="n-1")
    said = claims((await redeem(sandbox, app, code)).json()["id_token"])
    assert (said["aud"], said["iss"], said["exp"] - said["iat"]) == ([app.client_id], "http://sandbox", 3600)
    assert {name: value for name, value in said.items() if name not in {"aud", "iss", "iat", "nbf", "exp"}} == {
        "sub": me,
        "nonce": "n-1",
        "plan": "pro",
        "name": "Ada King Lovelace",
        "given_name": "Ada",
        "middle_name": "King",
        "family_name": "Lovelace",
        "email": LOGIN[0],
        "email_verified": True,
        "phone_number": "+12025550123",
        "phone_number_verified": False,
    }
    bare = claims((await redeem(sandbox, app, await code_for(client, world, app, "openid"))).json()["id_token"])
    assert bare.keys() == {"aud", "iss", "iat", "nbf", "exp", "sub", "plan"}


async def test_our_sdk_verifies_the_access_token(
    client: B2BClient, verifier: B2BClient, sandbox: Sandbox, world: World
) -> None:
    app = await add(client, access_token_custom_audience="https://api.example")
    token = (await redeem(sandbox, app, await code_for(client, world, app, "openid"), API)).json()["access_token"]
    for audience in (None, "https://api.example"):
        found = await verifier.idp.introspect_access_token_local(token, audience=audience, leeway=0)
        assert (found.member_id, found.client_id, found.scopes) == (world.member.member_id, app.client_id, ("openid",))
        assert found.organization_id == world.organization.organization_id


async def test_a_code_works_once_and_then_revokes_what_it_gave(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    app = await add(client)
    code = await code_for(client, world, app, "openid", "offline_access")
    other = (await redeem(sandbox, app, await code_for(client, world, app))).json()["access_token"]
    first = (await redeem(sandbox, app, code)).json()
    assert await is_active(sandbox, app, first["access_token"])
    assert refusal(await redeem(sandbox, app, code)) == (400, "invalid_grant")
    for token in (first["access_token"], first["refresh_token"]):
        assert not await is_active(sandbox, app, token)
    assert await is_active(sandbox, app, other)


async def test_a_code_works_for_ten_minutes(client: B2BClient, sandbox: Sandbox, world: World, clock: Clock) -> None:
    app = await add(client)
    codes = [await code_for(client, world, app) for _ in range(2)]
    clock.advance(minutes=9, seconds=59)
    assert (await redeem(sandbox, app, codes[0])).status_code == 200
    clock.advance(seconds=1)
    assert refusal(await redeem(sandbox, app, codes[1])) == (400, "invalid_grant")


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("invalid_grant", {"code": "unknown"}),
    ("invalid_request", {"code": ""}),
    ("invalid_request", {"redirect_uri": ""}),
    ("invalid_grant", {"redirect_uri": "https://calendar.example/other"}),
    ("invalid_grant", {"code_verifier": "v" * 43}),
    ("invalid_grant", {"code_verifier": ""}),
    ("invalid_grant", {"code_verifier": "é"}),
]


@pytest.mark.parametrize(("error", "given"), WRONG)
async def test_a_wrong_exchange_does_not_use_the_code_up(
    client: B2BClient, sandbox: Sandbox, world: World, error: str, given: dict[str, Any]
) -> None:
    app = await add(client)
    code = await code_for(client, world, app)
    assert refusal(await redeem(sandbox, app, code, **given)) == (400, error)
    assert (await redeem(sandbox, app, code)).status_code == 200


async def test_a_code_is_for_its_app_alone(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    app, other = await add(client), await add(client)
    code = await code_for(client, world, app)
    assert refusal(await redeem(sandbox, other, code)) == (400, "invalid_grant")
    assert refusal(await redeem(sandbox, app, code, client_secret="")) == (401, "invalid_client")
    assert (await redeem(sandbox, app, code)).status_code == 200


async def test_without_a_challenge_no_verifier_is_taken(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    app = await add(client)
    code = await code_for(client, world, app, code_challenge="")
    assert refusal(await redeem(sandbox, app, code)) == (400, "invalid_grant")
    assert (await redeem(sandbox, app, code, code_verifier="")).status_code == 200


async def test_an_app_gets_no_token_for_itself(client: B2BClient, sandbox: Sandbox) -> None:
    app = await add(client)
    response = await redeem(sandbox, app, "", grant_type="client_credentials")
    assert refusal(response) == (400, "unauthorized_client")


@pytest.mark.parametrize("grant_type", ["authorization_code", "refresh_token"])
async def test_an_m2m_client_acts_for_no_member(client: B2BClient, sandbox: Sandbox, grant_type: str) -> None:
    made = (await client.m2m.clients.create(scopes=["a"])).m2m_client
    given = {"client_id": made.client_id, "client_secret": made.client_secret, "refresh_token": "t"}
    response = await redeem(sandbox, await add(client), "c", **given, grant_type=grant_type)
    assert refusal(response) == (400, "unauthorized_client")


@pytest.mark.parametrize("end", ["app", "grant", "member", "organization"])
async def test_tokens_end_with_what_they_are_for(client: B2BClient, sandbox: Sandbox, world: World, end: str) -> None:
    app, me = await add(client), world.member.member_id
    tokens = (await redeem(sandbox, app, await code_for(client, world, app, "offline_access"))).json()
    assert len(sandbox.state.app_tokens) == 2
    match end:
        case "app":
            await client.connected_app.clients.delete(app.client_id)
        case "grant":
            await client.organizations.members.connected_apps.revoke("acme", me, app.client_id)
        case "member":
            await client.organizations.members.delete("acme", me)
        case _:
            await client.organizations.delete("acme")
    assert len(sandbox.state.app_tokens) == 0
    if end != "app":
        assert not await is_active(sandbox, app, tokens["access_token"])
