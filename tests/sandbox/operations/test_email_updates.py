"""Members who move to another e-mail address."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient, SessionToken
from aiostytch.sandbox import Clock, Sandbox

from ..stages.connections import connect_oidc
from ..world import LOGIN, World, discover, migrate, refused

NEW = "lovelace@acme.example"


async def start(client: B2BClient, world: World, address: str = NEW, **given: Any) -> None:
    await client.organizations.members.start_email_update(
        "acme", world.member.member_id, email_address=address, **given
    )


async def test_a_member_moves_by_a_link(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    me = client.as_member(SessionToken(world.session_token))
    await start(me, world, login_redirect_url="https://app.example/moved")
    present = (await client.organizations.members.get("acme", member_id=world.member.member_id)).member
    assert present.email_address == LOGIN[0]
    message = await sandbox.outbox.wait_for(email=NEW)
    assert message.url.startswith("https://app.example/moved?")
    response = await client.magic_links.authenticate(magic_links_token=message.magic_link_token)
    assert (response.member_id, response.member.email_address) == (world.member.member_id, NEW)
    assert response.member.email_address_verified
    assert LOGIN[0] in [retired.email_address for retired in response.member.retired_email_addresses]
    with refused(401, "unable_to_auth_magic_link"):
        await client.magic_links.authenticate(magic_links_token=message.magic_link_token)


async def test_a_member_moves_by_a_passcode(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    await start(client, world, delivery_method="EMAIL_OTP")
    message = await sandbox.outbox.wait_for(email=NEW)
    call = client.otps.email.authenticate
    wrong = f"{(int(message.code) + 1) % 1_000_000:06}"
    with refused(401, "unable_to_auth_otp_code"):
        await call(organization_id="acme", email_address=NEW, code=wrong)
    response = await call(organization_id="acme", email_address=NEW, code=message.code)
    assert (response.member_id, response.member.email_address) == (world.member.member_id, NEW)


async def test_the_address_is_set_aside_for_five_minutes(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock
) -> None:
    other = (await migrate(client, "acme", email_address="grace@acme.example")).member_id
    await start(client, world)
    message = await sandbox.outbox.wait_for(email=NEW)
    move = client.organizations.members.start_email_update
    with refused(400, "desired_email_updating_for_different_member"):
        await move("acme", other, email_address=NEW)
    clock.advance(minutes=5)
    with refused(401, "unable_to_auth_magic_link"):
        await client.magic_links.authenticate(magic_links_token=message.magic_link_token)
    await move("acme", other, email_address=NEW)


async def create(client: B2BClient, sandbox: Sandbox, address: str) -> None:
    await client.organizations.members.create("acme", email_address=address)


async def change(client: B2BClient, sandbox: Sandbox, address: str) -> None:
    await client.organizations.members.update("acme", GRACE_ID, email_address=address)


async def invite(client: B2BClient, sandbox: Sandbox, address: str) -> None:
    await client.magic_links.email.invite(organization_id="acme", email_address=address)


async def import_password(client: B2BClient, sandbox: Sandbox, address: str) -> None:
    await migrate(client, "acme", email_address=address)


async def join(client: B2BClient, sandbox: Sandbox, address: str) -> None:
    await client.oauth.authenticate(oauth_token=sandbox.oauth.login("acme", "google", address))


async def log_in_by_sso(client: B2BClient, sandbox: Sandbox, address: str) -> None:
    token = sandbox.sso.login(await connect_oidc(client), address)
    await client.sso.authenticate(sso_token=token)


async def exchange(client: B2BClient, sandbox: Sandbox, address: str) -> None:
    token = await discover(client, sandbox, address)
    await client.discovery.intermediate_sessions.exchange(intermediate_session_token=token, organization_id="acme")


GRACE_ID = "hr-7"


@pytest.mark.parametrize("take", [create, change, invite, import_password, join, log_in_by_sso, exchange])
@pytest.mark.parametrize("delivery_method", ["EMAIL_MAGIC_LINK", "EMAIL_OTP"])
async def test_an_address_that_is_set_aside_cannot_be_taken(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock, take: Any, delivery_method: str
) -> None:
    await client.organizations.update(
        "acme", email_jit_provisioning="RESTRICTED", email_allowed_domains=["acme.example"]
    )
    await migrate(client, "acme", email_address="grace@acme.example", external_id=GRACE_ID)
    await start(client, world, delivery_method=delivery_method)
    for address in (NEW, NEW.upper()):
        with refused(400, "desired_email_updating_for_different_member"):
            await take(client, sandbox, address)
    clock.advance(minutes=5)
    await take(client, sandbox, NEW)


async def test_an_address_is_set_aside_in_one_organization(client: B2BClient, world: World) -> None:
    await client.organizations.create(organization_name="Other", organization_slug="other")
    await start(client, world)
    await client.organizations.members.create("other", email_address=NEW)


async def test_the_member_may_take_the_address_by_an_update(client: B2BClient, world: World) -> None:
    await start(client, world)
    changed = await client.organizations.members.update("acme", world.member.member_id, email_address=NEW)
    assert changed.member.email_address == NEW


async def test_an_address_is_free_after_another_wish_or_deletion(client: B2BClient, world: World) -> None:
    await start(client, world)
    await start(client, world, "ada.lovelace@acme.example")
    created = await client.organizations.members.create("acme", email_address=NEW)
    await client.organizations.members.delete("acme", world.member.member_id)
    await client.organizations.members.update("acme", created.member_id, email_address="ada.lovelace@acme.example")


async def test_an_address_is_set_aside_again_after_it_was_not_verified_in_time(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock
) -> None:
    """Expired tokens are deleted later. Until then, they still count."""
    grace = (await migrate(client, "acme", email_address="grace@acme.example")).member_id
    await start(client, world)
    clock.advance(minutes=5)
    await client.organizations.members.start_email_update("acme", grace, email_address=NEW)
    clock.advance(minutes=4)
    with refused(400, "desired_email_updating_for_different_member"):
        await start(client, world)
    link = (await sandbox.outbox.wait_for(email=NEW)).magic_link_token
    assert (await client.magic_links.authenticate(magic_links_token=link)).member_id == grace


async def test_the_last_move_of_a_member_counts(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    await start(client, world)
    first = await sandbox.outbox.wait_for(email=NEW)
    await start(client, world, "ada.lovelace@acme.example")
    with refused(401, "unable_to_auth_magic_link"):
        await client.magic_links.authenticate(magic_links_token=first.magic_link_token)


async def test_a_move_needs_an_active_member_a_verified_address_and_a_free_one(client: B2BClient, world: World) -> None:
    move = client.organizations.members.start_email_update
    create = client.organizations.members.create
    pending = await create("acme", email_address="p@acme.example", create_member_as_pending=True)
    with refused(400, "email_updates_available_only_for_active_members"):
        await move("acme", pending.member_id, email_address=NEW)
    unverified = await create("acme", email_address="u@acme.example")
    with refused(400, "member_has_no_active_verified_email"):
        await move("acme", unverified.member_id, email_address=NEW)
    other = (await migrate(client, "acme", email_address="grace@acme.example")).member_id
    with refused(400, "duplicate_member_email"):
        await move("acme", other, email_address=LOGIN[0])
    with refused(400, "desired_email_deactivated_by_different_member"):
        await move("acme", other, email_address="countess@acme.example")
    await start(client, world, "countess@acme.example")


@pytest.mark.parametrize(("given", "error_type"), [("none", "invalid_email"), ("", "invalid_email")])
async def test_a_move_leads_to_an_address(client: B2BClient, world: World, given: str, error_type: str) -> None:
    with refused(400, error_type):
        await start(client, world, given)


async def test_a_change_leaves_those_of_other_members_alone(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    await migrate(client, "acme", email_address="grace@acme.example")
    change = client.organizations.members.start_email_update
    grace = (await client.organizations.members.get("acme", email_address="grace@acme.example")).member_id
    await change("acme", grace, email_address="hopper@acme.example")
    await start(client, world)
    await start(client, world, delivery_method="EMAIL_OTP")
    code = (await sandbox.outbox.wait_for(email=NEW)).code
    await client.otps.email.authenticate(organization_id="acme", email_address=NEW, code=code)
    link = (await sandbox.outbox.wait_for(email="hopper@acme.example")).magic_link_token
    response = await client.magic_links.authenticate(magic_links_token=link)
    assert (response.member_id, response.member.email_address) == (grace, "hopper@acme.example")
