"""SCIM connections, and an identity provider that provisions through them."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient, SessionToken
from aiostytch.sandbox import Clock, Directory, Sandbox

from ..stages.connections import connect_directory
from ..world import LOGIN, World, promote, refused


@pytest.fixture
async def connection(client: B2BClient, world: World) -> Any:
    return await connect_directory(client)


@pytest.fixture
def directory(sandbox: Sandbox, connection: Any) -> Directory:
    return sandbox.directory(connection.bearer_token)


async def test_an_organization_has_one_connection(client: B2BClient, connection: Any) -> None:
    with refused(400, "active_scim_connection_exists"):
        await connect_directory(client)
    shown = (await client.scim.connection.get("acme")).connection
    assert shown is not None
    assert (shown.connection_id, shown.status, shown.display_name) == (connection.connection_id, "active", "Okta")
    assert shown.bearer_token_last_four == connection.bearer_token[-4:]
    assert shown.base_url.endswith(f"/scim/{connection.connection_id}")
    await client.scim.connection.delete("acme", connection.connection_id)
    with refused(404, "no_active_scim_connection"):
        await client.scim.connection.get("acme")
    await connect_directory(client)


async def test_an_organization_shows_its_connection(client: B2BClient, connection: Any) -> None:
    async def shown() -> Any:
        return (await client.organizations.get("acme")).organization.scim_active_connection

    first = await shown()
    assert (first.connection_id, first.display_name) == (connection.connection_id, "Okta")
    assert first.bearer_token_last_four == connection.bearer_token[-4:]
    assert first.bearer_token_expires_at == connection.bearer_token_expires_at
    await client.scim.connection.update("acme", connection.connection_id, display_name="Entra")
    await client.scim.connection.rotate_start("acme", connection.connection_id)
    rotated = (await client.scim.connection.rotate_complete("acme", connection.connection_id)).connection
    second = await shown()
    assert (second.display_name, second.bearer_token_last_four) == ("Entra", rotated.bearer_token_last_four)
    await client.scim.connection.delete("acme", connection.connection_id)
    assert await shown() is None


async def test_a_connection_of_another_organization_is_not_found(client: B2BClient, connection: Any) -> None:
    await client.organizations.create(organization_name="Other", organization_slug="other")
    for organization_id, connection_id in (("other", connection.connection_id), ("acme", "unknown")):
        with refused(404, "no_active_scim_connection"):
            await client.scim.connection.update(organization_id, connection_id, display_name="Mine")


async def test_a_connection_can_be_changed(client: B2BClient, connection: Any) -> None:
    response = await client.scim.connection.update(
        "acme", connection.connection_id, display_name="Entra", identity_provider="microsoft-entra"
    )
    assert response.connection is not None
    assert response.connection.display_name == "Entra"
    assert response.connection.base_url.endswith("?aadOptscim062020")


async def test_both_tokens_work_while_one_takes_the_place_of_the_other(
    sandbox: Sandbox, client: B2BClient, connection: Any, directory: Directory
) -> None:
    with refused(400, "scim_connection_not_rotating_token"):
        await client.scim.connection.rotate_complete("acme", connection.connection_id)
    rotating = (await client.scim.connection.rotate_start("acme", connection.connection_id)).connection
    assert rotating is not None
    renewed = sandbox.directory(rotating.next_bearer_token)
    directory.push_user("grace@acme.example")
    renewed.push_user("linus@acme.example")
    shown = (await client.scim.connection.get("acme")).connection
    assert shown is not None
    assert shown.next_bearer_token_last_four == rotating.next_bearer_token[-4:]
    done = (await client.scim.connection.rotate_complete("acme", connection.connection_id)).connection
    assert done is not None
    assert (done.bearer_token_last_four, done.next_bearer_token_last_four) == (rotating.next_bearer_token[-4:], "")
    renewed.push_user("alan@acme.example")
    with pytest.raises(PermissionError, match="bearer token"):
        directory.push_user("eve@acme.example")
    found = await client.organizations.members.search(organization_ids=["acme"]).collect()
    assert {"grace@acme.example", "linus@acme.example", "alan@acme.example"} < {each.email_address for each in found}
    assert "eve@acme.example" not in {each.email_address for each in found}


async def test_a_rotation_can_be_cancelled(
    sandbox: Sandbox, client: B2BClient, connection: Any, directory: Directory
) -> None:
    rotating = (await client.scim.connection.rotate_start("acme", connection.connection_id)).connection
    assert rotating is not None
    await client.scim.connection.rotate_cancel("acme", connection.connection_id)
    directory.push_user("grace@acme.example")
    with pytest.raises(PermissionError, match="bearer token"):
        sandbox.directory(rotating.next_bearer_token).push_user("eve@acme.example")


def test_a_token_works_for_a_year(clock: Clock, directory: Directory) -> None:
    clock.advance(days=364)
    directory.push_user("grace@acme.example")
    clock.advance(days=1)
    with pytest.raises(PermissionError, match="bearer token"):
        directory.push_user("grace@acme.example")


async def test_a_directory_creates_changes_and_deprovisions_members(
    client: B2BClient, connection: Any, directory: Directory, world: World
) -> None:
    assert directory.push_user(LOGIN[0], name="Ada", external_id="a-1", title="Countess") == world.member.member_id
    grace = directory.push_user("grace@acme.example")
    member = (await client.organizations.members.get("acme", member_id=world.member.member_id)).member
    assert (member.name, member.email_address_verified) == ("Ada", True)
    registration = member.scim_registration
    assert registration is not None
    assert (registration.connection_id, registration.external_id) == (connection.connection_id, "a-1")
    assert registration.scim_attributes is not None
    assert (registration.scim_attributes.title, registration.scim_attributes.active) == ("Countess", True)
    directory.push_user(LOGIN[0], name="Ada King Lovelace")
    member = (await client.organizations.members.get("acme", member_id=world.member.member_id)).member
    name = member.scim_registration and member.scim_registration.scim_attributes.name
    assert name is not None
    assert (name.formatted, name.given_name, name.family_name) == ("Ada King Lovelace", "Ada", "King Lovelace")
    directory.push_user(LOGIN[0], active=False)
    assert (await client.organizations.members.dangerously_get(grace)).member.status == "active"
    gone = await client.organizations.members.dangerously_get(world.member.member_id, include_deleted=True)
    assert gone.member.status == "deleted"
    assert gone.member.scim_registration is not None
    assert gone.member.scim_registration.registration_id == registration.registration_id
    with refused(404, "session_not_found"):
        await client.sessions.authenticate(session_token=world.session_token)


async def test_groups_come_page_by_page(client: B2BClient, connection: Any, directory: Directory) -> None:
    pushed = [directory.push_group(name) for name in ("Engineering", "Sales", "Support")]
    pages = [
        [group.group_id for group in page.scim_groups]
        async for page in client.scim.connection.get_groups("acme", connection.connection_id, limit=2).pages()
    ]
    assert pages == [pushed[:2], pushed[2:]]
    groups = await client.scim.connection.get_groups("acme", connection.connection_id).collect()
    assert [group.group_name for group in groups] == ["Engineering", "Sales", "Support"]


async def test_a_group_gives_a_role_to_its_members(
    client: B2BClient, connection: Any, directory: Directory, world: World
) -> None:
    async def assign(role_id: str, group_id: str) -> None:
        assignment = {"role_id": role_id, "group_id": group_id, "group_name": ""}
        await client.scim.connection.update(
            "acme", connection.connection_id, scim_group_implicit_role_assignments=[assignment]
        )

    with refused(400, "scim_group_role_assignment_group_does_not_exist"):
        await assign("editor", "scim-group-test-unknown")
    directory.push_user(LOGIN[0])
    group_id = directory.push_group("Engineering", [LOGIN[0]])
    with refused(400, "invalid_role"):
        await assign("unknown", group_id)
    await assign("editor", group_id)
    member = (await client.organizations.members.get("acme", member_id=world.member.member_id)).member
    given = {role.role_id: role.sources for role in member.roles}["editor"]
    assert [(source.type, source.details) for source in given] == [
        ("scim_connection_group", {"connection_id": connection.connection_id, "group_id": group_id})
    ]
    assert member.scim_registration is not None
    assert member.scim_registration.scim_attributes is not None
    assert [group.display for group in member.scim_registration.scim_attributes.groups] == ["Engineering"]
    session = (await client.sessions.authenticate(session_token=world.session_token)).member_session
    assert session.roles == ["stytch_member", "editor"]
    shown = (await client.scim.connection.get("acme")).connection
    assert shown is not None
    assert shown.scim_group_implicit_role_assignments[0].group_name == "Engineering"
    directory.push_group("Engineering", [])
    session = (await client.sessions.authenticate(session_token=world.session_token)).member_session
    assert session.roles == ["stytch_member"]
    directory.push_group("Engineering", [LOGIN[0]])
    directory.remove_group("Engineering")
    session = (await client.sessions.authenticate(session_token=world.session_token)).member_session
    assert session.roles == ["stytch_member"]


def test_a_directory_knows_what_it_has_pushed(directory: Directory) -> None:
    with pytest.raises(LookupError, match="no member has this address"):
        directory.push_group("Engineering", ["unknown@acme.example"])
    with pytest.raises(LookupError, match="no such group"):
        directory.remove_group("Engineering")
    directory.push_group("Engineering")
    assert repr(directory) == "<Directory: 1 groups>"


async def test_a_deleted_connection_takes_its_groups_and_their_roles_along(
    sandbox: Sandbox, client: B2BClient, connection: Any, directory: Directory, world: World
) -> None:
    directory.push_user(LOGIN[0])
    group_id = directory.push_group("Engineering", [LOGIN[0]])
    assignment = {"role_id": "editor", "group_id": group_id, "group_name": "Engineering"}
    await client.scim.connection.update(
        "acme", connection.connection_id, scim_group_implicit_role_assignments=[assignment]
    )
    await client.scim.connection.delete("acme", connection.connection_id)
    member = (await client.organizations.members.get("acme", member_id=world.member.member_id)).member
    assert [role.role_id for role in member.roles] == ["stytch_member"]
    assert len(sandbox.state.scim_groups) == 0


async def test_a_deleted_organization_takes_its_connection_along(
    sandbox: Sandbox, client: B2BClient, connection: Any, directory: Directory
) -> None:
    directory.push_group("Engineering")
    await client.organizations.delete("acme")
    with pytest.raises(PermissionError, match="bearer token"):
        directory.push_group("Sales")
    assert len(sandbox.state.scim_groups) == 0


async def test_the_permission_to_read_a_connection_is_not_the_one_to_rotate(
    client: B2BClient, connection: Any, world: World
) -> None:
    permissions = [{"resource_id": "stytch.scim", "actions": ["get"]}]
    roles = [{"role_id": "auditor", "description": "", "permissions": permissions}]
    await client.rbac.organizations.set_org_policy("acme", org_policy={"roles": roles})
    await promote(client, world.member.member_id, "auditor")
    me = client.as_member(SessionToken(world.session_token))
    await me.scim.connection.get("acme")
    with refused(403, "session_authorization_error"):
        await me.scim.connection.rotate_start("acme", connection.connection_id)


@pytest.mark.parametrize("deleted", ["connection", "organization"])
async def test_deletion_keeps_the_groups_of_other_organizations(
    sandbox: Sandbox, client: B2BClient, connection: Any, directory: Directory, deleted: str
) -> None:
    await client.organizations.create(organization_name="Other", organization_slug="other")
    other = (await client.scim.connection.create("other")).connection
    sandbox.directory(other.bearer_token).push_group("Sales")
    directory.push_group("Engineering")
    if deleted == "connection":
        await client.scim.connection.delete("acme", connection.connection_id)
    else:
        await client.organizations.delete("acme")
    groups = await client.scim.connection.get_groups("other", other.connection_id).collect()
    assert [group.group_name for group in groups] == ["Sales"]
    assert len(sandbox.state.scim_groups) == 1
