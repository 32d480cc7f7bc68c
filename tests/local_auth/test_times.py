"""The types and times of claims."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch.errors import (
    MalformedTokenError,
    NotASessionTokenError,
    NotYetValidError,
    TokenExpiredError,
    TokenTooOldError,
    TokenVerificationError,
)
from tests.local_auth.world import NOW, ORGANIZATION, SESSION, World, claims, sign

WRONG_TYPES: dict[str, list[Any]] = {
    "iss": [7, True, ["stytch.com/project-test-1"], {}, 1.5],
    "aud": [7, True, {"project-test-1": 1}, [7], ["project-test-1", None]],
    "sub": [7, True, [], {}, ""],
    "exp": [str(NOW + 300), True, [], NOW + 300.5, 1e400],
    "iat": [str(NOW), True, [], NOW + 0.5, -NOW],
    "nbf": [str(NOW), False, {}, NOW + 0.5, 0],
    SESSION: [7, True, [], "session-test-1", {}],
    ORGANIZATION: [7, False, [], "organization-test-1", {}],
}
"""Five for each of the 8 required claims."""


def wrong_claims() -> list[Any]:
    cases: list[Any] = []
    for name, values in WRONG_TYPES.items():
        error = NotASessionTokenError if name in {SESSION, ORGANIZATION} else MalformedTokenError
        left_out = {key: value for key, value in claims().items() if key != name}
        cases += [
            pytest.param(left_out, error, id=f"{name} left out"),
            pytest.param({**claims(), name: None}, error, id=f"{name} null"),
        ]
        cases += [
            pytest.param({**claims(), name: value}, MalformedTokenError, id=f"{name} {value!r}") for value in values
        ]
    return cases


@pytest.mark.parametrize(("said", "error"), wrong_claims())
async def test_a_claim_that_is_not_what_it_has_to_be_is_refused(
    world: World, said: dict[str, Any], error: type[TokenVerificationError]
) -> None:
    with pytest.raises(TokenVerificationError) as caught:
        await world.verify(sign(said))
    assert type(caught.value) is error


@pytest.mark.parametrize("name", ["exp", "iat", "nbf"])
@pytest.mark.parametrize("value", [253_402_300_800, 2**53, 2**63, 2**64, 10**30])
async def test_a_time_after_the_year_9999_is_malformed(world: World, name: str, value: int) -> None:
    with pytest.raises(MalformedTokenError):
        await world.verify(sign(claims(**{name: value})))


async def test_a_token_may_hold_to_the_end_of_the_year_9999(world: World) -> None:
    found = await world.verify(sign(claims(exp=253_402_300_799)))
    assert found.token_expires_at is not None
    assert found.token_expires_at.year == 9999


@pytest.mark.parametrize(
    ("ends", "accepted"), [("9999-12-31T23:59:59-01:00", True), ("0001-01-01T00:00:00+01:00", False)]
)
async def test_a_session_can_end_where_the_calendar_does(world: World, ends: str, accepted: bool) -> None:
    """Neither time is representable in UTC."""
    token = sign(claims(**{SESSION: {**claims()[SESSION], "started_at": ends, "expires_at": ends}}))
    if accepted:
        assert (await world.verify(token)).expires_at.isoformat() == ends
    else:
        with pytest.raises(TokenExpiredError):
            await world.verify(token)


@pytest.mark.parametrize("name", ["id", "started_at", "last_accessed_at"])
@pytest.mark.parametrize("value", [None, 7, "", "2026-11-23"])
async def test_a_session_whose_claim_lacks_something_is_malformed(world: World, name: str, value: Any) -> None:
    if (name, value) == ("id", "2026-11-23"):
        value = []
    session = {**claims()[SESSION], name: value}
    with pytest.raises(MalformedTokenError):
        await world.verify(sign(claims(**{SESSION: session})))


@pytest.mark.parametrize("value", [7, "stytch_member", [7], {"a": 1}])
@pytest.mark.parametrize("name", ["roles", "authentication_factors", "expires_at"])
async def test_a_session_with_parts_of_another_type_is_malformed(world: World, name: str, value: Any) -> None:
    if (name, value) == ("authentication_factors", [7]):
        value = "[]"
    with pytest.raises(MalformedTokenError):
        await world.verify(sign(claims(**{SESSION: {**claims()[SESSION], name: value}})))


EDGES = [
    (name, leeway, offset, accepted)
    for leeway in (0, 10, 60)
    for name, edges in {
        "exp": {-1: False, 0: False, 1: True},
        "nbf": {-1: True, 0: True, 1: False},
        "iat": {-1: True, 0: True, 1: False},
    }.items()
    for offset, accepted in edges.items()
]


@pytest.mark.parametrize(("name", "leeway", "offset", "accepted"), EDGES)
async def test_a_token_holds_from_the_first_to_before_the_last_second(
    world: World, name: str, leeway: int, offset: int, accepted: bool
) -> None:
    assert len(EDGES) == 27
    at = NOW - leeway + offset if name == "exp" else NOW + leeway + offset
    verifying = world.verify(sign(claims(**{name: at})), leeway=leeway)
    if accepted:
        assert (await verifying).member_id == "member-test-1"
    else:
        with pytest.raises(TokenExpiredError if name == "exp" else NotYetValidError):
            await verifying


@pytest.mark.parametrize("at", [{"exp": NOW - 100}, {"nbf": NOW + 100}, {"iat": NOW - 100}])
async def test_a_token_that_is_not_accepted_for_its_times_names_its_session(world: World, at: dict[str, int]) -> None:
    with pytest.raises(TokenVerificationError) as caught:
        await world.verify(sign(claims(**at)), max_token_age=60)
    assert caught.value.member_session_id == "session-test-1"


async def test_clocks_may_differ_by_ten_seconds_by_default(world: World) -> None:
    assert (await world.verify(sign(claims(iat=NOW + 10, nbf=NOW + 10)))).member_id == "member-test-1"
    with pytest.raises(NotYetValidError):
        await world.verify(sign(claims(iat=NOW + 11)))


@pytest.mark.parametrize(("seconds", "accepted"), [(9.999, True), (10, False)])
async def test_a_token_ends_with_its_session(world: World, seconds: float, accepted: bool) -> None:
    session = {**claims()[SESSION], "expires_at": "2026-11-23T11:10:15Z"}
    world.now = 1_795_432_215 + seconds
    token = sign(claims(exp=NOW + 100_000, **{SESSION: session}))
    if accepted:
        assert (await world.verify(token)).expires_at.isoformat() == "2026-11-23T11:10:15+00:00"
    else:
        with pytest.raises(TokenExpiredError):
            await world.verify(token)


@pytest.mark.parametrize(
    ("issued", "max_token_age", "accepted"),
    [
        (-59, 60, True),
        (-60, 60, False),
        (-61, 60, False),
        (0, 0, False),
        (5, 0, False),
        (5, 0.5, True),
        (-300, None, True),
    ],
)
async def test_a_token_is_too_old_from_its_greatest_age_on(
    world: World, issued: int, max_token_age: float | None, accepted: bool
) -> None:
    verifying = world.verify(sign(claims(iat=NOW + issued)), max_token_age=max_token_age)
    if accepted:
        assert (await verifying).member_id == "member-test-1"
    else:
        with pytest.raises(TokenTooOldError):
            await verifying
