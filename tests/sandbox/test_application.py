"""The sandbox as an ASGI application: in process, mounted and served; and its package."""

from __future__ import annotations

import asyncio
import base64
import importlib
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import Message, Scope

from aiostytch import B2BClient, ConfigurationError, ConnectError, SessionToken
from aiostytch.sandbox import PROJECT_ID, SECRET, Clock, Sandbox, serve
from aiostytch.sandbox.operations.handlers import Handlers
from aiostytch.sandbox.operations.registry import handler

from .world import NOON, OWN, CountedIds, World, log_in, make_world, promote, send


async def test_sandboxes_do_not_know_of_each_other(client: B2BClient, world: World) -> None:
    async with B2BClient(PROJECT_ID, SECRET, http_client=httpx.ASGITransport(Sandbox())) as other:
        assert await other.organizations.search().collect() == []


async def test_the_same_calls_get_the_same_responses() -> None:
    worlds: list[World] = []
    for _ in range(2):
        sandbox = Sandbox(clock=Clock(NOON), new_uuid=CountedIds())
        async with B2BClient(PROJECT_ID, SECRET, http_client=httpx.ASGITransport(sandbox)) as client:
            worlds.append(await make_world(client))
    assert worlds[0] == worlds[1]


async def test_times_and_ids_are_real_unless_told_otherwise() -> None:
    async with B2BClient(PROJECT_ID, SECRET, http_client=httpx.ASGITransport(Sandbox())) as client:
        first, second = [(await client.organizations.create(organization_name="A")).organization for _ in "12"]
    assert first.organization_id != second.organization_id
    assert first.created_at is not None
    assert second.created_at is not None
    assert first.created_at <= second.created_at


async def test_the_repr_counts_what_is_remembered(sandbox: Sandbox, world: World) -> None:
    assert repr(sandbox) == f"<Sandbox {PROJECT_ID}: 1 organizations, 2 members, 1 sessions>"


async def test_no_secret_is_in_a_repr(sandbox: Sandbox, client: B2BClient, world: World) -> None:
    state = sandbox.state
    shown = f"{sandbox!r} {vars(sandbox)!r} {[*state.sessions]!r} {[*state.members]!r} {state!r}"
    for secret in (world.session_token, world.session_jwt, str(state.cursor_key)):
        assert secret not in shown
    assert "expected" not in shown


async def test_a_sandbox_can_be_mounted_below_a_path(sandbox: Sandbox) -> None:
    app = Starlette(routes=[Mount("/stytch", sandbox)])
    transport = httpx.ASGITransport(app)
    async with B2BClient(
        PROJECT_ID, SECRET, http_client=transport, base_url="https://sandbox.example/stytch"
    ) as client:
        created = await client.organizations.create(organization_name="Acme")
        assert (await client.organizations.get("acme")).organization == created.organization


async def call(sandbox: Sandbox, scope: Scope, *messages: Message) -> list[Message]:
    """Call the application like a server."""
    incoming: Iterator[Message] = iter(messages)
    sent: list[Message] = []

    async def receive() -> Message:
        return next(incoming)

    async def note(message: Message) -> None:
        sent.append(message)

    await sandbox(scope, receive, note)
    return sent


def http_scope(**given: Any) -> Scope:
    return {"type": "http", "method": "GET", "path": "/v1", "query_string": b"", "headers": [], **given}


async def test_a_request_whose_sender_has_gone_is_dropped(sandbox: Sandbox) -> None:
    assert await call(sandbox, http_scope(), {"type": "http.disconnect"}) == []


async def test_a_server_need_not_give_the_raw_path(client: B2BClient, sandbox: Sandbox) -> None:
    await client.organizations.create(organization_name="A", organization_external_id="a|b")
    credentials = base64.b64encode(f"{PROJECT_ID}:{SECRET}".encode())
    scope = http_scope(path="/v1/b2b/organizations/a|b", headers=[(b"authorization", b"Basic " + credentials)])
    start, _ = await call(sandbox, scope, {"type": "http.request", "body": b""})
    assert start["status"] == 200


async def test_an_application_server_can_start_and_stop_it(sandbox: Sandbox) -> None:
    sent = await call(sandbox, {"type": "lifespan"}, {"type": "lifespan.startup"}, {"type": "lifespan.shutdown"})
    assert [message["type"] for message in sent] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


