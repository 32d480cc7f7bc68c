"""Password resets by e-mail, through the SDK."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Clock, Sandbox

from ..world import CHALLENGE, LOGIN, NEW_PASSWORD, VERIFIER, World, log_in, migrate, refused

ADA = LOGIN[0]


async def token_by_mail(client: B2BClient, sandbox: Sandbox, email: str = ADA, **given: Any) -> str:
    await client.passwords.email.reset_start(organization_id="acme", email_address=email, **given)
    return (await sandbox.outbox.wait_for(email=email, purpose="password_reset")).token


def reset(client: B2BClient, token: str, **given: Any) -> Any:
    arguments = {"password": NEW_PASSWORD, **given}
    return client.passwords.email.reset(password_reset_token=token, **arguments)


async def test_a_link_sets_a_password_once_and_ends_all_sessions(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    token = await token_by_mail(client, sandbox)
    response = await reset(client, token, session_duration_minutes=30)
    assert (response.member_authenticated, response.member_id) == (True, world.member.member_id)
    assert [factor.type for factor in response.member_session.authentication_factors] == ["password"]
    await client.sessions.authenticate(session_token=response.session_token)
    with refused(404, "session_not_found"):
        await client.sessions.authenticate(session_token=world.session_token)
    with refused(401, "unable_to_auth_password_reset_token"):
        await reset(client, token)
    with refused(401, "unauthorized_credentials"):
        await log_in(client, "acme")
    assert (await log_in(client, "acme", password=NEW_PASSWORD)).member_authenticated


async def test_a_link_sets_a_first_password_and_proves_the_address(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    grace = "grace@acme.example"
    await client.organizations.members.create("acme", email_address=grace, create_member_as_pending=True)
    response = await reset(client, await token_by_mail(client, sandbox, grace))
    assert (response.member.status, response.member.email_address_verified) == ("active", True)
    assert response.member.member_password_id


async def test_a_link_leads_where_the_call_says(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    token = await token_by_mail(client, sandbox, reset_password_redirect_url="https://app.example/new?theme=dark")
    message = sandbox.outbox.last(email=ADA)
    assert message is not None
    url = urlsplit(message.url)
    assert (url.netloc, url.path) == ("app.example", "/new")
    assert parse_qs(url.query) == {
        "theme": ["dark"],
        "slug": ["acme"],
        "stytch_token_type": ["multi_tenant_passwords"],
        "token": [token],
    }


@pytest.mark.parametrize(("given", "minutes"), [({}, 30), ({"reset_password_expiration_minutes": 5}, 5)])
async def test_a_link_expires(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock, given: dict[str, int], minutes: int
) -> None:
    token = await token_by_mail(client, sandbox, **given)
    clock.advance(minutes=minutes)
    with refused(401, "unable_to_auth_password_reset_token"):
        await reset(client, token)


@pytest.mark.parametrize(
    ("given", "error_type"),
    [
        ({"reset_password_expiration_minutes": 4}, "invalid_expiration"),
        ({"reset_password_expiration_minutes": 10_081}, "invalid_expiration"),
        ({"reset_password_redirect_url": "javascript:alert(1)"}, "invalid_url"),
    ],
)
async def test_a_link_that_could_not_work_is_not_sent(
    client: B2BClient, sandbox: Sandbox, world: World, given: dict[str, Any], error_type: str
) -> None:
    with refused(400, error_type):
        await token_by_mail(client, sandbox, **given)
    assert len(sandbox.outbox) == 0


async def test_a_link_is_not_sent_where_passwords_are_ruled_out(client: B2BClient, world: World) -> None:
    await client.organizations.update("acme", auth_methods="RESTRICTED", allowed_auth_methods=["magic_link"])
    with refused(400, "operation_restricted_by_organization_auth_methods"):
        await client.passwords.email.reset_start(organization_id="acme", email_address=ADA)


async def test_a_link_goes_to_a_member(client: B2BClient, world: World) -> None:
    with refused(404, "member_not_found"):
        await client.passwords.email.reset_start(organization_id="acme", email_address="nobody@acme.example")


async def test_a_refused_password_leaves_the_link(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    token = await token_by_mail(client, sandbox)
    with refused(400, "weak_password"):
        await reset(client, token, password="password")
    with refused(400, "invalid_session_duration_minutes"):
        await reset(client, token, session_duration_minutes=1)
    assert (await reset(client, token)).member_authenticated


async def test_a_reset_that_began_with_a_challenge_ends_with_its_verifier(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    token = await token_by_mail(client, sandbox, code_challenge=CHALLENGE)
    with refused(400, "pkce_expected_code_verifier"):
        await reset(client, token)
    assert (await reset(client, token, code_verifier=VERIFIER)).member_authenticated


async def test_a_link_to_an_address_that_the_member_has_left_is_refused(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    token = await token_by_mail(client, sandbox)
    await client.organizations.members.update("acme", world.member.member_id, email_address="new@acme.example")
    with refused(401, "unable_to_auth_password_reset_token"):
        await reset(client, token)


async def test_the_password_of_an_only_member_is_deleted_on_demand(client: B2BClient, world: World) -> None:
    response = await client.passwords.email.require_reset(email_address=ADA, organization_id="acme")
    assert response.member is not None
    assert (response.member_id, response.member.member_password_id) == (world.member.member_id, "")
    with refused(404, "member_password_not_found"):
        await log_in(client, "acme")


async def test_a_password_in_several_organizations_has_to_be_reset_on_demand(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    await client.organizations.create(organization_name="Other", organization_slug="other")
    await migrate(client, "other")
    response = await client.passwords.email.require_reset(email_address=ADA)
    assert response.member is None
    for organization_id in ("acme", "other"):
        with refused(400, "member_reset_password"):
            await log_in(client, organization_id)
    await reset(client, await token_by_mail(client, sandbox))
    assert (await log_in(client, "acme", password=NEW_PASSWORD)).member_authenticated


async def test_members_of_the_address_without_a_password_stay_without(client: B2BClient, world: World) -> None:
    await client.organizations.create(organization_name="Other", organization_slug="other")
    await client.organizations.members.create("other", email_address=ADA)
    await client.passwords.email.require_reset(email_address=ADA)
    with refused(400, "member_reset_password"):
        await log_in(client, "acme")
    with refused(404, "member_password_not_found"):
        await log_in(client, "other")


@pytest.mark.parametrize(
    ("given", "error_type"),
    [
        ({"email_address": "nobody@acme.example"}, "email_not_found"),
        ({"email_address": "nobody@acme.example", "organization_id": "acme"}, "member_not_found"),
        ({"email_address": ADA, "organization_id": "acme", "member_id": "another"}, "member_not_found"),
        ({"email_address": ADA, "organization_id": "unknown"}, "organization_not_found"),
    ],
)
async def test_a_reset_is_required_of_somebody(
    client: B2BClient, world: World, given: dict[str, str], error_type: str
) -> None:
    with refused(404, error_type):
        await client.passwords.email.require_reset(**given)
    assert (await log_in(client, "acme")).member_authenticated
