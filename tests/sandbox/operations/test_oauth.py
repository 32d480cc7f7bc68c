"""OAuth logins, and the tokens of providers."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import jwt
import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Clock, Sandbox
from aiostytch.sandbox.auth.oauth import PROVIDERS, VERIFYING

from ..stages.connections import connect_oidc, connect_saml
from ..world import LOGIN, World, method, migrate, refused

LINUS = "linus@acme.example"


async def test_discovery_by_oauth_leads_to_a_new_organization(client: B2BClient, sandbox: Sandbox) -> None:
    token = sandbox.oauth.discover("google", "grace@hopper.example", name="Grace Hopper")
    found = await client.oauth.discovery.authenticate(discovery_oauth_token=token)
    assert (found.email_address, found.full_name, found.provider_type) == (
        "grace@hopper.example",
        "Grace Hopper",
        "Google",
    )
    assert found.discovered_organizations == []
    created = await client.discovery.organizations.create(
        intermediate_session_token=found.intermediate_session_token, organization_name="Hopper"
    )
    assert created.member_authenticated
    assert created.member_session is not None
    (factor,) = created.member_session.authentication_factors
    assert (factor.type, factor.delivery_method) == ("oauth", "oauth_google")
    assert factor.google_oauth_factor is not None
    assert created.member_session.roles == ["stytch_member", "stytch_admin"]
    session = await client.sessions.authenticate_jwt(session_jwt=created.session_jwt)
    assert session.organization_id == created.organization.organization_id if created.organization else ""


async def test_discovery_lists_the_organizations_of_the_address(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    token = sandbox.oauth.discover("slack", LOGIN[0], tenants=["T1"])
    found = await client.oauth.discovery.authenticate(discovery_oauth_token=token)
    assert (found.provider_tenant_id, found.provider_tenant_ids) == ("T1", ["T1"])
    (entry,) = found.discovered_organizations
    assert entry.organization is not None
    assert entry.organization.organization_id == world.organization.organization_id
    assert not entry.member_authenticated


async def test_a_login_gives_a_session_and_a_registration(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    token = sandbox.oauth.login("acme", "google", LOGIN[0], subject="s-1", picture="https://p.example/1", locale="en")
    response = await client.oauth.authenticate(oauth_token=token)
    assert (response.member_id, response.provider_subject, response.provider_type) == (
        world.member.member_id,
        "s-1",
        "Google",
    )
    (registration,) = response.member.oauth_registrations
    assert (registration.provider_subject, registration.locale) == ("s-1", "en")
    assert response.member_session is not None
    factor = response.member_session.authentication_factors[0].google_oauth_factor
    assert factor is not None
    assert (factor.id, factor.provider_subject) == (registration.member_oauth_registration_id, "s-1")
    assert response.provider_values is not None
    claims = jwt.decode(response.provider_values.id_token or "", options={"verify_signature": False})
    assert (claims["sub"], claims["email"]) == ("s-1", LOGIN[0])
    again = await client.oauth.authenticate(
        oauth_token=sandbox.oauth.login("acme", "google", "x@y.example", subject="s-1")
    )
    assert again.member_id == world.member.member_id
    assert len(again.member.oauth_registrations) == 1


@pytest.mark.parametrize("call_path", ["oauth.authenticate", "oauth.discovery.authenticate"])
async def test_a_token_works_once_and_for_five_minutes(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock, call_path: str
) -> None:
    def new() -> dict[str, str]:
        if call_path == "oauth.authenticate":
            return {"oauth_token": sandbox.oauth.login("acme", "google", LOGIN[0])}
        return {"discovery_oauth_token": sandbox.oauth.discover("google", LOGIN[0])}

    used, late = new(), new()
    await method(client, call_path)(**used)
    clock.advance(minutes=5)
    for token in (used, late):
        with refused(404, "oauth_token_not_found"):
            await method(client, call_path)(**token)


async def test_a_login_that_began_with_a_challenge_ends_with_the_verifier(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    verifier = "v" * 43
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    token = sandbox.oauth.login("acme", "google", LOGIN[0], pkce_code_challenge=challenge)
    with refused(400, "pkce_mismatch"):
        await client.oauth.authenticate(oauth_token=token, pkce_code_verifier="w" * 43)
    await client.oauth.authenticate(oauth_token=token, pkce_code_verifier=verifier)
    token = sandbox.oauth.discover("google", LOGIN[0], pkce_code_challenge=challenge)
    with refused(400, "pkce_expected_code_verifier"):
        await client.oauth.discovery.authenticate(discovery_oauth_token=token)
    await client.oauth.discovery.authenticate(discovery_oauth_token=token, pkce_code_verifier=verifier)


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_an_address_that_the_provider_did_not_verify_is_verified_again(
    client: B2BClient, sandbox: Sandbox, world: World, provider: str
) -> None:
    await client.organizations.members.create("acme", email_address=LINUS, create_member_as_pending=True)
    response = await client.oauth.authenticate(oauth_token=sandbox.oauth.login("acme", provider, LINUS))
    assert response.member_authenticated is (provider in VERIFYING)
    assert (response.primary_required is None) is (provider in VERIFYING)
    if provider in VERIFYING:
        return
    await client.magic_links.email.login_or_signup(organization_id="acme", email_address=LINUS)
    message = await sandbox.outbox.wait_for(email=LINUS)
    done = await client.magic_links.authenticate(
        magic_links_token=message.magic_link_token, intermediate_session_token=response.intermediate_session_token
    )
    assert done.member_authenticated
    again = await client.oauth.authenticate(oauth_token=sandbox.oauth.login("acme", provider, LINUS))
    assert again.member_authenticated


async def test_an_organization_can_disallow_a_provider(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    await client.organizations.update("acme", auth_methods="RESTRICTED", allowed_auth_methods=["microsoft_oauth"])
    with refused(400, "operation_restricted_by_organization_auth_methods"):
        await client.oauth.authenticate(oauth_token=sandbox.oauth.login("acme", "google", LOGIN[0]))
    await client.oauth.authenticate(oauth_token=sandbox.oauth.login("acme", "microsoft", LOGIN[0]))


async def test_members_join_by_domain_and_by_tenant(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    async def join(provider: str, email: str, **more: Any) -> Any:
        return await client.oauth.authenticate(oauth_token=sandbox.oauth.login("acme", provider, email, **more))

    with refused(400, "email_jit_provisioning_not_allowed"):
        await join("google", LINUS)
    with refused(400, "oauth_tenant_jit_provisioning_not_allowed"):
        await join("slack", LINUS, tenants=["T1"])
    await client.organizations.update(
        "acme",
        email_jit_provisioning="RESTRICTED",
        email_allowed_domains=["acme.example"],
        oauth_tenant_jit_provisioning="RESTRICTED",
        allowed_oauth_tenants={"slack": ["T1"]},
    )
    assert (await join("google", LINUS, name="Linus")).member.name == "Linus"
    with refused(400, "invalid_email_for_jit_provisioning"):
        await join("google", "eve@elsewhere.example")
    with refused(400, "invalid_oauth_tenant_for_jit_provisioning"):
        await join("slack", "eve@elsewhere.example", tenants=["T2"])
    joined = await join("slack", "alan@elsewhere.example", tenants=["T2", "T1"])
    assert (joined.member.status, joined.member_authenticated) == ("pending", False)


async def log_in(client: B2BClient, sandbox: Sandbox, provider: str, email: str = LOGIN[0], **more: Any) -> Any:
    return await client.oauth.authenticate(oauth_token=sandbox.oauth.login("acme", provider, email, **more))


@pytest.mark.parametrize(
    ("email", "more", "is_verified"),
    [
        ("ada@gmail.com", {}, False),
        ("ada@GMail.com", {}, False),
        ("ada@yahoo.com", {}, False),
        (LINUS, {}, True),
        (LINUS, {"hosted_domain": ""}, False),
        ("ada@gmail.com", {"hosted_domain": "acme.example"}, True),
    ],
)
async def test_google_vouches_for_addresses_of_hosted_domains(
    client: B2BClient, sandbox: Sandbox, world: World, email: str, more: dict[str, str], is_verified: bool
) -> None:
    await client.organizations.members.create("acme", email_address=email)
    response = await log_in(client, sandbox, "google", email, **more)
    assert (response.member_authenticated, response.member.email_address_verified) == (is_verified, is_verified)
    found = await client.oauth.discovery.authenticate(
        discovery_oauth_token=sandbox.oauth.discover("google", email, **more)
    )
    assert [entry.member_authenticated for entry in found.discovered_organizations] == [is_verified]


async def test_microsoft_vouches_for_all_addresses(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    await client.organizations.members.create("acme", email_address="ada@outlook.com")
    assert (await log_in(client, sandbox, "microsoft", "ada@outlook.com")).member_authenticated


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_a_new_address_from_the_provider_becomes_the_members(
    client: B2BClient, sandbox: Sandbox, world: World, provider: str
) -> None:
    await log_in(client, sandbox, provider, subject="s-1")
    response = await log_in(client, sandbox, provider, "lovelace@acme.example", subject="s-1")
    assert response.member_id == world.member.member_id
    assert response.member.email_address == "lovelace@acme.example"
    assert LOGIN[0] in [retired.email_address for retired in response.member.retired_email_addresses]
    assert response.member.member_password_id == ""
    assert response.member.email_address_verified is response.member_authenticated is (provider in VERIFYING)


async def test_an_address_of_somebody_else_is_not_taken_over(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    await client.organizations.members.create("acme", email_address=LINUS)
    await log_in(client, sandbox, "google", subject="s-1")
    with refused(400, "duplicate_member_email"):
        await log_in(client, sandbox, "google", LINUS, subject="s-1")


EXCHANGED = [("slack", {}), ("github", {}), ("hubspot", {}), ("google", {"hosted_domain": ""})]


@pytest.mark.parametrize(("provider", "more"), EXCHANGED)
async def test_a_session_brings_its_login_at_a_provider_to_another_organization(
    client: B2BClient, sandbox: Sandbox, world: World, provider: str, more: dict[str, str]
) -> None:
    session = await log_in(client, sandbox, provider, **more)
    await client.organizations.create(organization_name="Other", organization_slug="other")
    other = await client.organizations.members.create("other", email_address=LOGIN[0])
    unverified = await client.sessions.exchange(organization_id="other", session_token=session.session_token)
    assert (unverified.member_authenticated, unverified.member.email_address_verified) == (False, False)

    await migrate(client, "other")
    response = await client.sessions.exchange(organization_id="other", session_token=session.session_token)
    assert (response.member_authenticated, response.member_id) == (True, other.member_id)
    (factor,) = response.member_session.authentication_factors
    assert (factor.type, factor.delivery_method) == ("oauth", f"oauth_exchange_{provider}")
    (original,) = session.member_session.authentication_factors
    brought = getattr(factor, f"{provider}_oauth_exchange_factor")
    assert brought.email_id == getattr(original, f"{provider}_oauth_factor").email_id
    assert getattr(factor, f"{provider}_oauth_factor") is None
    assert factor.last_authenticated_at == original.last_authenticated_at

    back = await client.sessions.exchange(organization_id="acme", session_token=response.session_token)
    assert back.member_session.authentication_factors[0].delivery_method == f"oauth_exchange_{provider}"


async def test_a_login_that_was_brought_counts_as_one_at_its_provider(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    session = await log_in(client, sandbox, "slack")
    await client.organizations.create(organization_name="Other", organization_slug="other")
    await migrate(client, "other")
    for allowed, opens in (("github_oauth", False), ("slack_oauth", True)):
        await client.organizations.update("other", auth_methods="RESTRICTED", allowed_auth_methods=[allowed])
        response = await client.sessions.exchange(organization_id="other", session_token=session.session_token)
        assert response.member_authenticated is opens


async def test_a_verifying_provider_is_brought_as_it_is(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    session = await log_in(client, sandbox, "google")
    await client.organizations.create(organization_name="Other", organization_slug="other")
    await client.organizations.members.create("other", email_address=LOGIN[0])
    response = await client.sessions.exchange(organization_id="other", session_token=session.session_token)
    assert (response.member_authenticated, response.member.email_address_verified) == (True, True)
    assert response.member_session.authentication_factors[0].delivery_method == "oauth_google"


async def test_github_issues_neither_refresh_tokens_nor_id_tokens(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock
) -> None:
    response = await log_in(client, sandbox, "github", tenants=["T1"])
    values = response.provider_values
    assert (values.refresh_token, values.id_token, values.expires_at) == (None, None, None)
    clock.advance(days=30)
    fetched = await client.organizations.members.oauth_providers.github("acme", world.member.member_id)
    (registration,) = fetched.registrations
    assert registration.access_token == values.access_token
    assert "refresh_token" not in fetched.raw.json()["registrations"][0]


@pytest.mark.parametrize("provider", ["google", "microsoft", "hubspot"])
async def test_other_providers_issue_refresh_tokens(
    client: B2BClient, sandbox: Sandbox, world: World, provider: str
) -> None:
    assert (await log_in(client, sandbox, provider)).provider_values.refresh_token


def test_there_are_five_providers(sandbox: Sandbox) -> None:
    with pytest.raises(LookupError, match="google, microsoft, slack, github, hubspot"):
        sandbox.oauth.discover("example", LOGIN[0])


@pytest.mark.parametrize("provider", ["google", "microsoft"])
async def test_the_tokens_of_a_provider_are_kept_and_renewed(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock, provider: str
) -> None:
    fetch = method(client, f"organizations.members.oauth_providers.{provider}")
    with refused(404, "member_oauth_token_not_found"):
        await fetch("acme", world.member.member_id)
    login = await client.oauth.authenticate(oauth_token=sandbox.oauth.login("acme", provider, LOGIN[0]))
    assert login.provider_values is not None
    clock.advance(minutes=10)
    first = await fetch("acme", world.member.member_id, include_refresh_token=True)
    assert (first.access_token, first.access_token_expires_in) == (login.provider_values.access_token, 50 * 60)
    assert first.refresh_token == login.provider_values.refresh_token
    clock.advance(minutes=50)
    second = await fetch("acme", world.member.member_id)
    assert second.access_token != first.access_token
    assert (second.access_token_expires_in, second.refresh_token) == (60 * 60, None)
    assert (await fetch("acme", world.member.member_id)).access_token == second.access_token


@pytest.mark.parametrize("provider", ["slack", "github", "hubspot"])
async def test_a_provider_with_tenants_lists_all_accounts(
    client: B2BClient, sandbox: Sandbox, world: World, provider: str
) -> None:
    for subject in ("s-1", "s-2"):
        token = sandbox.oauth.login("acme", provider, LOGIN[0], subject=subject, tenants=[f"tenant-of-{subject}"])
        await client.oauth.authenticate(oauth_token=token)
    response = await method(client, f"organizations.members.oauth_providers.{provider}")("acme", world.member.member_id)
    assert [each.provider_subject for each in response.registrations] == ["s-1", "s-2"]
    tenants = [
        getattr(each, "provider_tenant_id", None) or each.provider_tenant_ids[0] for each in response.registrations
    ]
    assert tenants == ["tenant-of-s-1", "tenant-of-s-2"]


async def test_the_tokens_of_oidc_connections_are_kept(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    with refused(404, "member_oidc_token_not_found"):
        await client.organizations.members.oidc_providers("acme", world.member.member_id)
    for connection_id in (await connect_saml(client, sandbox), await connect_oidc(client)):
        await client.sso.authenticate(sso_token=sandbox.sso.login(connection_id, LOGIN[0], external_id="a-1"))
    response = await client.organizations.members.oidc_providers("acme", world.member.member_id)
    (registration,) = response.registrations
    assert (registration.provider_subject, registration.connection_id) == ("a-1", connection_id)
    claims = jwt.decode(registration.id_token, options={"verify_signature": False})
    assert (claims["iss"], claims["aud"], claims["sub"]) == ("https://idp.example", "stytch", "a-1")


async def test_a_login_does_not_outlive_the_organization_that_it_leads_to(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    token = sandbox.oauth.login("acme", "google", "new@acme.example")
    await client.organizations.delete("acme")
    with refused(404, "oauth_token_not_found"):
        await client.oauth.authenticate(oauth_token=token)
