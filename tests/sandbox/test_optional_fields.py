"""Each optional field of a response is filled in a story, or has a reason why it is not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from fnmatch import fnmatchcase
from typing import Any, TypeAlias

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Clock, Sandbox

from .optional_fields import filled_fields, optional_fields
from .samples import OPERATIONS, arguments_for
from .stages.connections import connect_directory, connect_oidc, connect_saml
from .stages.trusted import CALLBACK, authorize, request
from .world import LOGIN, NOON, PHONE, POLICY, CountedIds, World, discover, log_in, make_world, method

Story: TypeAlias = Callable[[B2BClient, Sandbox, World], Awaitable[object]]

ADA, GRACE = LOGIN[0], "grace@acme.example"
METADATA: dict[str, Any] = {"trusted_metadata": {"a": 1}, "untrusted_metadata": {"b": 2}}

OTHER_PRODUCT = "Members do not log in by this: the document has it for users of another product."
OTHER_PROVIDERS = (
    *("amazon", "apple", "bitbucket", "coinbase", "discord", "facebook", "figma", "git_lab", "instagram"),
    *("linked_in", "salesforce", "shopify", "snapchat", "spotify", "steam", "tik_tok", "twitch", "twitter", "yahoo"),
)
EMPTY = {
    "*.member_device": "Logins in a sandbox note no devices.",
    "api_device_history_v1_*": "Logins in a sandbox note no devices.",
    "api_b2b_password_v1_StrengthCheckResponse.luds_feedback": "The policy of a sandbox is zxcvbn.",
    "api_b2b_impersonation_v1_*.intermediate_session_token_expires_at": "It begins a session.",
    "api_b2b_impersonation_v1_*.mfa_required": "It begins a session.",
    "*_passwords_session_ResetResponse.intermediate_session_token_expires_at": "There is a session.",
    "*_passwords_session_ResetResponse.mfa_required": "There is a session.",
    "api_sso_v1_AuthenticateResponse.primary_required": "An organization that does not allow SSO refuses the login.",
    "api_m2m_v1_M2MClientWithClientSecret.next_client_secret_last_four": "A new client has one secret.",
    "api_connectedapps_v1_*WithClientSecret.next_client_secret_last_four": "A new app has one secret.",
    "api_connectedapps_v1_*.client_id_metadata_url": "No app of a sandbox has registered itself.",
    **{f"api_session_v1_AuthenticationFactor.{name}_oauth_factor": OTHER_PRODUCT for name in OTHER_PROVIDERS},
    **{f"api_session_v1_{name.title().replace('_', '')}OAuthFactor.*": OTHER_PRODUCT for name in OTHER_PROVIDERS},
    "api_session_v1_AuthenticationFactor.biometric_factor": OTHER_PRODUCT,
    "api_session_v1_AuthenticationFactor.crypto_wallet_factor": OTHER_PRODUCT,
    "api_session_v1_AuthenticationFactor.embeddable_magic_link_factor": OTHER_PRODUCT,
    "api_session_v1_AuthenticationFactor.webauthn_factor": OTHER_PRODUCT,
    "api_session_v1_WebAuthnFactor.user_agent": OTHER_PRODUCT,
}
"""The fields that are always empty, with the reasons."""


def stage_of(call_path: str) -> Story:
    async def story(client: B2BClient, sandbox: Sandbox, world: World) -> None:
        await method(client, call_path)(**await arguments_for(call_path, client, sandbox, world))

    return story


STORIES: dict[str, Story] = {call_path: stage_of(call_path) for call_path in OPERATIONS}


def story(function: Story) -> Story:
    STORIES[function.__name__] = function
    return function


async def link(client: B2BClient, sandbox: Sandbox) -> dict[str, str]:
    await client.magic_links.email.login_or_signup(organization_id="acme", email_address=ADA)
    return {"magic_links_token": (await sandbox.outbox.wait_for(email=ADA)).magic_link_token}


async def code(client: B2BClient, sandbox: Sandbox) -> dict[str, str]:
    await client.otps.email.login_or_signup(organization_id="acme", email_address=ADA)
    mail = await sandbox.outbox.wait_for(email=ADA)
    return {"organization_id": "acme", "email_address": ADA, "code": mail.code}


async def reset(client: B2BClient, sandbox: Sandbox) -> dict[str, str]:
    await client.passwords.email.reset_start(organization_id="acme", email_address=ADA)
    mail = await sandbox.outbox.wait_for(email=ADA)
    return {"password_reset_token": mail.token, "password": LOGIN[1]}


EXISTING = {"organization_id": "acme", "email_address": ADA, "existing_password": LOGIN[1], "new_password": LOGIN[1]}


@story
async def logins_without_a_second_factor(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    connection_id = await connect_saml(client, sandbox)
    await client.organizations.update("acme", mfa_policy="REQUIRED_FOR_ALL")
    await client.magic_links.authenticate(**await link(client, sandbox))
    await client.otps.email.authenticate(**await code(client, sandbox))
    await client.passwords.email.reset(**await reset(client, sandbox))
    await client.passwords.existing_password.reset(**EXISTING)
    await client.oauth.authenticate(oauth_token=sandbox.oauth.login("acme", "google", ADA))
    await client.sso.authenticate(sso_token=sandbox.sso.login(connection_id, ADA))
    pending = (await log_in(client, "acme")).intermediate_session_token
    await client.discovery.organizations.list(intermediate_session_token=pending)
    await client.discovery.intermediate_sessions.exchange(
        intermediate_session_token=await discover(client, sandbox), organization_id="acme"
    )
    await client.discovery.organizations.create(
        intermediate_session_token=await discover(client, sandbox), mfa_policy="REQUIRED_FOR_ALL"
    )


@story
async def logins_without_a_first_factor_that_counts(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    by_link, by_code, by_reset = await link(client, sandbox), await code(client, sandbox), await reset(client, sandbox)
    await client.organizations.update("acme", auth_methods="RESTRICTED", allowed_auth_methods=["github_oauth"])
    await client.magic_links.authenticate(**by_link)
    await client.otps.email.authenticate(**by_code)
    await client.passwords.email.reset(**by_reset)
    await client.passwords.existing_password.reset(**EXISTING)
    await log_in(client, "acme")
    await client.discovery.intermediate_sessions.exchange(
        intermediate_session_token=await discover(client, sandbox), organization_id="acme"
    )


@story
async def logins_without_a_verified_address(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    await client.organizations.members.create("acme", email_address=GRACE)
    await client.oauth.authenticate(oauth_token=sandbox.oauth.login("acme", "slack", GRACE))
    found = await client.passwords.discovery.authenticate(email_address=ADA, password=LOGIN[1])
    await client.discovery.organizations.create(intermediate_session_token=found.intermediate_session_token)


@story
async def text_message(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    await client.organizations.members.update("acme", world.member.member_id, mfa_enrolled=True, mfa_phone_number=PHONE)
    await log_in(client, "acme")


@story
async def exchange_into_an_organization_that_asks_for_more(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    await client.organizations.create(
        organization_name="Other", organization_slug="other", mfa_policy="REQUIRED_FOR_ALL"
    )
    await client.organizations.members.create("other", email_address=ADA)
    await client.sessions.exchange(organization_id="other", session_token=world.session_token)


@story
async def exchange_of_logins_at_providers(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    await client.organizations.create(organization_name="Other", organization_slug="other")
    await client.passwords.migrate(organization_id="other", email_address=ADA, hash="0" * 32, hash_type="md_5")
    for provider in ("slack", "github", "hubspot", "google"):
        token = sandbox.oauth.login("acme", provider, ADA, hosted_domain="")
        login = await client.oauth.authenticate(oauth_token=token)
        await client.sessions.exchange(organization_id="other", session_token=login.session_token)


@story
async def discovery_of_an_organization_to_join(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    await client.organizations.update(
        "acme",
        email_jit_provisioning="RESTRICTED",
        email_allowed_domains=["acme.example"],
        mfa_policy="REQUIRED_FOR_ALL",
        auth_methods="RESTRICTED",
        allowed_auth_methods=["password"],
    )
    await discover(client, sandbox, GRACE)


@story
async def accounts_at_providers(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    for provider in ("google", "microsoft", "hubspot"):
        token = sandbox.oauth.login("acme", provider, ADA, picture="https://p.example/1", locale="en")
        await client.oauth.authenticate(oauth_token=token)
        fetch = method(client, f"organizations.members.oauth_providers.{provider}")
        await fetch("acme", world.member.member_id, include_refresh_token=True)


@story
async def everything_of_an_organization(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    connection_id = await connect_oidc(client)
    await client.sso.oidc.update_connection("acme", connection_id, attribute_mapping={"team": "department"})
    await connect_directory(client)
    await client.organizations.update(
        "acme",
        organization_external_id="crm|1",
        sso_default_connection_id=connection_id,
        allowed_oauth_tenants={"slack": ["T1"]},
        trusted_metadata={"a": 1},
    )
    token = sandbox.sso.login(connection_id, ADA, attributes={"department": "Engines"})
    await client.sso.authenticate(sso_token=token)
    await client.organizations.create(organization_name="Other")
    await client.organizations.search(limit=1)


@story
async def everything_of_a_member(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    domain = {"domain": "acme.example", "role_id": "editor"}
    await client.organizations.update("acme", rbac_email_implicit_role_assignments=[domain])
    await client.organizations.members.update("acme", world.member.member_id, external_id="hr|1", **METADATA)
    await log_in(client, "acme", session_custom_claims={"plan": "pro"})
    for _ in range(10):
        with pytest.raises(Exception, match="unauthorized_credentials"):
            await log_in(client, "acme", password="wrong")
    await client.organizations.members.get("acme", email_address=ADA)


@story
async def a_directory(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    connection = await connect_directory(client)
    manager = {"value": "m-1", "ref": "https://idp.example/m-1", "display_name": "Charles"}
    texts = dict.fromkeys(("employee_number", "cost_center", "division", "department", "organization"), "7")
    directory = sandbox.directory(connection.bearer_token)
    directory.push_user(ADA, name="Ada Lovelace", external_id="a-1", enterprise_extension={**texts, "manager": manager})
    for group in ("Engineering", "Board"):
        directory.push_group(group, [ADA])
    await client.scim.connection.get_groups("acme", connection.connection_id, limit=1)
    await client.organizations.members.get("acme", email_address=ADA)
    await client.scim.connection.rotate_start("acme", connection.connection_id)
    await client.scim.connection.get("acme")


@story
async def an_app_with_a_logo(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    app = sandbox.apps.add("Calendar", redirect_urls=[CALLBACK], logo_url="https://calendar.example/logo")
    me = {"session_token": world.session_token}
    await client.idp.oauth.authorize_start(**request(app, "openid", **me))
    await authorize(client, app, "openid", **me)
    await client.organizations.connected_apps("acme")
    await client.organizations.get_connected_app("acme", app)
    await client.organizations.members.get_connected_apps("acme", world.member.member_id)


@story
async def apps_of_the_project(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    create = client.connected_app.clients.create
    first = await create(
        client_type="third_party",
        redirect_urls=[CALLBACK],
        logo_url="https://calendar.example/logo",
        access_token_custom_audience="https://api.example",
        id_token_template_content='{"tier": "gold"}',
    )
    await create(client_type="third_party", redirect_urls=[CALLBACK])
    client_id = first.connected_app.client_id
    await client.connected_app.clients.secrets.rotate_start(client_id)
    await client.connected_app.clients.get(client_id)
    await client.connected_app.clients.search(limit=1)


@story
async def rules_of_fraud_prevention(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    identifiers = ("visitor_id", "visitor_fingerprint", "browser_id", "browser_fingerprint", "hardware_fingerprint")
    rules = {**dict.fromkeys((*identifiers, "network_fingerprint"), "x-1"), "asn": "64496", "country_code": "NL"}
    for name, identifier in {**rules, "cidr_block": "203.0.113.0/24"}.items():
        await client.fraud.rules.set(action="BLOCK", description="Ours.", **{name: identifier})  # type: ignore[arg-type]
    await client.fraud.rules.list()
    metadata = {"external_id": "hr-1", "organization_id": "acme", "user_action": "login"}
    telemetry_id = sandbox.fraud.take_fingerprint()
    await client.fraud.fingerprint.lookup(telemetry_id=telemetry_id, external_metadata=metadata)


@story
async def machines(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    first = await client.m2m.clients.create(scopes=["read:documents"], trusted_metadata={"a": 1})
    await client.m2m.clients.create(scopes=["read:documents"])
    await client.m2m.clients.secrets.rotate_start(first.m2m_client.client_id)
    await client.m2m.clients.search(limit=1)


@pytest.fixture(scope="module")
def filled() -> dict[str, set[str]]:
    """The fields that each story fills, by the name of the story."""
    return asyncio.run(tell_all())


async def tell_all() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, tell in STORIES.items():
        async with Sandbox(clock=Clock(NOON), new_uuid=CountedIds(), policy=POLICY) as sandbox:
            client = sandbox.client(strict_decoding=True)
            await tell(client, sandbox, await make_world(client))
            found[name] = filled_fields(sandbox)
    return found


def test_each_optional_field_is_filled_or_has_a_reason(filled: dict[str, set[str]]) -> None:
    missing = optional_fields().difference(*filled.values())
    assert sorted(field for field in missing if not any(fnmatchcase(field, each) for each in EMPTY)) == []


def test_each_reason_is_about_fields_that_are_empty(filled: dict[str, set[str]]) -> None:
    told = set().union(*filled.values())
    for pattern in EMPTY:
        fields = {field for field in optional_fields() if fnmatchcase(field, pattern)}
        assert fields, f"{pattern} is no field"
        assert not fields & told, f"{pattern} is filled"
