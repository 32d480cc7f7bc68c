"""A service as a protected resource: its metadata, its challenges, and the discovery of the authorization server."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aiostytch import ConfigurationError, ConnectError
from aiostytch.integrations.asgi import SessionMiddleware
from aiostytch.integrations.oauth import ProtectedResource
from tests.local_auth.world import World, project_policy, scope

from .service import NO_RETRY, Service, connect, everything, get

RESOURCE, DOMAIN = "https://api.acme.example/mcp", "https://acme.customers.stytch.com"
PRM, WITH_PATH = "/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp"
METADATA_URL = f"https://api.acme.example{WITH_PATH}"
DOCUMENT = {
    "resource": RESOURCE,
    "authorization_servers": [DOMAIN],
    "scopes_supported": ["read:documents"],
    "bearer_methods_supported": ["header"],
}


class Responds:
    """A service with the same response for all requests."""

    def __init__(self, status: int, *challenges: str, name: str = "WWW-Authenticate") -> None:
        self.start = {
            "type": "http.response.start",
            "status": status,
            "headers": [(name.encode(), challenge.encode()) for challenge in challenges],
        }

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await send(self.start)
        await send({"type": "http.response.body", "body": b"of the service"})


def resource_of(world: World, app: Any = None, **settings: Any) -> ProtectedResource:
    given = {"resource": RESOURCE, "domain": DOMAIN, "scopes": ["read:documents"], **settings}
    return ProtectedResource(app or Responds(200), **{"client": world.client(retry=NO_RETRY), **given})


@pytest.mark.parametrize("path", [PRM, WITH_PATH])
async def test_the_metadata_stands_with_the_path_of_the_resource_and_without(world: World, path: str) -> None:
    found = await get(resource_of(world), path)
    assert (found.status, found.body) == (200, DOCUMENT)
    assert found.all("content-type") == ["application/json"]
    assert found.all("cache-control") == ["public, max-age=3600"]
    assert found.all("access-control-allow-origin") == ["*"]
    assert found.all("content-length") == [str(len(found.sent[1]["body"]))]


@pytest.mark.parametrize(
    ("resource", "path"),
    [
        ("https://api.acme.example", PRM),
        ("https://api.acme.example/", PRM),
        ("https://api.acme.example/a/b", f"{PRM}/a/b"),
        ("https://api.acme.example/a/", f"{PRM}/a/"),
        ("https://api.acme.example/a/", f"{PRM}/a"),
        ("https://API.acme.example:443/A", f"{PRM}/A"),
        ("http://127.0.0.1:8000/mcp", f"{PRM}/mcp"),
        ("https://api.acme.example/%C3%BCbung", f"{PRM}/\u00fcbung"),
        ("https://api.acme.example/a%20b", f"{PRM}/a b"),
    ],
)
async def test_a_resource_is_called_what_it_was_given(world: World, resource: str, path: str) -> None:
    """RFC 9728, section 3.3: clients compare it character by character."""
    assert (await get(resource_of(world, resource=resource), path)).body["resource"] == resource


@pytest.mark.parametrize("path", ["/", "/mcp", f"{PRM}/other", f"{PRM}/mcp/", f"/mcp{PRM}", f"{PRM}x"])
async def test_all_else_is_for_the_service(world: World, path: str) -> None:
    found = await get(resource_of(world), path)
    assert (found.status, found.sent[1]["body"]) == (200, b"of the service")


async def test_the_scopes_are_those_of_the_policy(world: World) -> None:
    world.project = project_policy(scopes=[scope("read:documents", documents="read"), scope("other", documents="x")])
    app = resource_of(world, scopes=None)
    for _ in range(3):
        assert (await get(app, PRM)).body["scopes_supported"] == ["read:documents", "other"]
    assert world.policy_fetches[""] == 1
    assert "scopes_supported" not in (await get(resource_of(world, scopes=[]), PRM)).body


async def test_without_a_policy_the_metadata_names_no_scopes_and_is_not_kept(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.project = ConnectError("down")
    found = await get(resource_of(world, scopes=None), PRM)
    assert (found.status, "scopes_supported" in found.body) == (200, False)
    assert found.all("cache-control") == ["no-store"]
    assert "PolicyUnavailableError" in caplog.text


async def test_a_mounted_service_has_the_same_paths(world: World) -> None:
    found = await get(resource_of(world), f"/root{WITH_PATH}", root_path="/root")
    assert found.body == DOCUMENT


async def test_pages_of_other_origins_read_the_metadata(world: World) -> None:
    found = await get(resource_of(world), PRM, method="OPTIONS")
    assert (found.status, found.all("access-control-allow-origin")) == (204, ["*"])
    assert (found.all("access-control-allow-methods"), found.all("access-control-allow-headers")) == (["GET"], ["*"])


async def test_the_metadata_is_for_reading(world: World) -> None:
    head = await get(resource_of(world), PRM, method="HEAD")
    assert (head.status, head.sent[1]["body"]) == (200, b"")
    assert head.all("content-length") == [str(len(json.dumps(DOCUMENT)))]
    posted = await get(resource_of(world), PRM, method="POST")
    assert (posted.status, posted.all("allow")) == (405, ["GET, HEAD, OPTIONS"])


@pytest.mark.parametrize(
    ("domain", "path", "target"),
    [
        (DOMAIN, "/.well-known/oauth-authorization-server", f"{DOMAIN}/.well-known/oauth-authorization-server"),
        (DOMAIN, "/.well-known/oauth-authorization-server/mcp", f"{DOMAIN}/.well-known/oauth-authorization-server"),
        (DOMAIN, "/.well-known/openid-configuration", f"{DOMAIN}/.well-known/openid-configuration"),
        (DOMAIN, "/.well-known/openid-configuration/mcp", f"{DOMAIN}/.well-known/openid-configuration"),
        (
            "https://as.example/t",
            "/.well-known/oauth-authorization-server",
            "https://as.example/.well-known/oauth-authorization-server/t",
        ),
        (
            "https://as.example/t",
            "/.well-known/openid-configuration",
            "https://as.example/t/.well-known/openid-configuration",
        ),
    ],
)
async def test_clients_that_ask_the_service_are_sent_to_the_domain(
    world: World, domain: str, path: str, target: str
) -> None:
    found = await get(resource_of(world, domain=domain), path)
    assert (found.status, found.all("location")) == (307, [target])
    assert found.all("access-control-allow-origin") == ["*"]


ABOUT = f'resource_metadata="{METADATA_URL}"'


@pytest.mark.parametrize(
    ("status", "given", "sent"),
    [
        (401, ['Bearer realm="stytch"'], [f'Bearer realm="stytch", {ABOUT}']),
        (403, ['bearer error="insufficient_scope"'], [f'bearer error="insufficient_scope", {ABOUT}']),
        (401, ["Bearer"], [f"Bearer {ABOUT}"]),
        (401, [], [f"Bearer {ABOUT}"]),
        (401, ['Basic realm="a"', "Bearer"], ['Basic realm="a"', f"Bearer {ABOUT}"]),
        (401, ['Basic realm="a"'], ['Basic realm="a"']),
        (401, [f"Bearer {ABOUT}"], [f"Bearer {ABOUT}"]),
        (401, ["Bearerish a=b"], ["Bearerish a=b"]),
        (403, [], []),
        (503, [], []),
        (200, ["Bearer"], ["Bearer"]),
    ],
)
async def test_a_challenge_says_where_the_metadata_is(
    world: World, status: int, given: list[str], sent: list[str]
) -> None:
    found = await get(resource_of(world, Responds(status, *given)))
    assert (found.status, found.all("www-authenticate"), found.sent[1]["body"]) == (status, sent, b"of the service")


async def test_refusals_of_the_session_middleware_say_it_too(world: World) -> None:
    service = SessionMiddleware(Service(), world.client(), accepts=["access_token"], required=everything)
    found = await get(resource_of(world, service))
    assert found.all("www-authenticate") == [f'Bearer realm="stytch", {ABOUT}']
    denied = await connect(resource_of(world, service), extensions={"websocket.http.response": {}})
    assert denied.all("www-authenticate") == [f'Bearer realm="stytch", {ABOUT}']
    assert (await connect(resource_of(world, service), PRM)).sent[0]["type"] == "websocket.close"


async def test_lifespan_is_for_the_service(world: World) -> None:
    service = Service()
    await resource_of(world, service)({"type": "lifespan"}, None, None)
    assert service.scopes == [{"type": "lifespan"}]


@pytest.mark.parametrize(
    "settings",
    [
        {"resource": "http://api.acme.example"},
        {"resource": "https://api.acme.example/?a=b"},
        {"resource": "https://api.acme.example/#a"},
        {"resource": 'https://api.acme.example/"'},
        {"resource": "/mcp"},
        {"resource": None},
        {"domain": "acme.customers.stytch.com"},
        {"domain": "https://user@acme.example"},
        {"scopes": "read:documents"},
        {"scopes": ["a b"]},
        {"client": 7},
    ],
)
def test_a_setting_that_cannot_be_used_is_a_mistake(world: World, settings: Any) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(settings))):
        resource_of(world, **settings)
