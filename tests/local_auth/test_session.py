"""The session of a valid token, with typed custom claims."""

from __future__ import annotations

import dataclasses
import datetime
import json
from typing import Any, TypedDict

import attrs
import msgspec
import pytest

from aiostytch import ConfigurationError, VerifiedSession
from aiostytch.errors import CustomClaimsError, MalformedTokenError
from tests.local_auth.world import FACTOR, NOW, ORGANIZATION, PROJECT, SESSION, World, claims, sign


@attrs.define
class AttrsClaims:
    plan: str
    seats: int = 1


@dataclasses.dataclass
class DataclassClaims:
    plan: str
    seats: int = 1


class StructClaims(msgspec.Struct):
    plan: str
    seats: int = 1


class TypedDictClaims(TypedDict):
    plan: str
    seats: int


def moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def session(**changes: Any) -> dict[str, Any]:
    return {name: value for name, value in {**claims()[SESSION], **changes}.items() if value is not None}


async def test_a_good_token_becomes_a_session(world: World) -> None:
    found = await world.verify(sign(claims(plan="pro", jti="1")))
    factors = found.authentication_factors
    assert found == VerifiedSession(
        member_session_id="session-test-1",
        member_id="member-test-1",
        organization_id="organization-test-1",
        organization_slug="acme",
        roles=("stytch_member", "editor"),
        authentication_factors=factors,
        started_at=moment("2026-11-23T10:00:00Z"),
        last_accessed_at=moment("2026-11-23T11:00:00Z"),
        expires_at=moment("2026-11-23T20:00:00Z"),
        custom_claims={"plan": "pro"},
        issued_at=datetime.datetime.fromtimestamp(NOW, datetime.UTC),
        token_expires_at=datetime.datetime.fromtimestamp(NOW + 300, datetime.UTC),
        response=None,
    )
    assert [(factor.type, factor.email_factor.email_address) for factor in factors if factor.email_factor] == [
        ("magic_link", "ada@example.com")
    ]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"aud": PROJECT}, id="audience as a string"),
        pytest.param({"aud": ["other", PROJECT]}, id="audience among others"),
        pytest.param({"iss": "https://test.stytch.com"}, id="issuer is the base URL"),
        pytest.param({SESSION: session(roles=None)}, id="no roles"),
        pytest.param({SESSION: session(authentication_factors=None)}, id="no factors"),
        pytest.param({SESSION: {**session(), "authentication_factors": None, "roles": None}}, id="nulls"),
        pytest.param({SESSION: session(expires_at=None)}, id="no end of the session"),
        pytest.param({SESSION: session(attributes={"ip_address": ""}, new=1)}, id="claims that are new"),
        pytest.param({ORGANIZATION: {"organization_id": "organization-test-1"}}, id="no slug"),
        pytest.param({"big": 10**30, "nested": [[{"a": None}]]}, id="custom claims of any kind"),
        pytest.param({"deep": json.loads("[" * 63 + "]" * 63)}, id="custom claims as deep as may be"),
        pytest.param({"wide": [[]] * 100, "text": '["\\"' * 100}, id="custom claims of many parts"),
    ],
)
async def test_optional_variations_of_a_token_are_accepted(world: World, changes: dict[str, Any]) -> None:
    assert (await world.verify(sign(claims(**changes)))).member_id == "member-test-1"


async def test_without_an_end_of_the_session_it_ends_with_the_token(world: World) -> None:
    found = await world.verify(sign(claims(**{SESSION: session(expires_at=None)})))
    assert found.expires_at == found.token_expires_at


async def test_a_factor_of_a_new_kind_and_with_nulls_is_kept(world: World) -> None:
    drifts: list[str] = []
    client = world.client(on_drift=lambda drift: drifts.append(str(drift)))
    factors = [{**FACTOR, "type": "mind_reading", "delivery_method": None, "last_authenticated_at": 7}]
    token = sign(claims(**{SESSION: session(authentication_factors=factors)}))
    (factor,) = (await client.sessions.authenticate_jwt_local(token)).authentication_factors
    assert (factor.type, factor.delivery_method, factor.last_authenticated_at) == ("mind_reading", None, 7)
    assert sorted(drifts) == [
        "AuthenticationFactor.delivery_method: null",
        "AuthenticationFactor.last_authenticated_at: type",
    ]


async def test_a_strict_client_refuses_a_factor_with_nulls(world: World) -> None:
    token = sign(claims(**{SESSION: session(authentication_factors=[{**FACTOR, "delivery_method": None}])}))
    with pytest.raises(MalformedTokenError):
        await world.client(strict_decoding=True).sessions.authenticate_jwt_local(token)


@pytest.mark.parametrize("kind", [AttrsClaims, DataclassClaims, StructClaims])
async def test_custom_claims_become_the_type_of_the_caller(world: World, kind: type[Any]) -> None:
    found = await world.verify(sign(claims(plan="pro", other=1)), claims=kind)
    assert found.custom_claims == kind(plan="pro", seats=1)


async def test_custom_claims_become_a_typed_dict(world: World) -> None:
    found = await world.verify(sign(claims(plan="pro", seats=3)), claims=TypedDictClaims)
    assert found.custom_claims == {"plan": "pro", "seats": 3}


@pytest.mark.parametrize("custom", [{}, {"plan": 1}, {"plan": "pro", "seats": "3"}, {"plan": ["pro"]}])
async def test_custom_claims_of_another_type_are_an_error_of_their_own(world: World, custom: dict[str, Any]) -> None:
    with pytest.raises(CustomClaimsError):
        await world.verify(sign(claims(**custom)), claims=AttrsClaims)


async def test_custom_claims_belong_to_each_caller(world: World) -> None:
    client, token = world.client(), sign(claims(plans=["pro"]))
    first = await client.sessions.authenticate_jwt_local(token)
    first.custom_claims["plans"].append("other")
    assert (await client.sessions.authenticate_jwt_local(token)).custom_claims == {"plans": ["pro"]}


@pytest.mark.parametrize(
    "kind", [7, "AttrsClaims", attrs.make_class("Odd", {"a": attrs.field(type="Missing")}), int | list[int] | set[int]]
)
async def test_a_type_that_json_lacks_is_refused(world: World, kind: Any) -> None:
    with pytest.raises(ConfigurationError, match="claims"):
        await world.verify(sign(), claims=kind)


@pytest.mark.parametrize("leeway", [-1, 60.001, float("nan"), float("inf"), True, "10", None])
async def test_a_leeway_out_of_bounds_is_refused(world: World, leeway: Any) -> None:
    with pytest.raises(ConfigurationError, match="leeway"):
        await world.verify(sign(), leeway=leeway)


@pytest.mark.parametrize("age", [-1, float("nan"), False, "10"])
async def test_an_invalid_age_is_refused(world: World, age: Any) -> None:
    with pytest.raises(ConfigurationError, match="max_token_age"):
        await world.verify(sign(), max_token_age=age)
