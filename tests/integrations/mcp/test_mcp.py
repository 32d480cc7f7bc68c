"""MCP servers that Connected Apps protect, with the real MCP SDK."""

from __future__ import annotations

import importlib
import json
import logging
import sys
from typing import Any
from urllib.parse import unquote

import httpx2
import pytest

from aiostytch import ConfigurationError, ConnectError, LocalAuth
from aiostytch.integrations.mcp import AccessTokenVerifier, current_access, protect
from aiostytch.integrations.mcp.protection import MAX_BODY
from tests.local_auth.tokens import TOKENS
from tests.local_auth.world import PROJECT, World, access_claims, claims, sign
from tests.local_auth.world import world as world

from ..service import get
from .service import DOMAIN, LATER, POLICY, called, client_of, make_server, running, token_for

RESOURCE, OTHER = "https://mcp.acme.example/mcp", "https://other.acme.example/mcp"
METADATA_URL = "https://mcp.acme.example/.well-known/oauth-protected-resource/mcp"
PING: Any = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
HEADERS = {"accept": "application/json, text/event-stream", "host": "localhost:80"}


def call_of(tool: object) -> Any:
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": {}}}


async def status_of(app: Any, token: str, message: Any = PING) -> int:
    return (await ask(app, token, message)).status_code


async def ask(app: Any, token: str, message: Any = PING, **request: Any) -> httpx2.Response:
    headers = {**HEADERS, **({"authorization": f"Bearer {token}"} if token else {})}
    sent = {"content": message} if isinstance(message, bytes) else {"json": message}
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://localhost") as client:
        return await client.request(request.pop("method", "POST"), "/mcp", headers=headers, **{**sent, **request})


# Resources.


@pytest.mark.parametrize("validate", [True, False])
@pytest.mark.parametrize("accept_project", [True, False])
async def test_a_token_is_for_the_resource_or_as_the_service_says_for_the_project(
    world: World, validate: bool, accept_project: bool
) -> None:
    """`validate_token_resource` makes no difference: the verifier decides."""
    verifier = AccessTokenVerifier(world.client(), resource=RESOURCE, accept_project_audience=accept_project)
    server = make_server(verifier)
    assert server.settings.auth is not None
    server.settings.auth = server.settings.auth.model_copy(update={"validate_token_resource": validate})
    app = server.streamable_http_app(json_response=True, stateless_http=True)
    async with app.router.lifespan_context(app):
        for audience, is_accepted in (
            ((), accept_project),
            ((RESOURCE,), True),
            ((OTHER,), False),
            ((OTHER, RESOURCE), True),
            ((RESOURCE + "/",), False),
        ):
            assert (await status_of(app, token_for(*audience)) != 401) is is_accepted, audience
        assert await status_of(app, sign(access_claims(aud=RESOURCE, exp=LATER))) != 401


async def test_the_sdk_learns_who_makes_a_request(world: World) -> None:
    verifier = AccessTokenVerifier(world.client(), resource=RESOURCE)
    token = token_for(RESOURCE, scopes="a b", tenant="t")
    found = await verifier.verify_token(token)
    assert found is not None
    assert (found.client_id, found.scopes, found.expires_at) == ("connected-app-test-1", ["a", "b"], LATER)
    assert (found.subject, found.token) == ("member-test-1", token)
    assert found.claims is not None
    assert (found.claims["iss"], found.claims["tenant"]) == (f"stytch.com/{PROJECT}", "t")
    assert getattr(found, "resource", RESOURCE) == RESOURCE
    assert token not in repr(found)
    json.dumps(found.claims)


@pytest.mark.parametrize("kind", [kind for kind in TOKENS if kind != "access_token"])
async def test_no_other_kind_of_token_is_accepted(world: World, kind: str) -> None:
    verifier = AccessTokenVerifier(world.client(), resource=RESOURCE, accept_project_audience=True)
    assert await verifier.verify_token(TOKENS[kind]) is None


