"""The OAuth endpoints: tokens for M2M clients, and introspection of access tokens."""

from __future__ import annotations

import json
import traceback
from typing import Any
from urllib.parse import parse_qs

import pytest

from aiostytch import (
    APIError,
    AuthorizationCheck,
    AuthorizationError,
    BadRequestError,
    ConfigurationError,
    ConnectionLostError,
    InactiveTokenError,
    InvalidArgumentError,
    MalformedTokenError,
    NotAnAccessTokenError,
    RetryPolicy,
    ServerError,
    StytchError,
    TokenVerificationError,
    UnauthorizedError,
)
from tests.local_auth.world import (
    NOW,
    ORGANIZATION,
    PROJECT,
    SESSION,
    World,
    access_claims,
    claims,
    id_claims,
    m2m_claims,
    project_policy,
    response,
    scope,
    sign,
)

CLIENT, SECRET = "m2m-client-test-1", "canary+secret/4711"
ISSUED = json.dumps({"access_token": "canary.jwt.1", "token_type": "bearer", "expires_in": 3600}).encode()


def refused(error: str, status: int = 400) -> Any:
    return response(json.dumps({"error": error, "error_description": "No."}).encode(), status)


def sent(world: World) -> dict[str, list[str]]:
    return parse_qs(world.requests[-1].content.decode(), strict_parsing=True)


async def test_a_token_is_asked_for_by_a_form_without_the_projects_credentials(world: World) -> None:
    world.oauth = response(ISSUED)
    client = world.client()
    token = await client.m2m.token(CLIENT, SECRET, scopes=["read:a", "write:*"], extra={"tenant": "acme"})
    assert (token.access_token, token.token_type, token.expires_in) == ("canary.jwt.1", "bearer", 3600)
    request = world.requests[0]
    assert (request.method, request.url) == ("POST", f"https://test.stytch.com/v1/public/{PROJECT}/oauth2/token")
    headers = dict(request.headers)
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert "Authorization" not in headers
    assert sent(world) == {
        "grant_type": ["client_credentials"],
        "client_id": [CLIENT],
        "client_secret": [SECRET],
        "scope": ["read:a write:*"],
        "tenant": ["acme"],
    }
    assert "canary" not in repr(token)


async def test_scopes_are_sent_only_where_they_are_given(world: World) -> None:
    world.oauth = response(ISSUED)
    await world.client().m2m.token(CLIENT, SECRET, extra={"grant_type": "password", "client_id": "other"})
    assert sent(world) == {
        "grant_type": ["client_credentials"],
        "client_id": [CLIENT],
        "client_secret": [SECRET],
    }


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [("invalid_client", 401, UnauthorizedError), ("invalid_scope", 400, BadRequestError)],
)
async def test_errors_of_oauth_are_named(world: World, error: str, status: int, kind: type[APIError]) -> None:
    world.oauth = refused(error, status)
    with pytest.raises(kind) as caught:
        await world.client().m2m.token(CLIENT, SECRET)
    assert (caught.value.error_type, caught.value.error_message) == (error, "No.")
    assert len(world.requests) == 1


@pytest.mark.parametrize("fault", [ConnectionLostError("reset"), response(b"{}", 502)])
async def test_a_token_is_asked_for_again_after_a_failure(world: World, fault: Any) -> None:
    world.oauth = fault
    client = world.client(retry=RetryPolicy(max_retries=2, wait=False))
    with pytest.raises((ConnectionLostError, ServerError)) as caught:
        await client.m2m.token(CLIENT, SECRET)
    assert (len(world.requests), caught.value.is_retry_safe) == (3, True)


@pytest.mark.parametrize("scopes", ["read:a", [7], [""], ["a b"], {"a": 1}])
async def test_scopes_are_a_list_of_words(world: World, scopes: Any) -> None:
    with pytest.raises(ConfigurationError, match="scopes"):
        await world.client().m2m.token(CLIENT, SECRET, scopes=scopes)


async def test_values_that_a_form_cannot_hold_are_not_sent(world: World) -> None:
    with pytest.raises(InvalidArgumentError):
        await world.client().m2m.token(CLIENT, SECRET, extra={"a": {"b": 1}})
    assert world.requests == []


def shown(error: BaseException) -> str:
    ours = error.__traceback__
    while ours and "local_auth" not in ours.tb_frame.f_code.co_filename.replace("tests/local_auth", ""):
        ours = ours.tb_next
    assert ours is not None
    return "".join(traceback.TracebackException(type(error), error, ours, capture_locals=True).format())


async def test_a_traceback_with_its_variables_shows_no_secret(world: World) -> None:
    world.oauth = refused("invalid_client", 401)
    client = world.client()
    for call in (client.m2m.token(CLIENT, SECRET), client.idp.introspect_token_network("canary", "a")):
        with pytest.raises(APIError) as caught:
            await call
        assert "canary" not in shown(caught.value)


