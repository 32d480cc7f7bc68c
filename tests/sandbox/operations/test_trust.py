"""Sessions on trust: impersonation, tokens of trusted issuers, and migrated sessions."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from aiostytch import B2BClient
from aiostytch.sandbox import Clock, Sandbox

from ..stages.trusted import profile, trusted_token
from ..world import LOGIN, World, refused

EC_KEY = (
    ec.generate_private_key(ec.SECP256R1())
    .public_key()
    .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    .decode()
)


async def test_somebody_acts_as_a_member_for_an_hour(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock
) -> None:
    await client.organizations.update("acme", mfa_policy="REQUIRED_FOR_ALL")
    token = sandbox.impersonate(world.member.member_id, impersonator_email="support@vendor.example")
    response = await client.impersonation.authenticate(impersonation_token=token)
    assert (response.member_id, response.member_authenticated) == (world.member.member_id, True)
    assert response.member_session is not None
    (factor,) = response.member_session.authentication_factors
    assert (factor.type, factor.delivery_method) == ("impersonated", "impersonation")
    assert factor.impersonated_factor is not None
    assert factor.impersonated_factor.impersonator_email_address == "support@vendor.example"
    local = await client.sessions.authenticate_jwt(session_jwt=response.session_jwt)
    assert local.member_id == world.member.member_id
    with refused(400, "session_not_mutable"):
        await client.sessions.authenticate(session_token=response.session_token, session_duration_minutes=120)
    clock.advance(minutes=59)
    await client.sessions.authenticate(session_token=response.session_token)
    clock.advance(minutes=1)
    with refused(404, "session_not_found"):
        await client.sessions.authenticate(session_token=response.session_token)


async def test_an_impersonation_token_works_once_and_for_five_minutes(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock
) -> None:
    used, late = sandbox.impersonate(world.member.member_id), sandbox.impersonate(world.member.member_id)
    await client.impersonation.authenticate(impersonation_token=used)
    clock.advance(minutes=5)
    for token in (used, late):
        with refused(401, "unable_to_auth_impersonation_token"):
            await client.impersonation.authenticate(impersonation_token=token)


async def test_only_active_members_can_be_impersonated(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    for member_id in (world.deleted_member_id, "unknown"):
        with pytest.raises(LookupError, match="active member"):
            sandbox.impersonate(member_id)


async def test_a_token_of_a_trusted_issuer_begins_a_session_or_adds_to_one(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    profile_id = profile(sandbox, organization_claim="org")
    token = trusted_token(sandbox, org="acme")
    response = await client.sessions.attest(profile_id=profile_id, token=token, session_duration_minutes=5)
    assert response.member_id == world.member.member_id
    (factor,) = response.member_session.authentication_factors
    assert (factor.type, factor.delivery_method) == ("trusted_auth_token", "trusted_token_exchange")
    assert factor.trusted_auth_token_factor is not None
    assert factor.trusted_auth_token_factor.token_id == "t-1"
    more = await client.sessions.attest(profile_id=profile_id, token=token, session_token=world.session_token)
    assert more.session_token == world.session_token
    assert [each.type for each in more.member_session.authentication_factors] == ["password", "trusted_auth_token"]


@pytest.mark.parametrize(
    ("status_code", "error_type", "claims", "given"),
    [
        (400, "invalid_trusted_auth_token", {"aud": "other"}, {}),
        (400, "invalid_trusted_auth_token", {"iss": "other"}, {}),
        (400, "invalid_trusted_auth_token", {"exp": 1}, {}),
        (400, "invalid_trusted_auth_token", {"exp": "4102444800"}, {}),
        (400, "invalid_trusted_auth_token", {"exp": [4102444800]}, {}),
        (400, "invalid_trusted_auth_token", {}, {"token": "none"}),
        (400, "token_missing_organization_id_claim", {"org": ""}, {}),
        (400, "invalid_token_organization_id_claim", {}, {"organization_id": "other"}),
        (404, "trusted_token_profile_not_found", {}, {"profile_id": "unknown"}),
        (404, "member_not_found", {"email": "nobody@acme.example"}, {}),
        (404, "organization_not_found", {"org": "unknown"}, {}),
    ],
)
async def test_a_token_has_to_be_one_that_is_trusted(
    client: B2BClient,
    sandbox: Sandbox,
    world: World,
    status_code: int,
    error_type: str,
    claims: dict[str, Any],
    given: dict[str, Any],
) -> None:
    await client.organizations.create(organization_name="Other", organization_slug="other")
    right = {
        "profile_id": profile(sandbox, organization_claim="org"),
        "token": trusted_token(sandbox, **{"org": "acme", **claims}),
    }
    with refused(status_code, error_type):
        await client.sessions.attest(**{**right, **given})


async def test_a_session_of_another_system_becomes_one_here(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    move = client.sessions.migrate
    with refused(400, "migrate_from_external_missing_userinfo"):
        await move(organization_id="acme", session_token="old")
    sandbox.trust_session("old", LOGIN[0])
    sandbox.trust_session("unknown-here", "nobody@acme.example")
    response = await move(organization_id="acme", session_token="old", session_duration_minutes=10)
    assert response.member_id == world.member.member_id
    assert response.member_session is not None
    assert [factor.type for factor in response.member_session.authentication_factors] == ["imported"]
    assert response.session_token != "old"
    with refused(400, "migrate_from_external_unexpected_response"):
        await move(organization_id="acme", session_token="other")
    with refused(400, "migrate_from_external_email_does_not_exist"):
        await move(organization_id="acme", session_token="unknown-here")


@pytest.mark.parametrize(
    "key", ["", "x", 7, None, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", EC_KEY]
)
def test_the_key_of_an_issuer_is_an_rsa_key(sandbox: Sandbox, key: Any) -> None:
    with pytest.raises(ValueError, match="public_key must be the public part of an RSA key"):
        sandbox.trust_tokens(issuer="https://issuer.example", audience="acme", public_key=key)
