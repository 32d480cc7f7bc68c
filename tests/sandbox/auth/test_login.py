"""The last step of every login through the SDK: enough factors, or an intermediate session."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Clock, Sandbox

from ..world import LOGIN, PHONE, TOTP_SECRET, World, log_in, migrate, refused

ADA, GRACE = LOGIN[0], "grace@acme.example"


async def follow_link(client: B2BClient, sandbox: Sandbox, slug: str = "acme", email: str = ADA, **given: Any) -> Any:
    """Log in with a link by e-mail."""
    await client.magic_links.email.login_or_signup(organization_id=slug, email_address=email)
    token = (await sandbox.outbox.wait_for(email=email)).magic_link_token
    return await client.magic_links.authenticate(magic_links_token=token, **given)


async def restrict(client: B2BClient, *methods: str) -> None:
    await client.organizations.update("acme", auth_methods="RESTRICTED", allowed_auth_methods=list(methods))


def types(response: Any) -> list[str]:
    return [factor.type for factor in response.member_session.authentication_factors]


async def test_a_login_without_all_factors_opens_nothing(client: B2BClient, world: World) -> None:
    await client.organizations.update("acme", mfa_policy="REQUIRED_FOR_ALL")
    response = await log_in(client, "acme")
    assert (response.member_authenticated, response.session_token, response.session_jwt) == (False, "", "")
    assert response.member_session is None
    assert response.primary_required is None
    assert len(response.intermediate_session_token) == 44
    sessions = await client.sessions.get(organization_id="acme", member_id=world.member.member_id)
    assert len(sessions.member_sessions) == 1


async def test_optional_mfa_is_required_of_enrolled_members_only(client: B2BClient, world: World) -> None:
    await migrate(client, "acme", email_address=GRACE)
    await client.organizations.members.update("acme", world.member.member_id, mfa_enrolled=True)
    assert not (await log_in(client, "acme")).member_authenticated
    assert (await log_in(client, "acme", email_address=GRACE)).member_authenticated


async def test_a_passcode_is_sent_to_the_phone_right_away(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    member_id = world.member.member_id
    await client.organizations.members.update("acme", member_id, mfa_enrolled=True, mfa_phone_number=PHONE)
    response = await log_in(client, "acme")
    assert response.mfa_required.secondary_auth_initiated == "sms_otp"
    assert response.mfa_required.member_options.mfa_phone_number == PHONE
    done = await client.otps.sms.authenticate(
        organization_id="acme",
        member_id=member_id,
        code=(await sandbox.outbox.wait_for(phone_number=PHONE)).code,
        intermediate_session_token=response.intermediate_session_token,
        session_duration_minutes=30,
    )
    assert types(done) == ["password", "otp"]
    assert (done.member_session.expires_at - done.member_session.started_at).total_seconds() == 30 * 60
    await client.sessions.authenticate(session_jwt=done.session_jwt)


async def test_no_passcode_is_sent_to_a_member_who_prefers_the_app(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    member_id = world.member.member_id
    await client.totps.migrate(organization_id="acme", member_id=member_id, secret=TOTP_SECRET, recovery_codes=["one"])
    await client.organizations.members.update("acme", member_id, mfa_enrolled=True, mfa_phone_number=PHONE)
    response = await log_in(client, "acme")
    assert response.mfa_required.secondary_auth_initiated is None
    assert len(sandbox.outbox) == 0


async def test_no_passcode_is_sent_where_text_messages_are_not_allowed(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    member_id = world.member.member_id
    await client.organizations.members.update("acme", member_id, mfa_enrolled=True, mfa_phone_number=PHONE)
    await client.organizations.update("acme", mfa_methods="RESTRICTED", allowed_mfa_methods=["totp"])
    response = await log_in(client, "acme")
    assert (response.member_authenticated, response.mfa_required.secondary_auth_initiated) == (False, None)
    assert len(sandbox.outbox) == 0
    for settings in ({"mfa_methods": "ALL_ALLOWED"}, {"mfa_methods": "RESTRICTED", "allowed_mfa_methods": ["sms_otp"]}):
        await client.organizations.update("acme", **settings)
        assert (await log_in(client, "acme")).mfa_required.secondary_auth_initiated == "sms_otp"
    await client.organizations.update("acme", allowed_mfa_methods=["totp"])
    await client.organizations.members.update("acme", member_id, is_breakglass=True)
    assert (await log_in(client, "acme")).mfa_required.secondary_auth_initiated == "sms_otp"
    assert len(sandbox.outbox) == 3


async def test_a_factor_that_the_organization_does_not_allow_is_not_enough(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    await client.organizations.members.update("acme", world.member.member_id, mfa_enrolled=True, mfa_phone_number=PHONE)
    await restrict(client, "magic_link", "sso")
    response = await log_in(client, "acme")
    assert response.primary_required.allowed_auth_methods == ["magic_link", "sso"]
    assert response.mfa_required is not None
    assert sandbox.outbox.last(phone_number=PHONE) is None, "a second factor does not come before the first"
    more = await follow_link(client, sandbox, intermediate_session_token=response.intermediate_session_token)
    assert (more.member_authenticated, more.primary_required) == (False, None)
    assert more.intermediate_session_token == response.intermediate_session_token
    assert sandbox.outbox.last(phone_number=PHONE) is not None


async def test_a_breakglass_member_may_use_every_method(client: B2BClient, world: World) -> None:
    await client.organizations.members.update("acme", world.member.member_id, is_breakglass=True)
    await restrict(client, "sso")
    assert (await log_in(client, "acme")).member_authenticated


async def test_an_intermediate_session_is_used_up_by_the_session_that_it_becomes(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    await restrict(client, "magic_link")
    pending = (await log_in(client, "acme")).intermediate_session_token
    with refused(400, "invalid_session_duration_minutes"):
        await follow_link(client, sandbox, intermediate_session_token=pending, session_duration_minutes=1)
    response = await follow_link(client, sandbox, intermediate_session_token=pending)
    assert types(response) == ["password", "magic_link"]
    with refused(404, "intermediate_session_not_found"):
        await follow_link(client, sandbox, intermediate_session_token=pending)


async def test_an_intermediate_session_lasts_ten_minutes_from_its_beginning(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock
) -> None:
    await client.organizations.update("acme", mfa_policy="REQUIRED_FOR_ALL")
    begun = await log_in(client, "acme")
    pending = begun.intermediate_session_token
    assert begun.intermediate_session_token_expires_at == clock.now() + datetime.timedelta(minutes=10)
    clock.advance(minutes=9)
    again = await follow_link(client, sandbox, intermediate_session_token=pending)
    assert again.intermediate_session_token == pending
    assert again.intermediate_session_token_expires_at == begun.intermediate_session_token_expires_at
    clock.advance(minutes=1)
    with refused(404, "intermediate_session_not_found"):
        await log_in(client, "acme", intermediate_session_token=pending)


async def test_an_intermediate_session_is_of_one_address(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    await migrate(client, "acme", email_address=GRACE)
    await client.organizations.update("acme", mfa_policy="REQUIRED_FOR_ALL")
    pending = (await log_in(client, "acme")).intermediate_session_token
    with refused(400, "member_session_member_id_mismatch"):
        await log_in(client, "acme", email_address=GRACE, intermediate_session_token=pending)


@pytest.mark.parametrize("name", ["session_token", "session_jwt"])
async def test_a_factor_is_added_to_the_members_session(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock, name: str
) -> None:
    await client.organizations.update("acme", mfa_policy="REQUIRED_FOR_ALL")
    clock.advance(minutes=2)
    response = await follow_link(client, sandbox, **{name: getattr(world, name)})
    assert (response.member_authenticated, response.session_token) == (True, world.session_token)
    assert types(response) == ["password", "magic_link"]


async def test_a_login_goes_on_with_one_session(client: B2BClient, world: World) -> None:
    with refused(400, "too_many_session_arguments"):
        await log_in(client, "acme", session_token=world.session_token, session_jwt=world.session_jwt)


async def test_a_factor_that_is_proved_again_is_there_once(client: B2BClient, world: World, clock: Clock) -> None:
    begun = clock.now()
    clock.advance(minutes=2)
    response = await log_in(client, "acme", session_token=world.session_token)
    (factor,) = response.member_session.authentication_factors
    assert (factor.created_at, factor.last_authenticated_at) == (begun, clock.now())


async def test_the_session_of_somebody_else_is_left_alone(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    await migrate(client, "acme", email_address=GRACE)
    response = await log_in(client, "acme", email_address=GRACE, session_token=world.session_token)
    assert response.session_token != world.session_token
    assert types(await client.sessions.authenticate(session_token=world.session_token)) == ["password"]


async def test_an_email_factor_counts_in_other_organizations_and_a_password_not(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    await client.organizations.create(organization_name="Other", organization_slug="other")
    await client.organizations.members.create("other", email_address=ADA)
    without = await client.sessions.exchange(organization_id="other", session_token=world.session_token)
    assert (without.member_authenticated, without.session_token) == (False, "")
    assert without.primary_required is not None
    await follow_link(client, sandbox, session_token=world.session_token)
    response = await client.sessions.exchange(organization_id="other", session_token=world.session_token)
    assert response.member_authenticated
    assert types(response) == ["magic_link"]
    assert response.member.email_address_verified
    await client.sessions.authenticate(session_token=world.session_token)


async def test_an_exchange_is_for_members(client: B2BClient, world: World) -> None:
    await client.organizations.create(organization_name="Other", organization_slug="other")
    with refused(404, "member_not_found"):
        await client.sessions.exchange(organization_id="other", session_token=world.session_token)


async def test_a_second_factor_does_not_count_in_another_organization(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    await client.organizations.create(
        organization_name="Other", organization_slug="other", mfa_policy="REQUIRED_FOR_ALL"
    )
    await client.organizations.members.create("other", email_address=ADA)
    member_id = world.member.member_id
    await client.totps.migrate(organization_id="acme", member_id=member_id, secret=TOTP_SECRET, recovery_codes=["one"])
    await follow_link(client, sandbox, session_token=world.session_token)
    await client.recovery_codes.recover(
        organization_id="acme", member_id=member_id, recovery_code="one", session_token=world.session_token
    )
    response = await client.sessions.exchange(organization_id="other", session_token=world.session_token)
    assert not response.member_authenticated
    assert response.mfa_required is not None
    assert response.mfa_required.member_options.totp_registration_id == ""
