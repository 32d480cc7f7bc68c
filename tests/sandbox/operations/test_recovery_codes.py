"""Recovery codes, through the SDK."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox

from ..world import TOTP_SECRET, World, log_in, refused

CODES = ["one", "two"]


@pytest.fixture
async def member_id(client: B2BClient, world: World) -> str:
    """A member with a required authenticator app."""
    member_id = world.member.member_id
    await client.totps.migrate(organization_id="acme", member_id=member_id, secret=TOTP_SECRET, recovery_codes=CODES)
    await client.organizations.members.update("acme", member_id, mfa_enrolled=True)
    return member_id


async def begin(client: B2BClient) -> dict[str, Any]:
    return {"intermediate_session_token": (await log_in(client, "acme")).intermediate_session_token}


def recover(client: B2BClient, member_id: str, code: str, **session: str) -> Any:
    return client.recovery_codes.recover(organization_id="acme", member_id=member_id, recovery_code=code, **session)


async def test_a_recovery_code_completes_a_login_once(client: B2BClient, member_id: str) -> None:
    response = await recover(client, member_id, "two", **await begin(client))
    assert response.recovery_codes_remaining == 1
    factors = response.member_session.authentication_factors
    assert [(factor.type, factor.delivery_method) for factor in factors] == [
        ("password", "knowledge"),
        ("recovery_codes", "recovery_code"),
    ]
    codes = await client.recovery_codes.get(organization_id="acme", member_id=member_id)
    assert codes.recovery_codes == ["one"]
    with refused(401, "unable_to_authenticate_recovery_code"):
        await recover(client, member_id, "two", **await begin(client))
    assert response.member.totp_registration_id, "the app is still there"


async def test_rotation_replaces_all_codes(client: B2BClient, member_id: str) -> None:
    rotated = await client.recovery_codes.rotate(organization_id="acme", member_id=member_id)
    assert len(set(rotated.recovery_codes)) == 10
    with refused(401, "unable_to_authenticate_recovery_code"):
        await recover(client, member_id, "one", **await begin(client))
    response = await recover(client, member_id, rotated.recovery_codes[3], **await begin(client))
    assert response.recovery_codes_remaining == 9


async def test_an_app_passcode_is_not_a_recovery_code(client: B2BClient, sandbox: Sandbox, member_id: str) -> None:
    with refused(400, "totp_code_used_as_recovery_code"):
        await recover(client, member_id, sandbox.totp_code(TOTP_SECRET), **await begin(client))


async def test_wrong_codes_lock_the_member(client: B2BClient, member_id: str) -> None:
    patient = client.with_options(max_retries=0)
    session = await begin(client)
    for _ in range(10):
        with refused(401, "unable_to_authenticate_recovery_code"):
            await recover(client, member_id, "three", **session)
    with refused(429, "user_lock_limit_reached"):
        await recover(patient, member_id, "one", **session)


async def test_a_recovery_needs_a_login_that_has_begun(client: B2BClient, member_id: str) -> None:
    with refused(400, "no_session_arguments"):
        await recover(client, member_id, "one")


async def test_an_app_that_was_never_used_has_no_recovery_codes_yet(client: B2BClient, world: World) -> None:
    member_id = world.member.member_id
    for _ in range(2):
        with refused(404, "recovery_codes_not_found"):
            await client.recovery_codes.get(organization_id="acme", member_id=member_id)
        await client.totps.create(organization_id="acme", member_id=member_id)
    with refused(404, "recovery_codes_not_found"):
        await client.recovery_codes.rotate(organization_id="acme", member_id=member_id)
