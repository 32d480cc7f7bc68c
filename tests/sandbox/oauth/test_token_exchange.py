"""A service exchanges the token of its caller."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import PROJECT_ID, Clock, Sandbox

from ..world import World
from .apps import App, add, is_active
from .http import claims, post, refusal

GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"


async def exchange(sandbox: Sandbox, app: App, token: str, **more: Any) -> httpx.Response:
    form = {"grant_type": GRANT, "subject_token": token, "subject_token_type": ACCESS_TOKEN}
    return await post(sandbox, "token", **{**form, **app.credentials, **more})


def token_of(sandbox: Sandbox, world: World, app: App) -> str:
    scopes = ["openid", "email", "offline_access"]
    return sandbox.apps.authorize(app.client_id, member=world.member.member_id, scopes=scopes).access_token


async def test_a_first_party_app_gets_a_token_of_its_own(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock
) -> None:
    agent = await add(client, "third_party_public", access_token_expiry_minutes=10)
    service = await add(client, "first_party", access_token_custom_audience="https://api.example")
    subject = token_of(sandbox, world, agent)
    clock.advance(minutes=4)
    response = (await exchange(sandbox, service, subject, scope="email", audience="https://api.example")).json()
    assert (response["issued_token_type"], response["token_type"], response["scope"]) == (
        ACCESS_TOKEN,
        "bearer",
        "email",
    )
    assert response["expires_in"] == 360
    assert response.keys().isdisjoint({"id_token", "refresh_token"})
    said = claims(response["access_token"])
    assert (said["client_id"], said["sub"]) == (service.client_id, world.member.member_id)
    assert (said["aud"], said["exp"]) == ([PROJECT_ID, "https://api.example"], claims(subject)["exp"])
    assert await is_active(sandbox, service, response["access_token"])


async def test_another_app_exchanges_its_own_tokens_alone(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    app, other = await add(client), await add(client)
    token = token_of(sandbox, world, app)
    assert (await exchange(sandbox, app, token)).status_code == 200
    assert refusal(await exchange(sandbox, other, token)) == (400, "invalid_request")


@pytest.mark.parametrize(
    ("error", "given"),
    [
        ("invalid_request", {"subject_token": "t"}),
        ("invalid_request", {"subject_token": ""}),
        ("invalid_request", {"subject_token_type": ""}),
        ("invalid_request", {"subject_token_type": "urn:ietf:params:oauth:token-type:refresh_token"}),
        ("invalid_request", {"requested_token_type": "urn:ietf:params:oauth:token-type:id_token"}),
        ("invalid_request", {"actor_token": "t"}),
        ("invalid_target", {"audience": "https://elsewhere.example"}),
        ("invalid_target", {"resource": "https://elsewhere.example"}),
        ("invalid_scope", {"scope": "phone"}),
    ],
)
async def test_an_exchange_has_to_be_right(
    client: B2BClient, sandbox: Sandbox, world: World, error: str, given: dict[str, Any]
) -> None:
    app = await add(client, "first_party")
    assert refusal(await exchange(sandbox, app, token_of(sandbox, world, app), **given)) == (400, error)


async def test_no_scope_is_won_by_an_exchange(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    trusted, app = await add(client, "first_party", full_access_allowed=True), await add(client, "first_party")
    token = sandbox.apps.authorize(trusted.client_id, member=world.member, scopes=["full_access"]).access_token
    assert refusal(await exchange(sandbox, app, token)) == (400, "invalid_scope")


@pytest.mark.parametrize(
    ("client_type", "setting"), [("first_party_public", "ALL_ALLOWED"), ("first_party", "NOT_ALLOWED")]
)
async def test_the_app_must_be_confidential_and_allowed(
    client: B2BClient, sandbox: Sandbox, world: World, client_type: str, setting: Any
) -> None:
    agent, app = await add(client), await add(client, client_type)
    token = token_of(sandbox, world, agent)
    await client.organizations.update("acme", first_party_connected_apps_allowed_type=setting)
    assert refusal(await exchange(sandbox, app, token)) == (400, "unauthorized_client")


async def test_a_machine_exchanges_nothing(client: B2BClient, sandbox: Sandbox) -> None:
    made = (await client.m2m.clients.create(scopes=["a"])).m2m_client
    response = await exchange(sandbox, App(made.client_id, made.client_secret), "t")
    assert refusal(response) == (400, "unauthorized_client")
