"""Local verification of M2M tokens."""

from __future__ import annotations

import datetime
from typing import Any

import attrs
import pytest

from aiostytch import (
    ConfigurationError,
    CustomClaimsError,
    InsufficientScopeError,
    MalformedTokenError,
    TokenExpiredError,
    TokenTooOldError,
    VerifiedClient,
    WrongAudienceError,
)
from aiostytch.local_auth.scopes import includes_scope
from tests.local_auth.world import NOW, World, m2m_claims, sign


@attrs.frozen
class Template:
    tenant: str


def moment(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


async def test_a_good_token_is_a_client(world: World) -> None:
    found = await world.client().m2m.authenticate_token(sign(m2m_claims(tenant="acme", jti="t")))
    assert found == VerifiedClient(
        client_id="m2m-client-test-1",
        scopes=("read:documents", "write:*"),
        issued_at=moment(NOW),
        expires_at=moment(NOW + 3600),
        custom_claims={"tenant": "acme"},
    )


async def test_custom_claims_come_in_the_type_of_the_caller(world: World) -> None:
    authenticate = world.client().m2m.authenticate_token
    assert (await authenticate(sign(m2m_claims(tenant="a")), claims=Template)).custom_claims == Template("a")
    with pytest.raises(CustomClaimsError):
        await authenticate(sign(m2m_claims()), claims=Template)


@pytest.mark.parametrize("said", ["", "  ", None])
async def test_a_token_without_scopes_has_none(world: World, said: str | None) -> None:
    assert (await world.client().m2m.authenticate_token(sign(m2m_claims(scope=said)))).scopes == ()


async def test_scopes_that_are_not_a_string_are_malformed(world: World) -> None:
    with pytest.raises(MalformedTokenError):
        await world.client().m2m.authenticate_token(sign(m2m_claims(scope=["read:documents"])))


SCOPES: list[tuple[str, str, bool]] = [
    ("read:documents", "read:documents", True),
    ("read:documents", "write:documents", False),
    ("read:*", "read:documents", True),
    ("read:*", "read:*", True),
    ("read:documents", "read:*", False),
    ("read:*", "read", False),
    ("read:*", "read:", False),
    ("read:*", "reader:documents", False),
    ("read:*", "read:documents:drafts", True),
    ("read:documents:*", "read:documents:drafts", True),
    ("read:documents:*", "read:documents", False),
    ("read:documents:*", "read:documentsx:drafts", False),
    ("read:documents:drafts", "read:documents:drafts", True),
    ("read:documents:drafts", "read:documents", False),
    ("*", "read:documents", False),
    ("*", "*", True),
    (":*", ":a", False),
    ("*:documents", "read:documents", False),
    ("*:*", "read:documents", False),
    ("Read:documents", "read:documents", False),
    ("", "read", False),
]


@pytest.mark.parametrize(("held", "required", "is_included"), SCOPES)
def test_a_scope_includes_itself_and_with_a_star_what_goes_on(held: str, required: str, is_included: bool) -> None:
    assert includes_scope(held.split(), required) is is_included


async def test_missing_scopes_are_named(world: World) -> None:
    authenticate, token = world.client().m2m.authenticate_token, sign(m2m_claims())
    assert (await authenticate(token, required_scopes=["read:documents", "write:a:b"])).client_id
    with pytest.raises(InsufficientScopeError) as caught:
        await authenticate(token, required_scopes=["read:a", "write:b", "delete:c"])
    assert caught.value.required == ("read:a", "write:b", "delete:c")
    assert caught.value.missing == ("read:a", "delete:c")


async def test_a_rule_of_the_caller_replaces_that_for_scopes(world: World) -> None:
    authenticate, token = world.client().m2m.authenticate_token, sign(m2m_claims())

    def prefix(scopes: Any, required: str) -> bool:
        return any(required.startswith(scope.split(":")[0]) for scope in scopes)

    assert (await authenticate(token, required_scopes=["reading"], scope_rule=prefix)).client_id
    with pytest.raises(InsufficientScopeError):
        await authenticate(token, required_scopes=["x"], scope_rule=prefix)


async def test_a_rule_that_returns_anything_but_true_refuses(world: World) -> None:
    responses: Any = lambda scopes, required: "yes"  # noqa: E731
    with pytest.raises(InsufficientScopeError):
        await world.client().m2m.authenticate_token(
            sign(m2m_claims()), required_scopes=["read:documents"], scope_rule=responses
        )


@pytest.mark.parametrize(
    "arguments",
    [
        {"required_scopes": "read:documents"},
        {"required_scopes": [7]},
        {"required_scopes": [""]},
        {"required_scopes": ["read documents"]},
        {"required_scopes": ['read"documents']},
        {"required_scopes": ["lire:é"]},
        {"scope_rule": None},
        {"leeway": -1},
        {"max_token_age": "1"},
        {"claims": 7},
    ],
)
async def test_arguments_are_checked(world: World, arguments: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError):
        await world.client().m2m.authenticate_token(sign(m2m_claims()), **arguments)


async def test_times_and_audience_are_checked_each_time(world: World) -> None:
    client, token = world.client(), sign(m2m_claims())
    await client.m2m.authenticate_token(token)
    world.pass_time(100)
    with pytest.raises(TokenTooOldError):
        await client.m2m.authenticate_token(token, max_token_age=60)
    world.pass_time(3600)
    with pytest.raises(TokenExpiredError):
        await client.m2m.authenticate_token(token)
    with pytest.raises(
        WrongAudienceError, match="audience of the token is 'project-test-2', but must be 'project-test-1'"
    ):
        await client.m2m.authenticate_token(sign(m2m_claims(aud="project-test-2")))
    assert world.fetches <= 2


@pytest.mark.parametrize("extra", ["tenant", 7, ["tenant"], {7: "tenant"}, None])
async def test_further_parameters_are_a_mapping(world: World, extra: Any) -> None:
    client = world.client()
    with pytest.raises(ConfigurationError, match="extra must be a mapping"):
        await client.m2m.token("m2m-client-test-1", "secret", extra=extra)
    with pytest.raises(ConfigurationError, match="extra must be a mapping"):
        client.m2m.token_source("m2m-client-test-1", "secret", extra=extra)
