"""The permissions that members need for calls."""

from __future__ import annotations

import pytest

from aiostytch import B2BClient, SessionToken
from aiostytch.sandbox import Sandbox
from aiostytch.sandbox.auth.authorization import REQUIREMENTS, SELF, check
from aiostytch.sandbox.contract.document import operations
from aiostytch.sandbox.contract.errors import RefusedError
from aiostytch.sandbox.entities.call import Call
from aiostytch.sandbox.entities.policy import BUILT_IN
from aiostytch.sandbox.store.policy import ALL

from ..world import LOGIN, World, log_in, migrate, promote, refused

OPERATIONS = {operation.call_path: operation for operation in operations()}
ACTIONS = {resource.resource_id: {ALL, *resource.actions} for resource in BUILT_IN.resources}


def steps(own: bool) -> list[tuple[str, str, str]]:
    """Return call path, argument and action of what needs a permission, or of what members can do to themselves."""
    found: list[tuple[str, str, str]] = []
    for call_path, need in REQUIREMENTS.items():
        if need is None:
            continue
        pairs = [("", need.action)] if need.action else list(need.by_argument.items())
        found += [(call_path, name, action) for name, action in pairs if not own or action in need.self_actions]
    return found


def test_every_operation_that_takes_a_session_is_in_the_table() -> None:
    assert set(REQUIREMENTS) == {path for path, operation in OPERATIONS.items() if operation.parameters_in("header")}


def test_every_action_of_the_table_is_in_the_built_in_policy() -> None:
    used = {(need.resource, action) for need in REQUIREMENTS.values() if need for action in need.by_argument.values()}
    used |= {(need.resource, need.action) for need in REQUIREMENTS.values() if need and need.action}
    used |= {(SELF, action) for need in REQUIREMENTS.values() if need for action in need.self_actions}
    assert {(resource, action) for resource, action in used if action not in ACTIONS[resource]} == set()


def test_every_argument_of_the_table_is_in_the_document() -> None:
    for call_path, name, _ in steps(own=False):
        body = OPERATIONS[call_path].body or {}
        assert not name or name in body["properties"]


def permit(sandbox: Sandbox, resource: str, action: str) -> None:
    permissions = [{"resource_id": resource, "actions": [action]}]
    nothing = [{"resource_id": "documents", "actions": ["read"]}]
    sandbox.set_policy(
        {
            "resources": [{"resource_id": "documents", "actions": ["read"]}],
            "roles": [
                {"role_id": "stytch_member", "permissions": nothing},
                {"role_id": "editor", "permissions": permissions},
            ],
        }
    )


def call(sandbox: Sandbox, world: World, call_path: str, name: str, member_id: str) -> Call:
    session = sandbox.state.sessions.find("token", world.session_token)
    arguments = {"organization_id": "acme", "member_id": member_id, **({name: "x"} if name else {})}
    return Call(operation=OPERATIONS[call_path], arguments=arguments, session=session)


@pytest.mark.parametrize(("call_path", "name", "action"), steps(own=False))
async def test_a_call_about_others_needs_its_action_on_its_resource(
    sandbox: Sandbox, client: B2BClient, world: World, call_path: str, name: str, action: str
) -> None:
    other = await migrate(client, "acme", email_address="grace@acme.example")
    await promote(client, world.member.member_id, "editor")
    made = call(sandbox, world, call_path, name, other.member_id)
    need = REQUIREMENTS[call_path]
    assert need is not None
    for resource, granted in ((SELF, ALL), ("documents", "read")):
        permit(sandbox, resource, granted)
        with pytest.raises(RefusedError) as caught:
            check(sandbox.state, made)
        assert (caught.value.status_code, caught.value.error_type) == (403, "session_authorization_error")
    permit(sandbox, need.resource, action)
    check(sandbox.state, made)


@pytest.mark.parametrize(("call_path", "name", "action"), steps(own=True))
async def test_members_can_do_some_things_to_themselves(
    sandbox: Sandbox, client: B2BClient, world: World, call_path: str, name: str, action: str
) -> None:
    await promote(client, world.member.member_id, "editor")
    made = call(sandbox, world, call_path, name, world.member.member_id)
    permit(sandbox, SELF, action)
    check(sandbox.state, made)
    permit(sandbox, "documents", "read")
    with pytest.raises(RefusedError):
        check(sandbox.state, made)


async def test_a_member_knows_the_own_self_by_external_id_password_and_session(client: B2BClient, world: World) -> None:
    await client.organizations.members.update("acme", world.member.member_id, external_id="ada")
    me = client.as_member(SessionToken(world.session_token))
    await me.organizations.members.update("acme", "ada", name="Ada")
    await me.organizations.members.delete_password("acme", world.member.member_password_id)
    await me.sessions.revoke(session_token=world.session_token)


async def test_members_cannot_give_themselves_roles(client: B2BClient, world: World) -> None:
    me = client.as_member(SessionToken(world.session_token))
    with refused(403, "session_authorization_error"):
        await me.organizations.members.update("acme", world.member.member_id, name="Ada", roles=["stytch_admin"])
    member = (await client.organizations.members.get("acme", member_id=world.member.member_id)).member
    assert (member.name, member.is_admin) == ("", False)


async def test_nobody_changes_trusted_metadata_or_the_own_address_with_a_session(
    client: B2BClient, world: World
) -> None:
    await promote(client, world.member.member_id)
    me = client.as_member(SessionToken(world.session_token))
    with refused(401, "cannot_update_trusted_metadata"):
        await me.organizations.members.update("acme", world.member.member_id, trusted_metadata={"plan": "free"})
    with refused(401, "cannot_update_trusted_metadata"):
        await me.organizations.update("acme", trusted_metadata={"plan": "free"})
    with refused(401, "member_cannot_update_their_email_address"):
        await me.organizations.members.update("acme", world.member.member_id, email_address="a@acme.example")


async def test_an_unknown_member_is_not_the_own_self(client: B2BClient, world: World) -> None:
    me = client.as_member(SessionToken(world.session_token))
    with refused(403, "session_authorization_error"):
        await me.organizations.members.delete("acme", "member-test-unknown")
    with refused(403, "session_authorization_error"):
        await me.organizations.members.delete_password("acme", "member-password-test-unknown")


async def test_permissions_of_every_member_need_no_role(sandbox: Sandbox, client: B2BClient, world: World) -> None:
    check(sandbox.state, call(sandbox, world, "organizations.connected_apps", "", ""))


async def test_a_role_that_is_taken_away_permits_nothing_any_more(client: B2BClient, world: World) -> None:
    me = client.as_member(SessionToken(world.session_token))
    await promote(client, world.member.member_id, "recruiter")
    await me.organizations.members.create("acme", email_address="grace@acme.example")
    await promote(client, world.member.member_id, "editor")
    with refused(403, "session_authorization_error"):
        await me.organizations.members.create("acme", email_address="linus@acme.example")


async def test_a_role_of_the_organization_alone_permits_there(client: B2BClient, world: World) -> None:
    permissions = [{"resource_id": "stytch.organization", "actions": ["update.info.name"]}]
    roles = [{"role_id": "namer", "description": "Gives names.", "permissions": permissions}]
    await client.rbac.organizations.set_org_policy("acme", org_policy={"roles": roles})
    await promote(client, world.member.member_id, "namer")
    me = client.as_member(SessionToken((await log_in(client, "acme", email_address=LOGIN[0])).session_token))
    await me.organizations.update("acme", organization_name="Acme & Co")
    with refused(403, "session_authorization_error"):
        await me.organizations.update("acme", organization_name="Acme", organization_slug="acme-2")
