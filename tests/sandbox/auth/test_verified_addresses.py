"""Factors that need a verified address, and the ways to verify it."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox

from ..stages.connections import connect_oidc
from ..world import LOGIN, NEW_PASSWORD, PASSWORD, PHONE, World, discover, log_in, refused

GRACE = "grace@acme.example"
BY_MAIL = {"email_jit_provisioning": "RESTRICTED", "email_allowed_domains": ["acme.example"]}
VERIFYING = ["magic_link", "email_otp", "google_oauth", "microsoft_oauth"]


async def password_of_an_address(client: B2BClient, sandbox: Sandbox, email: str = GRACE) -> str:
    """Set a password in discovery, and return the token of an intermediate session with only that password."""
    await client.passwords.discovery.email.reset_start(email_address=email)
    token = (await sandbox.outbox.wait_for(email=email, purpose="password_reset")).token
    await client.passwords.discovery.email.reset(password_reset_token=token, password=PASSWORD)
    response = await client.passwords.discovery.authenticate(email_address=email, password=PASSWORD)
    return response.intermediate_session_token


async def join(client: B2BClient, sandbox: Sandbox) -> Any:
    """Join an organization by the domain of the address, with only a password."""
    token = await password_of_an_address(client, sandbox)
    await client.organizations.create(organization_name="Open", organization_slug="open", **BY_MAIL)
    return await client.discovery.intermediate_sessions.exchange(
        intermediate_session_token=token, organization_id="open"
    )


async def found(client: B2BClient, sandbox: Sandbox, **settings: Any) -> Any:
    """Create an organization with only a password."""
    token = await password_of_an_address(client, sandbox)
    return await client.discovery.organizations.create(
        intermediate_session_token=token, organization_slug="open", **settings
    )


async def follow_link(client: B2BClient, sandbox: Sandbox, **given: Any) -> Any:
    await client.magic_links.email.login_or_signup(organization_id="open", email_address=GRACE)
    token = (await sandbox.outbox.wait_for(email=GRACE, purpose="signup")).magic_link_token
    return await client.magic_links.authenticate(magic_links_token=token, **given)


def types(response: Any) -> list[str]:
    return [factor.type for factor in response.member_session.authentication_factors]


@pytest.mark.parametrize("begin", [join, found])
async def test_a_password_opens_only_where_the_address_is_verified(
    client: B2BClient, sandbox: Sandbox, begin: Any
) -> None:
    begun = await begin(client, sandbox)
    login = await log_in(client, "open", email_address=GRACE)
    for response in (begun, login):
        assert (response.member_authenticated, response.session_token, response.session_jwt) == (False, "", "")
        assert (response.member.status, response.member.email_address_verified) == ("pending", False)
        assert response.primary_required.allowed_auth_methods == VERIFYING


@pytest.mark.parametrize("begin", [join, found])
async def test_the_mailbox_completes_what_a_password_began(client: B2BClient, sandbox: Sandbox, begin: Any) -> None:
    begun = await begin(client, sandbox)
    done = await follow_link(client, sandbox, intermediate_session_token=begun.intermediate_session_token)
    assert done.member_authenticated
    assert (done.member.status, done.member.email_address_verified) == ("active", True)
    assert types(done) == ["password", "magic_link"]
    assert types(await log_in(client, "open", email_address=GRACE)) == ["password"]


@pytest.mark.parametrize("begin", [join, found])
async def test_a_new_password_by_mail_verifies_the_address(client: B2BClient, sandbox: Sandbox, begin: Any) -> None:
    await begin(client, sandbox)
    await client.passwords.email.reset_start(organization_id="open", email_address=GRACE)
    token = (await sandbox.outbox.wait_for(email=GRACE, purpose="password_reset")).token
    done = await client.passwords.email.reset(password_reset_token=token, password=NEW_PASSWORD)
    assert (done.member_authenticated, done.member.email_address_verified) == (True, True)


async def test_a_second_factor_does_not_stand_in_for_the_mailbox(client: B2BClient, sandbox: Sandbox) -> None:
    begun = await found(client, sandbox, mfa_policy="REQUIRED_FOR_ALL")
    assert begun.mfa_required is not None
    me = {"organization_id": "open", "member_id": begun.member_id}
    with refused(400, "action_available_only_for_active_members"):
        await client.otps.sms.send(**me, mfa_phone_number=PHONE)
    assert sandbox.outbox.last(phone_number=PHONE) is None


async def test_an_unverified_password_is_replaced_without_opening_anything(client: B2BClient, sandbox: Sandbox) -> None:
    await join(client, sandbox)
    response = await client.passwords.existing_password.reset(
        organization_id="open",
        email_address=GRACE,
        existing_password=PASSWORD,
        new_password=NEW_PASSWORD,
    )
    assert (response.member_authenticated, response.session_token) == (False, "")
    assert response.primary_required.allowed_auth_methods == VERIFYING


async def test_only_methods_that_the_organization_allows_are_offered(client: B2BClient, sandbox: Sandbox) -> None:
    allowed = {"auth_methods": "RESTRICTED", "allowed_auth_methods": ["password", "email_otp", "slack_oauth"]}
    response = await found(client, sandbox, **allowed)
    assert response.primary_required.allowed_auth_methods == ["email_otp"]


async def test_sso_is_offered_where_there_is_a_connection(client: B2BClient, sandbox: Sandbox) -> None:
    await join(client, sandbox)
    await connect_oidc(client, "open")
    response = await log_in(client, "open", email_address=GRACE)
    assert response.primary_required.allowed_auth_methods == ["sso", *VERIFYING]


async def test_discovery_shows_an_unverified_member_alike(client: B2BClient, sandbox: Sandbox) -> None:
    await join(client, sandbox)
    response = await client.passwords.discovery.authenticate(email_address=GRACE, password=PASSWORD)
    (entry,) = response.discovered_organizations
    assert not entry.member_authenticated
    assert entry.primary_required.allowed_auth_methods == VERIFYING
    by_mail = await client.discovery.organizations.list(
        intermediate_session_token=await discover(client, sandbox, GRACE)
    )
    assert by_mail.discovered_organizations[0].member_authenticated


async def test_a_verified_member_is_offered_all_methods(client: B2BClient, world: World) -> None:
    await client.organizations.create(organization_name="Other", organization_slug="other")
    await client.organizations.members.create("other", email_address=LOGIN[0])
    unverified = await client.sessions.exchange(organization_id="other", session_token=world.session_token)
    assert unverified.primary_required.allowed_auth_methods == VERIFYING
    await client.passwords.migrate(organization_id="other", email_address=LOGIN[0], hash="0" * 32, hash_type="md_5")
    verified = await client.sessions.exchange(organization_id="other", session_token=world.session_token)
    assert len(verified.primary_required.allowed_auth_methods) == 9


async def test_an_address_is_proved_by_itself_alone(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    """A session keeps the factors of the member's old address. They do not verify the new one."""
    await client.magic_links.email.login_or_signup(organization_id="acme", email_address=LOGIN[0])
    token = (await sandbox.outbox.wait_for(email=LOGIN[0], purpose="login")).magic_link_token
    session = await client.magic_links.authenticate(magic_links_token=token)
    await client.organizations.create(organization_name="Other", organization_slug="other")
    await client.organizations.members.create("other", email_address=GRACE)
    await client.organizations.members.update("acme", world.member.member_id, email_address=GRACE)
    response = await client.sessions.exchange(organization_id="other", session_token=session.session_token)
    assert (response.member_authenticated, response.member.email_address_verified) == (False, False)
    listed = await client.discovery.organizations.list(session_token=session.session_token)
    ready = {
        entry.organization.organization_slug: entry.member_authenticated for entry in listed.discovered_organizations
    }
    assert ready["other"] is False