@pytest.mark.parametrize("token", ["", "a", "a.b.c", "é", "x" * 20_000, sign(access_claims(exp=1)), sign(claims())])
async def test_a_bad_token_gives_none_and_never_raises(
    world: World, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    verifier = AccessTokenVerifier(world.client(), resource=RESOURCE, accept_project_audience=True)
    with caplog.at_level(logging.INFO):
        assert await verifier.verify_token(token) is None
    assert {record.levelname for record in caplog.records} == {"INFO"}
    assert "an access token is rejected" in caplog.text
    assert len(token) < 10 or token not in caplog.text


@pytest.mark.parametrize(
    ("token", "says"),
    [(token_for(OTHER), OTHER), (token_for(RESOURCE, iss="https://elsewhere.example"), "https://elsewhere.example")],
)
async def test_a_genuine_token_from_a_wrong_setup_is_a_warning(
    world: World, token: str, says: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert await AccessTokenVerifier(world.client(), resource=RESOURCE).verify_token(token) is None
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert says in caplog.text


async def test_a_token_of_another_resource_of_the_project_is_a_warning(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    verifier = AccessTokenVerifier(world.client(), resource=RESOURCE, accept_project_audience=True)
    assert await verifier.verify_token(token_for(OTHER)) is None
    assert "another resource" in caplog.text


async def test_old_keys_serve_while_new_ones_cannot_be_fetched(world: World) -> None:
    verifier = AccessTokenVerifier(world.client(), resource=RESOURCE)
    assert await verifier.verify_token(token_for(RESOURCE)) is not None
    world.keys = ConnectError("down")
    for _ in range(20):
        world.pass_time(600)
        assert await verifier.verify_token(token_for(RESOURCE, jti=str(world.now))) is not None


async def test_a_token_that_cannot_be_checked_gives_none_with_a_warning(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.keys = ConnectError("down")
    client = world.client()
    verifier = AccessTokenVerifier(client, resource=RESOURCE)
    assert await verifier.verify_token(token_for(RESOURCE)) is None
    await client.aclose()
    assert await verifier.verify_token(token_for(RESOURCE)) is None
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 2
    assert "could not be checked" in caplog.text


async def test_a_token_can_be_refused_for_its_age(world: World) -> None:
    verifier = AccessTokenVerifier(world.client(), resource=RESOURCE, max_token_age=60)
    assert await verifier.verify_token(token_for(RESOURCE)) is not None
    world.pass_time(61)
    assert await verifier.verify_token(token_for(RESOURCE)) is None


async def test_issuers_and_resources_keep_their_spelling(world: World) -> None:
    """With one more slash, clients refuse to log in."""
    verifier = AccessTokenVerifier(world.client(), resource="https://mcp.acme.example")
    app = make_server(verifier, required_scopes=["a"]).streamable_http_app(streamable_http_path="/")
    found = (await get(app, "/.well-known/oauth-protected-resource", [("host", "localhost")])).body
    assert (found["resource"], found["authorization_servers"]) == ("https://mcp.acme.example", [DOMAIN])
    assert found["scopes_supported"] == ["a"]


@pytest.mark.parametrize(
    "make",
    [
        lambda client: AccessTokenVerifier(client, resource="mcp.acme.example"),
        lambda client: AccessTokenVerifier(client, resource="http://mcp.acme.example"),
        lambda client: AccessTokenVerifier(client, resource=RESOURCE).settings(domain="acme"),
        lambda client: AccessTokenVerifier(client, resource=RESOURCE).settings(domain=DOMAIN, required_scopes="a"),
        lambda client: protect(None, AccessTokenVerifier(client, resource=RESOURCE), domain="acme"),  # type: ignore[arg-type]
        lambda client: protect(
            None,  # type: ignore[arg-type]
            AccessTokenVerifier(client, resource=RESOURCE),
            domain=DOMAIN,
            tool_scopes={"a": "b"},
        ),
        lambda client: protect(
            None,  # type: ignore[arg-type]
            AccessTokenVerifier(client, resource=RESOURCE),
            domain=DOMAIN,
            tool_scopes=["a"],  # type: ignore[arg-type]
        ),
        lambda client: AccessTokenVerifier(client, resource=RESOURCE, max_token_age=-1),
        lambda client: AccessTokenVerifier(client, resource=RESOURCE, max_token_age="1"),  # type: ignore[arg-type]
        lambda client: AccessTokenVerifier(client, resource=RESOURCE, accept_project_audience="no"),  # type: ignore[arg-type]
        lambda client: AccessTokenVerifier(7, resource=RESOURCE),  # type: ignore[arg-type]
    ],
)
def test_a_setting_that_cannot_be_used_is_a_mistake(world: World, make: Any) -> None:
    with pytest.raises(ConfigurationError):
        make(world.client())


# Tools.


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_tools_know_who_calls_them_and_what_they_may_do(world: World, mode: str) -> None:
    async with running(world, domain=DOMAIN) as (url, _), client_of(url, token_for(url), mode) as client:
        member = ["member-test-1", "organization-test-1", "connected-app-test-1", "documents:read"]
        assert await called(client, "whoami") == member
        assert await called(client, "read") == "organization-test-1"
        assert "no scope of the access token permits the action" in await called(client, "write")
        assert {tool.name for tool in (await client.list_tools()).tools} == {"whoami", "read", "write"}


async def test_outside_of_a_request_there_is_no_access() -> None:
    with pytest.raises(ConfigurationError):
        current_access()


async def test_an_access_of_no_organization_permits_nothing(world: World) -> None:
    world.project = POLICY
    verifier = AccessTokenVerifier(world.client(), resource=RESOURCE)
    token = sign({name: value for name, value in access_claims(aud=RESOURCE).items() if "organization" not in name})
    access = await verifier.access.verify(token)
    for organization_id in (None, "organization-test-1"):
        with pytest.raises(Exception, match="organization"):
            await verifier.access.permit(access, "documents", "read", organization_id=organization_id)


# Protection.

SCOPED: Any = {"domain": DOMAIN, "required_scopes": ["documents:read"], "tool_scopes": {"write": ["write:documents"]}}


def protected(world: World, app: Any = None, **settings: Any) -> Any:
    world.project = POLICY
    verifier = AccessTokenVerifier(world.client(auth=LocalAuth(issuers=[DOMAIN])), resource=RESOURCE)
    return protect(app or echo, verifier, **{**SCOPED, **settings})


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Respond with the body of the request."""
    body, more = b"", scope.get("method") == "POST"
    while more:
        message = await receive()
        body, more = body + message["body"], message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


ABLE = token_for(RESOURCE, scopes="documents:read write:documents")
READS = token_for(RESOURCE)
NEEDS_NOTHING = token_for(RESOURCE, scopes="openid")


@pytest.mark.parametrize(
    ("token", "message", "status", "challenge"),
    [
        (READS, PING, 200, None),
        (READS, call_of("read"), 200, None),
        (ABLE, call_of("write"), 200, None),
        ("", PING, 401, 'scope="documents:read"'),
        ("x", PING, 401, 'error="invalid_token", scope="documents:read"'),
        (token_for(OTHER), PING, 401, 'error="invalid_token", scope="documents:read"'),
        (NEEDS_NOTHING, PING, 403, 'error="insufficient_scope", scope="documents:read"'),
        (READS, call_of("write"), 403, 'error="insufficient_scope", scope="documents:read write:documents"'),
        (READS, [PING, call_of("write")], 403, 'error="insufficient_scope", scope="documents:read write:documents"'),
    ],
)
async def test_a_refusal_names_the_scopes_and_the_metadata(
    world: World, token: str, message: Any, status: int, challenge: str | None
) -> None:
    found = await ask(protected(world), token, message)
    about = f'Bearer realm="stytch", {challenge}, resource_metadata="{METADATA_URL}"'
    assert (found.status_code, found.headers.get("www-authenticate")) == (status, about if challenge else None)
    if status == 200:
        assert found.json() == message


async def test_a_token_that_cannot_be_checked_is_503(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """A 401 would make each user log in again for no reason."""
    world.keys = ConnectError("down")
    found = await ask(protected(world), READS)
    assert (found.status_code, found.headers.get("www-authenticate")) == (503, None)
    assert "could not be checked" in caplog.text


@pytest.mark.parametrize("body", [b"", b"{", b'{"method": 7}', b"7", b"[7]", b'{"method": "tools/call"}', b"\xff"])
async def test_a_message_that_cannot_be_read_reaches_no_tool(world: World, body: bytes) -> None:
    assert await status_of(protected(world), ABLE, body) == 400
    assert await status_of(protected(world, tool_scopes={}), ABLE, body) == 200


@pytest.mark.parametrize("name", [None, 7, ["write"]])
async def test_the_name_of_a_tool_is_a_string(world: World, name: object) -> None:
    assert await status_of(protected(world), READS, call_of(name)) == 400


async def test_a_message_that_is_too_large_is_not_kept(world: World) -> None:
    assert await status_of(protected(world), ABLE, b" " * (MAX_BODY + 1)) == 413


async def test_a_body_in_pieces_is_one_message(world: World) -> None:
    async def pieces() -> Any:
        for byte in json.dumps(call_of("write")).encode():
            yield bytes([byte])

    assert (await ask(protected(world), READS, b"", content=pieces())).status_code == 403
    assert (await ask(protected(world), ABLE, b"", content=pieces())).json() == call_of("write")


async def test_a_client_that_leaves_is_seen_by_the_server(world: World) -> None:
    received: list[Any] = []

    async def service(scope: Any, receive: Any, send: Any) -> None:
        received.extend([await receive(), await receive()])

    messages = iter([{"type": "http.request", "body": b"{}", "more_body": False}, {"type": "http.disconnect"}])

    async def receive() -> Any:
        return next(messages)

    headers = [(b"authorization", f"Bearer {READS}".encode())]
    scope = {"type": "http", "method": "POST", "path": "/mcp", "headers": headers}
    await protected(world, service)(scope, receive, None)
    assert [message["type"] for message in received] == ["http.request", "http.disconnect"]


@pytest.mark.parametrize("path", ["%C3%BCbung", "a%20b", "a/b%22"])
async def test_a_path_with_percent_encoding_is_protected(world: World, path: str) -> None:
    verifier = AccessTokenVerifier(world.client(), resource=f"https://mcp.acme.example/{path}")
    found = await get(protect(echo, verifier, **SCOPED), f"/{unquote(path)}")
    assert found.status == 401


async def test_preflights_and_other_paths_are_for_the_server(world: World) -> None:
    app = protected(world)
    assert (await ask(app, "", method="OPTIONS")).status_code == 200
    assert (await get(app, "/health")).status == 200
    assert (await get(app, "/mcp/")).status == 401
    metadata = await get(app, "/.well-known/oauth-protected-resource/mcp")
    assert metadata.body["scopes_supported"] == ["documents:read", "write:documents"]
    assert metadata.body["authorization_servers"] == [DOMAIN]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_the_client_of_the_sdk_calls_a_protected_server(world: World, mode: str) -> None:
    async with running(world, **SCOPED) as (url, _):
        able, reads = (token_for(url, scopes=scopes) for scopes in ("documents:read write:documents", "documents:read"))
        async with client_of(url, able, mode) as client:
            assert [await called(client, tool) for tool in ("read", "write")] == [
                "organization-test-1",
                "member-test-1",
            ]
        async with client_of(url, reads, mode) as client:
            assert await called(client, "read") == "organization-test-1"
            with pytest.raises(Exception):  # noqa: B017, PT011  # an error of the SDK, in a group or not
                await called(client, "write")


def test_without_the_sdk_the_import_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "aiostytch.integrations.mcp")
    monkeypatch.setitem(sys.modules, "mcp", None)
    with pytest.raises(ImportError, match=r"pip install 'aiostytch\[mcp\]'"):
        importlib.import_module("aiostytch.integrations.mcp")
