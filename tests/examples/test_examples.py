"""Each example does what its docstring says."""

from __future__ import annotations

import asyncio
import datetime
import importlib
import json
import os
import re
import signal
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest

from aiostytch import B2BClient, NotFoundError
from aiostytch.models.passwords import SHA512Config
from aiostytch.sandbox import Sandbox
from aiostytch.sandbox.store.records import Member

from .program import EXAMPLES, Program

APP = "http://localhost:8000"
NO_SALT = SHA512Config(prepend_salt="", append_salt="")


async def new_organization(client: B2BClient, name: str, emails: Sequence[str] = ()) -> str:
    organization_id = (await client.organizations.create(organization_name=name)).organization.organization_id
    for email in emails:
        await client.organizations.members.create(organization_id, email_address=email)
    return organization_id


async def addresses(client: B2BClient, organization_id: str) -> list[str]:
    search = client.organizations.members.search(organization_ids=[organization_id], limit=1000)
    return [member.email_address async for member in search]


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.stem)
def test_an_example_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 80


async def test_the_quickstart_prints_every_step(program: Program, client: B2BClient) -> None:
    code, output = await program.run("quickstart.py")
    assert code == 0, output
    for said in ("100 + 100 + 50 = 250", "250 different", "-Renamed", "NotFoundError", "BadRequestError", "Delete it"):
        assert said in output
    assert await client.organizations.search().collect() == []


async def test_the_quickstart_says_what_is_missing(program: Program) -> None:
    code, output = await Program({**program.environment, "STYTCH_SECRET": ""}).run("quickstart.py")
    assert code == 1
    assert "STYTCH_SECRET" in output
    assert "Traceback" not in output


async def test_the_login_in_one_file_leads_in_and_out(
    program: Program, client: B2BClient, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("STYTCH_PROJECT_ID", "STYTCH_SECRET", "STYTCH_BASE_URL"):
        monkeypatch.setenv(name, program.environment[name])
    await client.organizations.create(organization_name="Acme", organization_slug="acme")
    await client.organizations.members.create("acme", email_address="ada@acme.example")
    app = importlib.import_module("examples.fastapi_login").app
    transport = httpx.ASGITransport(app)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url=APP) as http:
        assert (await http.get("/members")).status_code == 401
        for email in ("ada@acme.example", "nobody@acme.example"):
            asked = await http.post("/login", data={"organization": "acme", "email": email})
            assert (asked.status_code, "on its way" in asked.text) == (200, True)
        (message,) = sandbox.outbox
        assert (await http.get(message.url)).headers["location"] == "/"
        assert (await http.get(message.url)).status_code == 400
        assert "Who else?" in (await http.get("/")).text
        assert "ada@acme.example" in (await http.get("/members")).text
        assert (await http.post("/logout")).headers["location"] == "/"
        assert (await http.get("/members")).status_code == 401
    assert len(sandbox.state.sessions) == 0


async def test_the_story_of_a_login_has_all_its_chapters(program: Program) -> None:
    code, output = await program.run("login_story.py")
    assert code == 0, output
    for said in (
        "invite to ada@acme.example",
        "she is active",
        "UnauthorizedError: ",
        "verified with the keys",
        "TokenExpiredError: ",
        "the same session: True",
        "Acme after 2 attempts",
    ):
        assert said in output


async def test_roles_are_listed_with_those_who_have_them(program: Program, client: B2BClient) -> None:
    organization_id = await new_organization(client, "Acme", ["ada@acme.example", "grace@acme.example"])
    ada = await client.organizations.members.get(organization_id, email_address="ada@acme.example")
    await client.organizations.members.update(organization_id, ada.member_id, roles=["stytch_admin"])
    wide = Program({**program.environment, "COLUMNS": "200"})
    code, output = await wide.run("audit_roles.py")
    assert code == 0, output
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in output.splitlines() if "│" in line]
    assert ["Acme", "stytch_admin", "1", "ada@acme.example", ""] in rows
    assert ["Acme", "stytch_member", "2", "ada@acme.example, grace@acme.example", ""] in rows
    code, output = await wide.run("audit_roles.py", "--role", "stytch_admin")
    assert "stytch_member" not in output


async def test_a_customer_is_taken_to_single_sign_on_in_two_steps(
    program: Program, client: B2BClient, sandbox: Sandbox, tmp_path: Path
) -> None:
    code, output = await program.run("sso_onboarding.py", "prepare", "Acme", "acme.example")
    assert code == 0, output
    organization_id, connection_id = re.findall(r"id: +(\S+)", output)
    provider = {"issuer": "https://idp.acme.example", "client_id": "a", "client_secret": "s"}
    urls = {name: f"https://idp.acme.example/{name}" for name in ("authorization_url", "token_url", "jwks_url")}
    given = {**provider, **urls, "userinfo_url": "https://idp.acme.example/userinfo"}
    (tmp_path / "issuer.json").write_text(json.dumps(given), encoding="utf-8")
    code, output = await program.run(
        "sso_onboarding.py", "finish", organization_id, connection_id, tmp_path / "issuer.json"
    )
    assert code == 0, output
    token = sandbox.sso.login(connection_id, email="ada@acme.example")
    login = await client.sso.authenticate(sso_token=token)
    assert (login.member_authenticated, login.member.email_address) == (True, "ada@acme.example")


