"""Sessions of members without the steps of a login."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.integrations.asgi.cookies import JWT_COOKIE, TOKEN_COOKIE
from aiostytch.sandbox import Sandbox
from aiostytch.sandbox.contract.errors import RefusedError

from .world import LOGIN

SEED = {"organizations": [{"organization_name": "One", "organization_slug": "one"}, {"organization_name": "Two"}]}


async def test_missing_values_are_created(sandbox: Sandbox, client: B2BClient) -> None:
    login = sandbox.login(LOGIN[0])
    assert (login.response.organization.organization_slug, login.response.member.status) == ("acme", "active")
    for proof in ({"session_token": login.session_token}, {"session_jwt": login.session_jwt}):
        assert (await client.sessions.authenticate(**proof)).member.member_id == login.member_id
    session = await client.sessions.authenticate_jwt_local(login.session_jwt)
    assert (session.organization_id, session.member_id) == (login.organization_id, login.member_id)
    assert len(sandbox.outbox) == 0


async def test_the_member_and_the_organization_are_found_again(sandbox: Sandbox) -> None:
    sandbox.seed(SEED)
    first = sandbox.login(LOGIN[0])
    assert first.response.organization.organization_slug == "one"
    again = sandbox.login(LOGIN[0].upper())
    assert (again.member_id, again.session_token == first.session_token) == (first.member_id, False)
    other = sandbox.login("grace@two.example", organization="two")
    assert sandbox.login("grace@two.example").organization_id == other.organization_id
    assert sandbox.login(LOGIN[0], organization="two").member_id != first.member_id
    assert len(sandbox.state.members) == 3


async def test_an_invited_member_becomes_active(sandbox: Sandbox, client: B2BClient) -> None:
    sandbox.seed(SEED)
    await client.magic_links.email.invite(organization_id="one", email_address=LOGIN[0])
    login = sandbox.login(LOGIN[0])
    assert (login.response.member.status, login.response.member.email_address_verified) == ("active", True)


async def test_a_login_has_roles_and_what_sessions_take(sandbox: Sandbox) -> None:
    login = sandbox.login(
        LOGIN[0], roles=["stytch_admin"], session_duration_minutes=5, session_custom_claims={"plan": "pro"}
    )
    session = login.response.member_session
    assert session.roles == ["stytch_member", "stytch_admin"]
    assert (session.expires_at - session.started_at).total_seconds() == 300
    assert session.custom_claims == {"plan": "pro"}
    assert sandbox.login(LOGIN[0]).response.member_session.roles == ["stytch_member", "stytch_admin"]
    assert sandbox.login(LOGIN[0], roles=[]).response.member_session.roles == ["stytch_member"]


@pytest.mark.parametrize(
    ("given", "error_type"),
    [
        ({"organization": "nowhere"}, "organization_not_found"),
        ({"roles": ["nobody"]}, "invalid_role"),
        ({"session_duration_minutes": 1}, "invalid_session_duration_minutes"),
    ],
)
def test_an_impossible_login_is_refused_and_leaves_nothing(
    sandbox: Sandbox, given: dict[str, Any], error_type: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        sandbox.login(LOGIN[0], **given)
    assert caught.value.error_type == error_type
    assert not len(sandbox.state.organizations)


def test_a_login_is_sent_as_services_and_browsers_expect(sandbox: Sandbox) -> None:
    login = sandbox.login(LOGIN[0])
    assert login.headers == {"Authorization": f"Bearer {login.session_jwt}"}
    assert login.cookies == {TOKEN_COOKIE: login.session_token, JWT_COOKIE: login.session_jwt}
    assert repr(login) == f"<Login of {login.member_id}>"
