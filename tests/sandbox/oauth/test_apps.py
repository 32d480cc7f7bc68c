"""Apps that get tokens without a browser."""

from __future__ import annotations

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Clock, OAuthError, Sandbox
from aiostytch.sandbox.contract.errors import RefusedError

from ..stages.trusted import add_app
from ..world import World, promote
from .http import claims


async def test_an_app_gets_tokens(client: B2BClient, verifier: B2BClient, sandbox: Sandbox, world: World) -> None:
    client_id = add_app(sandbox, "third_party_public")
    scopes = ["openid", "offline_access", "openid"]
    tokens = sandbox.apps.authorize(client_id, member=world.member.member_id, scopes=scopes, nonce="n")
    assert (tokens.expires_in, tokens.scopes) == (3600, ("openid", "offline_access"))
    assert claims(tokens.id_token)["nonce"] == "n"
    assert tokens.refresh_token
    found = await verifier.idp.introspect_access_token_local(tokens.access_token)
    assert (found.client_id, found.member_id) == (client_id, world.member.member_id)
    one = await client.organizations.get_connected_app("acme", client_id)
    assert [each.granted_scopes for each in one.active_members] == [["openid", "offline_access"]]
    for secret in (tokens.access_token, tokens.refresh_token, tokens.id_token):
        assert secret not in repr(tokens)


async def test_without_scopes_there_is_an_access_token(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    tokens = sandbox.apps.authorize(add_app(sandbox), member=world.member)
    assert (tokens.scopes, tokens.refresh_token, tokens.id_token) == ((), "", "")
    assert (await client.idp.introspect_access_token_local(tokens.access_token)).scopes == ()


async def test_the_issuer_can_be_where_the_sandbox_is_served(sandbox: Sandbox, world: World) -> None:
    tokens = sandbox.apps.authorize(
        add_app(sandbox), member=world.member.member_id, scopes=["openid"], issuer="http://127.0.0.1:7777"
    )
    assert {claims(token)["iss"] for token in (tokens.access_token, tokens.id_token)} == {"http://127.0.0.1:7777"}


async def test_tokens_that_the_api_refuses_are_refused(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    authorize, me = sandbox.apps.authorize, world.member.member_id
    app = add_app(sandbox, "third_party")
    for client_id, member, scopes in (
        ("unknown", me, ["openid"]),
        (app, "unknown", ["openid"]),
        (app, world.deleted_member_id, ["openid"]),
        (app, me, ["unknown"]),
        (app, me, ["full_access"]),
    ):
        with pytest.raises(RefusedError):
            authorize(client_id, member=member, scopes=scopes)
    with pytest.raises(OAuthError, match="invalid_scope"):
        authorize(app, member=me, scopes=["write:documents"])
    await promote(client, me, "editor")
    assert authorize(app, member=me, scopes=["write:documents"]).scopes == ("write:documents",)
    await client.organizations.update("acme", third_party_connected_apps_allowed_type="NOT_ALLOWED")
    with pytest.raises(RefusedError):
        authorize(app, member=me)


async def test_tokens_that_expired_long_ago_are_forgotten(sandbox: Sandbox, world: World, clock: Clock) -> None:
    client_id, me = add_app(sandbox), world.member.member_id
    sandbox.apps.authorize(client_id, member=me, scopes=["offline_access"])
    assert [bool(token.value) for token in sandbox.state.app_tokens] == [False, True]
    clock.advance(days=92)
    for _ in range(3):
        sandbox.apps.authorize(client_id, member=me)
    assert all(token.expires_at > clock.now() for token in sandbox.state.app_tokens)


async def test_tokens_of_other_members_outlive_a_revocation_and_a_deletion(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    app, members = add_app(sandbox), client.organizations.members
    for number in (1, 2, 3):
        await members.create("acme", email_address=f"number-{number}@acme.example")
    ids = [
        each.member_id async for each in members.search(organization_ids=["acme"]) if "number-" in each.email_address
    ]
    tokens = {member: sandbox.apps.authorize(app, member=member).access_token for member in ids}
    await members.connected_apps.revoke("acme", ids[0], app)
    await members.delete("acme", ids[1])
    assert {token.member_id for token in sandbox.state.app_tokens} == {ids[2]}
    assert (await client.idp.introspect_access_token_local(tokens[ids[2]])).member_id == ids[2]
