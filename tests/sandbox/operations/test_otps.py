"""Passcodes by e-mail and text message, through the SDK."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Clock, Sandbox

from ..world import LOGIN, PHONE, World, log_in, refused

ADA = LOGIN[0]
WRONG = "not it"


async def code_by_mail(client: B2BClient, sandbox: Sandbox, **given: Any) -> str:
    await client.otps.email.login_or_signup(organization_id="acme", email_address=ADA, **given)
    return (await sandbox.outbox.wait_for(email=ADA)).code


def authenticate(client: B2BClient, code: str, **given: Any) -> Any:
    arguments = {"organization_id": "acme", "email_address": ADA, **given}
    return client.otps.email.authenticate(code=code, **arguments)


async def test_a_passcode_by_mail_begins_a_session_once(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    code = await code_by_mail(client, sandbox)
    assert (len(code), code.isdecimal()) == (6, True)
    response = await authenticate(client, code, session_duration_minutes=30)
    assert (response.member_authenticated, response.member_id) == (True, world.member.member_id)
    (factor,) = response.member_session.authentication_factors
    assert (factor.type, factor.delivery_method, factor.email_factor.email_address) == ("email_otp", "email", ADA)
    assert factor.email_factor.email_id == response.method_id
    with refused(401, "unable_to_auth_otp_code"):
        await authenticate(client, code)


async def test_only_the_newest_passcode_to_an_address_works(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    first = await code_by_mail(client, sandbox)
    second = await code_by_mail(client, sandbox)
    with refused(401, "unable_to_auth_otp_code"):
        await authenticate(client, first)
    await client.otps.email.discovery.send(email_address=ADA.upper())
    with refused(401, "unable_to_auth_otp_code"):
        await authenticate(client, second)


async def test_a_passcode_belongs_to_its_organization(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    await client.organizations.create(organization_name="Other", organization_slug="other")
    await client.organizations.members.create("other", email_address=ADA)
    code = await code_by_mail(client, sandbox)
    with refused(401, "unable_to_auth_otp_code"):
        await authenticate(client, code, organization_id="other")
    assert (await authenticate(client, code)).member_authenticated


@pytest.mark.parametrize(("given", "minutes"), [({}, 10), ({"login_expiration_minutes": 2}, 2)])
async def test_a_passcode_by_mail_expires(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock, given: dict[str, int], minutes: int
) -> None:
    code = await code_by_mail(client, sandbox, **given)
    clock.advance(minutes=minutes)
    with refused(401, "unable_to_auth_otp_code"):
        await authenticate(client, code)


@pytest.mark.parametrize("minutes", [1, 16])
async def test_the_lifetime_of_a_passcode_is_limited(client: B2BClient, world: World, minutes: int) -> None:
    with refused(400, "invalid_expiration_otp"):
        await client.otps.email.login_or_signup(
            organization_id="acme", email_address=ADA, login_expiration_minutes=minutes
        )
    with refused(400, "invalid_expiration_otp"):
        await client.otps.email.discovery.send(email_address=ADA, discovery_expiration_minutes=minutes)


async def test_a_stranger_signs_up_where_the_domain_is_taken(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    grace = "grace@acme.example"
    with refused(400, "email_jit_provisioning_not_allowed"):
        await client.otps.email.login_or_signup(organization_id="acme", email_address=grace)
    await client.organizations.update(
        "acme", email_jit_provisioning="RESTRICTED", email_allowed_domains=["acme.example"]
    )
    sent = await client.otps.email.login_or_signup(organization_id="acme", email_address=grace)
    assert (sent.member_created, sent.member.status) == (True, "pending")
    message = await sandbox.outbox.wait_for(email=grace, purpose="signup")
    response = await authenticate(client, message.code, email_address=grace)
    assert (response.member.status, response.member.email_address_verified) == ("active", True)


async def test_an_organization_can_rule_passcodes_out(client: B2BClient, world: World) -> None:
    await client.organizations.update("acme", auth_methods="RESTRICTED", allowed_auth_methods=["password"])
    with refused(400, "operation_restricted_by_organization_auth_methods"):
        await client.otps.email.login_or_signup(organization_id="acme", email_address=ADA)


async def test_nobody_is_not_found(client: B2BClient, world: World) -> None:
    with refused(404, "member_not_found"):
        await authenticate(client, "000000", email_address="nobody@acme.example")


async def test_ten_wrong_passcodes_lock_the_member_for_an_hour(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock
) -> None:
    patient = client.with_options(max_retries=0)
    code = await code_by_mail(client, sandbox, login_expiration_minutes=15)
    for _ in range(10):
        with refused(401, "unable_to_auth_otp_code"):
            await authenticate(patient, WRONG)
    with refused(429, "user_lock_limit_reached"):
        await authenticate(patient, code)
    clock.advance(hours=1)
    assert (await authenticate(client, await code_by_mail(client, sandbox))).member_authenticated


async def test_a_discovery_passcode_begins_an_intermediate_session_once(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    await client.otps.email.discovery.send(email_address=ADA)
    message = await sandbox.outbox.wait_for(email=ADA, purpose="discovery")
    response = await client.otps.email.discovery.authenticate(email_address=ADA.upper(), code=message.code)
    assert [entry.organization.organization_slug for entry in response.discovered_organizations] == ["acme"]
    login = await client.discovery.intermediate_sessions.exchange(
        intermediate_session_token=response.intermediate_session_token, organization_id="acme"
    )
    assert [factor.type for factor in login.member_session.authentication_factors] == ["email_otp"]
    with refused(401, "unable_to_auth_otp_code"):
        await client.otps.email.discovery.authenticate(email_address=ADA, code=message.code)


async def test_a_discovery_passcode_logs_nobody_in_to_an_organization(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    await client.otps.email.discovery.send(email_address=ADA)
    with refused(401, "unable_to_auth_otp_code"):
        await authenticate(client, (await sandbox.outbox.wait_for(email=ADA)).code)


async def test_a_discovery_passcode_does_not_survive_ten_wrong_ones(client: B2BClient, sandbox: Sandbox) -> None:
    for failures, is_right in ((9, True), (10, False)):
        await client.otps.email.discovery.send(email_address=ADA)
        code = (await sandbox.outbox.wait_for(email=ADA)).code
        for _ in range(failures):
            with refused(401, "unable_to_auth_otp_code"):
                await client.otps.email.discovery.authenticate(email_address=ADA, code=WRONG)
        if is_right:
            await client.otps.email.discovery.authenticate(email_address=ADA, code=code)
        else:
            with refused(401, "unable_to_auth_otp_code"):
                await client.otps.email.discovery.authenticate(email_address=ADA, code=code)


async def test_wrong_discovery_passcodes_do_not_end_the_passcode_of_a_login(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    code = await code_by_mail(client, sandbox)
    for _ in range(10):
        with refused(401, "unable_to_auth_otp_code"):
            await client.otps.email.discovery.authenticate(email_address=ADA, code=WRONG)
    assert (await authenticate(client, code)).member_authenticated


async def test_a_discovery_passcode_goes_to_an_address(client: B2BClient) -> None:
    with refused(400, "invalid_email"):
        await client.otps.email.discovery.send(email_address="nobody")


def send_sms(client: B2BClient, world: World, **given: Any) -> Any:
    return client.otps.sms.send(organization_id="acme", member_id=world.member.member_id, **given)


async def code_by_phone(client: B2BClient, sandbox: Sandbox, world: World, **given: Any) -> str:
    await send_sms(client, world, **given)
    return (await sandbox.outbox.wait_for(phone_number=PHONE)).code


def authenticate_sms(client: B2BClient, world: World, code: str, **given: Any) -> Any:
    arguments = {"member_id": world.member.member_id, **given}
    return client.otps.sms.authenticate(organization_id="acme", code=code, **arguments)


async def test_a_passcode_by_phone_is_added_to_a_session_and_verifies_the_number(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    sent = await send_sms(client, world, mfa_phone_number=PHONE)
    assert (sent.member.mfa_phone_number, sent.member.mfa_phone_number_verified) == (PHONE, False)
    code = (await sandbox.outbox.wait_for(phone_number=PHONE)).code
    response = await authenticate_sms(client, world, code, session_token=world.session_token)
    assert response.session_token == world.session_token
    assert response.member.mfa_phone_number_verified
    assert (response.member.default_mfa_method, response.member.mfa_enrolled) == ("sms_otp", False)
    factors = response.member_session.authentication_factors
    assert [(factor.type, factor.delivery_method) for factor in factors] == [("password", "knowledge"), ("otp", "sms")]
    assert factors[1].phone_number_factor.phone_number == PHONE
    with refused(401, "unable_to_auth_otp_code"):
        await authenticate_sms(client, world, code, session_token=world.session_token)


async def test_only_the_newest_passcode_to_a_phone_works_and_for_two_minutes(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock
) -> None:
    first = await code_by_phone(client, sandbox, world, mfa_phone_number=PHONE)
    second = await code_by_phone(client, sandbox, world)
    session = {"session_token": world.session_token}
    with refused(401, "unable_to_auth_otp_code"):
        await authenticate_sms(client, world, first, **session)
    clock.advance(minutes=2)
    with refused(401, "unable_to_auth_otp_code"):
        await authenticate_sms(client, world, second, **session)


async def test_a_passcode_does_not_outlive_its_phone_number(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    code = await code_by_phone(client, sandbox, world, mfa_phone_number=PHONE)
    await client.organizations.members.delete_mfa_phone_number("acme", world.member.member_id)
    with refused(401, "unable_to_auth_otp_code"):
        await authenticate_sms(client, world, code, session_token=world.session_token)


@pytest.mark.parametrize(
    ("given", "status_code", "error_type"),
    [
        ({}, 404, "member_phone_number_not_found"),
        ({"mfa_phone_number": "12"}, 400, "invalid_phone_number"),
        ({"mfa_phone_number": PHONE, "session_token": "unknown"}, 404, "session_not_found"),
    ],
)
async def test_a_passcode_needs_a_phone_to_go_to(
    client: B2BClient, sandbox: Sandbox, world: World, given: dict[str, str], status_code: int, error_type: str
) -> None:
    with refused(status_code, error_type):
        await send_sms(client, world, **given)
    assert len(sandbox.outbox) == 0


async def test_a_phone_number_is_not_replaced(client: B2BClient, world: World) -> None:
    await send_sms(client, world, mfa_phone_number=PHONE)
    await send_sms(client, world, mfa_phone_number=PHONE)
    with refused(400, "duplicate_member_phone_number_for_member"):
        await send_sms(client, world, mfa_phone_number="+12025550199")


async def test_a_second_factor_is_for_active_members(client: B2BClient, world: World) -> None:
    pending = await client.organizations.members.create(
        "acme", email_address="grace@acme.example", create_member_as_pending=True
    )
    with refused(400, "action_available_only_for_active_members"):
        await client.otps.sms.send(organization_id="acme", member_id=pending.member_id, mfa_phone_number=PHONE)


async def test_an_organization_can_rule_text_messages_out(client: B2BClient, world: World) -> None:
    await client.organizations.update("acme", mfa_methods="RESTRICTED", allowed_mfa_methods=["totp"])
    with refused(400, "operation_restricted_by_organization_mfa_methods"):
        await send_sms(client, world, mfa_phone_number=PHONE)
    with refused(400, "operation_restricted_by_organization_mfa_methods"):
        await authenticate_sms(client, world, "000000", session_token=world.session_token)


@pytest.mark.parametrize(
    ("given", "status_code", "error_type"),
    [
        ({}, 400, "no_session_arguments"),
        ({"session_token": "a", "session_jwt": "b"}, 400, "too_many_session_arguments"),
        ({"session_token": "unknown"}, 404, "session_not_found"),
        ({"intermediate_session_token": "unknown"}, 404, "intermediate_session_not_found"),
    ],
)
async def test_a_passcode_by_phone_is_added_to_one_session(
    client: B2BClient, world: World, given: dict[str, str], status_code: int, error_type: str
) -> None:
    with refused(status_code, error_type):
        await authenticate_sms(client, world, "000000", **given)


async def test_a_passcode_is_not_added_to_the_session_of_somebody_else(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    other = await client.organizations.members.create("acme", email_address="grace@acme.example")
    with refused(400, "member_session_member_id_mismatch"):
        await authenticate_sms(client, world, "000000", member_id=other.member_id, session_token=world.session_token)


async def test_a_wrong_enrolment_is_refused_before_the_passcode_is_used_up(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    code = await code_by_phone(client, sandbox, world, mfa_phone_number=PHONE)
    session = {"session_token": world.session_token}
    with refused(400, "invalid_argument"):
        await authenticate_sms(client, world, code, set_mfa_enrollment="perhaps", **session)
    with refused(400, "invalid_session_duration_minutes"):
        await authenticate_sms(client, world, code, session_duration_minutes=1, **session)
    response = await authenticate_sms(client, world, code, set_mfa_enrollment="enroll", **session)
    assert response.member.mfa_enrolled
    assert not (await log_in(client, "acme")).member_authenticated
    code = (await sandbox.outbox.wait_for(phone_number=PHONE)).code
    response = await authenticate_sms(client, world, code, set_mfa_enrollment="unenroll", **session)
    assert not response.member.mfa_enrolled
    assert (await log_in(client, "acme")).member_authenticated


async def test_wrong_passcodes_by_phone_lock_the_member_whatever_the_password(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    patient = client.with_options(max_retries=0)
    await client.organizations.update("acme", mfa_policy="REQUIRED_FOR_ALL")
    await send_sms(client, world, mfa_phone_number=PHONE)
    for _ in range(10):
        token = (await log_in(client, "acme")).intermediate_session_token
        with refused(401, "unable_to_auth_otp_code"):
            await authenticate_sms(client, world, WRONG, intermediate_session_token=token)
    with refused(429, "user_lock_limit_reached"):
        await log_in(patient, "acme")
