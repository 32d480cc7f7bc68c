"""SSO connections: OIDC, SAML and external ones."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox

from ..stages.connections import OIDC, PROVIDER, connect_oidc, connect_saml, lend, lend_saml, rsa_key, shown
from ..world import LOGIN, World, refused


async def active(client: B2BClient) -> list[str]:
    organization = (await client.organizations.get("acme")).organization
    return [connection.connection_id for connection in organization.sso_active_connections]


@pytest.mark.parametrize("missing", sorted(OIDC))
async def test_an_oidc_connection_is_pending_until_all_is_known(client: B2BClient, world: World, missing: str) -> None:
    created = (await client.sso.oidc.create_connection("acme", display_name="Google")).connection
    assert created is not None
    given = {name: value for name, value in OIDC.items() if name != missing}
    await client.sso.oidc.update_connection("acme", created.connection_id, **given)
    assert (await shown(client, created.connection_id)).status == "pending"
    assert await active(client) == []
    response = await client.sso.oidc.update_connection("acme", created.connection_id, **{missing: OIDC[missing]})
    assert response.connection is not None
    assert (response.connection.status, response.connection.client_secret) == ("active", "shared")
    assert response.connection.redirect_url.endswith(created.connection_id)
    assert await active(client) == [created.connection_id]


async def test_a_new_issuer_is_not_asked_for_its_metadata(client: B2BClient, world: World) -> None:
    connection_id = await connect_oidc(client)
    same = await client.sso.oidc.update_connection("acme", connection_id, issuer=PROVIDER)
    other = await client.sso.oidc.update_connection("acme", connection_id, issuer="https://other.example")
    assert (same.warning, bool(other.warning)) == ("", True)


@pytest.mark.parametrize("name", sorted(set(OIDC) - {"client_id", "client_secret"}))
@pytest.mark.parametrize("url", ["http://idp.example", "https://", "https://[", "idp"])
async def test_the_urls_of_an_oidc_connection_begin_with_https(
    client: B2BClient, world: World, name: str, url: str
) -> None:
    connection_id = await connect_oidc(client)
    middle = "issuer_url" if name == "issuer" else name
    with refused(400, f"oidc_connection_{middle}_invalid_format"):
        await client.sso.oidc.update_connection("acme", connection_id, **{name: url})


async def test_a_saml_connection_is_pending_until_all_is_known(
    sandbox: Sandbox, client: B2BClient, world: World
) -> None:
    created = (await client.sso.saml.create_connection("acme", identity_provider="okta")).connection
    assert created is not None
    assert x509.load_pem_x509_certificate(created.signing_certificates[0].certificate.encode())
    assert created.signing_certificates[0].issuer == "Stytch"
    update = client.sso.saml.update_connection
    for given in (
        {"idp_sso_url": f"{PROVIDER}/saml"},
        {"idp_entity_id": PROVIDER},
        {"x509_certificate": sandbox.sso.certificate()},
    ):
        response = await update("acme", created.connection_id, **given)
        assert response.connection is not None
        assert response.connection.status == "pending"
    mapping = {"email": "mail", "first_name": "given", "last_name": "family"}
    response = await update("acme", created.connection_id, attribute_mapping=mapping)
    assert response.connection is not None
    assert response.connection.status == "active"
    assert "Identity provider" in response.connection.verification_certificates[0].issuer
    assert await active(client) == [created.connection_id]


async def test_a_metadata_url_fills_in_a_saml_connection(client: B2BClient, world: World) -> None:
    created = (await client.sso.saml.create_connection("acme")).connection
    assert created is not None
    with refused(400, "invalid_saml_metadata_url"):
        await client.sso.saml.update_by_url("acme", created.connection_id, metadata_url="http://idp.example")
    await client.sso.saml.update_by_url("acme", created.connection_id, metadata_url=f"{PROVIDER}/metadata")
    connection = await shown(client, created.connection_id)
    assert (connection.idp_sso_url, connection.status) == (f"{PROVIDER}/metadata", "pending")
    assert len(connection.verification_certificates) == 1


def foreign_key() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    form = serialization.PrivateFormat.TraditionalOpenSSL
    pem = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()
    return pem.replace("EC PRIVATE", "RSA PRIVATE")


@pytest.mark.parametrize(
    ("error_type", "given"),
    [
        ("invalid_x509_certificate", {"x509_certificate": "none"}),
        ("saml_signing_private_key_format_not_supported", {"signing_private_key": "none"}),
        ("saml_signing_private_key_invalid", {"signing_private_key": "-----BEGIN RSA PRIVATE KEY-----"}),
        ("saml_signing_private_key_invalid", {"saml_encryption_private_key": foreign_key()}),
        ("saml_connection_idp_sso_url_invalid_format", {"idp_sso_url": "http://idp.example"}),
        ("saml_connection_email_mapping_required", {"attribute_mapping": {"full_name": "cn"}}),
        ("saml_connection_name_mapping_required", {"attribute_mapping": {"email": "mail", "first_name": "given"}}),
        ("saml_connection_no_nested_keys_in_attribute_mapping", {"attribute_mapping": {"email": {"value": "mail"}}}),
        (
            "saml_connection_attribute_mapping_missing_groups_key",
            {
                "attribute_mapping": {"email": "mail", "full_name": "cn"},
                "saml_group_implicit_role_assignments": [{"role_id": "editor", "group": "Engineering"}],
            },
        ),
        ("invalid_role", {"saml_connection_implicit_role_assignments": [{"role_id": "unknown"}]}),
        ("invalid_role", {"saml_group_implicit_role_assignments": [{"role_id": "unknown", "group": "Engineering"}]}),
    ],
)
async def test_settings_of_a_saml_connection_must_be_usable(
    sandbox: Sandbox, client: B2BClient, world: World, error_type: str, given: dict[str, Any]
) -> None:
    connection_id = await connect_saml(client, sandbox)
    before = await shown(client, connection_id)
    with refused(400, error_type):
        await client.sso.saml.update_connection("acme", connection_id, **given)
    assert await shown(client, connection_id) == before


@pytest.mark.parametrize("claim", [5, None, ["team"], {"value": "team"}])
async def test_the_mapping_of_an_oidc_connection_names_claims(client: B2BClient, world: World, claim: object) -> None:
    """A list as the name of a claim would fail each login."""
    connection_id = await connect_oidc(client)
    with refused(400, "invalid_argument"):
        await client.sso.oidc.update_connection("acme", connection_id, attribute_mapping={"team": claim})


async def test_a_saml_connection_holds_five_certificates_and_keeps_one(
    sandbox: Sandbox, client: B2BClient, world: World
) -> None:
    connection_id = await connect_saml(client, sandbox)
    certificate = sandbox.sso.certificate()
    for _ in range(2):
        await client.sso.saml.update_connection("acme", connection_id, x509_certificate=certificate)
    assert len((await shown(client, connection_id)).verification_certificates) == 2
    for _ in range(3):
        await client.sso.saml.update_by_url("acme", connection_id, metadata_url=f"{PROVIDER}/metadata")
    with refused(400, "too_many_sso_verification_certificates"):
        await client.sso.saml.update_by_url("acme", connection_id, metadata_url=f"{PROVIDER}/metadata")
    ids = [each.certificate_id for each in (await shown(client, connection_id)).verification_certificates]
    delete = client.sso.saml.delete_verification_certificate
    with refused(404, "sso_verification_key_not_found"):
        await delete("acme", connection_id, "unknown")
    for each in ids[1:]:
        await delete("acme", connection_id, each)
    with refused(400, "cannot_delete_last_sso_verification_key"):
        await delete("acme", connection_id, ids[0])


async def test_a_saml_connection_has_keys_of_its_own(sandbox: Sandbox, client: B2BClient, world: World) -> None:
    connection_id = await connect_saml(client, sandbox)
    await client.sso.saml.update_connection(
        "acme", connection_id, signing_private_key=rsa_key(), saml_encryption_private_key=rsa_key()
    )
    connection = await shown(client, connection_id)
    own = x509.load_pem_x509_certificate(connection.signing_certificates[-1].certificate.encode())
    expected = serialization.load_pem_private_key(rsa_key().encode(), None).public_key()
    assert own.public_key() == expected
    (key,) = connection.encryption_private_keys
    assert key.private_key == rsa_key()
    await client.sso.saml.delete_encryption_private_key("acme", connection_id, key.private_key_id)
    assert (await shown(client, connection_id)).encryption_private_keys == []
    with refused(404, "sso_encryption_private_key_not_found"):
        await client.sso.saml.delete_encryption_private_key("acme", connection_id, key.private_key_id)


async def test_a_connection_is_found_by_its_kind_in_its_organization(
    sandbox: Sandbox, client: B2BClient, world: World
) -> None:
    connection_id = await connect_oidc(client)
    await client.organizations.create(organization_name="Other", organization_slug="other")
    with refused(404, "saml_connection_not_found"):
        await client.sso.saml.update_connection("acme", connection_id, display_name="Mine")
    with refused(404, "oidc_connection_not_found"):
        await client.sso.oidc.update_connection("other", connection_id, display_name="Mine")
    with refused(404, "sso_connection_not_found"):
        await client.sso.external.update_connection("acme", connection_id, display_name="Mine")
    with refused(404, "sso_connection_not_found"):
        await client.sso.delete_connection("other", connection_id)


async def test_the_default_connection_is_not_deleted(client: B2BClient, world: World) -> None:
    connection_id, other = await connect_oidc(client), await connect_oidc(client)
    with refused(400, "invalid_sso_default_connection_id"):
        await client.organizations.update("acme", sso_default_connection_id="unknown")
    await client.organizations.update("acme", sso_default_connection_id=connection_id)
    with refused(400, "cannot_delete_default_sso_connection"):
        await client.sso.delete_connection("acme", connection_id)
    await client.sso.delete_connection("acme", other)
    assert await active(client) == [connection_id]
    assert [each.connection_id for each in (await client.sso.get_connections("acme")).oidc_connections] == [
        connection_id
    ]


async def test_a_listing_has_the_connections_of_one_organization(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    await lend_saml(client, sandbox)
    counts = [len((await client.sso.get_connections(slug)).saml_connections) for slug in ("lender", "acme")]
    assert counts == [1, 0]


async def test_an_external_connection_borrows_an_active_one(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    lent = await lend_saml(client, sandbox)
    pending = (await client.sso.oidc.create_connection("lender")).connection
    assert pending is not None
    create = client.sso.external.create_connection
    with refused(400, "external_connection_not_active"):
        await create("acme", **{**lent, "external_connection_id": pending.connection_id})
    with refused(404, "external_connection_id_not_found"):
        await create("acme", **{**lent, "external_connection_id": "unknown"})
    with refused(400, "external_organization_id_same_as_organization_id"):
        await create("lender", **lent)
    roles = {
        "connection_implicit_role_assignments": [{"role_id": "editor"}],
        "group_implicit_role_assignments": [{"role_id": "recruiter", "group": "HR"}],
    }
    created = (await create("acme", display_name="Theirs", **lent, **roles)).connection
    assert created is not None
    assert (created.status, created.display_name) == ("active", "Theirs")
    assert [each.role_id for each in created.external_connection_implicit_role_assignments] == ["editor"]
    assert await active(client) == [created.connection_id]
    with refused(400, "duplicate_external_sso_connection"):
        await create("acme", **lent)
    changed = await client.sso.external.update_connection(
        "acme", created.connection_id, display_name="Ours", external_connection_implicit_role_assignments=[]
    )
    assert changed.connection is not None
    assert changed.connection.display_name == "Ours"
    assert changed.connection.external_connection_implicit_role_assignments == []
    assert [each.group for each in changed.connection.external_group_implicit_role_assignments] == ["HR"]


BY_LOGIN: dict[str, Any] = {"role_id": "editor"}
BY_GROUP: dict[str, Any] = {"role_id": "recruiter", "group": "HR"}


@pytest.mark.parametrize(("name", "assignment"), [("connection", BY_LOGIN), ("group", BY_GROUP)])
async def test_a_borrowed_oidc_connection_gives_no_roles(
    client: B2BClient, sandbox: Sandbox, world: World, name: str, assignment: dict[str, Any]
) -> None:
    lent = await lend(client)
    create, update = client.sso.external.create_connection, client.sso.external.update_connection
    with refused(400, "invalid_rbac_role_assignment"):
        await create("acme", **lent, **{f"{name}_implicit_role_assignments": [assignment]})
    assert await active(client) == []
    created = (await create("acme", **lent, **{f"{name}_implicit_role_assignments": []})).connection
    assert created is not None
    with refused(400, "invalid_rbac_role_assignment"):
        await update("acme", created.connection_id, **{f"external_{name}_implicit_role_assignments": [assignment]})
    token = sandbox.sso.login(created.connection_id, LOGIN[0], groups=["HR"])
    response = await client.sso.authenticate(sso_token=token)
    assert response.member_session is not None
    assert response.member_session.roles == ["stytch_member"]


async def test_a_borrowed_connection_gives_the_group_roles_of_its_lender(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    lent = await lend_saml(client, sandbox, attribute_mapping={"email": "mail", "full_name": "cn"})
    create, update = client.sso.external.create_connection, client.sso.external.update_connection
    with refused(400, "saml_connection_attribute_mapping_missing_groups_key"):
        await create("acme", **lent, group_implicit_role_assignments=[BY_GROUP])
    created = (await create("acme", **lent, connection_implicit_role_assignments=[BY_LOGIN])).connection
    assert created is not None
    with refused(400, "saml_connection_attribute_mapping_missing_groups_key"):
        await update("acme", created.connection_id, external_group_implicit_role_assignments=[BY_GROUP])
    mapping = {"email": "mail", "full_name": "cn", "groups": "groups"}
    await client.sso.saml.update_connection("lender", lent["external_connection_id"], attribute_mapping=mapping)
    await update("acme", created.connection_id, external_group_implicit_role_assignments=[BY_GROUP])


async def test_a_borrowed_connection_is_pending_after_its_lender_was_deleted(client: B2BClient, world: World) -> None:
    lent = await lend(client)
    await client.sso.external.create_connection("acme", **lent)
    assert len(await active(client)) == 1
    await client.organizations.delete("lender")
    assert await active(client) == []
