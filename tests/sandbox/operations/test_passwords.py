"""Imported passwords, logins with them, and resets by password or session, through the SDK."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import bcrypt
import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import BREACHED_PASSWORD, Clock, Sandbox

from ..world import LOGIN, NEW_PASSWORD, World, log_in, migrate, refused


def b64(hexadecimal: str) -> str:
    return base64.b64encode(bytes.fromhex(hexadecimal)).decode()


# Published digests: of "password"; from RFC 7914, sections 11 and 12; from the test suites of OpenBSD's bcrypt, the
# reference implementation of Argon2, and phpass; from the examples of hashcat.
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
BCRYPT = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
PHPASS = "$P$984478476IagS59wHZvyQMArzfx58u."
ARGON2ID = "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"
ARGON2I = "89e9029f4637b295beb027056a7336c414fadd43f6b208645281cb214a56452f"
ARGON2_CONFIG = {"salt": "somesalt", "iteration_amount": 2, "memory": 256, "threads": 1, "key_length": 32}


def encoded_argon2(kind: str, digest: str, parameters: str = "m=256,t=2,p=1") -> str:
    """Return a hash in the PHC string format."""
    return f"${kind}$v=19${parameters}$c29tZXNhbHQ${b64(digest).rstrip('=')}"


SCRYPT_PHC = f"$scrypt$ln=10,r=8,p=16$TmFDbA${SCRYPT.rstrip('=')}"
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
    ("password", SCRYPT_PHC, {"hash_type": "scrypt"}),
    ("U*U", BCRYPT, {"hash_type": "bcrypt"}),
    ("U*U", BCRYPT.replace("$2a$", "$2y$"), {"hash_type": "bcrypt"}),
    ("U*U", BCRYPT.replace("CC.E5", "CCME5"), {"hash_type": "bcrypt"}),
    ("hashcat", PHPASS, {"hash_type": "phpass"}),
    ("hashcat", PHPASS.replace("$P$", "$H$"), {"hash_type": "phpass"}),
    ("test12345", "$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0", {"hash_type": "phpass"}),
    ("password", encoded_argon2("argon2id", ARGON2ID), {"hash_type": "argon_2id"}),
    ("password", encoded_argon2("argon2i", ARGON2I), {"hash_type": "argon_2i"}),
    ("password", ARGON2ID, {"hash_type": "argon_2id", "argon_2_config": ARGON2_CONFIG}),
    ("password", ARGON2I, {"hash_type": "argon_2i", "argon_2_config": ARGON2_CONFIG}),
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
    ("bcrypt", "$2b$12$", {}, "invalid_bcrypt_hash"),
    ("bcrypt", BCRYPT.replace("$05$", "$03$"), {}, "invalid_bcrypt_cost"),
    ("bcrypt", BCRYPT.replace("$05$", "$17$"), {}, "invalid_bcrypt_cost"),
    ("argon_2id", "$argon2id$", {}, "invalid_hash"),
    ("argon_2id", encoded_argon2("argon2i", ARGON2I), {}, "invalid_hash"),
    ("argon_2id", encoded_argon2("argon2id", ARGON2ID, "m=2000000,t=2,p=1"), {}, "invalid_argon_2_memory"),
    ("argon_2id", ARGON2ID, {**ARGON2_CONFIG, "salt": "short"}, "invalid_argon_2_salt"),
    ("argon_2id", ARGON2ID, {**ARGON2_CONFIG, "iteration_amount": 0}, "invalid_argon_2_iteration_amount"),
    ("argon_2id", ARGON2ID, {**ARGON2_CONFIG, "memory": 7}, "invalid_argon_2_memory"),
    ("argon_2id", ARGON2ID, {**ARGON2_CONFIG, "memory": 2**21}, "invalid_argon_2_memory"),
    ("argon_2id", ARGON2ID, {**ARGON2_CONFIG, "threads": 0}, "invalid_argon_2_threads"),
    ("argon_2id", ARGON2ID, {**ARGON2_CONFIG, "key_length": 0}, "invalid_argon_2_key_length"),
    ("argon_2id", ARGON2ID, {**ARGON2_CONFIG, "key_length": 16}, "argon_2_key_length_mismatch"),
    ("bcrypt", BCRYPT[:-1] + "X", {}, "invalid_bcrypt_hash"),
    ("argon_2i", encoded_argon2("argon2id", ARGON2ID), {}, "invalid_hash"),
    ("argon_2id", encoded_argon2("argon2id", ARGON2ID)[:-1] + "/", {}, "invalid_argon_2_key_length"),
    ("argon_2id", encoded_argon2("argon2id", ARGON2ID, "t=2,m=256,p=1"), {}, "invalid_hash"),
    ("argon_2id", encoded_argon2("argon2id", ARGON2ID, "m=0256,t=2,p=1"), {}, "invalid_hash"),
    ("argon_2id", encoded_argon2("argon2id", ARGON2ID).replace("v=19", "v=18"), {}, "invalid_hash"),
    ("argon_2id", encoded_argon2("argon2id", ARGON2ID) + "=", {}, "invalid_hash"),
    ("argon_2id", encoded_argon2("argon2id", ARGON2ID).replace("c29tZXNhbHQ", "c2FsdA"), {}, "invalid_argon_2_salt"),
    ("argon_2id", encoded_argon2("argon2id", "9dfeb9"), {}, "invalid_argon_2_key_length"),
    ("argon_2id", encoded_argon2("argon2id", ARGON2ID, "m=1048576,t=5,p=1"), {}, "invalid_argon_2_memory"),
    ("phpass", "$2a$08$", {}, "invalid_phpass_hash_prefix"),
    ("phpass", "$P$B", {}, "invalid_phpass_hash_format"),
    ("phpass", PHPASS.replace("$P$9", "$P$4"), {}, "invalid_phpass_hash_format"),
    ("phpass", PHPASS.replace("$P$9", "$P$J"), {}, "invalid_phpass_hash_format"),
    ("phpass", PHPASS[:-1] + "2", {}, "invalid_phpass_hash_format"),
    ("pbkdf_2", PBKDF2, {**PBKDF2_CONFIG, "iteration_amount": 10_000_001}, "invalid_pbkdf_2_iteration_amount"),
    ("scrypt", SCRYPT, {**SCRYPT_CONFIG, "n_parameter": 65536, "r_parameter": 1}, "invalid_scrypt_parameters"),
    ("scrypt", SCRYPT, {**SCRYPT_CONFIG, "p_parameter": 2**20}, "invalid_scrypt_parameters"),
    (
        "scrypt",
        SCRYPT,
        {**SCRYPT_CONFIG, "n_parameter": 2, "r_parameter": 2**22, "p_parameter": 1},
        "invalid_scrypt_parameters",
    ),
    ("scrypt", SCRYPT_PHC.replace("TmFDbA", "TmFDbB"), {}, "invalid_base64_scrypt_salt"),
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
    ("scrypt", SCRYPT_PHC.replace("ln=10", "ln=30"), {}, "invalid_scrypt_n_parameter"),
    ("scrypt", "?", SCRYPT_CONFIG, "invalid_base64_scrypt_hash"),
    ("scrypt", SCRYPT, {**SCRYPT_CONFIG, "key_length": 32}, "scrypt_key_length_mismatch"),
]


@pytest.mark.parametrize(("hash_type", "digest", "config", "error_type"), WRONG_HASHES)
async def test_a_hash_that_could_not_be_checked_is_refused(
    client: B2BClient, acme: str, hash_type: str, digest: str, config: dict[str, Any], error_type: str
) -> None:
    name = "argon_2_config" if hash_type.startswith("argon") else f"{hash_type}_config"
    given = {name: config} if config else {}
    with refused(400, error_type):
        await migrate(client, "acme", hash=digest, hash_type=hash_type, **given)
    assert (await client.organizations.metrics("acme")).member_count == 0


async def test_a_refused_hash_is_not_shown(client: B2BClient, acme: str) -> None:
    with pytest.raises(Exception, match="invalid_md_5_hash") as caught:
        await migrate(client, "acme", hash="my secret", hash_type="md_5")
    assert "my secret" not in getattr(caught.value, "body", "")


async def test_a_migration_creates_the_member_with_what_is_given(client: B2BClient, acme: str) -> None:
    response = await migrate(
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
    member = response.member
    assert response.member_created
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
    response = await migrate(client, "acme", email_address=LOGIN[0].upper(), name="Ada", external_id="hr|2")
    assert (response.member_created, response.member_id) == (False, created.member_id)
    assert (response.member.name, response.member.external_id) == ("Ada", "hr|1")
    assert response.member.email_address_verified


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
    response = await log_in(
        client, "acme", session_duration_minutes=30, session_custom_claims={"plan": "pro", "sub": "x"}
    )
    session = response.member_session
    assert response.member_authenticated
    assert (response.intermediate_session_token, response.mfa_required) == ("", None)
    assert (response.member_id, response.organization_id) == (
        world.member.member_id,
        world.organization.organization_id,
    )
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


async def test_bcrypt_reads_72_bytes_of_a_password(client: B2BClient, acme: str) -> None:
    hashed = bcrypt.hashpw(b"x" * 72, bcrypt.gensalt(4)).decode()
    await migrate(client, "acme", hash=hashed, hash_type="bcrypt")
    assert (await log_in(client, "acme", password="x" * 73)).member_authenticated
    with refused(401, "unauthorized_credentials"):
        await log_in(client, "acme", password="x" * 71)


async def test_a_breached_password_has_to_be_reset(client: B2BClient, acme: str) -> None:
    hashed = hashlib.sha512(BREACHED_PASSWORD.encode()).hexdigest()
    await migrate(client, "acme", hash=hashed)
    with refused(400, "member_reset_password"):
        await log_in(client, "acme", password=BREACHED_PASSWORD)
    with refused(401, "unauthorized_credentials"):
        await log_in(client, "acme", password="wrong")


async def test_ten_wrong_passwords_in_a_row_lock_the_member_for_an_hour(
    client: B2BClient, world: World, clock: Clock
) -> None:
    patient = client.with_options(max_retries=0)
    for _ in range(10):
        with refused(401, "unauthorized_credentials"):
            await log_in(client, "acme", password="wrong")
    clock.advance(minutes=59, seconds=59)
    with refused(429, "user_lock_limit_reached"):
        await log_in(patient, "acme")
    member = (await client.organizations.members.get("acme", member_id=world.member.member_id)).member
    assert member.is_locked
    assert (member.lock_expires_at - member.lock_created_at).total_seconds() == 3600
    clock.advance(seconds=1)
    member = (await log_in(client, "acme")).member
    assert (member.is_locked, member.lock_created_at, member.lock_expires_at) == (False, None, None)


async def test_a_login_forgets_the_failures_before_it(client: B2BClient, world: World) -> None:
    for _ in range(2):
        for _ in range(9):
            with refused(401, "unauthorized_credentials"):
                await log_in(client, "acme", password="wrong")
        assert (await log_in(client, "acme")).member_authenticated


async def test_a_locked_member_logs_in_in_no_other_way(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    patient = client.with_options(max_retries=0)
    await client.magic_links.email.login_or_signup(organization_id="acme", email_address=LOGIN[0])
    token = (await sandbox.outbox.wait_for(email=LOGIN[0])).magic_link_token
    for _ in range(10):
        with refused(401, "unauthorized_credentials"):
            await log_in(client, "acme", password="wrong")
    with refused(429, "user_lock_limit_reached"):
        await patient.magic_links.authenticate(magic_links_token=token)
    await client.sessions.authenticate(session_token=world.session_token)


@pytest.mark.parametrize(
    ("password", "score", "is_valid"),
    [("password", 1, False), (LOGIN[1], 4, True), (BREACHED_PASSWORD, 4, False), ("", 1, False)],
)
async def test_the_strength_of_a_password_is_told(client: B2BClient, password: str, score: int, is_valid: bool) -> None:
    response = await client.passwords.strength_check(password=password)
    assert (response.score, response.valid_password) == (score, is_valid)
    assert response.breached_password is (password == BREACHED_PASSWORD)
    assert response.strength_policy == "zxcvbn"
    assert bool(response.zxcvbn_feedback.suggestions) is (score < 3)


async def test_the_own_address_is_not_a_strong_password(client: B2BClient) -> None:
    assert (await client.passwords.strength_check(password="ada.lovelace@acme.example")).score == 4
    own = await client.passwords.strength_check(
        password="ada.lovelace@acme.example", email_address="ada.lovelace@acme.example"
    )
    assert own.score == 1


def reset_by_session(client: B2BClient, **given: Any) -> Any:
    return client.passwords.sessions.reset(**{"organization_id": "acme", "password": NEW_PASSWORD, **given})


async def test_a_session_with_a_recent_factor_sets_a_password(client: B2BClient, world: World, clock: Clock) -> None:
    other = await log_in(client, "acme")
    clock.advance(minutes=4, seconds=59)
    response = await reset_by_session(client, session_token=world.session_token)
    assert (response.session_token, response.member_authenticated) == (world.session_token, True)
    assert response.member.member_password_id != world.member.member_password_id
    with refused(404, "session_not_found"):
        await client.sessions.authenticate(session_token=other.session_token)
    with refused(401, "unauthorized_credentials"):
        await log_in(client, "acme")
    assert (await log_in(client, "acme", password=NEW_PASSWORD)).member_authenticated


async def test_an_older_session_does_not_set_a_password(client: B2BClient, world: World, clock: Clock) -> None:
    clock.advance(minutes=5)
    with refused(400, "session_too_old_to_reset_password"):
        await reset_by_session(client, session_token=world.session_token)


@pytest.mark.parametrize(
    ("given", "status_code", "error_type"),
    [
        ({}, 400, "no_session_arguments"),
        ({"session_token": "unknown"}, 404, "session_not_found"),
        ({"organization_id": "unknown"}, 404, "organization_not_found"),
    ],
)
async def test_an_invalid_session_does_not_set_a_password(
    client: B2BClient, world: World, given: dict[str, str], status_code: int, error_type: str
) -> None:
    with refused(status_code, error_type):
        await reset_by_session(client, **given)


async def test_a_session_sets_a_password_in_its_organization_only(client: B2BClient, world: World) -> None:
    await client.organizations.create(organization_name="Other", organization_slug="other")
    with refused(404, "session_not_found"):
        await reset_by_session(client, organization_id="other", session_token=world.session_token)


def reset_by_password(client: B2BClient, **given: Any) -> Any:
    arguments = {"existing_password": LOGIN[1], "new_password": NEW_PASSWORD, **given}
    return client.passwords.existing_password.reset(organization_id="acme", email_address=LOGIN[0], **arguments)


async def test_the_password_that_there_is_sets_a_new_one_and_ends_all_sessions(client: B2BClient, world: World) -> None:
    response = await reset_by_password(client)
    assert response.member_authenticated
    await client.sessions.authenticate(session_token=response.session_token)
    with refused(404, "session_not_found"):
        await client.sessions.authenticate(session_token=world.session_token)
    assert (await log_in(client, "acme", password=NEW_PASSWORD)).member_authenticated


@pytest.mark.parametrize(
    ("given", "status_code", "error_type"),
    [
        ({"existing_password": "wrong"}, 401, "unauthorized_credentials"),
        ({"new_password": "password"}, 400, "weak_password"),
        ({"new_password": LOGIN[0]}, 400, "weak_password"),
        ({"new_password": BREACHED_PASSWORD}, 400, "breached_password"),
        ({"session_duration_minutes": 1}, 400, "invalid_session_duration_minutes"),
    ],
)
async def test_a_refused_reset_leaves_the_password_and_the_sessions(
    client: B2BClient, world: World, given: dict[str, Any], status_code: int, error_type: str
) -> None:
    with refused(status_code, error_type):
        await reset_by_password(client, **given)
    await client.sessions.authenticate(session_token=world.session_token)
    assert (await log_in(client, "acme")).member_authenticated


async def test_nobody_has_no_password_to_change(client: B2BClient, acme: str) -> None:
    with refused(404, "member_not_found"):
        await reset_by_password(client)


async def test_a_reset_asks_for_the_second_factor_and_ends_all_sessions(client: B2BClient, world: World) -> None:
    await client.organizations.update("acme", mfa_policy="REQUIRED_FOR_ALL")
    response = await reset_by_password(client)
    assert (response.member_authenticated, bool(response.intermediate_session_token)) == (False, True)
    with refused(404, "session_not_found"):
        await client.sessions.authenticate(session_token=world.session_token)
