"""Connected apps: the access that members grant, and its end."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from aiostytch import B2BClient, SessionToken
from aiostytch.sandbox import Clock, OAuthError, Sandbox

from ..stages.trusted import CALLBACK, access_token, add_app, authorize, request
from ..world import LOGIN, World, log_in, migrate, promote, refused


def sent_back(response: Any) -> dict[str, str]:
    assert response.redirect_uri.startswith(f"{CALLBACK}?")
    return {name: values[0] for name, values in parse_qs(urlsplit(response.redirect_uri).query).items()}


async def installed(client: B2BClient) -> list[str]:
    return [app.connected_app_id for app in (await client.organizations.connected_apps("acme")).connected_apps]


async def test_a_connected_app_is_authorized_used_and_revoked(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    client_id = add_app(sandbox, description="Dates.", logo_url="https://calendar.example/logo")
    me = {"session_token": world.session_token}
    asked = await client.idp.oauth.authorize_start(**request(client_id, "openid", "full_access"), **me)
    assert (asked.member_id, asked.client.client_name, asked.consent_required) == (
        world.member.member_id,
        "Calendar",
        False,
    )
    assert {each.scope: each.is_grantable for each in asked.scope_results} == {"openid": True, "full_access": True}
    assert await installed(client) == []
    response = await authorize(client, client_id, "openid", "full_access", state="s", **me)
    assert sent_back(response) == {"code": response.authorization_code, "state": "s"}
    token = sandbox.apps.redeem(response.authorization_code).access_token
    login = await client.sessions.exchange_access_token(access_token=token)
    assert login.member_id == world.member.member_id
    assert login.member_session is not None
    kinds = [(each.type, each.delivery_method) for each in login.member_session.authentication_factors]
    assert kinds == [("password", "knowledge"), ("oauth", "oauth_access_token_exchange")]
    assert await installed(client) == [client_id]
    one = await client.organizations.get_connected_app("acme", client_id)
    assert [(each.member_id, each.granted_scopes) for each in one.active_members] == [
        (world.member.member_id, ["openid", "full_access"])
    ]
    (mine,) = (await client.organizations.members.get_connected_apps("acme", world.member.member_id)).connected_apps
    assert (mine.connected_app_id, mine.scopes_granted) == (client_id, "openid full_access")
    other = await authorize(client, client_id, "full_access", **me)
    unused = sandbox.apps.redeem(other.authorization_code).access_token
    await client.organizations.members.connected_apps.revoke("acme", world.member.member_id, client_id)
    assert await installed(client) == []
    with refused(400, "oauth_access_token_exchange_token_invalid_grant"):
        await client.sessions.exchange_access_token(access_token=unused)
    await client.organizations.members.connected_apps.revoke("acme", world.member.member_id, client_id)


async def test_an_app_of_somebody_else_needs_consent_until_it_has_it(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    client_id = add_app(sandbox, "third_party")
    me = {"organization_id": "acme", "member_id": world.member.member_id}
    start = client.idp.oauth.authorize_start
    assert (await start(**request(client_id, "openid", **me))).consent_required
    refusal = await authorize(client, client_id, "openid", consent_granted=False, state="s", **me)
    assert (sent_back(refusal), refusal.authorization_code) == ({"error": "access_denied", "state": "s"}, None)
    assert await installed(client) == []
    await authorize(client, client_id, "openid", **me)
    assert not (await start(**request(client_id, "openid", **me))).consent_required
    assert (await start(**request(client_id, "openid", "email", **me))).consent_required
    assert (await start(**request(client_id, "openid", prompt="consent", **me))).consent_required


async def test_a_member_grants_only_what_the_member_may_do(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    client_id = add_app(sandbox)
    me = {"session_jwt": world.session_jwt}
    asked = await client.idp.oauth.authorize_start(**request(client_id, "write:documents"), **me)
    assert [each.is_grantable for each in asked.scope_results] == [False]
    assert sent_back(await authorize(client, client_id, "write:documents", **me)) == {"error": "invalid_scope"}
    await promote(client, world.member.member_id, "editor")
    assert "code" in sent_back(await authorize(client, client_id, "write:documents", **me))
    by_id = {"organization_id": "acme", "member_id": world.member.member_id}
    assert "code" in sent_back(await authorize(client, client_id, "write:documents", **by_id))


@pytest.mark.parametrize(
    ("status_code", "error_type", "given"),
    [
        (404, "connected_app_not_found", {"client_id": "unknown"}),
        (400, "connected_app_supplied_redirect_url_not_found_in_client", {"redirect_uri": f"{CALLBACK}/other"}),
        (400, "invalid_argument", {"response_type": "token"}),
        (400, "invalid_argument", {"prompt": "login"}),
        (400, "invalid_argument", {"prompt": "none"}),
        (400, "invalid_argument", {"prompt": "consent login"}),
        (400, "invalid_argument", {"prompt": "Consent"}),
        (400, "oidc_prompt_none_must_be_exclusive", {"prompt": "none consent"}),
        (400, "oauth_invalid_scope_requested", {"scopes": ["unknown"]}),
        (400, "third_party_clients_cannot_use_full_access", {"scopes": ["full_access"]}),
        (400, "no_oauth_authorize_member_selector", {"organization_id": "acme", "member_id": "m"}),
        (400, "too_many_session_arguments", {"session_jwt": "j"}),
        (400, "no_oauth_authorize_member_selector", {"session_token": ""}),
    ],
)
async def test_a_request_of_an_app_has_to_be_right(
    client: B2BClient, sandbox: Sandbox, world: World, status_code: int, error_type: str, given: dict[str, Any]
) -> None:
    right = request(add_app(sandbox, "third_party"), "openid", session_token=world.session_token)
    for call, more in ((client.idp.oauth.authorize_start, {}), (client.idp.oauth.authorize, {"consent_granted": True})):
        with refused(status_code, error_type):
            await call(**{**right, **given, **more})


@pytest.mark.parametrize(("prompt", "is_asked"), [("consent", True), ("consent consent", True), ("", False)])
async def test_an_app_can_have_a_member_asked_who_need_not_be(
    client: B2BClient, sandbox: Sandbox, world: World, prompt: str, is_asked: bool
) -> None:
    client_id = add_app(sandbox, "first_party")
    asked = await client.idp.oauth.authorize_start(
        **request(client_id, "openid", session_token=world.session_token, prompt=prompt)
    )
    assert asked.consent_required is is_asked


@pytest.mark.parametrize("party", ["first_party", "third_party"])
async def test_an_organization_says_which_apps_its_members_may_use(
    client: B2BClient, sandbox: Sandbox, world: World, party: str
) -> None:
    client_id = add_app(sandbox, party)
    me = {"session_token": world.session_token}
    await authorize(client, client_id, "openid", **me)
    setting, allowed = f"{party}_connected_apps_allowed_type", f"allowed_{party}_connected_apps"
    for type_, listed, may in (
        ("NOT_ALLOWED", [client_id], False),
        ("RESTRICTED", [], False),
        ("RESTRICTED", [client_id], True),
    ):
        arguments: dict[str, Any] = {setting: type_, allowed: listed}
        await client.organizations.update("acme", **arguments)
        assert await installed(client) == ([client_id] if may else [])
        if may:
            await authorize(client, client_id, "openid", **me)
            continue
        with refused(400, "connected_app_not_allowed_for_org"):
            await authorize(client, client_id, "openid", **me)


async def test_a_public_app_proves_itself_by_pkce(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    client_id = add_app(sandbox, "first_party_public")
    me = {"session_token": world.session_token}
    with refused(400, "pkce_required_for_idp_authorization_flow"):
        await authorize(client, client_id, "openid", **me)
    verifier = "v" * 43
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    code = (await authorize(client, client_id, "openid", code_challenge=challenge, **me)).authorization_code
    with pytest.raises(OAuthError, match="verifier"):
        sandbox.apps.redeem(code)
    sandbox.apps.redeem(code, code_verifier=verifier)
    with pytest.raises(OAuthError, match="already used"):
        sandbox.apps.redeem(code, code_verifier=verifier)


async def test_an_access_token_becomes_a_session_once_soon_and_with_full_access(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock
) -> None:
    exchange = client.sessions.exchange_access_token
    me = {"session_token": world.session_token}
    used = await access_token(client, sandbox, "full_access", **me)
    await exchange(access_token=used, session_duration_minutes=5)
    with refused(400, "oauth_access_token_exchange_token_invalid_grant"):
        await exchange(access_token=used)
    with refused(400, "oauth_access_token_exchange_missing_full_access"):
        await exchange(access_token=await access_token(client, sandbox, "openid", **me))
    by_id = {"organization_id": "acme", "member_id": world.member.member_id}
    with refused(400, "idp_access_token_could_not_be_exchanged"):
        await exchange(access_token=await access_token(client, sandbox, "full_access", **by_id))
    late = await access_token(client, sandbox, "full_access", **me)
    clock.advance(minutes=5)
    await exchange(access_token=late)
    late = await access_token(client, sandbox, "full_access", **me)
    clock.advance(minutes=5, seconds=1)
    with refused(400, "oauth_access_token_exchange_token_too_old"):
        await exchange(access_token=late)


async def test_members_revoke_their_own_apps_and_not_those_of_others(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    client_id = add_app(sandbox)
    await authorize(client, client_id, "openid", session_token=world.session_token)
    await migrate(client, "acme", email_address="grace@acme.example")
    grace = client.as_member(
        SessionToken((await log_in(client, "acme", email_address="grace@acme.example")).session_token)
    )
    assert len((await grace.organizations.connected_apps("acme")).connected_apps) == 1
    with refused(403, "session_authorization_error"):
        await grace.organizations.members.connected_apps.revoke("acme", world.member.member_id, client_id)
    me = client.as_member(SessionToken(world.session_token))
    assert len((await me.organizations.members.get_connected_apps("acme", world.member.member_id)).connected_apps) == 1
    await me.organizations.members.connected_apps.revoke("acme", world.member.member_id, client_id)
    assert await installed(client) == []


async def test_an_app_has_to_be_there_to_be_revoked(client: B2BClient, world: World) -> None:
    with refused(404, "connected_app_not_found"):
        await client.organizations.members.connected_apps.revoke("acme", world.member.member_id, "unknown")


async def test_a_deleted_member_uses_no_app(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    await authorize(client, add_app(sandbox), "openid", session_token=world.session_token)
    await client.organizations.members.delete("acme", world.member.member_id)
    assert await installed(client) == []


def test_there_are_four_types_of_apps(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="first_party_public"):
        add_app(sandbox, "second_party")


async def test_revoking_an_app_leaves_the_other_tokens_of_its_member(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    client_id = add_app(sandbox)
    await authorize(client, client_id, "openid", session_token=world.session_token)
    await client.magic_links.email.login_or_signup(organization_id="acme", email_address=LOGIN[0])
    await client.organizations.members.connected_apps.revoke("acme", world.member.member_id, client_id)
    link = (await sandbox.outbox.wait_for(email=LOGIN[0])).magic_link_token
    assert (await client.magic_links.authenticate(magic_links_token=link)).member_authenticated
