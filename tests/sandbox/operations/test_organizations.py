"""Organizations, through the SDK."""

from __future__ import annotations

import pytest

from aiostytch import B2BClient, SessionJWT, SessionToken
from aiostytch.sandbox import Clock, Sandbox

from ..world import World, log_in, migrate, promote, refused


async def test_an_organization_has_the_documented_defaults(client: B2BClient, clock: Clock) -> None:
    organization = (await client.organizations.create(organization_name="Acme Rockets!")).organization
    assert organization.organization_slug == "acme-rockets"
    assert organization.created_at == organization.updated_at == clock.now()
    assert (organization.auth_methods, organization.mfa_policy, organization.mfa_methods) == (
        "ALL_ALLOWED",
        "OPTIONAL",
        "ALL_ALLOWED",
    )
    assert (organization.email_jit_provisioning, organization.oauth_tenant_jit_provisioning) == (
        "NOT_ALLOWED",
        "NOT_ALLOWED",
    )


@pytest.mark.parametrize(
    ("settings", "email_invites"),
    [
        ({}, "ALL_ALLOWED"),
        ({"mfa_policy": "REQUIRED_FOR_ALL"}, "ALL_ALLOWED"),
        ({"sso_jit_provisioning": "ALL_ALLOWED"}, "NOT_ALLOWED"),
        ({"email_invites": "RESTRICTED"}, "RESTRICTED"),
    ],
)
async def test_invitations_are_open_where_no_way_in_is_given(
    client: B2BClient, settings: dict[str, str], email_invites: str
) -> None:
    created = await client.organizations.create(organization_name="Acme", **settings)
    assert created.organization.email_invites == email_invites


@pytest.mark.parametrize("name", ["Acme", "ACME!", "a", "東京"])
async def test_slugs_that_are_made_from_equal_names_differ(client: B2BClient, name: str) -> None:
    slugs = [(await client.organizations.create(organization_name=name)).organization.organization_slug for _ in "123"]
    assert len(set(slugs)) == 3
    found = [(await client.organizations.get(slug)).organization.organization_name for slug in slugs]
    assert found == [name, name, name]


@pytest.mark.parametrize("key", ["organization_id", "organization_slug", "organization_external_id"])
async def test_an_organization_is_found_by_id_slug_and_external_id(client: B2BClient, key: str) -> None:
    created = await client.organizations.create(organization_name="Acme", organization_external_id="crm|42")
    found = await client.organizations.get(getattr(created.organization, key))
    assert found.organization == created.organization


@pytest.mark.parametrize("key", ["organization_slug", "organization_external_id"])
async def test_an_organization_is_no_longer_found_by_its_old_name(client: B2BClient, key: str) -> None:
    await client.organizations.create(organization_name="A", **{key: "before"})
    await client.organizations.update("before", **{key: "after"})
    assert (await client.organizations.get("after")).organization.organization_name == "A"
    with refused(404, "organization_not_found"):
        await client.organizations.get("before")


async def test_an_update_changes_what_is_given_and_notes_when(client: B2BClient, world: World, clock: Clock) -> None:
    clock.advance(minutes=1)
    updated = (
        await client.organizations.update("acme", organization_name="New", mfa_policy="REQUIRED_FOR_ALL")
    ).organization
    assert (updated.organization_name, updated.mfa_policy) == ("New", "REQUIRED_FOR_ALL")
    assert updated.organization_slug == world.organization.organization_slug
    assert (updated.created_at, updated.updated_at) == (world.organization.created_at, clock.now())
    assert (await client.organizations.get("acme")).organization == updated


async def test_metadata_is_merged_at_the_top_level_and_null_takes_a_key_away(client: B2BClient) -> None:
    before = {"plan": "free", "seats": {"used": 1, "paid": 2}, "trial": True}
    await client.organizations.create(organization_name="A", organization_slug="aa", trusted_metadata=before)
    updated = await client.organizations.update("aa", trusted_metadata={"seats": {"used": 2}, "trial": None})
    assert updated.organization.trusted_metadata == {"plan": "free", "seats": {"used": 2}}


@pytest.mark.parametrize(
    ("metadata", "error_type"),
    [
        ({str(number): number for number in range(21)}, "metadata_too_many_keys"),
        ({"text": "x" * 4096}, "metadata_too_large"),
    ],
)
async def test_metadata_is_limited(client: B2BClient, metadata: dict[str, object], error_type: str) -> None:
    with refused(400, error_type):
        await client.organizations.create(organization_name="A", trusted_metadata=metadata)


