"""Imported passwords and logins with them, through the SDK."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Clock

from .world import LOGIN, World, log_in, migrate, refused


def b64(hexadecimal: str) -> str:
    return base64.b64encode(bytes.fromhex(hexadecimal)).decode()


# Digests that others have published: of "password"; RFC 7914, sections 11 and 12.
MD5 = "5f4dcc3b5aa765d61d8327deb882cf99"
SHA1 = "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8"
SHA512 = (
    "b109f3bbbc244eb82441917ed06d618b9008dd09b3befd1b5e07394c706a8bb9"
    "80b1d7785e5976ec049b46df5f1326af5a2ea6d103fd07c95385ffab0cacbc86"
)
PBKDF2 = b64(
    "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
    "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"
)
SCRYPT = b64(
    "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
    "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
)
SALT = base64.b64encode(b"salt").decode()
PBKDF2_CONFIG = {"salt": SALT, "iteration_amount": 1, "key_length": 64, "algorithm": "sha256"}
SCRYPT_CONFIG = {
    "salt": base64.b64encode(b"NaCl").decode(),
    "n_parameter": 1024,
    "r_parameter": 8,
    "p_parameter": 16,
    "key_length": 64,
}
SALTS = {"prepend_salt": "pass", "append_salt": "rd"}

HASHES: list[tuple[str, str, dict[str, Any]]] = [
    ("password", MD5, {"hash_type": "md_5"}),
    ("password", SHA1, {"hash_type": "sha_1"}),
    ("password", SHA512, {"hash_type": "sha_512"}),
    ("password", SHA512.upper(), {"hash_type": "sha_512"}),
    ("wo", MD5, {"hash_type": "md_5", "md_5_config": SALTS}),
    ("wo", SHA1, {"hash_type": "sha_1", "sha_1_config": SALTS}),
    ("wo", SHA512, {"hash_type": "sha_512", "sha_512_config": SALTS}),
    ("passwd", PBKDF2, {"hash_type": "pbkdf_2", "pbkdf_2_config": PBKDF2_CONFIG}),
    ("passwd", PBKDF2, {"hash_type": "pbkdf_2", "pbkdf_2_config": {**PBKDF2_CONFIG, "algorithm": ""}}),
    ("password", SCRYPT, {"hash_type": "scrypt", "scrypt_config": SCRYPT_CONFIG}),
]


@pytest.fixture
async def acme(client: B2BClient) -> str:
    created = await client.organizations.create(organization_name="Acme", organization_slug="acme")
    return created.organization.organization_id


@pytest.mark.parametrize(("password", "digest", "given"), HASHES)
async def test_a_password_is_checked_against_the_imported_hash(
    client: B2BClient, acme: str, password: str, digest: str, given: dict[str, Any]
) -> None:
    await migrate(client, "acme", hash=digest, **given)
    assert (await log_in(client, "acme", password=password)).member_authenticated
    for wrong in (f"{password} ", ""):
        with refused(401, "unauthorized_credentials"):
            await log_in(client, "acme", password=wrong)


WRONG_HASHES: list[tuple[str, str, dict[str, Any], str]] = [
    ("md_5", MD5[:-2], {}, "invalid_md_5_hash"),
    ("sha_1", MD5, {}, "invalid_sha_1_hash"),
    ("sha_512", "not hexadecimal", {}, "invalid_sha_512_hash"),
    ("bcrypt", "$2b$12$", {}, "invalid_hash_type"),
    ("argon_2id", "$argon2id$", {}, "invalid_hash_type"),
    ("phpass", "$P$B", {}, "invalid_hash_type"),
    ("pbkdf_2", PBKDF2, {}, "invalid_pbkdf_2_salt"),
    ("pbkdf_2", PBKDF2, {**PBKDF2_CONFIG, "salt": "?"}, "invalid_pbkdf_2_salt"),
    ("pbkdf_2", PBKDF2, {**PBKDF2_CONFIG, "algorithm": "md5"}, "invalid_pbkdf_2_algorithm"),
    ("pbkdf_2", PBKDF2, {**PBKDF2_CONFIG, "iteration_amount": 0}, "invalid_pbkdf_2_iteration_amount"),
    ("pbkdf_2", "?", PBKDF2_CONFIG, "invalid_pbkdf_2_hash"),
    ("pbkdf_2", PBKDF2, {**PBKDF2_CONFIG, "key_length": 32}, "pbkdf_2_key_length_mismatch"),
    ("scrypt", SCRYPT, {}, "invalid_base64_scrypt_salt"),
    ("scrypt", SCRYPT, {**SCRYPT_CONFIG, "n_parameter": 1000}, "invalid_scrypt_n_parameter"),
    ("scrypt", SCRYPT, {**SCRYPT_CONFIG, "n_parameter": 1}, "invalid_scrypt_n_parameter"),
    ("scrypt", SCRYPT, {**SCRYPT_CONFIG, "n_parameter": 524288}, "invalid_scrypt_n_parameter"),
    ("scrypt", SCRYPT, {**SCRYPT_CONFIG, "r_parameter": 0}, "invalid_scrypt_parameters"),
    ("scrypt", SCRYPT, {**SCRYPT_CONFIG, "r_parameter": 2**20}, "invalid_scrypt_parameters"),
    ("scrypt", "?", SCRYPT_CONFIG, "invalid_base64_scrypt_hash"),
    ("scrypt", SCRYPT, {**SCRYPT_CONFIG, "key_length": 32}, "scrypt_key_length_mismatch"),
]


@pytest.mark.parametrize(("hash_type", "digest", "config", "error_type"), WRONG_HASHES)
async def test_a_hash_that_could_not_be_checked_is_refused(
    client: B2BClient, acme: str, hash_type: str, digest: str, config: dict[str, Any], error_type: str
) -> None:
    given = {f"{hash_type}_config": config} if config else {}
    with refused(400, error_type):
        await migrate(client, "acme", hash=digest, hash_type=hash_type, **given)
    assert (await client.organizations.metrics("acme")).member_count == 0


async def test_a_refused_hash_is_not_shown(client: B2BClient, acme: str) -> None:
    with pytest.raises(Exception, match="invalid_md_5_hash") as caught:
        await migrate(client, "acme", hash="my secret", hash_type="md_5")
    assert "my secret" not in getattr(caught.value, "body", "")


async def test_a_migration_creates_the_member_with_what_is_given(client: B2BClient, acme: str) -> None:
    answer = await migrate(
        client,
        "acme",
        name="Ada",
        external_id="hr|7",
        mfa_phone_number="+12025550123",
        set_phone_number_verified=True,
        roles=["editor"],
        trusted_metadata={"a": 1},
        untrusted_metadata={"b": 2},
        preserve_existing_sessions=True,
    )
    member = answer.member
    assert answer.member_created
    assert (member.name, member.external_id, member.mfa_phone_number) == ("Ada", "hr|7", "+12025550123")
    assert (member.email_address_verified, member.mfa_phone_number_verified) == (True, True)
    assert (member.trusted_metadata, member.untrusted_metadata) == ({"a": 1}, {"b": 2})
    assert [role.role_id for role in member.roles] == ["stytch_member", "editor"]
    assert member.member_password_id.startswith("member-password-test-")


@pytest.mark.parametrize("given", [{}, {"set_phone_number_verified": True}])
async def test_a_migration_without_a_phone_number_verifies_none(
    client: B2BClient, acme: str, given: dict[str, bool]
) -> None:
    assert not (await migrate(client, "acme", **given)).member.mfa_phone_number_verified


async def test_a_migration_changes_a_member_who_is_there_but_not_the_external_id(client: B2BClient, acme: str) -> None:
    created = await client.organizations.members.create("acme", email_address=LOGIN[0], name="A", external_id="hr|1")
    answer = await migrate(client, "acme", email_address=LOGIN[0].upper(), name="Ada", external_id="hr|2")
    assert (answer.member_created, answer.member_id) == (False, created.member_id)
    assert (answer.member.name, answer.member.external_id) == ("Ada", "hr|1")
    assert answer.member.email_address_verified


async def test_a_member_with_a_password_keeps_it(client: B2BClient, world: World) -> None:
    with refused(400, "password_already_exists"):
        await migrate(client, "acme", hash=MD5, hash_type="md_5")
    assert (await log_in(client, "acme")).member_authenticated


@pytest.mark.parametrize("call", [migrate, log_in])
async def test_an_unknown_organization_is_not_found(client: B2BClient, call: Any) -> None:
    with refused(404, "organization_not_found"):
        await call(client, "unknown")


async def test_a_migration_to_an_invalid_address_is_refused(client: B2BClient, acme: str) -> None:
    with refused(400, "invalid_email"):
        await migrate(client, "acme", email_address="nobody")


async def test_a_login_of_an_unknown_member_is_refused(client: B2BClient, world: World) -> None:
    with refused(404, "member_not_found"):
        await log_in(client, "acme", email_address="nobody@acme.example")
    with refused(404, "member_not_found"):
        await log_in(client, "acme", email_address="gone@acme.example")


async def test_a_login_without_a_password_to_check_is_refused(client: B2BClient, acme: str) -> None:
    await client.organizations.members.create("acme", email_address=LOGIN[0])
    with refused(404, "member_password_not_found"):
        await log_in(client, "acme")


async def test_a_login_begins_a_session(client: B2BClient, world: World, clock: Clock) -> None:
    answer = await log_in(
        client, "acme", session_duration_minutes=30, session_custom_claims={"plan": "pro", "sub": "x"}
    )
    session = answer.member_session
    assert answer.member_authenticated
    assert (answer.intermediate_session_token, answer.mfa_required) == ("", None)
    assert (answer.member_id, answer.organization_id) == (world.member.member_id, world.organization.organization_id)
    assert (session.member_id, session.organization_slug) == (world.member.member_id, "acme")
    assert session.started_at == session.last_accessed_at == clock.now()
    assert (session.expires_at - clock.now()).total_seconds() == 30 * 60
    assert session.custom_claims == {"plan": "pro"}
    (factor,) = session.authentication_factors
    assert (factor.type, factor.delivery_method, factor.created_at) == ("password", "knowledge", clock.now())


async def test_a_session_lasts_an_hour_by_default(client: B2BClient, world: World, clock: Clock) -> None:
    session = (await log_in(client, "acme")).member_session
    assert (session.expires_at - clock.now()).total_seconds() == 60 * 60


async def test_sessions_have_different_tokens_that_look_like_the_apis(client: B2BClient, world: World) -> None:
    logins = [await log_in(client, "acme") for _ in range(3)]
    assert len({login.session_token for login in logins}) == 3
    assert len({login.session_jwt for login in logins}) == 3
    assert {len(login.session_token) for login in logins} == {44}
    assert all([len(part) > 0 for part in login.session_jwt.split(".")] == [True] * 3 for login in logins)


@pytest.mark.parametrize(
    ("given", "error_type"),
    [
        ({"session_duration_minutes": 4}, "invalid_session_duration_minutes"),
        ({"session_duration_minutes": 527_041}, "invalid_session_duration_minutes"),
        ({"session_custom_claims": {"text": "x" * 4096}}, "custom_claims_too_large"),
    ],
)
async def test_a_session_that_is_too_short_long_or_large_is_refused(
    client: B2BClient, world: World, given: dict[str, Any], error_type: str
) -> None:
    with refused(400, error_type):
        await log_in(client, "acme", **given)
