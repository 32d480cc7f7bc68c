"""Every code block in the README and the documentation runs against the sandbox, page by page and in order."""

from __future__ import annotations

import ast
import asyncio
import inspect
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.models.magic_links import AuthenticateResponse
from aiostytch.sandbox import PROJECT_ID, SECRET, Sandbox, serve

from ..root_logger import root_logger
from .pages import ROOT, Block, blocks, pages

__all__ = ["root_logger"]


@pytest.fixture
async def names(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[dict[str, Any]]:
    """The names that pages can use without defining them: a client, an organization, a session, the sandbox."""
    sandbox = Sandbox()
    async with serve(sandbox) as base_url:
        settings = {"STYTCH_PROJECT_ID": PROJECT_ID, "STYTCH_SECRET": SECRET, "STYTCH_BASE_URL": base_url}
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        async with B2BClient() as client:
            organization = (await client.organizations.create(organization_name="Example")).organization
            login = await logged_in(client, sandbox, organization.organization_id)
            yield {
                "__name__": __name__,  # Litestar looks up the module of a handler
                "client": client,
                "organization": organization,
                "sandbox": sandbox,
                "session_jwt": login.session_jwt,
                "session_token": login.session_token,
            }


async def logged_in(client: B2BClient, sandbox: Sandbox, organization_id: str) -> AuthenticateResponse:
    await client.magic_links.email.invite(
        organization_id=organization_id, email_address="hedy@acme.example", roles=["stytch_admin"]
    )
    message = await sandbox.outbox.wait_for(email="hedy@acme.example")
    return await client.magic_links.authenticate(magic_links_token=message.magic_link_token)


async def run(page: Path, block: Block, names: dict[str, Any]) -> None:
    code = compile(
        "\n" * (block.line - 1) + block.code, str(page), "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True
    )
    if "asyncio.run(" in block.code:  # a complete program with its own event loop
        await asyncio.to_thread(exec, code, names)
    else:
        result = eval(code, names)
        if inspect.isawaitable(result):
            await result


@pytest.mark.filterwarnings(r"ignore:(BasicAuth is|The 'auth' parameter is) deprecated:DeprecationWarning")  # stytch's
@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
async def test_the_code_of_a_page_runs(page: Path, names: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    given = dict(names)
    for block in blocks(page):
        names.update(given)  # the next block must not use a client that this block opened and closed
        if not block.mark:
            await run(page, block, names)
        if names["client"] is not given["client"]:
            await names["client"].aclose()
    assert capsys.readouterr().err == ""


TESTS = [(page, block) for page in pages() for block in blocks(page) if block.mark]


@pytest.mark.parametrize(("page", "block"), TESTS, ids=lambda part: part.stem if isinstance(part, Path) else "")
def test_the_tests_of_a_page_pass(page: Path, block: Block, tmp_path: Path) -> None:
    runner, *options = block.mark.split()
    assert runner == "pytest", f"{page}:{block.line}"
    path = tmp_path / "test_block.py"
    path.write_text(block.code, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-o", "asyncio_mode=auto", "-p", "no:cacheprovider", path]
    command += [part for option in options for part in ("-o", f"{option}=true")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_there_are_such_tests() -> None:
    assert TESTS
