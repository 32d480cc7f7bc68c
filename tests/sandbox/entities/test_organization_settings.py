"""The settings of an organization for domains, tenants and joining, through the SDK."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox
from aiostytch.sandbox.entities.email_domains import COMMON, is_domain

from ..world import World, discover, refused

DOMAINS = [
    "acme.example",
    "Acme.Example",
    "a.b-c.example",
    "xn--bcher-kva.example",
    "bücher.example",
    "7.example",
    "a.co",
]
NO_DOMAINS = [
    "",
    "acme",
    "acme.",
    ".example",
    "acme..example",
    "@acme.example",
    "ada@acme.example",
    "https://acme.example",
    "acme.example/",
    "acme.example:443",
    "not a domain",
    "acme.example\n",
    "*.acme.example",
    "-acme.example",
    "acme-.example",
    "a_b.example",
    "192.0.2.1",
    f"{'x' * 64}.example",
    f"{'x.' * 124}example",
]


@pytest.mark.parametrize("domain", DOMAINS)
async def test_domains_can_be_allowed(client: B2BClient, domain: str) -> None:
    created = await client.organizations.create(
        organization_name="A", email_allowed_domains=[domain], claimed_email_domains=[domain]
    )
    assert created.organization.email_allowed_domains == created.organization.claimed_email_domains == [domain]


WRONG_DOMAINS = [
    *((domain, "invalid") for domain in NO_DOMAINS),
    *((domain, "common") for domain in ["gmail.com", "Gmail.com", "yahoo.co.uk", "outlook.com", "icloud.com"]),
]
SETTINGS: list[tuple[str, str, str]] = [
    ("email_allowed_domains", "organization_settings_invalid_domain", "organization_settings_domain_too_common"),
    (
        "claimed_email_domains",
        "organization_settings_invalid_claimed_domain",
        "organization_settings_claimed_domain_too_common",
    ),
    ("rbac_email_implicit_role_assignments", "rbac_invalid_domain", "rbac_domain_too_common"),
]


@pytest.mark.parametrize(("domain", "problem"), WRONG_DOMAINS)
@pytest.mark.parametrize(("setting", "invalid", "common"), SETTINGS)
async def test_invalid_and_public_domains_are_refused(
    client: B2BClient, domain: str, problem: str, setting: str, invalid: str, common: str
) -> None:
    wrong: list[Any] = [domain]
    if setting.startswith("rbac"):
        wrong = [{"domain": domain, "role_id": "editor"}]
    with refused(400, {"invalid": invalid, "common": common}[problem]):
        await client.organizations.create(organization_name="A", **{setting: wrong})


async def test_an_update_is_held_to_the_same_rules(client: B2BClient, world: World) -> None:
    with refused(400, "organization_settings_domain_too_common"):
        await client.organizations.update("acme", email_allowed_domains=["acme.example", "gmail.com"])
    with refused(400, "organization_settings_duplicate_domain"):
        await client.organizations.update("acme", email_allowed_domains=["acme.example", "ACME.example"])
    with refused(400, "organization_settings_duplicate_claimed_domain"):
        await client.organizations.update("acme", claimed_email_domains=["acme.example", "acme.example"])
    assert (await client.organizations.get("acme")).organization == world.organization


def test_the_domains_of_mail_providers_are_domains() -> None:
    assert all(is_domain(domain) and domain == domain.casefold() for domain in COMMON)


@pytest.mark.parametrize("tenants", [{"slack": "T1"}, {"slack": [1]}, {"github": None}, {"hubspot": {"7": True}}])
async def test_tenants_are_listed(client: B2BClient, tenants: dict[str, Any]) -> None:
    with refused(400, "invalid_oauth_allowed_tenants_format"):
        await client.organizations.create(organization_name="A", allowed_oauth_tenants=tenants)
    created = await client.organizations.create(organization_name="A", allowed_oauth_tenants={"slack": ["T1", "T2"]})
    assert created.organization.allowed_oauth_tenants == {"slack": ["T1", "T2"]}


CLOSED = {
    "sso_jit_provisioning": "NOT_ALLOWED",
    "email_jit_provisioning": "NOT_ALLOWED",
    "email_invites": "NOT_ALLOWED",
    "oauth_tenant_jit_provisioning": "NOT_ALLOWED",
}


@pytest.mark.parametrize("setting", CLOSED)
async def test_one_of_four_ways_of_joining_stays_open(client: B2BClient, world: World, setting: str) -> None:
    one_open = await client.organizations.update("acme", **{**CLOSED, setting: "RESTRICTED"})
    with refused(400, "invalid_organization_auth_factor_setting"):
        await client.organizations.update("acme", **{setting: "NOT_ALLOWED"})
    with refused(400, "invalid_organization_auth_factor_setting"):
        await client.organizations.update("acme", **CLOSED)
    assert (await client.organizations.get("acme")).organization == one_open.organization


async def test_an_organization_is_not_made_without_a_way_of_joining(client: B2BClient, sandbox: Sandbox) -> None:
    with refused(400, "invalid_organization_auth_factor_setting"):
        await client.organizations.create(organization_name="A", sso_jit_provisioning="NOT_ALLOWED")
    token = await discover(client, sandbox)
    with refused(400, "invalid_organization_auth_factor_setting"):
        await client.discovery.organizations.create(intermediate_session_token=token, **CLOSED)
    await client.organizations.create(
        organization_name="A", sso_jit_provisioning="NOT_ALLOWED", email_invites="ALL_ALLOWED"
    )
