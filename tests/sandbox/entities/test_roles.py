"""The roles of a member, and their sources."""

from __future__ import annotations

import pytest

from aiostytch import AuthorizationCheck, B2BClient, PermissionDeniedError

from ..world import World, log_in, operand, promote, query, refused


async def reasons(client: B2BClient, world: World) -> dict[str, list[tuple[str, object]]]:
    member = (await client.organizations.members.get("acme", member_id=world.member.member_id)).member
    return {role.role_id: [(source.type, source.details) for source in role.sources] for role in member.roles}


async def test_a_member_has_the_role_that_all_have(client: B2BClient, world: World) -> None:
    assert await reasons(client, world) == {"stytch_member": [("direct_assignment", {})]}


async def test_the_domain_of_the_address_gives_a_role(client: B2BClient, world: World) -> None:
    await promote(client, world.member.member_id, "editor")
    assignments = [
        {"domain": "ACME.example", "role_id": "editor"},
        {"domain": "acme.example", "role_id": "recruiter"},
        {"domain": "other.example", "role_id": "stytch_admin"},
    ]
    await client.organizations.update("acme", rbac_email_implicit_role_assignments=assignments)
    assert await reasons(client, world) == {
        "stytch_member": [("direct_assignment", {})],
        "editor": [("direct_assignment", {}), ("email_assignment", {"email_domain": "ACME.example"})],
        "recruiter": [("email_assignment", {"email_domain": "acme.example"})],
    }
    session = (await client.sessions.authenticate(session_token=world.session_token)).member_session
    assert session.roles == ["stytch_member", "editor", "recruiter"]
    found = client.organizations.members.search(
        organization_ids=["acme"], query=query(operand("member_roles", ["recruiter"]))
    )
    assert [member.member_id async for member in found] == [world.member.member_id]


def check(action: str, organization_id: str = "acme", resource_id: str = "documents") -> dict[str, str]:
    return {"organization_id": organization_id, "resource_id": resource_id, "action": action}


async def test_the_verdict_names_the_roles_that_permit(client: B2BClient, world: World) -> None:
    await promote(client, world.member.member_id, "editor", "recruiter")
    for action, roles in (("read", ["stytch_member", "editor"]), ("write", ["editor"])):
        response = await client.sessions.authenticate(
            session_token=world.session_token, authorization_check=check(action)
        )
        assert response.verdict is not None
        assert (response.verdict.authorized, sorted(response.verdict.granting_roles)) == (True, sorted(roles))


@pytest.mark.parametrize(
    "given", [check("write"), check("burn"), check("read", resource_id="images"), check("*", resource_id="documents")]
)
async def test_an_unpermitted_action_fails_and_does_not_extend_the_session(
    client: B2BClient, world: World, given: dict[str, str]
) -> None:
    with refused(403, "session_authorization_error"):
        await client.sessions.authenticate(
            session_token=world.session_token, authorization_check=given, session_duration_minutes=600
        )
    session = (await client.sessions.authenticate(session_token=world.session_token)).member_session
    assert (session.expires_at - session.started_at).total_seconds() == 60 * 60


async def test_api_and_local_checks_agree_on_a_permission_denied_then_granted(client: B2BClient, world: World) -> None:
    write = AuthorizationCheck(
        organization_id=world.organization.organization_id, resource_id="documents", action="write"
    )
    with refused(403, "session_authorization_error"):
        await client.sessions.authenticate(session_token=world.session_token, authorization_check=check("write"))
    with pytest.raises(PermissionDeniedError):
        await client.rbac.authorize(await client.sessions.authenticate_jwt(session_jwt=world.session_jwt), write)
    await promote(client, world.member.member_id, "editor")
    again = await log_in(client, "acme")
    await client.rbac.authorize(await client.sessions.authenticate_jwt(session_jwt=again.session_jwt), write)
    response = await client.sessions.authenticate(session_jwt=again.session_jwt, authorization_check=check("write"))
    assert response.verdict is not None
    assert response.verdict.granting_roles == ["editor"]
