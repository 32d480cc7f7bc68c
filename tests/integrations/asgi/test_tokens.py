"""Requests with a token of an M2M client or a connected app, or with a session, by what a service accepts."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from aiostytch import (
    ConfigurationError,
    ConnectError,
    VerifiedAccess,
    VerifiedClient,
    VerifiedSession,
    WrongTokenKindError,
)
from aiostytch.integrations.asgi import Refusal, Requirement, SessionMiddleware, authentication_of
from aiostytch.integrations.asgi.refusal import INVALID_TOKEN, NOT_AUTHENTICATED, NOT_PERMITTED, UNAVAILABLE
from tests.local_auth.tokens import TOKENS
from tests.local_auth.world import World, access_claims, m2m_claims, project_policy, response, role, scope, sign

from ..service import NO_RETRY, Pairs, Service, everything, get, jwt_cookie

RESULTS: dict[str, type[Any]] = {"session": VerifiedSession, "m2m": VerifiedClient, "access_token": VerifiedAccess}
SUBSETS = [kinds for size in (1, 2, 3) for kinds in itertools.combinations(RESULTS, size)]
CUSTOM = "https://api.acme.example"


def bearer(token: str) -> Pairs:
    return [("authorization", f"Bearer {token}")]


async def found(world: World, headers: Pairs, **settings: Any) -> Any:
    """Return the result of the middleware for a request."""
    service = Service()
    await get(SessionMiddleware(service, world.client(retry=NO_RETRY), **settings), headers=headers)
    return authentication_of(service.scopes[-1])


@pytest.mark.parametrize("accepts", SUBSETS, ids="+".join)
@pytest.mark.parametrize("kind", TOKENS)
async def test_a_token_of_an_accepted_kind_is_its_principal_and_all_others_are_401(
    world: World, accepts: Any, kind: str
) -> None:
    authentication = await found(world, bearer(TOKENS[kind]), accepts=accepts)
    if kind in accepts:
        assert type(authentication.outcome) is type(authentication.principal) is RESULTS[kind]
        assert authentication.session is (authentication.outcome if kind == "session" else None)
    else:
        assert authentication.outcome == INVALID_TOKEN
        assert isinstance(authentication.error, WrongTokenKindError)
        assert (authentication.error.seen, authentication.principal) == (kind, None)


async def test_without_sessions_cookies_are_not_looked_at(world: World) -> None:
    assert (await found(world, [jwt_cookie(sign())], accepts=["m2m"])).outcome == NOT_AUTHENTICATED
    assert (await found(world, [jwt_cookie(sign())], accepts=["m2m", "session"])).session is not None
    both = await found(world, [jwt_cookie(sign()), *bearer(TOKENS["m2m"])], accepts=["m2m", "session"])
    assert type(both.outcome) is VerifiedClient


@pytest.mark.parametrize("token", [TOKENS["m2m"], TOKENS["access_token"]])
async def test_the_api_is_asked_about_no_token_but_sessions(world: World, token: str) -> None:
    accepts = ("session", "m2m", "access_token")
    world.pass_time(4000)
    assert (await found(world, bearer(token), accepts=accepts)).outcome == INVALID_TOKEN
    world.keys = ConnectError("down")
    assert (await found(world, bearer(token), accepts=accepts)).outcome == UNAVAILABLE
    assert world.requests == []
    assert (await found(world, bearer(sign()), accepts=accepts)).session is not None
    assert len(world.requests) == 1


@pytest.mark.parametrize("token", ["", "a", "a.b.c", "é", "x" * 20_000])
async def test_an_invalid_token_is_401(world: World, token: str) -> None:
    for accepts in SUBSETS:
        assert (await found(world, bearer(token), accepts=accepts)).outcome == INVALID_TOKEN


async def test_several_bearer_tokens_are_401(world: World) -> None:
    headers = [*bearer(TOKENS["m2m"]), *bearer(TOKENS["access_token"])]
    assert (await found(world, headers, accepts=["m2m"])).outcome == INVALID_TOKEN


async def test_an_access_token_has_to_be_for_the_audience(world: World) -> None:
    token = sign(access_claims(aud=["project-test-1", CUSTOM]))
    accepts = ["access_token", "m2m"]
    for headers, audience, outcome in (
        (bearer(token), CUSTOM, VerifiedAccess),
        (bearer(TOKENS["access_token"]), CUSTOM, Refusal),
        (bearer(TOKENS["m2m"]), CUSTOM, VerifiedClient),  # its only audience is the project
        (bearer(token), "https://other.example", Refusal),
    ):
        assert type((await found(world, headers, accepts=accepts, audience=audience)).outcome) is outcome


async def test_a_request_can_be_made_to_need_a_token(world: World) -> None:
    app = SessionMiddleware(Service(), world.client(), accepts=["m2m"], required=everything)
    assert [(await get(app, headers=headers)).status for headers in ([], bearer(TOKENS["m2m"]))] == [401, 200]


@pytest.mark.parametrize("settings", [{"accepts": []}, {"accepts": "m2m"}, {"accepts": ["m3m"]}, {"audience": ""}])
def test_a_setting_that_cannot_be_used_is_a_mistake(world: World, settings: Any) -> None:
    with pytest.raises(ConfigurationError):
        SessionMiddleware(Service(), world.client(), **settings)


async def test_scopes_of_an_access_token_permit_actions_by_the_policy(world: World) -> None:
    world.project = project_policy(role("editor"), scopes=[scope("documents:read", documents="read")])
    authentication = await found(world, bearer(TOKENS["access_token"]), accepts=["access_token"])
    assert await authentication.check("documents", "read") is None
    assert await authentication.check("documents", "read", organization_id="organization-test-1") is None
    assert await authentication.check("documents", "read", organization_id="organization-test-2") == NOT_PERMITTED
    assert await authentication.check("documents", "write") == NOT_PERMITTED


async def test_a_policy_that_cannot_be_fetched_is_503(world: World) -> None:
    world.project = response(b"{}", status=500)
    authentication = await found(world, bearer(TOKENS["access_token"]), accepts=["access_token"])
    assert await authentication.check("documents", "read") == UNAVAILABLE


async def test_without_an_organization_nothing_is_permitted(world: World) -> None:
    claims = {name: value for name, value in access_claims().items() if "organization" not in name}
    authentication = await found(world, bearer(sign(claims)), accepts=["access_token"])
    assert await authentication.check("documents", "read") == NOT_PERMITTED
    assert await (await found(world, bearer(TOKENS["m2m"]), accepts=["m2m"])).check("a", "b") == INVALID_TOKEN
    assert await (await found(world, [], accepts=["m2m"])).check("a", "b") == NOT_AUTHENTICATED


# Requirements, as pure functions.


async def principal(world: World, kind: str) -> Any:
    return (await found(world, bearer(TOKENS[kind]), accepts=list(RESULTS))).outcome


@pytest.mark.parametrize("accepts", SUBSETS, ids="+".join)
@pytest.mark.parametrize("kind", RESULTS)
async def test_a_requirement_is_for_the_kinds_that_it_accepts(world: World, accepts: Any, kind: str) -> None:
    given = await principal(world, kind)
    assert Requirement(accepts).check(given) == (given if kind in accepts else INVALID_TOKEN)


async def test_a_requirement_names_its_scopes_wherever_they_help(world: World) -> None:
    required = Requirement(scopes=["read:a", "write:a"])
    able = await found(world, bearer(sign(m2m_claims(scope="read:* write:a"))), accepts=["m2m"])
    unable = await found(world, bearer(sign(m2m_claims(scope="read:a"))), accepts=["m2m"])
    assert required.check(able.outcome) is able.outcome
    for outcome, status, error in (
        (unable.outcome, 403, ', error="insufficient_scope"'),
        (await principal(world, "session"), 403, ', error="insufficient_scope"'),
        (NOT_AUTHENTICATED, 401, ""),
        (INVALID_TOKEN, 401, ', error="invalid_token"'),
    ):
        judged: Any = required.check(outcome)
        assert (judged.status_code, judged.challenge) == (
            status,
            f'Bearer realm="stytch"{error}, scope="read:a write:a"',
        )
    assert required.check(UNAVAILABLE) == UNAVAILABLE
    assert Requirement().check(NOT_AUTHENTICATED) == NOT_AUTHENTICATED


async def test_a_rule_of_ones_own_decides_about_scopes(world: World) -> None:
    given = await principal(world, "m2m")
    assert Requirement(scopes=["x"], scope_rule=lambda scopes, required: True).check(given) is given
    assert isinstance(Requirement(scopes=["x"], scope_rule=lambda scopes, required: False).check(given), Refusal)


@pytest.mark.parametrize(
    "arguments",
    [
        {"accepts": []},
        {"accepts": ["sessions"]},
        {"scopes": "read:a"},
        {"scopes": ['read"a']},
        {"scopes": ["read a"]},
        {"scopes": ["ü"]},
        {"scope_rule": None},
    ],
)
def test_a_requirement_that_cannot_be_met_is_a_mistake(arguments: Any) -> None:
    with pytest.raises(ConfigurationError):
        Requirement(**arguments)
