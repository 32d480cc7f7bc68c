"""Discovery: from a verified address to a session in an organization, through the SDK."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Clock, Sandbox

from ..world import LOGIN, World, discover, log_in, migrate, refused

GRACE = "grace@acme.example"
BY_MAIL = {"email_jit_provisioning": "RESTRICTED", "email_allowed_domains": ["acme.example"]}


async def opened(client: B2BClient, **session: str) -> dict[str, Any]:
    """Return the discovered organizations of a session by slug."""
    response = await client.discovery.organizations.list(**session)
    return {entry.organization.organization_slug: entry for entry in response.discovered_organizations}


async def add(client: B2BClient, slug: str, email: str = GRACE, **given: Any) -> Any:
    """Create an organization with a member."""
    await client.organizations.create(organization_name=slug, organization_slug=slug)
    return await client.organizations.members.create(slug, email_address=email, **given)


async def open_to_domain(client: B2BClient, slug: str = "open", colleague: str = LOGIN[0], **settings: Any) -> Any:
    """Create an organization that accepts the domain, with a member whose address is verified."""
    await client.organizations.create(organization_name=slug, organization_slug=slug, **{**BY_MAIL, **settings})
    return await migrate(client, slug, email_address=colleague)


async def invite(client: B2BClient, slug: str, email: str = GRACE) -> Any:
    await client.organizations.create(organization_name=slug, organization_slug=slug)
    return await client.magic_links.email.invite(organization_id=slug, email_address=email)


async def test_memberships_and_what_can_be_joined_are_listed(client: B2BClient, sandbox: Sandbox) -> None:
    await add(client, "active")
    await add(client, "pending", create_member_as_pending=True)
    await invite(client, "invited")
    await open_to_domain(client)
    await client.organizations.create(organization_name="Closed", organization_slug="closed")
    await add(client, "other", "ada@acme.example")
    found = await opened(client, intermediate_session_token=await discover(client, sandbox, GRACE))
    assert {slug: entry.membership.type for slug, entry in found.items()} == {
        "active": "active_member",
        "pending": "pending_member",
        "invited": "invited_member",
        "open": "eligible_to_join_by_email_domain",
    }
    assert found["open"].membership.details == {"domain": "acme.example"}
    assert found["open"].membership.member is None
    assert found["active"].membership.member.email_address == GRACE
    assert all(entry.member_authenticated for entry in found.values())


async def test_an_authentication_lists_the_same(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    await client.magic_links.email.discovery.send(email_address=LOGIN[0])
    token = (await sandbox.outbox.wait_for(email=LOGIN[0])).magic_link_token
    response = await client.magic_links.discovery.authenticate(discovery_magic_links_token=token)
    listed = await client.discovery.organizations.list(intermediate_session_token=response.intermediate_session_token)
    assert response.email_address == listed.email_address == LOGIN[0]
    assert response.discovered_organizations == listed.discovered_organizations
    assert [entry.organization.organization_slug for entry in listed.discovered_organizations] == ["acme"]


async def test_a_deleted_member_is_not_listed(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    assert await opened(client, intermediate_session_token=await discover(client, sandbox, "gone@acme.example")) == {}


async def test_missing_values_are_reported_and_no_passcode_is_sent(client: B2BClient, sandbox: Sandbox) -> None:
    await open_to_domain(client, "strict", mfa_policy="REQUIRED_FOR_ALL")
    only_passwords = {"auth_methods": "RESTRICTED", "allowed_auth_methods": ["password"]}
    await client.organizations.create(organization_name="Old", organization_slug="old", **only_passwords)
    await client.organizations.members.create("old", email_address=GRACE)
    found = await opened(client, intermediate_session_token=await discover(client, sandbox, GRACE))
    assert [found[slug].member_authenticated for slug in ("strict", "old")] == [False, False]
    assert found["strict"].primary_required is None
    assert found["strict"].mfa_required.member_options.mfa_phone_number == ""
    assert found["strict"].mfa_required.secondary_auth_initiated is None
    assert found["old"].primary_required.allowed_auth_methods == ["password"]
    assert {message.channel for message in sandbox.outbox} == {"email"}


@pytest.mark.parametrize(
    ("colleague", "is_listed"),
    [(LOGIN[0], True), ("ADA@ACME.example", True), ("ada@other.example", False), ("ada@sub.acme.example", False)],
)
async def test_a_verified_colleague_makes_a_domain_discoverable(
    client: B2BClient, sandbox: Sandbox, colleague: str, is_listed: bool
) -> None:
    await open_to_domain(client, colleague=colleague)
    found = await opened(client, intermediate_session_token=await discover(client, sandbox, GRACE))
    assert ("open" in found) is is_listed


async def test_a_colleague_without_a_verified_address_does_not_count(client: B2BClient, sandbox: Sandbox) -> None:
    ada = await open_to_domain(client)
    token = await discover(client, sandbox, GRACE)
    await client.organizations.members.update("open", ada.member_id, email_address="ada.lovelace@acme.example")
    assert await opened(client, intermediate_session_token=token) == {}, "a retired address does not count either"
    await migrate(client, "open", email_address="ada.lovelace@acme.example")
    assert set(await opened(client, intermediate_session_token=token)) == {"open"}
    await client.organizations.members.delete("open", ada.member_id)
    assert await opened(client, intermediate_session_token=token) == {}


async def test_a_retired_address_discovers_nothing(client: B2BClient, sandbox: Sandbox) -> None:
    await open_to_domain(client)
    grace = await migrate(client, "open", email_address=GRACE)
    await client.organizations.members.update("open", grace.member_id, email_address="hopper@acme.example")
    token = await discover(client, sandbox, GRACE)
    assert await opened(client, intermediate_session_token=token) == {}
    with refused(400, "retired_member_email"):
        await client.discovery.intermediate_sessions.exchange(intermediate_session_token=token, organization_id="open")
    await client.organizations.members.unlink_retired_email("open", grace.member_id, email_address=GRACE)
    assert set(await opened(client, intermediate_session_token=token)) == {"open"}


BY_TENANT = {"oauth_tenant_jit_provisioning": "RESTRICTED", "allowed_oauth_tenants": {"slack": ["T1", "T2"]}}


async def test_an_organization_that_takes_a_tenant_is_listed_and_joined(client: B2BClient, sandbox: Sandbox) -> None:
    for slug, settings in {
        "workspace": BY_TENANT,
        "other": {**BY_TENANT, "allowed_oauth_tenants": {"slack": ["T3"]}},
        "github": {**BY_TENANT, "allowed_oauth_tenants": {"github": ["T2"]}},
        "closed": {"allowed_oauth_tenants": {"slack": ["T2"]}},
    }.items():
        await client.organizations.create(organization_name=slug, organization_slug=slug, **settings)
    login = sandbox.oauth.discover("slack", GRACE, tenants=["T0", "T2"])
    found = await client.oauth.discovery.authenticate(discovery_oauth_token=login)
    (entry,) = found.discovered_organizations
    assert entry.organization.organization_slug == "workspace"
    assert entry.membership.type == "eligible_to_join_by_oauth_tenant"
    assert entry.membership.details == {"provider_type": "Slack", "provider_tenant_id": "T2"}
    assert not entry.member_authenticated, "Slack does not verify addresses"
    token = found.intermediate_session_token
    joined = await client.discovery.intermediate_sessions.exchange(
        intermediate_session_token=token, organization_id="workspace"
    )
    assert (joined.member_authenticated, joined.member.status) == (False, "pending")
    assert (await client.organizations.metrics("workspace")).member_count == 1
    with refused(400, "email_jit_provisioning_not_allowed"):
        await client.discovery.intermediate_sessions.exchange(intermediate_session_token=token, organization_id="other")


async def test_an_intermediate_session_of_an_organization_hints_at_it(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    await client.organizations.update("acme", mfa_policy="REQUIRED_FOR_ALL")
    login = await log_in(client, "acme")
    listed = await client.discovery.organizations.list(intermediate_session_token=login.intermediate_session_token)
    assert listed.organization_id_hint == world.organization.organization_id
    of_discovery = await client.discovery.organizations.list(intermediate_session_token=await discover(client, sandbox))
    of_session = await client.discovery.organizations.list(session_token=world.session_token)
    assert of_discovery.organization_id_hint is of_session.organization_id_hint is None


@pytest.mark.parametrize("name", ["session_token", "session_jwt"])
async def test_a_session_opens_memberships_only(client: B2BClient, world: World, name: str) -> None:
    await open_to_domain(client, colleague=GRACE)
    await add(client, "second", LOGIN[0])
    found = await opened(client, **{name: getattr(world, name)})
    assert set(found) == {"acme", "second"}
    assert found["acme"].member_authenticated
    assert not found["second"].member_authenticated, "a password belongs to one organization"


async def test_a_listing_names_one_session(client: B2BClient, world: World) -> None:
    with refused(400, "no_session_arguments"):
        await client.discovery.organizations.list()
    with refused(400, "too_many_session_arguments"):
        await client.discovery.organizations.list(session_token="a", intermediate_session_token="b")
    with refused(404, "intermediate_session_not_found"):
        await client.discovery.organizations.list(intermediate_session_token="unknown")
    with refused(404, "session_not_found"):
        await client.discovery.organizations.list(session_token="unknown")


async def test_an_intermediate_session_lasts_ten_minutes(client: B2BClient, sandbox: Sandbox, clock: Clock) -> None:
    token = await discover(client, sandbox)
    clock.advance(minutes=9, seconds=59)
    await client.discovery.organizations.list(intermediate_session_token=token)
    clock.advance(seconds=1)
    with refused(404, "intermediate_session_not_found"):
        await client.discovery.organizations.list(intermediate_session_token=token)


async def test_the_creator_of_an_organization_becomes_its_administrator(client: B2BClient, sandbox: Sandbox) -> None:
    token = await discover(client, sandbox, GRACE)
    response = await client.discovery.organizations.create(
        intermediate_session_token=token,
        organization_name="New",
        organization_slug="new",
        organization_external_id="crm|1",
        email_jit_provisioning="RESTRICTED",
        email_allowed_domains=["acme.example"],
        session_duration_minutes=30,
        session_custom_claims={"plan": "pro"},
    )
    organization, member = response.organization, response.member
    assert (response.member_authenticated, response.intermediate_session_token) == (True, "")
    assert (organization.organization_name, organization.organization_slug) == ("New", "new")
    assert (organization.organization_external_id, organization.email_jit_provisioning) == ("crm|1", "RESTRICTED")
    assert (member.email_address, member.status, member.email_address_verified) == (GRACE, "active", True)
    assert member.is_admin
    assert [role.role_id for role in member.roles] == ["stytch_member", "stytch_admin"]
    assert response.member_session.custom_claims == {"plan": "pro"}
    assert [factor.type for factor in response.member_session.authentication_factors] == ["magic_link"]
    await client.sessions.authenticate(session_jwt=response.session_jwt)
    with refused(404, "intermediate_session_not_found"):
        await client.discovery.organizations.create(intermediate_session_token=token)


@pytest.mark.parametrize(
    ("email", "name"),
    [(GRACE, "acme"), ("grace.hopper@gmail.com", "grace.hopper"), ("grace@yale.edu", "grace")],
)
async def test_an_organization_without_a_name_is_called_after_the_address(
    client: B2BClient, sandbox: Sandbox, email: str, name: str
) -> None:
    token = await discover(client, sandbox, email)
    response = await client.discovery.organizations.create(intermediate_session_token=token)
    assert response.organization.organization_name == name
    assert response.organization.organization_slug == name.replace(".", "-")


@pytest.mark.parametrize(
    ("email", "slugs"),
    [
        ("grace@Hopper.example", ["hopper", "hopper-"]),
        ("Grace.Hopper@gmail.com", ["grace-hopper", "grace-hopper-"]),
        ("grace@cs.yale.edu", ["grace", "grace-"]),
    ],
)
async def test_a_slug_is_made_from_the_address_and_not_from_the_name(
    client: B2BClient, sandbox: Sandbox, email: str, slugs: list[str]
) -> None:
    found = []
    for name in ("First", "Second"):
        token = await discover(client, sandbox, email)
        response = await client.discovery.organizations.create(intermediate_session_token=token, organization_name=name)
        assert response.organization.organization_name == name
        found.append(response.organization.organization_slug)
    assert found[0] == slugs[0]
    assert found[1].startswith(slugs[1])


async def test_an_organization_that_asks_for_mfa_asks_its_founder_too(client: B2BClient, sandbox: Sandbox) -> None:
    token = await discover(client, sandbox, GRACE)
    response = await client.discovery.organizations.create(
        intermediate_session_token=token, mfa_policy="REQUIRED_FOR_ALL"
    )
    assert (response.member_authenticated, response.intermediate_session_token) == (False, token)
    assert response.mfa_required is not None
    assert (response.session_token, response.member.status) == ("", "active")


@pytest.mark.parametrize(
    ("given", "error_type"),
    [
        ({"organization_slug": "acme"}, "organization_slug_already_used"),
        ({"session_duration_minutes": 1}, "invalid_session_duration_minutes"),
    ],
)
async def test_a_refused_creation_leaves_no_organization(
    client: B2BClient, sandbox: Sandbox, world: World, given: dict[str, Any], error_type: str
) -> None:
    token = await discover(client, sandbox, GRACE)
    with refused(400, error_type):
        await client.discovery.organizations.create(intermediate_session_token=token, **given)
    assert await opened(client, intermediate_session_token=token) == {}
    assert len(sandbox.state.organizations) == 1


@pytest.mark.parametrize("call", ["create", "exchange"])
async def test_an_empty_token_names_no_intermediate_session(client: B2BClient, world: World, call: str) -> None:
    with refused(404, "intermediate_session_not_found"):
        if call == "create":
            await client.discovery.organizations.create(intermediate_session_token="")
        else:
            await client.discovery.intermediate_sessions.exchange(intermediate_session_token="", organization_id="acme")


async def exchange(client: B2BClient, sandbox: Sandbox, slug: str, email: str = GRACE, **given: Any) -> Any:
    token = await discover(client, sandbox, email)
    return await client.discovery.intermediate_sessions.exchange(
        intermediate_session_token=token, organization_id=slug, **given
    )


async def test_an_exchange_logs_a_member_in_and_uses_the_intermediate_session_up(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    token = await discover(client, sandbox)
    response = await client.discovery.intermediate_sessions.exchange(
        intermediate_session_token=token, organization_id="acme", session_duration_minutes=30
    )
    assert (response.member_authenticated, response.member_id) == (True, world.member.member_id)
    assert (response.member_session.expires_at - response.member_session.started_at).total_seconds() == 30 * 60
    with refused(404, "intermediate_session_not_found"):
        await client.discovery.organizations.list(intermediate_session_token=token)


async def test_an_exchange_accepts_an_invitation(client: B2BClient, sandbox: Sandbox) -> None:
    invited = await invite(client, "invited")
    response = await exchange(client, sandbox, "invited")
    assert (response.member_id, response.member.status) == (invited.member_id, "active")


async def test_an_exchange_joins_an_organization_that_takes_the_domain(client: B2BClient, sandbox: Sandbox) -> None:
    await client.organizations.create(organization_name="Open", organization_slug="open", **BY_MAIL)
    response = await exchange(client, sandbox, "open")
    assert response.member_authenticated
    assert (response.member.email_address, response.member.status, response.member.is_admin) == (GRACE, "active", False)


@pytest.mark.parametrize(
    ("settings", "error_type"),
    [
        ({}, "email_jit_provisioning_not_allowed"),
        ({**BY_MAIL, "email_allowed_domains": ["other.example"]}, "invalid_email_for_jit_provisioning"),
    ],
)
async def test_an_exchange_is_refused_where_the_domain_is_not_allowed(
    client: B2BClient, sandbox: Sandbox, settings: dict[str, Any], error_type: str
) -> None:
    await client.organizations.create(organization_name="Closed", organization_slug="closed", **settings)
    with refused(400, error_type):
        await exchange(client, sandbox, "closed")
    assert (await client.organizations.metrics("closed")).member_count == 0


async def test_a_refused_exchange_adds_no_member(client: B2BClient, sandbox: Sandbox) -> None:
    await client.organizations.create(organization_name="Open", organization_slug="open", **BY_MAIL)
    with refused(400, "invalid_session_duration_minutes"):
        await exchange(client, sandbox, "open", session_duration_minutes=1)
    assert (await client.organizations.metrics("open")).member_count == 0


async def test_an_exchange_lists_what_is_missing_and_keeps_its_token(client: B2BClient, sandbox: Sandbox) -> None:
    only_passwords = {"auth_methods": "RESTRICTED", "allowed_auth_methods": ["password"]}
    await client.organizations.create(organization_name="Old", organization_slug="old", **only_passwords)
    await migrate(client, "old", email_address=GRACE)
    response = await exchange(client, sandbox, "old")
    assert not response.member_authenticated
    assert response.primary_required.allowed_auth_methods == ["password"]
    login = await client.passwords.authenticate(
        organization_id="old",
        email_address=GRACE,
        password=LOGIN[1],
        intermediate_session_token=response.intermediate_session_token,
    )
    assert login.member_authenticated
    factors = [factor.type for factor in login.member_session.authentication_factors]
    assert factors == ["magic_link", "password"]
