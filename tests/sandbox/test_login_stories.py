"""Complete logins, from beginning to end, through the SDK."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from aiostytch import B2BClient, TokenExpiredError
from aiostytch.sandbox import Clock, Message, Sandbox

from .world import NEW_PASSWORD, PASSWORD, PHONE, refused

ADA, GRACE = "ada@acme.example", "grace@acme.example"


def token_in(message: Message) -> str:
    """Take the token out of the link, like an application."""
    return parse_qs(urlsplit(message.url).query)["token"][0]


async def create_acme(client: B2BClient, **settings: Any) -> str:
    created = await client.organizations.create(organization_name="Acme", organization_slug="acme", **settings)
    return created.organization.organization_id


async def sign_up(client: B2BClient, sandbox: Sandbox, email: str = ADA) -> Any:
    """Become a member of Acme with a password."""
    await client.organizations.members.create("acme", email_address=email)
    await client.passwords.email.reset_start(organization_id="acme", email_address=email)
    token = token_in(await sandbox.outbox.wait_for(email=email))
    return await client.passwords.email.reset(password_reset_token=token, password=PASSWORD)


async def log_in(client: B2BClient, password: str = PASSWORD, email: str = ADA, **given: Any) -> Any:
    return await client.passwords.authenticate(organization_id="acme", email_address=email, password=password, **given)


async def test_discovery_of_nothing_leads_to_a_new_organization(client: B2BClient, sandbox: Sandbox) -> None:
    await client.magic_links.email.discovery.send(
        email_address=ADA, discovery_redirect_url="https://app.example/discovery"
    )
    message = await sandbox.outbox.wait_for(email=ADA)
    assert message.url.startswith("https://app.example/discovery?")
    proved = await client.magic_links.discovery.authenticate(discovery_magic_links_token=token_in(message))
    assert proved.discovered_organizations == []
    founded = await client.discovery.organizations.create(
        intermediate_session_token=proved.intermediate_session_token,
        organization_name="Acme",
        email_jit_provisioning="RESTRICTED",
        email_allowed_domains=["acme.example"],
    )
    session = await client.sessions.authenticate(session_token=founded.session_token)
    assert session.member.is_admin
    await client.sessions.revoke(session_token=founded.session_token)

    await client.magic_links.email.discovery.send(email_address=GRACE)
    colleague = await client.magic_links.discovery.authenticate(
        discovery_magic_links_token=token_in(await sandbox.outbox.wait_for(email=GRACE))
    )
    (entry,) = colleague.discovered_organizations
    assert entry.membership.type == "eligible_to_join_by_email_domain"
    joined = await client.discovery.intermediate_sessions.exchange(
        intermediate_session_token=colleague.intermediate_session_token,
        organization_id=entry.organization.organization_id,
    )
    assert (joined.member_authenticated, joined.member.is_admin) == (True, False)
    assert (await client.organizations.metrics(founded.organization.organization_id)).member_count == 2


async def test_somebody_is_invited_and_accepts(client: B2BClient, sandbox: Sandbox, clock: Clock) -> None:
    await create_acme(client)
    await sign_up(client, sandbox)
    invited = await client.magic_links.email.invite(organization_id="acme", email_address=GRACE, name="Grace")
    assert invited.member.status == "invited"
    invitation = await sandbox.outbox.wait_for(email=GRACE, purpose="invite")
    clock.advance(days=6)
    accepted = await client.magic_links.authenticate(magic_links_token=token_in(invitation))
    assert accepted.member_authenticated
    assert (accepted.member.status, accepted.member.name) == ("active", "Grace")
    assert (accepted.member_id, accepted.member.email_address_verified) == (invited.member_id, True)
    members = await client.organizations.members.search(organization_ids=["acme"]).collect()
    assert {member.email_address: member.status for member in members} == {ADA: "active", GRACE: "active"}


async def test_a_member_logs_in_with_each_second_factor_in_turn(
    client: B2BClient, sandbox: Sandbox, clock: Clock
) -> None:
    await create_acme(client, mfa_policy="REQUIRED_FOR_ALL")
    first = await sign_up(client, sandbox)
    me = {"organization_id": "acme", "member_id": first.member_id}
    assert (first.member_authenticated, first.mfa_required.member_options.mfa_phone_number) == (False, "")

    pending = {"intermediate_session_token": first.intermediate_session_token}
    await client.otps.sms.send(**me, mfa_phone_number=PHONE, **pending)
    code = (await sandbox.outbox.wait_for(phone_number=PHONE)).code
    by_phone = await client.otps.sms.authenticate(**me, code=code, **pending)
    assert by_phone.member.mfa_enrolled

    session = {"session_token": by_phone.session_token}
    app = await client.totps.create(**me, **session)
    await client.totps.authenticate(**me, code=sandbox.totp_code(app.secret), set_default_mfa=True, **session)

    clock.advance(minutes=2)
    sandbox.outbox.clear()
    second = await log_in(client)
    assert (second.member_authenticated, second.mfa_required.secondary_auth_initiated) == (False, None)
    assert second.mfa_required.member_options.totp_registration_id == app.totp_registration_id
    pending = {"intermediate_session_token": second.intermediate_session_token}
    by_app = await client.totps.authenticate(**me, code=sandbox.totp_code(app.secret), **pending)
    assert by_app.session_token
    assert len(sandbox.outbox) == 0

    third = await log_in(client)
    pending = {"intermediate_session_token": third.intermediate_session_token}
    recovered = await client.recovery_codes.recover(**me, recovery_code=app.recovery_codes[0], **pending)
    assert recovered.recovery_codes_remaining == 9
    factors = [factor.type for factor in recovered.member_session.authentication_factors]
    assert factors == ["password", "recovery_codes"]
    assert len((await client.sessions.get(**me)).member_sessions) == 3


async def test_a_member_forgets_the_password_and_sets_another_one(
    client: B2BClient, sandbox: Sandbox, clock: Clock
) -> None:
    await create_acme(client)
    stolen = await sign_up(client, sandbox)
    clock.advance(minutes=1)
    await client.passwords.email.reset_start(
        organization_id="acme", email_address=ADA, reset_password_redirect_url="https://app.example/new-password"
    )
    token = token_in(await sandbox.outbox.wait_for(email=ADA))
    strength = await client.passwords.strength_check(password="acme2026", email_address=ADA)
    assert not strength.valid_password
    with refused(400, "weak_password"):
        await client.passwords.email.reset(password_reset_token=token, password="acme2026")
    done = await client.passwords.email.reset(password_reset_token=token, password=NEW_PASSWORD)
    assert done.member_authenticated
    with refused(404, "session_not_found"):
        await client.sessions.authenticate(session_token=stolen.session_token)
    with refused(401, "unauthorized_credentials"):
        await log_in(client)
    assert (await log_in(client, NEW_PASSWORD)).member_authenticated


async def test_a_session_lives_while_extended_and_its_jwts_five_minutes(
    client: B2BClient, verifier: B2BClient, sandbox: Sandbox, clock: Clock
) -> None:
    await create_acme(client)
    await sign_up(client, sandbox)
    token = (await log_in(client, session_duration_minutes=30)).session_jwt
    for _ in range(6):
        clock.advance(minutes=4, seconds=59)
        known = await verifier.sessions.authenticate_jwt_local(token, leeway=0)
        assert known.response is None, "no request was needed"
        clock.advance(seconds=1)
        with pytest.raises(TokenExpiredError):
            await verifier.sessions.authenticate_jwt_local(token, leeway=0)
        if clock.now() < known.expires_at:
            token = (await client.sessions.authenticate(session_jwt=token)).session_jwt
    with refused(404, "session_not_found"):
        await client.sessions.authenticate(session_jwt=token)

    token = (await log_in(client, session_duration_minutes=5)).session_jwt
    for _ in range(10):
        clock.advance(minutes=4)
        extended = await client.sessions.authenticate(session_jwt=token, session_duration_minutes=5)
        token = extended.session_jwt
    assert (await verifier.sessions.authenticate_jwt_local(token)).issued_at == clock.now()


async def test_a_member_is_locked_after_too_many_failures_and_unlocked_by_time(
    client: B2BClient, sandbox: Sandbox, clock: Clock
) -> None:
    patient = client.with_options(max_retries=0)
    await create_acme(client)
    known = await sign_up(client, sandbox)
    for _ in range(10):
        with refused(401, "unauthorized_credentials"):
            await log_in(client, "a guess")
    with refused(429, "user_lock_limit_reached"):
        await log_in(patient)
    locked = (await client.organizations.members.get("acme", email_address=ADA)).member
    assert locked.is_locked
    assert locked.lock_created_at == clock.now()
    await client.sessions.authenticate(session_token=known.session_token)
    await sign_up(client, sandbox, GRACE)
    assert (await log_in(client, email=GRACE)).member_authenticated, "nobody else is locked"
    clock.advance(hours=1)
    assert not (await log_in(client)).member.is_locked
