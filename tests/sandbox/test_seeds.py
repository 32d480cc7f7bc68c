"""Seeds: the entities that they create, and the errors of invalid ones."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from aiostytch import B2BClient, ServerError
from aiostytch.sandbox import Sandbox, SeedError, seeds
from aiostytch.sandbox.crypto import client_secrets

from .remembered import remembered
from .stages.connections import rsa_key
from .world import log_in

ACME: dict[str, Any] = {"organization_name": "Acme", "organization_slug": "acme"}


async def test_a_seed_makes_organizations_and_members_who_can_log_in(sandbox: Sandbox, client: B2BClient) -> None:
    member = {"email_address": "ada@acme.example", "name": "Ada", "password": "correct horse battery staple"}
    sandbox.seed(
        {
            "organizations": [
                {**ACME, "members": [member, {"email_address": "b@acme.example"}]},
                {**ACME, "organization_slug": "two"},
            ]
        }
    )
    assert (await log_in(client, "acme")).member.name == "Ada"
    assert len(await client.organizations.members.search(organization_ids=["acme"]).collect()) == 2
    assert (await client.organizations.get("two")).organization.organization_name == "Acme"


async def test_the_example_in_the_documentation_is_a_seed(client: B2BClient, sandbox: Sandbox, tmp_path: Path) -> None:
    _, _, example = (seeds.__doc__ or "").partition("\n\n")
    example, _, _ = example.partition("\nEach part")
    file = tmp_path / "seed.yaml"
    file.write_text(example)
    sandbox.seed(file)
    assert (await log_in(client, "acme")).member.name == "Ada Lovelace"
    assert (await client.organizations.get("acme")).organization.email_allowed_domains == ["acme.example"]


@pytest.mark.parametrize(
    ("seed", "problem"),
    [
        ([], "$ must be of type object"),
        (None, "$ must be of type object"),
        ({"organisations": []}, "$.organisations is unknown"),
        ({"organizations": [{}]}, "$.organizations[0].organization_name is missing"),
        ({"organizations": [ACME, {**ACME, "colour": 1}]}, "$.organizations[1].colour is unknown"),
        (
            {"organizations": [{**ACME, "members": [{"email_address": "a@b.example", "password": 7}]}]},
            "$.organizations[0].members[0].password must be of type string",
        ),
        (
            {"organizations": [{**ACME, "members": [{"email_address": "a"}]}]},
            "$.organizations[0].members[0]: invalid_email: ",
        ),
        ({"organizations": [ACME, ACME]}, "$.organizations[1]: organization_slug_already_used: "),
    ],
)
def test_a_seed_is_refused_with_the_place_of_what_is_wrong(sandbox: Sandbox, seed: Any, problem: str) -> None:
    with pytest.raises(SeedError) as caught:
        sandbox.seed(seed)
    assert str(caught.value).startswith(problem)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"a: [", r"line 1, column 5"),
        (b"- hunter2: [", "^((?!hunter2).)*$"),
        (b"\xff", "can't decode"),
        (b"\x01", "position 0$"),
        (None, "No such file"),
    ],
)
def test_a_file_is_refused_with_its_name(sandbox: Sandbox, tmp_path: Path, content: bytes | None, reason: str) -> None:
    file = tmp_path / "seed.yaml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SeedError, match=reason) as caught:
        sandbox.seed(str(file))
    assert str(caught.value).startswith(str(file))


def test_a_yaml_file_cannot_make_objects_of_python(sandbox: Sandbox, tmp_path: Path) -> None:
    file = tmp_path / "seed.yaml"
    file.write_text("organizations: !!python/object/apply:os.getcwd []")
    with pytest.raises(SeedError, match="could not determine a constructor"):
        sandbox.seed(file)


FULL = """
signing_key: |
{key}
policy:
  resources: [{{resource_id: documents, actions: [read, write]}}]
  roles:
    - {{role_id: editor, permissions: [{{resource_id: documents, actions: ["*"]}}]}}
  scopes: [{{scope: "read:documents", permissions: [{{resource_id: documents, actions: [read]}}]}}]
organizations:
  - organization_id: organization-test-acme
    organization_name: Acme
    organization_slug: acme
    members:
      - {{member_id: member-test-ada, email_address: ada@acme.example, roles: [editor]}}
    sso_connections:
      - type: oidc
        connection_id: oidc-connection-test-1
        display_name: Okta
        client_id: c
        client_secret: s
        issuer: https://idp.example
        authorization_url: https://idp.example/authorize
        token_url: https://idp.example/token
        jwks_url: https://idp.example/jwks
        userinfo_url: https://idp.example/userinfo
      - {{type: saml, display_name: Entra}}
    scim_connection:
      connection_id: scim-connection-test-1
      display_name: Okta
      identity_provider: okta
      bearer_token: a-token-of-scim
  - organization_name: Guests
    organization_slug: guests
    sso_connections:
      - type: external
        external_organization_id: organization-test-acme
        external_connection_id: oidc-connection-test-1
        display_name: Acme's
