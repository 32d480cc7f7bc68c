"""The pytest plug-in, in test suites that run in other processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from aiostytch import NotFoundError, ServerError
from aiostytch.sandbox import Sandbox, Server, Status

COMMON = """
import os, httpx, pytest
from aiostytch import ServerError
from aiostytch.sandbox import Status

ACME = {"organizations": [{"organization_name": "Acme", "organization_slug": "acme"}]}
"""

TESTS = """
{mark}
@pytest.mark.stytch_seed(ACME)
async def test_a_seed(stytch_client, stytch_sandbox):
    await stytch_client.organizations.get("acme")
    assert len(stytch_sandbox.state.organizations) == 1

{mark}
async def test_isolation(stytch_client):
    assert await stytch_client.organizations.search().collect() == []

{mark}
@pytest.mark.stytch_fault("rbac.*", Status(503), times=None)
async def test_a_fault(stytch_client):
    with pytest.raises(ServerError):
        await stytch_client.rbac.policy()

{mark}
@pytest.mark.stytch_seed(ACME)
async def test_a_server(stytch_server, stytch_sandbox):
    async with stytch_server.client() as client:
        await client.organizations.members.create("acme", email_address="ada@acme.example")
        await client.magic_links.email.discovery.send(email_address="ada@acme.example")
    assert await stytch_sandbox.outbox.wait_for(email="ada@acme.example")
"""


def run(directory: Path, source: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a test suite of one file, with our plug-in and the named ones."""
    (directory / "test_it.py").write_text(source)
    plugins = ["-p", "pytest_aiostytch", "-p", "no:cacheprovider", "-W", "error", "--strict-markers"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *plugins, "--rootdir", str(directory), *arguments, "test_it.py"],
        cwd=directory,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


ASYNCIO = ("-p", "pytest_asyncio.plugin", "-o", "asyncio_default_fixture_loop_scope=function", "-o")


RUNNERS = [
    ("", [*ASYNCIO, "asyncio_mode=auto"]),
    ("@pytest.mark.asyncio", [*ASYNCIO, "asyncio_mode=strict", "-p", "xdist.plugin", "-n", "2"]),
    ("@pytest.mark.anyio", ["-p", "anyio.pytest_plugin"]),
]
NAMES = ["pytest-asyncio, auto", "pytest-asyncio, strict, and pytest-xdist", "anyio"]
BACKEND = "\n@pytest.fixture\ndef anyio_backend(): return 'asyncio'\n"
EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.mark.parametrize(("mark", "arguments"), RUNNERS, ids=NAMES)
def test_it_works_with(tmp_path: Path, mark: str, arguments: list[str]) -> None:
    done = run(tmp_path, COMMON + BACKEND + TESTS.replace("{mark}", mark), *arguments)
    assert "4 passed" in done.stdout, done.stdout + done.stderr


MARKERS = """
pytestmark = [pytest.mark.stytch_seed("seed.yaml")]

@pytest.mark.stytch_seed({"organizations": [{"organization_name": "Second"}]})
def test_the_markers_of_a_module_come_first(stytch_sandbox):
    assert [o.settings["organization_name"] for o in stytch_sandbox.state.organizations] == ["First", "Second"]

def test_a_test_need_not_be_asynchronous(stytch_server):
    environment = stytch_server.environment
    auth = environment["STYTCH_PROJECT_ID"], environment["STYTCH_SECRET"]
    url = environment["STYTCH_BASE_URL"] + "/v1/b2b/organizations/first"
    assert httpx.get(url, auth=auth).json()["organization"]["organization_name"] == "First"
"""


def test_seeds_lie_beside_the_tests_and_add_up(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "seed.yaml").write_text(
        "organizations: [{organization_name: First, organization_slug: first}]"
    )
    done = run(tmp_path / "tests", COMMON + MARKERS)
    assert "2 passed" in done.stdout, done.stdout + done.stderr


def test_nothing_of_the_sdk_is_imported_before_a_test_asks_for_it(tmp_path: Path) -> None:
    source = "import sys\ndef test_it(): assert not [name for name in sys.modules if name.split('.')[0] == 'aiostytch']"
    done = run(tmp_path, source)
    assert "1 passed" in done.stdout, done.stdout + done.stderr


