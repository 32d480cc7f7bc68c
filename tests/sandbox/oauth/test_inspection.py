"""Token endpoints for apps: introspection, revocation, userinfo."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient, InactiveTokenError, NotAnAccessTokenError, UnauthorizedError
from aiostytch.sandbox import PROJECT_ID, AppTokens, Clock, Sandbox

from ..world import LOGIN, World, send
from .apps import App, add, is_active, refresh
from .http import API, DOMAIN, claims, post, refusal


def tokens_of(sandbox: Sandbox, world: World, app: App, *scopes: str, **more: Any) -> AppTokens:
    return sandbox.apps.authorize(
        app.client_id, member=world.member.member_id, scopes=["openid", "offline_access", *scopes], **more
    )


async def test_introspection_shows_the_claims(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    app = await add(client, access_token_template_content='{"plan": "pro"}')
    tokens = tokens_of(sandbox, world, app)
    access = (await post(sandbox, "introspect", token=tokens.access_token, **app.credentials)).json()
    assert claims(tokens.access_token).items() <= access.items()
    assert (access["active"], access["token_type"], access["plan"]) == (True, "access_token", "pro")
    given = {"basic": (app.client_id, app.client_secret), "token_type_hint": "refresh_token"}
    lasting = (await post(sandbox, "introspect", API, token=tokens.refresh_token, **given)).json()
    assert (lasting["active"], lasting["token_type"], lasting["client_id"]) == (True, "refresh_token", app.client_id)
    assert (lasting["iss"], lasting["exp"] - lasting["iat"]) == (f"stytch.com/{PROJECT_ID}", 90 * 86_400)
    assert lasting["scope"] == "openid offline_access"


async def test_introspection_shows_nothing_of_inactive_tokens(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock
) -> None:
    app, other = await add(client), await add(client)
    tokens = tokens_of(sandbox, world, app)
    strange = [tokens.id_token, world.session_jwt, world.session_token, "t", "a.b.c", f"{tokens.access_token[:-4]}AAAA"]
    for token, asking in [*((each, app) for each in strange), (tokens.access_token, other)]:
        response = await post(sandbox, "introspect", token=token, **asking.credentials)
        assert response.status_code == 200
        assert response.json().keys() == {"active", "request_id", "status_code"}
        assert response.json()["active"] is False
    clock.advance(minutes=60)
    assert not await is_active(sandbox, app, tokens.access_token)
    assert await is_active(sandbox, app, tokens.refresh_token)


async def test_a_refresh_token_that_was_replaced_is_not_active(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    app = await add(client, "third_party_public")
    first = tokens_of(sandbox, world, app).refresh_token
    await refresh(sandbox, app, first)
    assert not await is_active(sandbox, app, first)


@pytest.mark.parametrize("endpoint", ["introspect", "revoke"])
async def test_only_apps_ask(client: B2BClient, sandbox: Sandbox, endpoint: str) -> None:
    app = await add(client)
    assert refusal(await post(sandbox, endpoint, token="t")) == (401, "invalid_client")
    wrong = {**app.credentials, "client_secret": "wrong"}
    assert refusal(await post(sandbox, endpoint, token="t", **wrong)) == (401, "invalid_client")
    assert refusal(await post(sandbox, endpoint, **app.credentials)) == (400, "invalid_request")
    made = (await client.m2m.clients.create(scopes=["a"])).m2m_client
    machine = {"client_id": made.client_id, "client_secret": made.client_secret}
    assert refusal(await post(sandbox, endpoint, token="t", **machine)) == (400, "unauthorized_client")


async def test_our_sdk_introspects_over_the_network(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock
) -> None:
    app, public = await add(client), await add(client, "third_party_public")
    tokens = tokens_of(sandbox, world, app)
    ask = client.idp.introspect_token_network
    secret = {"client_secret": app.client_secret}
    found = await ask(tokens.access_token, app.client_id, **secret)
    assert found == await client.idp.introspect_access_token_local(tokens.access_token)
    assert (await ask(tokens_of(sandbox, world, public).access_token, public.client_id)).client_id == public.client_id
    with pytest.raises(NotAnAccessTokenError):
        await ask(tokens.refresh_token, app.client_id, **secret)
    with pytest.raises(UnauthorizedError):
        await ask(tokens.access_token, app.client_id)
    await post(sandbox, "revoke", token=tokens.access_token, **app.credentials)
    with pytest.raises(InactiveTokenError):
        await ask(tokens.access_token, app.client_id, **secret)


async def test_revoking_an_access_token_ends_it_alone(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    app = await add(client)
    tokens = tokens_of(sandbox, world, app)
    response = await post(sandbox, "revoke", token=tokens.access_token, **app.credentials)
    assert (response.status_code, response.json().keys()) == (200, {"request_id", "status_code"})
    assert not await is_active(sandbox, app, tokens.access_token)
    assert await is_active(sandbox, app, tokens.refresh_token)


async def test_revoking_a_refresh_token_ends_what_came_with_it(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    app = await add(client)
    tokens, other = tokens_of(sandbox, world, app), tokens_of(sandbox, world, app)
    later = (await refresh(sandbox, app, tokens.refresh_token)).json()["access_token"]
    await post(sandbox, "revoke", API, token=tokens.refresh_token, token_type_hint="access_token", **app.credentials)
    for token in (tokens.access_token, tokens.refresh_token, later):
        assert not await is_active(sandbox, app, token)
    assert await is_active(sandbox, app, other.access_token)


async def test_an_unknown_token_counts_as_revoked_and_that_of_another_app_is_not(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    app, other = await add(client), await add(client)
    tokens = tokens_of(sandbox, world, app)
    for unknown in ("t", world.session_jwt, tokens.id_token):
        assert (await post(sandbox, "revoke", token=unknown, **app.credentials)).status_code == 200
    response = await post(sandbox, "revoke", token=tokens.access_token, **other.credentials)
    assert refusal(response) == (400, "invalid_grant")
    assert await is_active(sandbox, app, tokens.access_token)


@pytest.mark.parametrize("verb", ["GET", "POST"])
@pytest.mark.parametrize("base", [DOMAIN, API])
async def test_userinfo_tells_what_the_scopes_say(
    client: B2BClient, sandbox: Sandbox, world: World, verb: str, base: str
) -> None:
    tokens = tokens_of(sandbox, world, await add(client), "email")
    headers = [("Authorization", f"bearer {tokens.access_token}")]
    said = (await send(sandbox, verb, f"{base}/userinfo", auth=None, headers=headers)).json()
    assert said == {
        "sub": world.member.member_id,
        "email": LOGIN[0],
        "email_verified": True,
        "request_id": said["request_id"],
        "status_code": 200,
    }


async def test_userinfo_takes_access_tokens_only(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    tokens = tokens_of(sandbox, world, await add(client))
    for token in (tokens.id_token, tokens.refresh_token, world.session_jwt, "t"):
        headers = [("Authorization", f"Bearer {token}")]
        response = await send(sandbox, "GET", f"{DOMAIN}/userinfo", auth=None, headers=headers)
        assert refusal(response) == (401, "invalid_token")
        assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    response = await send(sandbox, "GET", f"{DOMAIN}/userinfo", auth=None)
    assert (refusal(response), response.headers["WWW-Authenticate"]) == ((401, "invalid_token"), "Bearer")
