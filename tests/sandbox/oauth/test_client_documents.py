"""Client ID Metadata Documents: an app whose id is the URL of its own metadata."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Clock, OAuthError, Sandbox
from aiostytch.sandbox.oauth import fetching

from ..world import CHALLENGE, World, refused, send
from .apps import App, redeem, sent_back
from .http import API, DOMAIN, claims, get
from .page import query, submit
from .servers import Documents

CALLBACK = "http://127.0.0.1/cb"
URL = "https://agent.example/client.json"


def document(url: str, **more: Any) -> dict[str, Any]:
    return {"client_id": url, "client_name": "Agent", "redirect_uris": [CALLBACK], **more}


def asked(url: str) -> dict[str, str]:
    return query(App(url, ""), redirect_uri="http://127.0.0.1:7777/cb")


@pytest.fixture
async def documents() -> AsyncIterator[Documents]:
    async with Documents() as server:
        yield server


async def test_a_document_can_be_given_to_the_sandbox(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    assert sandbox.apps.add_document(document(URL)) == URL
    login = await get(sandbox, f"{DOMAIN}/authorize", **asked(URL))
    assert "Agent requests access" in login.text
    consent = await submit(sandbox, login, member_id=world.member.member_id)
    back = sent_back(await submit(sandbox, consent, decision="allow"), "http://127.0.0.1:7777/cb")
    tokens = await redeem(sandbox, App(URL, ""), back["code"], redirect_uri="http://127.0.0.1:7777/cb")
    assert claims(tokens.json()["access_token"])["client_id"] == URL
    app = (await client.connected_app.clients.get(URL)).connected_app
    assert (app.client_type, app.creation_method) == ("third_party_public", "client_id_metadata_document")


async def test_a_document_of_this_machine_is_fetched(
    client: B2BClient, sandbox: Sandbox, world: World, documents: Documents, clock: Clock
) -> None:
    url = documents.serve(lambda url: document(url))
    for _ in range(2):
        assert (await get(sandbox, f"{DOMAIN}/authorize", **asked(url))).status_code == 200
    assert documents.requests == 1
    clock.advance(minutes=5)
    documents.content = json.dumps(document(url, client_name="Newer")).encode()
    assert "Newer requests" in (await get(sandbox, f"{API}/authorize", **asked(url))).text
    assert documents.requests == 2
    clock.advance(minutes=5)
    documents.status = 404
    assert "status 404" in (await get(sandbox, f"{DOMAIN}/authorize", **asked(url))).text


async def test_services_that_make_the_page_themselves_need_not_know_of_documents(
    client: B2BClient, sandbox: Sandbox, world: World, documents: Documents
) -> None:
    url = documents.serve(lambda url: document(url))
    wanted: dict[str, Any] = {
        "client_id": url,
        "redirect_uri": "http://127.0.0.1:7777/cb",
        "response_type": "code",
        "scopes": ["openid"],
        "code_challenge": CHALLENGE,
        "session_token": world.session_token,
    }
    start = {name: value for name, value in wanted.items() if name != "code_challenge"}
    assert (await client.idp.oauth.authorize_start(**start)).client.client_name == "Agent"
    code = (await client.idp.oauth.authorize(**wanted, consent_granted=True)).authorization_code
    tokens = await redeem(sandbox, App(url, ""), str(code), redirect_uri="http://127.0.0.1:7777/cb")
    assert tokens.status_code == 200
    documents.status = 500
    with refused(404, "connected_app_not_found"):
        await client.idp.oauth.authorize_start(**{**start, "client_id": documents.url("/other")})


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (lambda url: document(f"{url}/"), "client_id must be the URL"),
        (lambda url: document(url, redirect_uris=[]), "redirect_uris must have"),
        (lambda url: document(url, redirect_uris=["http://agent.example/cb"]), "A redirect URL"),
        (lambda url: document(url, token_endpoint_auth_method="client_secret_basic"), "must be none"),
        (lambda url: document(url, client_secret="s"), "since a document is public"),
        (lambda url: document(url, grant_types=["implicit"]), "grant_types"),
        (lambda url: [], "not a JSON object"),
    ],
)
async def test_a_document_has_to_be_right(
    sandbox: Sandbox, documents: Documents, made: Callable[[str], Any], reason: str
) -> None:
    url = documents.serve(made)
    page = await get(sandbox, f"{DOMAIN}/authorize", **asked(url))
    assert page.status_code == 400
    assert reason in page.text
    assert sandbox.state.connected_apps.get(url) is None
    given = made(URL)
    if isinstance(given, dict):
        given["client_id"] = given["client_id"].replace(f"{URL}/", "https://agent.example/")
        with pytest.raises(OAuthError):
            sandbox.apps.add_document(given)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": 404}, "status 404"),
        ({"status": 302, "headers": {"Location": "/other"}}, "status 302"),
        ({"headers": {"Content-Type": "text/html"}}, "it is not JSON"),
        ({"content": b"{" + b" " * 6000 + b"}"}, "more than 5120 bytes"),
        ({"content": b"\x1f\x8b not gzip", "headers": {"Content-Encoding": "gzip"}}, "not a JSON object"),
        ({"content": b"not JSON"}, "not a JSON object"),
        ({"is_dropping": True}, "RemoteProtocolError"),
    ],
)
async def test_a_document_is_fetched_within_bounds(
    sandbox: Sandbox, documents: Documents, change: dict[str, Any], reason: str
) -> None:
    url = documents.serve(lambda url: document(url))
    for name, value in change.items():
        setattr(documents, name, value)
    page = await get(sandbox, f"{DOMAIN}/authorize", **asked(url))
    assert page.status_code == 400
    assert reason in page.text


async def test_a_server_that_says_nothing_is_not_waited_for(
    sandbox: Sandbox, documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aiostytch.sandbox.oauth.fetching._SECONDS", 0.05)
    documents.is_silent = True
    page = await get(sandbox, f"{DOMAIN}/authorize", **asked(documents.serve(document)))
    assert "no response within 0.05 s" in page.text


@pytest.mark.parametrize(
    "url",
    [
        "https://agent.example/client.json",
        "http://agent.example/client.json",
        "http://192.0.2.1/client.json",
        "http://127.0.0.1.agent.example/client.json",
        "http://127.0.0.1@agent.example/client.json",
        "http://me@127.0.0.1:{port}/client.json",
        "http://127.0.0.1:{port}",
        "http://127.0.0.1:{port}/",
        "http://127.0.0.1:{port}/a/../client.json",
        "http://127.0.0.1:{port}/client.json#a",
        "http://127.0.0.1:99999/client.json",
        "http://[::1/client.json",
        "file:///etc/passwd",
    ],
)
async def test_nothing_else_is_fetched(
    sandbox: Sandbox, documents: Documents, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    async def unwanted(url: str) -> None:
        raise AssertionError(f"{url} may not be fetched")

    monkeypatch.setattr(fetching, "fetch", unwanted)
    page = await get(sandbox, f"{DOMAIN}/authorize", **asked(url.format(port=documents.port)))
    assert page.status_code == 400
    assert documents.requests == 0


async def test_a_project_can_do_without(sandbox: Sandbox, documents: Documents) -> None:
    metadata = "/.well-known/oauth-authorization-server"
    assert (await get(sandbox, metadata)).json()["client_id_metadata_document_supported"] is True
    sandbox.apps.configure(client_documents=False)
    assert (await get(sandbox, metadata)).json()["client_id_metadata_document_supported"] is False
    page = await get(sandbox, f"{DOMAIN}/authorize", **asked(documents.serve(document)))
    assert (page.status_code, documents.requests) == (400, 0)


async def test_a_body_that_cannot_be_read_names_no_document(sandbox: Sandbox) -> None:
    response = await send(sandbox, "POST", "/v1/b2b/idp/oauth/authorize/start", content=b"{")
    assert response.status_code == 400
