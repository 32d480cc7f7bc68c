"""Apps refresh their access."""

from __future__ import annotations

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Clock, Sandbox

from ..world import World
from .apps import App, add, is_active, refresh
from .http import claims, refusal

SCOPES = ("openid", "email", "offline_access")


def first_token(sandbox: Sandbox, world: World, app: App) -> str:
    return sandbox.apps.authorize(app.client_id, member=world.member.member_id, scopes=SCOPES).refresh_token


async def test_a_public_app_gets_a_new_refresh_token_each_time(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock
) -> None:
    app = await add(client, "third_party_public")
    first = first_token(sandbox, world, app)
    second = (await refresh(sandbox, app, first)).json()
    assert second["scope"] == " ".join(SCOPES)
    assert claims(second["access_token"])["scope"] == " ".join(SCOPES)
    assert claims(second["id_token"])["aud"] == [app.client_id]
    assert second["refresh_token"] != first
    clock.advance(days=89)
    third = (await refresh(sandbox, app, second["refresh_token"])).json()
    clock.advance(days=89)
    assert (await refresh(sandbox, app, third["refresh_token"])).status_code == 200


async def test_a_refresh_token_that_was_replaced_revokes_all(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    app = await add(client, "first_party_public")
    first = first_token(sandbox, world, app)
    second = (await refresh(sandbox, app, first)).json()
    assert refusal(await refresh(sandbox, app, first)) == (400, "invalid_grant")
    assert refusal(await refresh(sandbox, app, second["refresh_token"])) == (400, "invalid_grant")
    assert not await is_active(sandbox, app, second["access_token"])


async def test_a_confidential_app_keeps_its_refresh_token(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock
) -> None:
    app = await add(client, "third_party")
    token = first_token(sandbox, world, app)
    for _ in range(3):
        response = (await refresh(sandbox, app, token)).json()
        assert "refresh_token" not in response
        clock.advance(days=89)
    clock.advance(days=1)
    assert refusal(await refresh(sandbox, app, token)) == (400, "invalid_grant")


async def test_scopes_can_be_fewer_and_not_more(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    app = await add(client, "third_party_public")
    less = (await refresh(sandbox, app, first_token(sandbox, world, app), scope="email")).json()
    assert less["scope"] == "email"
    assert "id_token" not in less
    again = (await refresh(sandbox, app, less["refresh_token"])).json()
    assert again["scope"] == " ".join(SCOPES)
    refused = await refresh(sandbox, app, again["refresh_token"], scope="email phone")
    assert refusal(refused) == (400, "invalid_scope")
    assert (await refresh(sandbox, app, again["refresh_token"])).status_code == 200


async def test_a_refresh_token_is_for_its_app_alone(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    app, other = await add(client), await add(client, "third_party_public")
    token = first_token(sandbox, world, app)
    assert refusal(await refresh(sandbox, other, token)) == (400, "invalid_grant")
    assert refusal(await refresh(sandbox, app, "unknown")) == (400, "invalid_grant")
    assert refusal(await refresh(sandbox, app, "")) == (400, "invalid_request")
    assert (await refresh(sandbox, app, token)).status_code == 200


@pytest.mark.parametrize("client_type", ["third_party", "first_party_public"])
async def test_an_app_that_is_not_allowed_any_more_refreshes_nothing(
    client: B2BClient, sandbox: Sandbox, world: World, client_type: str
) -> None:
    app = await add(client, client_type)
    token = first_token(sandbox, world, app)
    setting = {f"{client_type.removesuffix('_public')}_connected_apps_allowed_type": "NOT_ALLOWED"}
    await client.organizations.update("acme", **setting)
    assert refusal(await refresh(sandbox, app, token)) == (400, "invalid_grant")
