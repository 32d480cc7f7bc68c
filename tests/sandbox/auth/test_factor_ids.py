"""The ids of addresses and phone numbers in authentication factors."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox

from ..world import LOGIN, PHONE, World, discover

ADA, NEW = LOGIN[0], "lovelace@acme.example"


async def by_link(client: B2BClient, sandbox: Sandbox, email: str) -> Any:
    await client.magic_links.email.login_or_signup(organization_id="acme", email_address=email)
    token = (await sandbox.outbox.wait_for(email=email)).magic_link_token
    return await client.magic_links.authenticate(magic_links_token=token)


async def by_code(client: B2BClient, sandbox: Sandbox, email: str) -> Any:
    await client.otps.email.login_or_signup(organization_id="acme", email_address=email)
    code = (await sandbox.outbox.wait_for(email=email)).code
    return await client.otps.email.authenticate(organization_id="acme", email_address=email, code=code)


async def by_discovery(client: B2BClient, sandbox: Sandbox, email: str) -> Any:
    token = await discover(client, sandbox, email)
    return await client.discovery.intermediate_sessions.exchange(
        intermediate_session_token=token, organization_id="acme"
    )


async def by_google(client: B2BClient, sandbox: Sandbox, email: str) -> Any:
    return await client.oauth.authenticate(oauth_token=sandbox.oauth.login("acme", "google", email, subject=email))


async def by_google_in_discovery(client: B2BClient, sandbox: Sandbox, email: str) -> Any:
    found = await client.oauth.discovery.authenticate(discovery_oauth_token=sandbox.oauth.discover("google", email))
    return await client.discovery.intermediate_sessions.exchange(
        intermediate_session_token=found.intermediate_session_token, organization_id="acme"
    )


LOGINS = [by_link, by_code, by_discovery, by_google, by_google_in_discovery]


def shown(response: Any) -> str:
    """Return the id of the address in the factor of a login."""
    (factor,) = response.member_session.authentication_factors
    return (factor.email_factor or factor.google_oauth_factor).email_id


@pytest.mark.parametrize("login", LOGINS)
async def test_an_address_keeps_its_id_when_it_is_retired(
    client: B2BClient, sandbox: Sandbox, world: World, login: Any
) -> None:
    before = shown(await login(client, sandbox, ADA))
    assert before.startswith("email-test-")
    changed = await client.organizations.members.update("acme", world.member.member_id, email_address=NEW)
    retired = {each.email_address: each.email_id for each in changed.member.retired_email_addresses}
    assert retired[ADA] == before
    unlinked = await client.organizations.members.unlink_retired_email("acme", world.member.member_id, email_id=before)
    assert ADA not in [each.email_address for each in unlinked.member.retired_email_addresses]


@pytest.mark.parametrize("login", LOGINS)
async def test_another_address_has_another_id_and_the_old_one_gets_its_own_back(
    client: B2BClient, sandbox: Sandbox, world: World, login: Any
) -> None:
    first = shown(await login(client, sandbox, ADA))
    await client.organizations.members.update("acme", world.member.member_id, email_address=NEW)
    second = shown(await login(client, sandbox, NEW))
    await client.organizations.members.update("acme", world.member.member_id, email_address=ADA.upper())
    third = shown(await login(client, sandbox, ADA))
    assert first != second
    assert first == third


async def test_all_logins_with_an_address_show_the_same_id(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    responses = [await login(client, sandbox, ADA) for login in LOGINS]
    assert len({shown(response) for response in responses}) == 1
    assert {response.method_id for response in responses[:2]} == {shown(responses[0])}
    started = await client.passwords.email.reset_start(organization_id="acme", email_address=ADA)
    assert started.member_email_id == shown(responses[0])


async def by_phone(client: B2BClient, sandbox: Sandbox, world: World, number: str) -> Any:
    me = {"organization_id": "acme", "member_id": world.member.member_id}
    await client.otps.sms.send(**me, mfa_phone_number=number, session_token=world.session_token)
    code = (await sandbox.outbox.wait_for(phone_number=number)).code
    response = await client.otps.sms.authenticate(**me, code=code, session_token=world.session_token)
    return response.member_session.authentication_factors[-1].phone_number_factor


async def test_a_phone_number_has_an_id_of_its_own(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    other = PHONE.replace("0123", "0124")
    factors = []
    for number in (PHONE, other, PHONE):
        factors.append(await by_phone(client, sandbox, world, number))
        await client.organizations.members.delete_mfa_phone_number("acme", world.member.member_id)
    assert [factor.phone_number for factor in factors] == [PHONE, other, PHONE]
    first, second, third = (factor.phone_id for factor in factors)
    assert first.startswith("phone-number-test-")
    assert first == third
    assert first != second