async def test_an_error_in_a_handler_reaches_the_test_that_caused_it(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox.state, "new_uuid", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        await send(sandbox, "GET", "/v1/b2b/rbac/policy")


def test_an_operation_has_one_handler_only() -> None:
    handles = Handlers()
    function = handles("organizations.get")(handler("organizations.get").function)
    with pytest.raises(ValueError, match=re.escape("organizations.get already has a handler")):
        handles("organizations.get")(function)


async def test_a_served_sandbox_responds_over_a_socket(sandbox: Sandbox) -> None:
    async with serve(sandbox) as base_url, B2BClient(PROJECT_ID, SECRET, base_url=base_url) as client:
        world = await make_world(client)
        await promote(client, world.member.member_id)
        me = client.as_member(SessionToken((await log_in(client, "acme")).session_token))
        updated = await me.organizations.update("acme", organization_name="Over a socket")
    assert updated.organization.organization_id == world.organization.organization_id
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", base_url)


async def test_a_served_sandbox_keeps_escapes_in_paths(sandbox: Sandbox) -> None:
    async with serve(sandbox) as base_url, httpx.AsyncClient(base_url=base_url, auth=(PROJECT_ID, SECRET)) as http:
        response = await http.get("/v1/b2b/organizations/a%2Fmember")
    assert response.json()["error_type"] == "organization_not_found"


async def test_nothing_listens_after_serving() -> None:
    async with serve() as base_url:
        pass
    async with B2BClient(PROJECT_ID, SECRET, base_url=base_url) as client:
        with pytest.raises(ConnectError):
            await client.with_options(max_retries=0).rbac.policy()


async def test_open_connections_are_closed_after_serving() -> None:
    async with serve() as base_url:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(base_url.rpartition(":")[2]))
        writer.write(b"GET / HTTP/1.1\r\nHost: sandbox\r\n\r\n")
        assert (await reader.readuntil(b"}")).startswith(b"HTTP/1.1 404")
    async with asyncio.timeout(10):
        assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()


async def test_serving_ends_when_the_body_fails() -> None:
    with pytest.raises(KeyError):
        async with serve() as base_url:
            raise KeyError
    with socket.create_server(("127.0.0.1", int(base_url.rpartition(":")[2]))) as free:
        assert free.getsockname()


async def test_two_sandboxes_are_served_at_different_ports() -> None:
    async with serve() as one, serve() as other:
        assert one != other


async def test_a_taken_port_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        async with serve(port=taken.getsockname()[1]):
            pass


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("module", ["starlette", "jsonschema", "uvicorn"])
def test_without_the_extra_the_import_says_what_to_install(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if f"{name}.".startswith(("aiostytch.sandbox.", f"{module}."))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ImportError) as caught:
        importlib.import_module("aiostytch.sandbox")
    assert str(caught.value) == f"aiostytch.sandbox needs {module}: pip install 'aiostytch[sandbox]'"


def test_the_sdk_does_not_import_the_sandbox() -> None:
    done = python(
        "import sys, aiostytch; aiostytch.preload();"
        "print([m for m in sys.modules if m.startswith(('aiostytch.sandbox', 'starlette', 'jsonschema', 'uvicorn'))])"
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"policy": ["roles"]}, "policy must be a mapping of names to values"),
        ({"policy": 5}, "policy must be a mapping of names to values"),
        ({"secret": ""}, "secret must be 1 to 8192 visible ASCII characters"),
        ({"secret": "a b"}, "secret must be 1 to 8192 visible ASCII characters"),
        ({"project_id": None}, "project_id must be 1 to 8192 visible ASCII characters"),
        ({"database": 5}, "database must be the path of a file, not this int"),
        ({"database": {}}, "database must be the path of a file, not this dict"),
        ({"clock": 5}, "clock must be a Clock of aiostytch.sandbox, not this int"),
        ({"clock": []}, "clock must be a Clock of aiostytch.sandbox, not this list"),
    ],
)
def test_a_setting_of_the_wrong_kind_is_refused_by_its_name(given: dict[str, Any], text: str) -> None:
    with pytest.raises(ConfigurationError, match=text):
        Sandbox(**given)


async def test_a_sandbox_that_everybody_can_open_is_not_served_to_other_machines(sandbox: Sandbox) -> None:
    for host in ("0.0.0.0", "", "::", "192.0.2.1"):
        with pytest.raises(ConfigurationError, match="set a secret other than the default"):
            async with serve(sandbox, host=host):
                pass


@pytest.mark.parametrize(
    ("host", "named"), [("0.0.0.0", "127.0.0.1"), ("127.0.0.1", "127.0.0.1"), ("localhost", "localhost")]
)
async def test_a_sandbox_is_served_at_a_host(host: str, named: str) -> None:
    async with (
        serve(Sandbox(secret=OWN), host=host) as base_url,
        B2BClient(PROJECT_ID, OWN, base_url=base_url) as client,
    ):
        assert re.fullmatch(rf"http://{named}:\d+", base_url)
        await client.rbac.policy()


@pytest.mark.skipif(not socket.has_ipv6, reason="needs IPv6")
@pytest.mark.parametrize("host", ["::1", "::"])
async def test_a_sandbox_is_served_over_ipv6(host: str) -> None:
    async with (
        serve(Sandbox(secret=OWN), host=host) as base_url,
        B2BClient(PROJECT_ID, OWN, base_url=base_url) as client,
    ):
        assert base_url.startswith("http://[::1]:")
        await client.rbac.policy()


async def test_a_request_cannot_say_by_itself_that_it_came_by_https(sandbox: Sandbox) -> None:
    headers = {"Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
    async with serve(sandbox) as base_url, httpx.AsyncClient(auth=(PROJECT_ID, SECRET), headers=headers) as http:
        assert (await http.get(f"{base_url}/v1/b2b/rbac/policy")).status_code == 403
