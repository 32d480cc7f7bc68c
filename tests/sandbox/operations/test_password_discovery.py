"""Passwords of addresses across organizations, through the SDK."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import BREACHED_PASSWORD, Clock, Sandbox

from ..world import CHALLENGE, LOGIN, NEW_PASSWORD, VERIFIER, World, log_in, migrate, refused

ADA, GRACE = LOGIN[0], "grace@acme.example"


async def token_by_mail(client: B2BClient, sandbox: Sandbox, email: str = ADA, **given: Any) -> str:
    await client.passwords.discovery.email.reset_start(email_address=email, **given)
    return (await sandbox.outbox.wait_for(email=email, purpose="password_reset")).token


def reset(client: B2BClient, token: str, **given: Any) -> Any:
    arguments = {"password": NEW_PASSWORD, **given}
    return client.passwords.discovery.email.reset(password_reset_token=token, **arguments)


async def test_a_password_opens_what_the_address_opens(client: B2BClient, world: World) -> None:
    response = await client.passwords.discovery.authenticate(email_address=ADA, password=LOGIN[1])
    (entry,) = response.discovered_organizations
    assert (response.email_address, entry.organization.organization_slug) == (ADA, "acme")
    assert entry.member_authenticated
    login = await client.discovery.intermediate_sessions.exchange(
        intermediate_session_token=response.intermediate_session_token, organization_id="acme"
    )
    assert login.member_authenticated
    assert [factor.type for factor in login.member_session.authentication_factors] == ["password"]


@pytest.mark.parametrize("email", [ADA, "nobody@acme.example"])
async def test_a_wrong_password_does_not_tell_who_is_known(client: B2BClient, world: World, email: str) -> None:
    with refused(401, "unauthorized_credentials"):
        await client.passwords.discovery.authenticate(email_address=email, password="wrong")


async def test_wrong_passwords_lock_all_members_of_the_address(client: B2BClient, world: World) -> None:
    patient = client.with_options(max_retries=0)
    for _ in range(10):
        with refused(401, "unauthorized_credentials"):
            await client.passwords.discovery.authenticate(email_address=ADA, password="wrong")
    with refused(429, "user_lock_limit_reached"):
        await patient.passwords.discovery.authenticate(email_address=ADA, password=LOGIN[1])
    with refused(429, "user_lock_limit_reached"):
        await log_in(patient, "acme")


async def test_a_stranger_signs_up_with_a_password_and_creates_an_organization(
    client: B2BClient, sandbox: Sandbox
) -> None:
    response = await reset(client, await token_by_mail(client, sandbox, GRACE))
    assert response.discovered_organizations == []
    created = await client.discovery.organizations.create(
        intermediate_session_token=response.intermediate_session_token, organization_slug="new"
    )
    assert created.member_authenticated
    factors = [factor.type for factor in created.member_session.authentication_factors]
    assert factors == ["magic_link", "password"]
    assert (await log_in(client, "new", email_address=GRACE, password=NEW_PASSWORD)).member_authenticated
    await client.passwords.discovery.authenticate(email_address=GRACE.upper(), password=NEW_PASSWORD)


async def test_a_password_alone_does_not_create_an_organization(client: B2BClient, world: World) -> None:
    response = await client.passwords.discovery.authenticate(email_address=ADA, password=LOGIN[1])
    created = await client.discovery.organizations.create(
        intermediate_session_token=response.intermediate_session_token
    )
    assert not created.member_authenticated
    assert created.primary_required is not None
    assert (created.member.status, created.member.email_address_verified) == ("pending", False)


async def test_a_reset_reaches_all_members_and_ends_their_sessions(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    await client.organizations.create(organization_name="Other", organization_slug="other")
    await migrate(client, "other")
    token = await token_by_mail(client, sandbox)
    response = await reset(client, token)
    assert len(response.discovered_organizations) == 2
    for slug in ("acme", "other"):
        assert (await log_in(client, slug, password=NEW_PASSWORD)).member_authenticated
    with refused(404, "session_not_found"):
        await client.sessions.authenticate(session_token=world.session_token)
    with refused(401, "unable_to_auth_password_reset_token"):
        await reset(client, token)


async def test_a_second_reset_replaces_the_first(client: B2BClient, sandbox: Sandbox) -> None:
    await reset(client, await token_by_mail(client, sandbox, GRACE))
    await reset(client, await token_by_mail(client, sandbox, GRACE), password=LOGIN[1])
    with refused(401, "unauthorized_credentials"):
        await client.passwords.discovery.authenticate(email_address=GRACE, password=NEW_PASSWORD)
    await client.passwords.discovery.authenticate(email_address=GRACE, password=LOGIN[1])


async def test_a_reset_is_required_of_an_address(client: B2BClient, sandbox: Sandbox) -> None:
    response = await reset(client, await token_by_mail(client, sandbox, GRACE))
    pending = response.intermediate_session_token
    await client.discovery.organizations.create(intermediate_session_token=pending, organization_slug="new")
    await client.passwords.email.require_reset(email_address=GRACE)
    with refused(400, "member_reset_password"):
        await client.passwords.discovery.authenticate(email_address=GRACE, password=NEW_PASSWORD)


async def test_a_reset_can_be_refused(client: B2BClient, sandbox: Sandbox, clock: Clock) -> None:
    token = await token_by_mail(client, sandbox, pkce_code_challenge=CHALLENGE)
    with refused(400, "pkce_mismatch"):
        await reset(client, token, pkce_code_verifier="another")
    with refused(400, "breached_password"):
        await reset(client, token, pkce_code_verifier=VERIFIER, password=BREACHED_PASSWORD)
    clock.advance(minutes=29)
    await reset(client, token, pkce_code_verifier=VERIFIER)
    late = await token_by_mail(client, sandbox, reset_password_expiration_minutes=5)
    clock.advance(minutes=5)
    with refused(401, "unable_to_auth_password_reset_token"):
        await reset(client, late)


@pytest.mark.parametrize(
    ("given", "error_type"),
    [
        ({"email_address": "nobody"}, "invalid_email"),
        ({"reset_password_redirect_url": "ftp://app.example"}, "invalid_url"),
        ({"reset_password_expiration_minutes": 1}, "invalid_expiration"),
    ],
)
async def test_a_link_that_could_not_work_is_not_sent(
    client: B2BClient, sandbox: Sandbox, given: dict[str, Any], error_type: str
) -> None:
    with refused(400, error_type):
        await client.passwords.discovery.email.reset_start(**{"email_address": ADA, **given})
    assert len(sandbox.outbox) == 0
