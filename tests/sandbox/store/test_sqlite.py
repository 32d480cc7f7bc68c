"""Persistence in a database: everything is saved before the response."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Clock, Sandbox, StoreError

from ..remembered import remembered, tables
from ..samples import EVERY, arguments_for
from ..stages.clients import add_client
from ..stages.connections import connect_directory, connect_oidc, connect_saml, rsa_key
from ..stages.trusted import add_app, authorize, profile
from ..world import LOGIN, NEW_PASSWORD, NOON, POLICY, CountedIds, log_in, make_world, method, refused


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.sqlite3"


async def use(sandbox: Sandbox, client: B2BClient) -> None:
    """Put an entry into every table."""
    await make_world(client)
    await client.organizations.create(organization_name="Other", trusted_metadata={"é": [None, 1.5, {"a": True}]})
    await client.magic_links.email.login_or_signup(organization_id="acme", email_address=LOGIN[0])
    await client.magic_links.email.discovery.send(email_address=LOGIN[0])
    token = (await sandbox.outbox.wait_for(purpose="discovery")).magic_link_token
    await client.magic_links.discovery.authenticate(discovery_magic_links_token=token)
    sandbox.rotate_keys()
    sandbox.set_policy(POLICY)
    await connect(sandbox, client)
    sandbox.trust_session("old", LOGIN[0])
    profile(sandbox)
    sandbox.fraud.set_email_risk(LOGIN[0], "CHALLENGE")
    sandbox.fraud.take_fingerprint()
    await client.fraud.rules.set(visitor_id="v", action="BLOCK", expires_in_minutes=5)
    await client.fraud.verdict_reasons.override(verdict_reason="VIRTUAL_MACHINE", override_action="ALLOW")
    await client.m2m.clients.secrets.rotate_start((await add_client(client)).client_id)


async def connect(sandbox: Sandbox, client: B2BClient) -> None:
    """Add connections, and the member data that they give."""
    connection = await connect_directory(client)
    directory = sandbox.directory(connection.bearer_token)
    member_id = directory.push_user(LOGIN[0], title="Countess")
    directory.push_group("Engineering", [LOGIN[0]])
    saml = await connect_saml(client, sandbox, saml_encryption_private_key=rsa_key())
    for connection_id in (saml, await connect_oidc(client)):
        await client.sso.authenticate(sso_token=sandbox.sso.login(connection_id, LOGIN[0], groups=["HR"]))
    await client.oauth.authenticate(oauth_token=sandbox.oauth.login("acme", "slack", LOGIN[0], tenants=["T1"]))
    client_id = add_app(sandbox)
    await authorize(client, client_id, "openid", organization_id="acme", member_id=member_id)
    sandbox.apps.authorize(client_id, member=member_id, scopes=["offline_access"])
    sandbox.apps.configure(dynamic_registration=False)
    sandbox.apps.add_document({"client_id": "https://agent.example/app", "redirect_uris": ["https://agent.example/cb"]})


async def test_another_sandbox_goes_on_where_the_last_one_ended(path: Path) -> None:
    async with Sandbox(database=path) as first:
        await use(first, first.client(strict_decoding=True))
        first.clock.advance(minutes=3)
        before = remembered(first.state)
    async with Sandbox(database=path) as second:
        assert remembered(second.state) == before
        client = second.client(strict_decoding=True)
        login = await log_in(client, "acme")
        assert await client.sessions.authenticate(session_jwt=login.session_jwt)
        assert len(second.outbox) == len(first.outbox)


async def test_every_kind_of_record_comes_back(path: Path) -> None:
    async with Sandbox(database=path) as sandbox:
        await use(sandbox, sandbox.client())
        filled = tables(sandbox.state)
    assert {"organizations", "members", "sessions", "tokens", "messages", "keys", "intermediate_sessions"} <= filled
    async with Sandbox(database=path) as sandbox:
        assert tables(sandbox.state) == filled


async def test_cursors_go_on_working(path: Path) -> None:
    async with Sandbox(database=path) as sandbox:
        client = sandbox.client()
        for name in "abc":
            await client.organizations.create(organization_name=name)
        page = await client.organizations.search(limit=2)
    async with Sandbox(database=path) as sandbox:
        rest = await sandbox.client().organizations.search(limit=2, cursor=page.results_metadata.next_cursor)
        assert [organization.organization_name for organization in rest.organizations] == ["c"]


async def test_deletions_are_final(path: Path) -> None:
    async with Sandbox(database=path) as sandbox:
        client = sandbox.client()
        for name in ("one", "two"):
            await client.organizations.create(organization_name=name, organization_slug=name)
        await client.organizations.delete("one")
    async with Sandbox(database=path) as sandbox:
        assert [organization.slug for organization in sandbox.state.organizations] == ["two"]


def rows(path: Path, copy: Path) -> int:
    """Count the records that a new process would find: those in copies of the current files."""
    for file in path.parent.glob(f"{path.name}*"):
        (copy / file.name).write_bytes(file.read_bytes())
    with sqlite3.connect(copy / path.name) as database:
        (count,) = database.execute("SELECT count(*) FROM record").fetchone()
    database.close()
    return int(count)


async def test_a_change_is_in_the_file_before_its_response(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    async with Sandbox(database=path) as sandbox:
        await sandbox.client().organizations.create(organization_name="Acme")
        assert rows(path, copy) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda sandbox: sandbox.trust_session("old", LOGIN[0]),
        lambda sandbox: profile(sandbox),
        lambda sandbox: add_app(sandbox),
        lambda sandbox: sandbox.oauth.discover("google", LOGIN[0]),
        lambda sandbox: sandbox.set_policy(POLICY),
        lambda sandbox: sandbox.rotate_keys(),
    ],
)
async def test_a_change_without_a_request_is_in_the_file_at_once(
    path: Path, change: Callable[[Sandbox], object]
) -> None:
    async with Sandbox(database=path) as sandbox:
        wal = path.with_name(f"{path.name}-wal")
        before = wal.stat().st_size
        change(sandbox)
        assert wal.stat().st_size > before


async def test_a_call_that_changes_nothing_writes_nothing(path: Path) -> None:
    async with Sandbox(database=path, clock=Clock(NOON)) as sandbox:
        client = sandbox.client()
        await client.organizations.create(organization_name="Acme", organization_slug="acme")
        wal = path.with_name(f"{path.name}-wal")
        before = wal.stat().st_size
        await client.organizations.get("acme")
        assert wal.stat().st_size == before


async def test_a_file_can_be_used_by_one_sandbox_at_a_time(path: Path) -> None:
    async with Sandbox(database=path):
        with pytest.raises(StoreError, match="database is locked"):
            Sandbox(database=path)
    Sandbox(database=str(path)).close()


@pytest.mark.parametrize(
    ("content", "reason"), [(b"no database at all, but long enough" * 50, "not a database"), (None, "another program")]
)
def test_a_file_of_another_kind_is_refused_and_left_alone(path: Path, content: bytes | None, reason: str) -> None:
    if content is None:
        other = sqlite3.connect(path)
        other.execute("CREATE TABLE note (text TEXT)")
        other.close()
    else:
        path.write_bytes(content)
    before = path.stat().st_size
    with pytest.raises(StoreError, match=reason):
        Sandbox(database=path)
    assert path.stat().st_size == before


async def test_a_file_whose_records_are_of_another_version_is_refused(path: Path) -> None:
    async with Sandbox(database=path) as sandbox:
        await sandbox.client().organizations.create(organization_name="Acme")
    with sqlite3.connect(path) as database:
        database.execute("UPDATE record SET content = '{}'")
    database.close()
    with pytest.raises(StoreError, match="another version"):
        Sandbox(database=path)


def test_a_directory_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="unable to open"):
        Sandbox(database=tmp_path / "nowhere" / "state.sqlite3")


async def test_failures_and_results_of_logins_are_kept_too(path: Path) -> None:
    async with Sandbox(database=path) as first:
        client = first.client()
        world = await make_world(client)
        app = await client.totps.create(
            organization_id="acme", member_id=world.member.member_id, expiration_minutes=120
        )
        await client.passwords.discovery.email.reset_start(email_address="new@acme.example")
        token = (await first.outbox.wait_for(email="new@acme.example")).token
        await client.passwords.discovery.email.reset(password_reset_token=token, password=NEW_PASSWORD)
        for _ in range(10):
            with refused(401, "unauthorized_credentials"):
                await log_in(client, "acme", password="wrong")
        before = remembered(first.state)
    async with Sandbox(database=path) as second:
        assert remembered(second.state) == before
        client = second.client()
        with refused(429, "user_lock_limit_reached"):
            await log_in(client, "acme")
        second.clock.advance(hours=1)
        response = await client.totps.authenticate(
            organization_id="acme",
            member_id=world.member.member_id,
            code=second.totp_code(app.secret),
            session_token=(await log_in(client, "acme")).session_token,
        )
        assert response.member.totp_registration_id == app.totp_registration_id
        await client.passwords.discovery.authenticate(email_address="new@acme.example", password=NEW_PASSWORD)


@EVERY
async def test_the_effects_of_each_operation_are_restored(call_path: str, path: Path) -> None:
    async with Sandbox(database=path, clock=Clock(NOON), new_uuid=CountedIds(), policy=POLICY) as sandbox:
        client = sandbox.client()
        arguments = await arguments_for(call_path, client, sandbox, await make_world(client))
        await method(client, call_path)(**arguments)
        before = remembered(sandbox.state)
    async with Sandbox(database=path, clock=Clock(NOON)) as sandbox:
        assert remembered(sandbox.state) == before