@pytest.mark.parametrize(
    ("given", "error_type"),
    [
        ({"organization_name": ""}, "invalid_organization_name"),
        ({"organization_name": "x" * 129}, "invalid_organization_name"),
        ({"organization_slug": "x"}, "invalid_organization_slug"),
        ({"organization_slug": "x" * 129}, "invalid_organization_slug"),
        ({"organization_slug": "a b"}, "invalid_organization_slug"),
        ({"organization_slug": "ab\n"}, "invalid_organization_slug"),
        ({"organization_slug": "acme"}, "organization_slug_already_used"),
        ({"organization_external_id": "a b"}, "invalid_organization_external_id"),
        ({"organization_external_id": "x" * 129}, "invalid_organization_external_id"),
        ({"organization_external_id": "crm|1"}, "organization_external_id_already_used"),
    ],
)
async def test_names_are_checked_and_unique(
    client: B2BClient, world: World, given: dict[str, str], error_type: str
) -> None:
    await client.organizations.update("acme", organization_external_id="crm|1")
    with refused(400, error_type):
        await client.organizations.create(**{"organization_name": "B", **given})
    other = await client.organizations.create(organization_name="B")
    with refused(400, error_type):
        await client.organizations.update(other.organization.organization_id, **given)


async def test_an_update_may_send_the_organizations_own_names_again(client: B2BClient, world: World) -> None:
    await client.organizations.update("acme", organization_external_id="crm|1")
    again = await client.organizations.update("crm|1", organization_slug="acme", organization_external_id="crm|1")
    assert again.organization.organization_id == world.organization.organization_id


async def test_an_external_id_can_be_taken_away_and_given_to_another(client: B2BClient) -> None:
    await client.organizations.create(organization_name="A", organization_external_id="crm|1")
    freed = await client.organizations.delete_external_id("crm|1")
    assert freed.organization.organization_external_id is None
    other = await client.organizations.create(organization_name="B", organization_external_id="crm|1")
    assert (await client.organizations.get("crm|1")).organization == other.organization


async def test_a_deleted_organization_is_gone_with_its_members_and_sessions(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    deleted = await client.organizations.delete("acme")
    assert deleted.organization_id == world.organization.organization_id
    assert (len(sandbox.state.organizations), len(sandbox.state.members), len(sandbox.state.sessions)) == (0, 0, 0)
    with refused(404, "organization_not_found"):
        await client.organizations.members.get("acme", member_id=world.member.member_id)
    with refused(404, "session_not_found"):
        await client.sessions.authenticate(session_token=world.session_token)


async def test_the_names_of_a_deleted_organization_are_free(client: B2BClient, world: World) -> None:
    await client.organizations.delete("acme")
    await client.organizations.create(organization_name="Acme", organization_slug="acme")


async def test_metrics_count_the_members_that_are_not_deleted(client: B2BClient, world: World) -> None:
    assert (await client.organizations.metrics("acme")).member_count == 1
    await client.organizations.members.create("acme", email_address="grace@acme.example")
    assert (await client.organizations.metrics("acme")).member_count == 2


@pytest.mark.parametrize("call", ["get", "update", "delete", "metrics", "delete_external_id"])
async def test_an_unknown_organization_is_not_found(client: B2BClient, call: str) -> None:
    with refused(404, "organization_not_found"):
        await getattr(client.organizations, call)("organization-test-unknown")


async def test_an_administrator_can_update_the_own_organization(client: B2BClient, world: World) -> None:
    await promote(client, world.member.member_id)
    for session in (SessionToken(world.session_token), SessionJWT(world.session_jwt)):
        me = client.as_member(session)
        updated = await me.organizations.update("acme", organization_name=type(session).__name__)
        assert updated.organization.organization_name == type(session).__name__


async def test_a_member_cannot_touch_another_organization(client: B2BClient, world: World) -> None:
    other = await client.organizations.create(organization_name="Other", organization_slug="other")
    me = client.as_member(SessionToken(world.session_token))
    with refused(403, "session_authorization_tenancy_error"):
        await me.organizations.update("other", organization_name="Mine")
    with refused(403, "session_authorization_tenancy_error"):
        await me.organizations.members.search(organization_ids=["acme", "other"])
    assert (await client.organizations.get("other")).organization == other.organization


async def test_a_member_cannot_act_once_the_session_has_expired(client: B2BClient, world: World, clock: Clock) -> None:
    me = client.as_member(SessionToken(world.session_token))
    clock.advance(minutes=60)
    with refused(404, "session_not_found"):
        await me.organizations.update("acme", organization_name="Late")


async def test_equal_addresses_are_different_members_of_different_organizations(
    client: B2BClient, world: World
) -> None:
    await client.organizations.create(organization_name="Other", organization_slug="other")
    other = await migrate(client, "other")
    assert other.member_created
    assert (await log_in(client, "other")).member_id == other.member_id != world.member.member_id
