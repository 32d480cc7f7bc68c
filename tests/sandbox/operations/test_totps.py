"""Authenticator apps, through the SDK."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Clock, Sandbox

from ..world import PHONE, TOTP_SECRET, World, log_in, refused


def create(client: B2BClient, world: World, **given: Any) -> Any:
    return client.totps.create(organization_id="acme", member_id=world.member.member_id, **given)


def authenticate(client: B2BClient, world: World, code: str, **given: Any) -> Any:
    session = given or {"session_token": world.session_token}
    return client.totps.authenticate(organization_id="acme", member_id=world.member.member_id, code=code, **session)


def migrate(client: B2BClient, world: World, **given: Any) -> Any:
    arguments = {"secret": TOTP_SECRET, "recovery_codes": [], **given}
    return client.totps.migrate(organization_id="acme", member_id=world.member.member_id, **arguments)


async def test_an_app_is_set_up_and_counts_once_it_was_used(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    totp = await create(client, world)
    assert totp.totp_registration_id.startswith("totp-test-")
    assert totp.qr_code.startswith("data:image/png;base64,")
    assert len(set(totp.recovery_codes)) == 10
    assert totp.member.totp_registration_id == ""
    response = await authenticate(client, world, sandbox.totp_code(totp.secret))
    assert response.session_token == world.session_token
    assert response.member.totp_registration_id == totp.totp_registration_id
    assert response.member.default_mfa_method == "totp"
    factor = response.member_session.authentication_factors[-1]
    assert (factor.type, factor.delivery_method) == ("totp", "authenticator_app")
    assert factor.authenticator_app_factor.totp_id == totp.totp_registration_id


async def test_a_password_works_once_and_the_next_one_works_again(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock
) -> None:
    secret = (await create(client, world)).secret
    await authenticate(client, world, sandbox.totp_code(secret))
    with refused(401, "totp_code_already_authenticated"):
        await authenticate(client, world, sandbox.totp_code(secret))
    clock.advance(seconds=30)
    await authenticate(client, world, sandbox.totp_code(secret))


async def test_wrong_passwords_are_refused_and_lock_the_member(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock
) -> None:
    patient = client.with_options(max_retries=0)
    secret = (await create(client, world)).secret
    old = sandbox.totp_code(secret)
    clock.advance(minutes=2)
    for _ in range(10):
        with refused(401, "unable_to_authenticate_totp"):
            await authenticate(client, world, old)
    with refused(429, "user_lock_limit_reached"):
        await authenticate(patient, world, sandbox.totp_code(secret))


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦"])
async def test_invalid_passwords_are_reported(client: B2BClient, world: World, code: str) -> None:
    await create(client, world)
    with refused(400, "invalid_totp_code"):
        await authenticate(client, world, code)


async def test_a_recovery_code_is_not_an_app_passcode(client: B2BClient, world: World) -> None:
    totp = await create(client, world)
    with refused(400, "recovery_code_used_as_totp_code"):
        await authenticate(client, world, totp.recovery_codes[0])


async def test_without_an_app_there_is_nothing_to_authenticate(client: B2BClient, world: World) -> None:
    with refused(404, "totp_not_found"):
        await authenticate(client, world, "000000")


async def test_an_app_that_is_not_used_in_time_has_to_be_set_up_again(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock
) -> None:
    secret = (await create(client, world, expiration_minutes=5)).secret
    clock.advance(minutes=5)
    with refused(400, "expired_totp"):
        await authenticate(client, world, sandbox.totp_code(secret))
    secret = (await create(client, world)).secret
    await authenticate(client, world, sandbox.totp_code(secret))
    clock.advance(days=400)
    login = await log_in(client, "acme")
    await authenticate(client, world, sandbox.totp_code(secret), session_token=login.session_token)


@pytest.mark.parametrize("minutes", [4, 1441])
async def test_the_time_to_set_an_app_up_is_limited(client: B2BClient, world: World, minutes: int) -> None:
    with refused(400, "invalid_expiration"):
        await create(client, world, expiration_minutes=minutes)


async def test_a_member_has_one_app_until_it_is_deleted(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    await create(client, world)
    secret = (await create(client, world)).secret
    await authenticate(client, world, sandbox.totp_code(secret))
    with refused(400, "active_totp_exists"):
        await create(client, world, session_token=world.session_token)
    member = (await client.organizations.members.delete_totp("acme", world.member.member_id)).member
    assert (member.totp_registration_id, member.default_mfa_method) == ("", "")
    with refused(404, "totp_not_found"):
        await authenticate(client, world, sandbox.totp_code(secret))
    await create(client, world)


async def test_a_new_factor_is_attached_with_the_one_there_is(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    member_id = world.member.member_id
    await client.otps.sms.send(organization_id="acme", member_id=member_id, mfa_phone_number=PHONE)
    code = (await sandbox.outbox.wait_for(phone_number=PHONE)).code
    await client.otps.sms.authenticate(
        organization_id="acme", member_id=member_id, code=code, session_token=world.session_token
    )
    other = (await log_in(client, "acme")).session_token
    for given in ({}, {"session_token": other}):
        with refused(401, "insufficient_factors"):
            await create(client, world, **given)
    await create(client, world, session_token=world.session_token)


async def test_an_organization_can_rule_apps_out_but_not_for_emergencies(client: B2BClient, world: World) -> None:
    await client.organizations.update("acme", mfa_methods="RESTRICTED", allowed_mfa_methods=["sms_otp"])
    with refused(400, "operation_restricted_by_organization_mfa_methods"):
        await create(client, world)
    await client.organizations.members.update("acme", world.member.member_id, is_breakglass=True)
    await create(client, world)


async def test_the_default_is_what_was_used_first_until_it_is_changed(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    member_id = world.member.member_id
    await migrate(client, world)
    await authenticate(client, world, sandbox.totp_code(TOTP_SECRET))
    for given, default in (({}, "totp"), ({"set_default_mfa": True}, "sms_otp")):
        await client.otps.sms.send(
            organization_id="acme", member_id=member_id, mfa_phone_number=PHONE, session_token=world.session_token
        )
        code = (await sandbox.outbox.wait_for(phone_number=PHONE)).code
        response = await client.otps.sms.authenticate(
            organization_id="acme", member_id=member_id, code=code, session_token=world.session_token, **given
        )
        assert response.member.default_mfa_method == default


async def test_the_default_moves_on_when_its_method_is_deleted(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    member_id = world.member.member_id
    await migrate(client, world)
    await authenticate(client, world, sandbox.totp_code(TOTP_SECRET))
    await client.otps.sms.send(
        organization_id="acme", member_id=member_id, mfa_phone_number=PHONE, session_token=world.session_token
    )
    await client.otps.sms.authenticate(
        organization_id="acme",
        member_id=member_id,
        code=(await sandbox.outbox.wait_for(phone_number=PHONE)).code,
        set_default_mfa=True,
        session_token=world.session_token,
    )
    without_phone = await client.organizations.members.delete_mfa_phone_number("acme", member_id)
    assert without_phone.member.default_mfa_method == "totp"
    await client.otps.sms.send(
        organization_id="acme", member_id=member_id, mfa_phone_number=PHONE, session_token=world.session_token
    )
    await client.otps.sms.authenticate(
        organization_id="acme",
        member_id=member_id,
        code=(await sandbox.outbox.wait_for(phone_number=PHONE)).code,
        session_token=world.session_token,
    )
    without_app = await client.organizations.members.delete_totp("acme", member_id)
    assert without_app.member.default_mfa_method == "sms_otp"


async def test_an_app_that_is_in_use_can_be_brought_along(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    response = await migrate(client, world, recovery_codes=["one", "two"])
    assert response.recovery_codes == ["one", "two"]
    assert response.member.totp_registration_id == response.totp_registration_id
    assert response.member.default_mfa_method == "totp"
    await authenticate(client, world, sandbox.totp_code(TOTP_SECRET))
    with refused(400, "active_totp_exists"):
        await migrate(client, world)


async def test_recovery_codes_are_made_for_an_app_that_comes_without(client: B2BClient, world: World) -> None:
    assert len(set((await migrate(client, world)).recovery_codes)) == 10


async def test_an_app_is_not_brought_along_while_another_is_set_up(client: B2BClient, world: World) -> None:
    await create(client, world)
    with refused(400, "pending_totp_exists"):
        await migrate(client, world)


@pytest.mark.parametrize("secret", ["not Base32!", "A", "", "é"])
async def test_an_invalid_secret_is_refused(client: B2BClient, world: World, secret: str) -> None:
    with refused(400, "invalid_argument"):
        await migrate(client, world, secret=secret)


async def test_a_member_of_a_deleted_organization_leaves_no_app(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    await create(client, world)
    await client.organizations.delete("acme")
    assert len(sandbox.state.totps) == 0


async def test_a_member_enrolls_with_the_intermediate_session(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    await client.organizations.update("acme", mfa_policy="REQUIRED_FOR_ALL")
    login = await log_in(client, "acme")
    assert (login.member_authenticated, login.mfa_required.member_options.totp_registration_id) == (False, "")
    pending = {"intermediate_session_token": login.intermediate_session_token}
    totp = await create(client, world, **pending)
    response = await authenticate(client, world, sandbox.totp_code(totp.secret), **pending)
    assert response.member.mfa_enrolled
    factors = [factor.type for factor in response.member_session.authentication_factors]
    assert factors == ["password", "totp"]
    with refused(404, "intermediate_session_not_found"):
        await authenticate(client, world, "000000", **pending)
    again = await log_in(client, "acme")
    assert again.mfa_required.member_options.totp_registration_id == totp.totp_registration_id
    assert sandbox.outbox.last(phone_number=PHONE) is None


async def test_a_second_factor_does_not_come_before_the_first(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    await migrate(client, world)
    await client.organizations.update("acme", auth_methods="RESTRICTED", allowed_auth_methods=["magic_link"])
    login = await log_in(client, "acme")
    assert login.primary_required.allowed_auth_methods == ["magic_link"]
    with refused(400, "action_available_only_once_primary_authentication_is_met"):
        await authenticate(
            client,
            world,
            sandbox.totp_code(TOTP_SECRET),
            intermediate_session_token=login.intermediate_session_token,
        )