m2m_clients:
  - {{client_id: m2m-client-test-1, client_secret: a-long-secret-of-a-machine, scopes: ["read:reports"]}}
connected_apps:
  - client_id: connected-app-test-1
    client_secret: a-secret-of-an-app
    client_name: Calendar
    client_type: third_party
    redirect_urls: [https://calendar.example/callback]
faults:
  - {{target: rbac.policy, effect: {{kind: status, status_code: 503}}, times: null}}
rate_limits:
  - {{target: "otps.*", per_second: 1}}
webhooks:
  - url: http://127.0.0.1:8000/webhooks
    secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw]
    types: ["direct.member.*"]
    shuffled: true
    copies: 2
"""


def full() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(FULL.format(key=textwrap.indent(rsa_key(), "  ")))
    return content


@pytest.fixture
async def seeded() -> Sandbox:
    return Sandbox(seed=full())


async def test_organizations_and_members_have_the_ids_of_the_seed(seeded: Sandbox) -> None:
    client = seeded.client(strict_decoding=True)
    found = await client.organizations.get("organization-test-acme")
    member = await client.organizations.members.get("acme", member_id="member-test-ada")
    assert found.organization.organization_slug == "acme"
    assert "editor" in [role.role_id for role in member.member.roles]
    guests = (await client.organizations.get("guests")).organization.organization_id
    assert re.fullmatch(r"organization-test-[0-9a-f-]{36}", guests)


async def test_connections_of_a_seed_log_in(seeded: Sandbox) -> None:
    client = seeded.client(strict_decoding=True)
    login = await client.sso.authenticate(sso_token=seeded.sso.login("oidc-connection-test-1", "ada@acme.example"))
    assert login.member_id == "member-test-ada"
    connections = await client.sso.get_connections("acme")
    assert [connection.display_name for connection in connections.oidc_connections] == ["Okta"]
    assert [connection.display_name for connection in connections.saml_connections] == ["Entra"]
    assert [each.display_name for each in (await client.sso.get_connections("guests")).external_connections] == [
        "Acme's"
    ]
    directory = seeded.directory("a-token-of-scim")
    assert directory.push_user("grace@acme.example")
    assert (await client.scim.connection.get("acme")).connection.connection_id == "scim-connection-test-1"


async def test_clients_of_a_seed_have_their_secrets(seeded: Sandbox) -> None:
    client = seeded.client(strict_decoding=True)
    machine = (await client.m2m.clients.get("m2m-client-test-1")).m2m_client
    app = (await client.connected_app.clients.get("connected-app-test-1")).connected_app
    assert (machine.client_secret_last_four, app.client_secret_last_four) == ("hine", "-app")
    (kept,) = seeded.state.connected_apps
    assert client_secrets.is_secret_of(kept, "a-secret-of-an-app")


async def test_faults_and_limits_of_a_seed_count_from_the_beginning(seeded: Sandbox) -> None:
    client = seeded.client(max_concurrency=1).with_options(max_retries=0)
    with pytest.raises(ServerError):
        await client.rbac.policy()
    seeded.faults.clear()
    assert [resource.resource_id for resource in (await client.rbac.policy()).policy.resources][-1] == "documents"
    seeded.rate_limits.clear()
    seeded.reset()
    assert (len(seeded.faults), list(seeded.rate_limits.limits)) == (1, ["otps.*"])


def test_webhooks_of_a_seed_wait_for_events(seeded: Sandbox) -> None:
    (endpoint,) = seeded.webhooks.endpoints
    assert (endpoint.url, endpoint.types) == ("http://127.0.0.1:8000/webhooks", ("direct.member.*",))
    assert (endpoint.is_shuffled, endpoint.copies) == (True, 2)
    assert endpoint.secrets == ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",)
    assert seeded.webhooks.deliveries == ()


async def test_the_signing_key_of_a_seed_is_the_same_in_every_process() -> None:
    """Services that started with it can verify the tokens of any sandbox."""
    first, second = (Sandbox(seed=full()) for _ in range(2))
    keys = [(await sandbox.client().sessions.get_jwks(sandbox.project_id)).keys for sandbox in (first, second)]
    assert keys[0] == keys[1]
    assert len(keys[0]) == 1


async def test_a_signing_key_that_is_added_replaces_the_present_one(sandbox: Sandbox, client: B2BClient) -> None:
    sandbox.rotate_keys()
    sandbox.seed({"signing_key": rsa_key()})
    sandbox.seed({"signing_key": rsa_key()})
    assert [key.retired_at is None for key in sandbox.state.keys] == [False, False, True]
    assert len((await client.sessions.get_jwks(sandbox.project_id)).keys) == 3


def private_key(key: Any) -> str:
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return str(key.private_bytes(serialization.Encoding.PEM, form, plain).decode())


REFUSED = [
    ({"signing_key": "secret"}, "$.signing_key: a signing key must be an RSA private key with 2048 bits or more"),
    (
        {"signing_key": private_key(ec.generate_private_key(ec.SECP256R1()))},
        "$.signing_key: a signing key must be an RSA private key",
    ),
    (
        {"signing_key": private_key(rsa.generate_private_key(65537, 1024))},
        "$.signing_key: a signing key must be an RSA private key",
    ),
    ({"policy": {"roles": [{"role_id": 5}]}}, "$.policy: invalid policy: "),
    ({"organizations": [{**ACME, "organization_id": "a/b"}]}, "$.organizations[0].organization_id breaks the rule"),
    (
        {"organizations": [{**ACME, "organization_id": "o"}, {"organization_name": "B", "organization_id": "o"}]},
        "$.organizations[1]: the ID is in use",
    ),
    (
        {"organizations": [{**ACME, "sso_connections": [{"type": "ldap"}]}]},
        "$.organizations[0].sso_connections[0].type must be one of oidc, saml, external",
    ),
    (
        {"organizations": [{**ACME, "sso_connections": [{"type": "oidc", "issuer": 5}]}]},
        "$.organizations[0].sso_connections[0].issuer must be of type string",
    ),
    (
        {"organizations": [{**ACME, "sso_connections": [{"type": "saml", "x509_certificate": "x"}]}]},
        "$.organizations[0].sso_connections[0]: ",
    ),
    (
        {"organizations": [{**ACME, "scim_connection": {"identity_provider": "x"}}]},
        "$.organizations[0].scim_connection",
    ),
    ({"m2m_clients": [{"client_id": "m"}]}, "$.m2m_clients[0].scopes is missing"),
    (
        {"connected_apps": [{"client_type": "first_party_public", "client_secret": "s"}]},
        "$.connected_apps[0].client_secret: a public app has no secret",
    ),
    (
        {"faults": [{"target": "a.b", "effect": {"kind": "garbage"}}]},
        "$.faults[0]: 'a.b' is neither the call path of an operation nor a route",
    ),
    ({"rate_limits": [{"target": "a.b", "per_second": 1}]}, "$.rate_limits[0]: 'a.b' is neither the call path"),
    (
        {"webhooks": [{"url": "http://10.0.0.1/"}]},
        "$.webhooks[0]: the URL of a webhook endpoint must name this machine",
    ),
    ({"webhooks": [{"url": "http://localhost/", "secrets": ["!"]}]}, "$.webhooks[0]: a webhook secret must be base64"),
]


@pytest.mark.parametrize(("seed", "problem"), REFUSED)
def test_a_part_that_is_refused_leaves_nothing(sandbox: Sandbox, seed: dict[str, Any], problem: str) -> None:
    before = remembered(sandbox.state)
    good = {"target": "*", "effect": {"kind": "garbage"}}
    with pytest.raises(SeedError) as caught:
        sandbox.seed({**seed, "faults": [good, *seed.get("faults", ())]} if "faults" not in seed else seed)
    assert str(caught.value).startswith(problem)
    assert remembered(sandbox.state) == before
    assert (len(sandbox.faults), sandbox.rate_limits.limits) == (0, {})


async def test_a_fixed_id_is_used_once(sandbox: Sandbox, client: B2BClient) -> None:
    """Neither a later record nor one after a refusal gets the same id."""
    with pytest.raises(SeedError):
        sandbox.seed({"organizations": [{"organization_name": "", "organization_id": "fixed"}]})
    assert (await client.organizations.create(organization_name="A")).organization.organization_id != "fixed"


def test_the_schema_accepts_what_is_accepted() -> None:
    validator = jsonschema_rs.Draft202012Validator(seeds.schema())
    assert validator.is_valid(full())
    assert not validator.is_valid({"organizations": [{"organization_name": "A", "colour": 1}]})


def test_a_file_is_named_where_the_api_refuses_a_part(tmp_path: Path, sandbox: Sandbox) -> None:
    file = tmp_path / "seed.yaml"
    file.write_text("organizations: [{organization_name: ''}]")
    with pytest.raises(SeedError) as caught:
        sandbox.seed(file)
    assert str(caught.value).startswith(f"{file}: $.organizations[0]: invalid_organization_name: ")
    assert "ada" not in str(caught.value)


def test_connections_and_apps_need_nothing_but_what_names_them(sandbox: Sandbox) -> None:
    connections = [{"type": "saml"}, {"type": "oidc"}]
    organization = {**ACME, "sso_connections": connections, "scim_connection": {}}
    sandbox.seed({"organizations": [organization], "connected_apps": [{"client_type": "third_party"}]})
    counts = sandbox.state.counts()
    assert (counts["sso_connections"], counts["scim_connections"], counts["connected_apps"]) == (2, 1, 1)
