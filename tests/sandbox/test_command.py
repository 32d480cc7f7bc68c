"""The command `aiostytch-sandbox`, or `python -m aiostytch.sandbox`, as a program and in this process."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import threading
from pathlib import Path

import httpx
import jsonschema_rs
import pytest
import yaml

from aiostytch import B2BClient, UnauthorizedError
from aiostytch.sandbox import PROJECT_ID, SECRET
from aiostytch.sandbox.__main__ import main
from tests.programs import exported, running

from .world import OWN


def command(*arguments: str) -> contextlib.AbstractAsyncContextManager[asyncio.subprocess.Process]:
    return running("-m", "aiostytch.sandbox", *arguments, stderr=asyncio.subprocess.PIPE)


async def environment(program: asyncio.subprocess.Process) -> dict[str, str]:
    """Return the variables that the command exports when it is ready."""
    assert program.stdout is not None
    return exported([(await program.stdout.readline()).decode() for _ in range(3)])


async def base_url_of(program: asyncio.subprocess.Process) -> str:
    return (await environment(program))["STYTCH_BASE_URL"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_the_command_prints_its_address_serves_and_stops_at_a_signal(number: signal.Signals) -> None:
    async with command("--port", "0") as program:
        base_url = await base_url_of(program)
        async with B2BClient(PROJECT_ID, SECRET, base_url=base_url, strict_decoding=True) as client:
            created = await client.organizations.create(organization_name="Acme")
            assert (await client.organizations.get("acme")).organization == created.organization
            program.send_signal(number)
            rest = await program.communicate()
        assert (program.returncode, rest) == (0, (b"# for pages in a browser: --origin http://localhost:3000\n", b""))


async def test_the_command_takes_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    async with command("--project-id", "project-test-1", "--secret", "it's-secret") as program:
        for name, value in (await environment(program)).items():
            monkeypatch.setenv(name, value)
        async with B2BClient() as client:
            await client.organizations.create(organization_name="Acme")
        async with B2BClient(PROJECT_ID, SECRET) as stranger:
            with pytest.raises(UnauthorizedError):
                await stranger.organizations.get("acme")


async def test_the_command_lets_pages_in() -> None:
    origins = ("--origin", "http://localhost:3000", "--origin", "http://localhost:5173")
    for token, name in (("public-token-test-1", "testAPIURL"), ("public-token-live-1", "liveAPIURL")):
        async with command("--public-token", token, *origins) as program:
            base_url = await base_url_of(program)
            client = f'# createStytchB2BClient("{token}", {{ endpoints: {{ {name}: "{base_url}" }} }})\n'
            assert program.stdout is not None
            assert (await program.stdout.readline()).decode() == client
            asked = {"Origin": "http://localhost:5173", "Access-Control-Request-Method": "POST"}
            async with httpx.AsyncClient() as http:
                response = await http.options(f"{base_url}/sdk/v1/events", headers=asked)
            assert response.headers["Access-Control-Allow-Origin"] == "http://localhost:5173"


async def test_an_invalid_origin_is_one_line_and_exit_code_2() -> None:
    async with command("--origin", "localhost:3000") as program:
        out, errors = await program.communicate()
    assert (program.returncode, out) == (2, b"")
    assert errors.decode().startswith("aiostytch-sandbox: bootstrap (allowed_origins) must be origins such as http")


async def test_a_taken_port_is_one_line_and_exit_code_2() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with command("--port", str(port)) as program:
            out, errors = await program.communicate()
    assert (program.returncode, out) == (2, b"")
    assert errors.decode() == f"aiostytch-sandbox: cannot listen on 127.0.0.1, port {port}: Address already in use\n"


ACME = "organizations: [{organization_name: Acme, organization_slug: acme}]"


async def test_a_killed_command_loses_no_acknowledged_change(tmp_path: Path) -> None:
    seed = tmp_path / "seed.yaml"
    seed.write_text(ACME)
    options = ("--seed", str(seed), "--db", str(tmp_path / "state.sqlite3"))
    async with command(*options) as program, client_of(await base_url_of(program)) as client:
        await client.organizations.members.create("acme", email_address="ada@acme.example")
        program.kill()
        await program.communicate()
    async with command(*options) as program, client_of(await base_url_of(program)) as client:
        found = await client.organizations.members.search(organization_ids=["acme"]).collect()
        assert [member.email_address for member in found] == ["ada@acme.example"]
        assert len(await client.organizations.search().collect()) == 1


def client_of(base_url: str) -> B2BClient:
    return B2BClient(PROJECT_ID, SECRET, base_url=base_url)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--seed", "{directory}/none.yaml"], "{directory}/none.yaml: No such file or directory"),
        (["--seed", "{directory}/wrong.yaml"], "{directory}/wrong.yaml: $.organization is unknown"),
        (["check", "{directory}/wrong.yaml"], "{directory}/wrong.yaml: $.organization is unknown"),
        (
            ["--seed", "{directory}/refused.yaml"],
            "{directory}/refused.yaml: $.organizations[0]: invalid_organization_name: ",
        ),
        (["--host", "0.0.0.0"], "on 0.0.0.0, other machines reach the sandbox: set a secret other than the default"),
        (["--max-messages", "0"], "max_messages must be an integer of at least 1"),
        (["--max-deliveries", "0"], "max_deliveries must be an integer of at least 1"),
        (
            ["--seed", "{directory}/open.yaml"],
            "{directory}/open.yaml: line 2, column 1: expected the node content, but found '<stream end>'",
        ),
        (["--seed", "{directory}/date.yaml"], "{directory}/date.yaml: month must be in 1..12"),
        (["--seed", "{directory}"], "{directory}: Is a directory"),
        (["--db", "{directory}/wrong.yaml"], "{directory}/wrong.yaml cannot be used: file is not a database"),
    ],
)
def test_invalid_input_is_one_line_and_exit_code_2(
    arguments: list[str], reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wrong.yaml").write_text("organization: {}" + " " * 1000)
    (tmp_path / "refused.yaml").write_text("organizations: [{organization_name: ''}]")
    (tmp_path / "open.yaml").write_text("organizations: [\n")
    (tmp_path / "date.yaml").write_text("organizations: 2026-13-01")
    assert main([argument.format(directory=tmp_path) for argument in arguments]) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1)
    assert shown.err.startswith(f"aiostytch-sandbox: {reason.format(directory=tmp_path)}")


def test_a_taken_port_ends_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--port", str(port)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert f"port {port}" in shown.err


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_an_invalid_port_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--port", port])
    assert ended.value.code == 2
    assert capsys.readouterr().err.endswith("error: argument --port: a port must be a number from 0 to 65535\n")


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, list[str]]:
    """Run the command in this process until it is ready; return its exit code and its output."""
    readable, writable = os.pipe()
    lines: list[str] = []

    def stop_when_ready() -> None:
        with os.fdopen(readable) as output:
            lines.extend(output.readline() for _ in range(4))
            os.kill(os.getpid(), signal.SIGTERM)
            lines.extend(output)

    watcher = threading.Thread(target=stop_when_ready)
    watcher.start()
    with os.fdopen(writable, "w") as output, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", output)
        code = main(arguments)
    watcher.join()
    return code, lines


def test_the_command_ends_with_exit_code_0(monkeypatch: pytest.MonkeyPatch) -> None:
    code, lines = run(monkeypatch)
    assert (code, len(lines)) == (0, 4)
    exports = exported(lines[:3])
    assert (exports["STYTCH_PROJECT_ID"], exports["STYTCH_SECRET"]) == (PROJECT_ID, SECRET)
    assert exports["STYTCH_BASE_URL"].startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    ("public_token", "name"), [("public-token-test-1", "testAPIURL"), ("public-token-live-1", "liveAPIURL")]
)
def test_the_last_line_is_how_a_page_makes_its_client(
    monkeypatch: pytest.MonkeyPatch, public_token: str, name: str
) -> None:
    options = ("--origin", "http://localhost:3000", "--public-token", public_token)
    code, lines = run(monkeypatch, *options)
    url = exported(lines[:3])["STYTCH_BASE_URL"]
    assert code == 0
    assert lines[3] == f'# createStytchB2BClient("{public_token}", {{ endpoints: {{ {name}: "{url}" }} }})\n'


def test_a_seed_beside_a_state_is_ignored_aloud(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed, database = tmp_path / "seed.yaml", tmp_path / "state.sqlite3"
    seed.write_text(ACME)
    options = ("--seed", str(seed), "--db", str(database))
    assert [run(monkeypatch, *options)[0] for _ in range(2)] == [0, 0]
    assert capsys.readouterr().err.count("is ignored, since") == 1


async def test_a_seed_is_ignored_where_the_database_holds_a_state(tmp_path: Path) -> None:
    seed, database = tmp_path / "seed.yaml", tmp_path / "state.sqlite3"
    seed.write_text(ACME)
    options = ("--seed", str(seed), "--db", str(database))
    for expected in ("", f"{seed} is ignored, since {database} holds a state; a reset returns to the seed\n"):
        async with command(*options) as program:
            await environment(program)
            program.terminate()
            _, errors = await program.communicate()
        assert errors.decode() == (f"aiostytch-sandbox: {expected}" if expected else "")


async def test_other_machines_reach_it_with_a_secret_of_its_own() -> None:
    async with command("--host", "0.0.0.0", "--secret", OWN) as program:
        exports = await environment(program)
        assert exports["STYTCH_BASE_URL"].startswith("http://127.0.0.1:")
        async with B2BClient(PROJECT_ID, OWN, base_url=exports["STYTCH_BASE_URL"]) as client:
            await client.rbac.policy()


def test_a_host_of_another_machine_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--host", "192.0.2.1", "--secret", OWN]) == 2
    assert "cannot listen on 192.0.2.1, port 0: " in capsys.readouterr().err


def test_seeds_are_tried_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, empty = tmp_path / "good.yaml", tmp_path / "empty.yaml"
    good.write_text("organizations: [{organization_name: A, members: [{email_address: a@b.example}]}]")
    empty.write_text("{}")
    assert main(["check", str(good), str(empty)]) == 0
    assert capsys.readouterr().out == f"{good}: 1 organizations, 1 members\n{empty}: nothing\n"


def test_the_schema_of_seeds_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    validator = jsonschema_rs.Draft202012Validator(schema)
    assert validator.is_valid(yaml.safe_load(ACME))
    assert not validator.is_valid({"organisations": []})
