"""The command `python -m aiostytch.sandbox`: as a program of its own, and in this process."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator

import pytest

from aiostytch import B2BClient, UnauthorizedError
from aiostytch.sandbox import PROJECT_ID, SECRET
from aiostytch.sandbox.__main__ import main

PATIENCE = 30
"""Seconds after which a program that does not answer counts as stuck."""


@contextlib.asynccontextmanager
async def command(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "aiostytch.sandbox", *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            yield program
    finally:
        if program.returncode is None:
            program.kill()
            await program.communicate()


async def first_line(program: asyncio.subprocess.Process) -> str:
    assert program.stdout is not None
    return (await program.stdout.readline()).decode().strip()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_the_command_prints_its_address_answers_and_stops_at_a_signal(number: signal.Signals) -> None:
    async with command("--port", "0") as program:
        base_url = await first_line(program)
        async with B2BClient(PROJECT_ID, SECRET, base_url=base_url, strict_decoding=True) as client:
            created = await client.organizations.create(organization_name="Acme")
            assert (await client.organizations.get("acme")).organization == created.organization
            program.send_signal(number)
            rest = await program.communicate()
        assert (program.returncode, rest) == (0, (b"", b""))


async def test_the_command_takes_credentials() -> None:
    async with command("--project-id", "project-test-1", "--secret", "s3cret") as program:
        base_url = await first_line(program)
        async with B2BClient("project-test-1", "s3cret", base_url=base_url) as client:
            await client.organizations.create(organization_name="Acme")
        async with B2BClient(PROJECT_ID, SECRET, base_url=base_url) as stranger:
            with pytest.raises(UnauthorizedError):
                await stranger.organizations.get("acme")


async def test_a_taken_port_is_one_line_and_exit_code_1() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with command("--port", str(port)) as program:
            out, errors = await program.communicate()
    assert (program.returncode, out) == (1, b"")
    assert errors.decode() == f"aiostytch.sandbox: cannot listen on port {port}: Address already in use\n"


def test_a_taken_port_ends_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--port", str(port)]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert f"port {port}" in shown.err


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_is_none_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--port", port])
    assert ended.value.code == 2
    assert "--port" in capsys.readouterr().err


def test_the_command_ends_with_exit_code_0(monkeypatch: pytest.MonkeyPatch) -> None:
    readable, writable = os.pipe()
    lines: list[str] = []

    def stop_when_ready() -> None:
        with os.fdopen(readable) as output:
            lines.append(output.readline())
            os.kill(os.getpid(), signal.SIGTERM)
            lines.extend(output)

    watcher = threading.Thread(target=stop_when_ready)
    watcher.start()
    with os.fdopen(writable, "w") as output, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", output)
        code = main([])
    watcher.join()
    assert (code, len(lines)) == (0, 1)
    assert lines[0].startswith("http://127.0.0.1:")