# -- introspection ----------------------------------------------------------------------------------------------------

DOCUMENTS = AuthorizationCheck("organization-test-1", "documents", "read")
CUSTOM = "https://mcp.acme.example/mcp"


def active(said: dict[str, Any], **more: Any) -> Any:
    facts = {"active": True, "token_type": "access_token", "request_id": "r-1", "status_code": 200}
    return response(json.dumps({**said, **facts, **more}).encode())


async def test_introspection_asks_without_the_projects_credentials(world: World) -> None:
    world.oauth = active(access_claims(tenant="a"))
    found = await world.client().idp.introspect_token_network("token", "connected-app-test-1", client_secret=SECRET)
    assert found.custom_claims == {"tenant": "a"}
    request = world.requests[0]
    assert request.url == f"https://test.stytch.com/v1/public/{PROJECT}/oauth2/introspect"
    assert "Authorization" not in dict(request.headers)
    assert sent(world) == {
        "token": ["token"],
        "client_id": ["connected-app-test-1"],
        "client_secret": [SECRET],
        "token_type_hint": ["access_token"],
    }


@pytest.mark.parametrize(
    "body", [b'{"active":false}', b"{}", b'{"active":null}', b'{"active":"true"}', b'{"active":1}']
)
async def test_a_token_is_inactive_unless_the_api_says_that_it_is_active(world: World, body: bytes) -> None:
    world.oauth = response(body)
    with pytest.raises(InactiveTokenError):
        await world.client().idp.introspect_token_network("token", "app")
    assert b"client_secret" not in world.requests[0].content


async def test_a_refresh_token_is_not_an_access_token(world: World) -> None:
    world.oauth = active(access_claims(), token_type="refresh_token")
    with pytest.raises(NotAnAccessTokenError) as caught:
        await world.client().idp.introspect_token_network("token", "app")
    assert caught.value.seen == "opaque"


async def test_a_response_that_cannot_be_read_is_malformed(world: World) -> None:
    world.oauth = response(b'{"active":true,"x":' + b"[" * 3000 + b"]" * 3000 + b"}")
    with pytest.raises(MalformedTokenError):
        await world.client().idp.introspect_token_network("token", "app")


CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "good": (access_claims(tenant="a"), {}),
    "nothing optional": (access_claims(scope=None, jti=None, **{ORGANIZATION: None}), {}),
    "permitted": (access_claims(), {"authorization": DOCUMENTS}),
    "not permitted": (access_claims(scope="openid"), {"authorization": DOCUMENTS}),
    "other organization": (access_claims(**{ORGANIZATION: {"organization_id": "o"}}), {"authorization": DOCUMENTS}),
    "no organization": (access_claims(**{ORGANIZATION: None}), {"authorization": DOCUMENTS}),
    "custom audience": (access_claims(aud=[PROJECT, CUSTOM]), {"audience": CUSTOM}),
    "no custom audience": (access_claims(), {"audience": CUSTOM}),
    "other audience": (access_claims(aud=CUSTOM), {}),
    "other issuer": (access_claims(iss="https://other.example"), {}),
    "expired": (access_claims(exp=NOW - 60), {}),
    "not yet valid": (access_claims(nbf=NOW + 60), {}),
    "claims of a type": (access_claims(), {"claims": dict[str, int]}),
    "claims of another type": (access_claims(tenant="a"), {"claims": dict[str, int]}),
    "session": (claims(), {}),
    "access token with a session": (access_claims(**{SESSION: claims()[SESSION]}), {}),
    "M2M token": (m2m_claims(), {}),
    "ID token": (id_claims(), {}),
    "no expiry": (access_claims(exp=None), {}),
    "bad claim": (access_claims(client_id=7), {}),
}


@pytest.mark.parametrize(("said", "arguments"), CASES.values(), ids=CASES.keys())
async def test_network_and_local_agree(said: dict[str, Any], arguments: dict[str, Any]) -> None:
    """The same claims have the same result, whether they come from the token or from the API."""
    world = World(
        project=project_policy(scopes=[scope("documents:read", documents="read")]),
        oauth=active(said),
    )
    client, outcomes = world.client(), []
    for asking in (
        client.idp.introspect_access_token_local(sign(said), **arguments),
        client.idp.introspect_token_network("token", "app", **arguments),
    ):
        try:
            outcomes.append(await asking)
        except (TokenVerificationError, AuthorizationError) as error:
            outcomes.append((type(error), str(error)))
    assert outcomes[0] == outcomes[1]


@pytest.mark.parametrize(
    "arguments",
    [{"audience": ""}, {"leeway": 61}, {"authorization": "a"}, {"claims": 7}, {"options": 7}],
)
async def test_arguments_are_checked_before_the_question(world: World, arguments: dict[str, Any]) -> None:
    with pytest.raises((ConfigurationError, StytchError)):
        await world.client().idp.introspect_token_network("token", "app", **arguments)
    assert world.requests == []
