"""E-mail magic links for login, sign-up, invitation and discovery, through the SDK."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Clock, Message, Sandbox

from ..world import CHALLENGE, LOGIN, VERIFIER, World, refused

ADA, GRACE = LOGIN[0], "grace@acme.example"
BY_MAIL = {"email_jit_provisioning": "RESTRICTED", "email_allowed_domains": ["Acme.example"]}
BAD_URLS = ["javascript:alert(1)", "/authenticate", "https://", "http://[::1", ""]


async def send(client: B2BClient, sandbox: Sandbox, email: str = ADA, **given: Any) -> Message:
    await client.magic_links.email.login_or_signup(organization_id="acme", email_address=email, **given)
    return await sandbox.outbox.wait_for(email=email)


async def invite(client: B2BClient, sandbox: Sandbox, email: str = GRACE, **given: Any) -> Message:
    await client.magic_links.email.invite(organization_id="acme", email_address=email, **given)
    return await sandbox.outbox.wait_for(email=email, purpose="invite")


async def follow(client: B2BClient, message: Message, **given: Any) -> Any:
    return await client.magic_links.authenticate(magic_links_token=message.magic_link_token, **given)


async def test_a_link_begins_a_session_once(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    message = await send(client, sandbox)
    response = await follow(client, message, session_duration_minutes=30)
    assert (response.member_authenticated, response.member_id) == (True, world.member.member_id)
    assert response.member.email_address_verified
    (factor,) = response.member_session.authentication_factors
    assert (factor.type, factor.delivery_method) == ("magic_link", "email")
    assert (factor.email_factor.email_address, factor.email_factor.email_id) == (ADA, response.method_id)
    with refused(401, "unable_to_auth_magic_link"):
        await follow(client, message)


async def test_a_link_carries_what_the_application_needs(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    message = await send(client, sandbox, login_redirect_url="https://app.example/in?next=%2Fhome")
    url = urlsplit(message.url)
    assert (url.scheme, url.netloc, url.path) == ("https", "app.example", "/in")
    assert parse_qs(url.query) == {
        "next": ["/home"],
        "slug": ["acme"],
        "stytch_token_type": ["multi_tenant_magic_links"],
        "token": [message.magic_link_token],
    }


async def test_a_link_leads_to_the_projects_default_otherwise(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    assert (await send(client, sandbox)).url.startswith("http://localhost:3000/authenticate?slug=acme&")


@pytest.mark.parametrize("url", BAD_URLS)
async def test_a_link_that_leads_nowhere_is_not_sent_and_nobody_is_added(
    client: B2BClient, sandbox: Sandbox, world: World, url: str
) -> None:
    await client.organizations.update("acme", **BY_MAIL)
    with refused(400, "invalid_url"):
        await send(client, sandbox, GRACE, signup_redirect_url=url)
    with refused(400, "invalid_url"):
        await invite(client, sandbox, invite_redirect_url=url)
    with refused(400, "invalid_url"):
        await client.magic_links.email.discovery.send(email_address=ADA, discovery_redirect_url=url)
    assert len(sandbox.outbox) == 0
    assert (await client.organizations.metrics("acme")).member_count == 1


@pytest.mark.parametrize(("given", "minutes"), [({}, 60), ({"login_expiration_minutes": 5}, 5)])
async def test_a_link_expires(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock, given: dict[str, int], minutes: int
) -> None:
    early, late = await send(client, sandbox, **given), await send(client, sandbox, **given)
    clock.advance(minutes=minutes, seconds=-1)
    await follow(client, early)
    clock.advance(seconds=1)
    with refused(401, "unable_to_auth_magic_link"):
        await follow(client, late)


@pytest.mark.parametrize("minutes", [4, 10_081])
async def test_the_lifetime_of_a_link_is_limited(
    client: B2BClient, sandbox: Sandbox, world: World, minutes: int
) -> None:
    with refused(400, "invalid_expiration"):
        await send(client, sandbox, login_expiration_minutes=minutes)
    with refused(400, "invalid_expiration"):
        await invite(client, sandbox, invite_expiration_minutes=minutes)


async def test_a_refused_login_leaves_the_link(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    message = await send(client, sandbox)
    with refused(400, "invalid_session_duration_minutes"):
        await follow(client, message, session_duration_minutes=1)
    with refused(404, "session_not_found"):
        await follow(client, message, session_token="unknown")
    assert (await follow(client, message)).member_authenticated


async def test_a_login_that_began_with_a_challenge_ends_with_its_verifier(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    message = await send(client, sandbox, pkce_code_challenge=CHALLENGE)
    with refused(400, "pkce_expected_code_verifier"):
        await follow(client, message)
    with refused(400, "pkce_mismatch"):
        await follow(client, message, pkce_code_verifier="another")
    assert (await follow(client, message, pkce_code_verifier=VERIFIER)).member_authenticated
    with refused(400, "pkce_did_not_expect_code_verifier"):
        await follow(client, await send(client, sandbox), pkce_code_verifier=VERIFIER)


async def test_a_stranger_signs_up_where_the_domain_is_taken(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    await client.organizations.update("acme", **BY_MAIL)
    sent = await client.magic_links.email.login_or_signup(organization_id="acme", email_address=GRACE)
    assert (sent.member_created, sent.member.status) == (True, "pending")
    again = await client.magic_links.email.login_or_signup(organization_id="acme", email_address=GRACE)
    assert (again.member_created, again.member_id) == (False, sent.member_id)
    message = await sandbox.outbox.wait_for(email=GRACE)
    assert message.purpose == "signup"
    response = await follow(client, message)
    assert (response.member.status, response.member.email_address_verified) == ("active", True)


@pytest.mark.parametrize(
    ("settings", "error_type"),
    [
        ({}, "email_jit_provisioning_not_allowed"),
        ({**BY_MAIL, "email_allowed_domains": ["other.example"]}, "invalid_email_for_jit_provisioning"),
        ({**BY_MAIL, "email_allowed_domains": ["me.example"]}, "invalid_email_for_jit_provisioning"),
    ],
)
async def test_a_stranger_is_not_taken_elsewhere(
    client: B2BClient, sandbox: Sandbox, world: World, settings: dict[str, Any], error_type: str
) -> None:
    await client.organizations.update("acme", **settings)
    with refused(400, error_type):
        await send(client, sandbox, GRACE)
    assert (await client.organizations.metrics("acme")).member_count == 1


async def test_an_organization_can_rule_links_out_but_not_for_emergencies(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    await client.organizations.update("acme", auth_methods="RESTRICTED", allowed_auth_methods=["password"])
    with refused(400, "operation_restricted_by_organization_auth_methods"):
        await send(client, sandbox)
    await client.organizations.members.update("acme", world.member.member_id, is_breakglass=True)
    assert (await follow(client, await send(client, sandbox))).member_authenticated


async def test_an_invitation_makes_a_member_who_becomes_active_with_it(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    given = {"name": "Grace", "trusted_metadata": {"a": 1}, "untrusted_metadata": {"b": 2}, "roles": ["editor"]}
    message = await invite(client, sandbox, **given)
    invited = await client.organizations.members.get("acme", email_address=GRACE)
    assert (invited.member.status, invited.member.name) == ("invited", "Grace")
    response = await follow(client, message)
    member = response.member
    assert (member.member_id, member.status, member.email_address_verified) == (invited.member_id, "active", True)
    assert (member.trusted_metadata, member.untrusted_metadata) == ({"a": 1}, {"b": 2})
    assert [role.role_id for role in member.roles] == ["stytch_member", "editor"]


async def test_an_invitation_lasts_a_week(client: B2BClient, sandbox: Sandbox, world: World, clock: Clock) -> None:
    message = await invite(client, sandbox)
    clock.advance(days=7)
    with refused(401, "unable_to_auth_magic_link"):
        await follow(client, message)


async def test_an_invitation_can_be_sent_again_and_the_first_one_still_works(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    first = await invite(client, sandbox)
    await invite(client, sandbox, name="Grace")
    response = await follow(client, first)
    assert (response.member.name, response.member.status) == ("Grace", "active")


async def test_an_active_member_is_not_invited(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    with refused(400, "duplicate_member_email"):
        await invite(client, sandbox, ADA)


async def test_an_invitation_is_revoked_by_deleting_the_member(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    message = await invite(client, sandbox)
    invited = await client.organizations.members.get("acme", email_address=GRACE)
    await client.organizations.members.delete("acme", invited.member_id)
    with refused(401, "unable_to_auth_magic_link"):
        await follow(client, message)


async def test_an_invitation_is_revoked_with_the_organization(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    message = await invite(client, sandbox)
    await client.organizations.delete("acme")
    with refused(401, "unable_to_auth_magic_link"):
        await follow(client, message)


@pytest.mark.parametrize(
    ("settings", "is_allowed"),
    [
        ({"email_invites": "ALL_ALLOWED"}, True),
        ({"email_invites": "RESTRICTED", "email_allowed_domains": ["acme.example"]}, True),
        ({"email_invites": "RESTRICTED", "email_allowed_domains": ["other.example"]}, False),
        ({"email_invites": "NOT_ALLOWED"}, False),
    ],
)
async def test_an_organization_sets_its_rules_for_invitations(
    client: B2BClient, sandbox: Sandbox, world: World, settings: dict[str, Any], is_allowed: bool
) -> None:
    await client.organizations.update("acme", **settings)
    if is_allowed:
        await invite(client, sandbox)
    else:
        with refused(400, "invalid_email_for_invites"):
            await invite(client, sandbox)


async def test_a_link_to_an_address_that_the_member_has_left_is_refused(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    message = await send(client, sandbox)
    await client.organizations.members.update("acme", world.member.member_id, email_address="new@acme.example")
    with refused(401, "unable_to_auth_magic_link"):
        await follow(client, message)


async def test_a_discovery_link_works_once_and_for_an_hour(client: B2BClient, sandbox: Sandbox, clock: Clock) -> None:
    tokens = []
    for _ in range(2):
        await client.magic_links.email.discovery.send(email_address=ADA)
        tokens.append((await sandbox.outbox.wait_for(email=ADA)).magic_link_token)
    response = await client.magic_links.discovery.authenticate(discovery_magic_links_token=tokens[0])
    assert (response.email_address, response.discovered_organizations) == (ADA, [])
    clock.advance(hours=1)
    for token in tokens:
        with refused(401, "unable_to_auth_magic_link"):
            await client.magic_links.discovery.authenticate(discovery_magic_links_token=token)


async def test_a_discovery_link_with_a_challenge_needs_its_verifier(client: B2BClient, sandbox: Sandbox) -> None:
    await client.magic_links.email.discovery.send(email_address=ADA, pkce_code_challenge=CHALLENGE)
    token = (await sandbox.outbox.wait_for(email=ADA)).magic_link_token
    with refused(400, "pkce_mismatch"):
        await client.magic_links.discovery.authenticate(discovery_magic_links_token=token, pkce_code_verifier="another")
    await client.magic_links.discovery.authenticate(discovery_magic_links_token=token, pkce_code_verifier=VERIFIER)


async def test_a_discovery_link_logs_nobody_in_to_an_organization(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    await client.magic_links.email.discovery.send(email_address=ADA)
    with refused(401, "unable_to_auth_magic_link"):
        await follow(client, await sandbox.outbox.wait_for(email=ADA))


async def test_a_link_goes_to_an_address(client: B2BClient) -> None:
    with refused(400, "invalid_email"):
        await client.magic_links.email.discovery.send(email_address="nobody")