def write_rows(path: Path, count: int) -> list[str]:
    emails = [f"member{number}@acme.example" for number in range(count)]
    path.write_text("".join(["email_address,name\n", *(f"{email},Member\n" for email in emails)]), encoding="utf-8")
    return emails


async def test_a_bulk_import_that_is_interrupted_is_resumed(
    program: Program, client: B2BClient, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, noted = tmp_path / "members.csv", tmp_path / "members.csv.done"
    emails = write_rows(rows, 300)
    organization_id = await new_organization(client, "Acme", emails[:1])  # as if the saved state were lost
    has_begun = asyncio.Event()

    def put(member: Member) -> None:
        type(members).put(members, member)
        if len(members) == 20:
            has_begun.set()

    members = sandbox.state.members
    monkeypatch.setattr(members, "put", put)
    async with program.running(EXAMPLES / "bulk_import.py", organization_id, rows) as process:
        await has_begun.wait()
        process.send_signal(signal.SIGINT)
        await process.communicate()
    done = noted.read_text(encoding="utf-8").splitlines()
    assert 0 < len(done) < 300
    code, output = await program.run("bulk_import.py", organization_id, rows)
    assert code == 0, output
    assert f"{300 - len(done)} imported, 0 failed, {len(done)} done before" in output
    assert sorted(await addresses(client, organization_id)) == sorted(emails)


async def test_a_bulk_import_tells_what_failed_and_tries_it_again(
    program: Program, client: B2BClient, tmp_path: Path
) -> None:
    rows = tmp_path / "members.csv"
    rows.write_text("email_address,name\nada@acme.example,Ada\nnonsense,Nobody\n", encoding="utf-8")
    organization_id = await new_organization(client, "Acme")
    for expected in ("1 imported, 1 failed, 0 done before", "0 imported, 1 failed, 1 done before"):
        code, output = await program.run("bulk_import.py", organization_id, rows)
        assert code == 1
        assert expected in output
        assert "nonsense: " in output
    assert await addresses(client, organization_id) == ["ada@acme.example"]


async def test_an_export_holds_every_member_in_the_same_columns(
    program: Program, client: B2BClient, tmp_path: Path
) -> None:
    await new_organization(client, "Acme", ["ada@acme.example", "grace@acme.example"])
    await new_organization(client, "Other", ["joan@other.example"])
    code, output = await program.run("export_members.py", tmp_path / "members.jsonl")
    assert code == 0, output
    assert "3 members" in output
    lines = (tmp_path / "members.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert [row["email_address"] for row in rows] == ["ada@acme.example", "grace@acme.example", "joan@other.example"]
    assert len({tuple(row) for row in rows}) == 1
    assert all(isinstance(value, str | bool | None) for row in rows for value in row.values())
    assert os.listdir(tmp_path) == ["members.jsonl"]


async def log_in(client: B2BClient, organization_id: str, email: str) -> str:
    await client.passwords.migrate(
        organization_id=organization_id,
        email_address=email,
        hash="b109f3bbbc244eb82441917ed06d618b9008dd09b3befd1b5e07394c706a8bb9"
        "80b1d7785e5976ec049b46df5f1326af5a2ea6d103fd07c95385ffab0cacbc86",  # of "password"
        hash_type="sha_512",
        sha_512_config=NO_SALT,
    )
    response = await client.passwords.authenticate(
        organization_id=organization_id, email_address=email, password="password", session_duration_minutes=600
    )
    return response.session_token


async def test_idle_sessions_are_revoked_and_others_are_not(
    program: Program, client: B2BClient, sandbox: Sandbox
) -> None:
    organization_id = await new_organization(client, "Acme")
    sandbox.clock.freeze(datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1))
    idle = await log_in(client, organization_id, "ada@acme.example")
    sandbox.clock.advance(hours=1)
    used = await log_in(client, organization_id, "grace@acme.example")
    code, output = await program.run("revoke_idle_sessions.py", "--once")
    assert (code, output) == (0, "1 idle sessions ended\n")
    await client.sessions.authenticate(session_token=used)
    with pytest.raises(NotFoundError):
        await client.sessions.authenticate(session_token=idle)


async def test_the_worker_stops_when_told(program: Program) -> None:
    async with program.running(EXAMPLES / "revoke_idle_sessions.py") as process:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"0 idle sessions ended\n"
        process.send_signal(signal.SIGTERM)
        await process.communicate()
    assert process.returncode == 0