RESETS = """
import os

@pytest.fixture(scope="session")
def service(stytch_environment):
    return dict(stytch_environment)

@pytest.mark.parametrize("number", range(3))
def test_a_service_that_is_started_once(service, number):
    assert {name: os.environ[name] for name in service} == service
    url, auth = service["STYTCH_BASE_URL"], (service["STYTCH_PROJECT_ID"], service["STYTCH_SECRET"])
    acme = {"organization_name": "Acme", "organization_slug": "acme"}
    created = httpx.post(f"{url}/v1/b2b/organizations", auth=auth, json=acme)
    assert created.status_code == 200, "a test before has made it"

@pytest.mark.parametrize("number", range(2))
def test_faults_time_and_messages_go_with_the_test(stytch_sandbox, number):
    assert (len(stytch_sandbox.faults), stytch_sandbox.clock.advanced.total_seconds()) == (0, 0)
    stytch_sandbox.faults.add("*", Status(503), times=None)
    stytch_sandbox.clock.advance(hours=1)

def test_one_sandbox_for_all(stytch_sandbox, stytch_server, request):
    assert request.getfixturevalue("stytch_server") is stytch_server

@pytest.mark.stytch_fault("organizations.get", Status(503), times=None)
def test_markers_count_without_the_sandbox(service):
    url, auth = service["STYTCH_BASE_URL"], (service["STYTCH_PROJECT_ID"], service["STYTCH_SECRET"])
    assert httpx.get(f"{url}/v1/b2b/organizations/acme", auth=auth).status_code == 503
"""


def test_the_sandbox_is_reset_for_each_test(tmp_path: Path) -> None:
    before = {name for name in os.environ if name.startswith("STYTCH_")}
    done = run(tmp_path, COMMON + RESETS)
    assert "7 passed" in done.stdout, done.stdout + done.stderr
    assert {name for name in os.environ if name.startswith("STYTCH_")} == before


SERVICE = """
from services.{module} import {name} as made

app = {app}

async def ask(path, **rest):
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://app.example", **rest) as http:
        return await http.get(path)

{mark}
async def test_a_member_who_is_logged_in(stytch_login, stytch_sandbox):
    login = stytch_login("ada@acme.example", roles=["stytch_admin"])
    for proof in ({{"headers": login.headers}}, {{"cookies": login.cookies}}):
        assert (await ask("/members", **proof)).text == "ada@acme.example"
    stytch_sandbox.rotate_keys()

{mark}
async def test_another_one_in_the_next_test(stytch_login):
    login = stytch_login("grace@acme.example", roles=["stytch_admin"])
    assert (await ask("/members", headers=login.headers)).text == "grace@acme.example"

{mark}
@pytest.mark.stytch_fault("organizations.members.search", Status(503), times=None)
async def test_an_outage(stytch_login):
    login = stytch_login("ada@acme.example", roles=["stytch_admin"])
    assert (await ask("/members", headers=login.headers)).status_code >= 500

{mark}
async def test_nobody(stytch_sandbox):
    assert (await ask("/members")).status_code == 401
"""
SERVICES = {
    "fastapi": {"module": "fastapi_app", "name": "create_app", "app": "made()"},
    "starlette": {"module": "starlette_app", "name": "app", "app": "made"},
    "litestar": {"module": "litestar_app", "name": "app", "app": "made"},
}


@pytest.mark.parametrize(("service", "runner"), [*zip(SERVICES, RUNNERS, strict=True)], ids=[*SERVICES])
def test_a_service_is_tested_as_it_is(service: str, tmp_path: Path, runner: tuple[str, list[str]]) -> None:
    """It creates its client from environment variables on import, and does not know the sandbox."""
    mark, arguments = runner
    source = COMMON + BACKEND + SERVICE.format(mark=mark, **SERVICES[service])
    done = run(tmp_path, source, *arguments, "-o", "stytch_environment=true", "-o", f"pythonpath={EXAMPLES}")
    assert "4 passed" in done.stdout, done.stdout + done.stderr


@pytest.mark.stytch_seed({"organizations": [{"organization_name": "Acme", "organization_slug": "acme"}]})
@pytest.mark.stytch_fault("organizations.get", Status(500), times=None)
async def test_here_too_a_test_gets_its_seeds_and_faults(stytch_sandbox: Sandbox, stytch_server: Server) -> None:
    assert stytch_sandbox.secret not in repr(stytch_server)
    assert stytch_server.environment == {
        "STYTCH_PROJECT_ID": stytch_sandbox.project_id,
        "STYTCH_SECRET": stytch_sandbox.secret,
        "STYTCH_BASE_URL": stytch_server.base_url,
    }
    async with stytch_server.client(max_response_size=10_000) as client:
        with pytest.raises(ServerError):
            await client.organizations.get("acme")
        stytch_sandbox.faults.clear()
        await client.organizations.get("acme")
        with pytest.raises(NotFoundError):
            await client.organizations.get("other")
