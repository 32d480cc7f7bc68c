"""Authentication factors are decoded on first access, and are an ordinary sequence."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from aiostytch import Drift, MalformedTokenError
from aiostytch.local_auth.factors import Factors
from aiostytch.models.sessions import AuthenticationFactor, AuthenticationFactorType, EmailFactor
from tests.local_auth.world import FACTOR, SESSION, World, claims, sign


def factor(kind: str = "magic_link") -> AuthenticationFactor:
    return AuthenticationFactor(type=AuthenticationFactorType(kind), delivery_method="email")


class Counting:
    """Decodes three factors, and counts how often."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, found: list[Any]) -> list[AuthenticationFactor]:
        self.count += 1
        return [factor(kind) for kind in found]


KINDS = ["magic_link", "totp", "sso"]


def test_factors_are_made_once_and_only_when_they_are_looked_at() -> None:
    decode = Counting()
    factors = Factors(KINDS, decode)
    assert decode.count == 0
    for _ in range(3):
        assert [each.type for each in factors] == KINDS
    assert decode.count == 1


def test_factors_are_a_sequence() -> None:
    factors, plain = Factors(KINDS, Counting()), tuple(map(factor, KINDS))
    assert (len(factors), factors[0], factors[-1], factors[1:]) == (3, plain[0], plain[-1], plain[1:])
    assert factor("totp") in factors
    assert list(reversed(factors)) == list(reversed(plain))
    with pytest.raises(IndexError):
        factors[3]


def test_factors_equal_a_tuple_of_the_same_and_look_like_one() -> None:
    factors, plain = Factors(KINDS, Counting()), tuple(map(factor, KINDS))
    assert factors == plain
    assert plain == factors
    assert factors == Factors(KINDS, Counting())
    assert factors != plain[1:]
    assert repr(factors) == repr(plain)


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda factors: pickle.loads(pickle.dumps(factors))])
def test_copies_of_factors_are_tuples(duplicate: Any) -> None:
    copied = duplicate(Factors(KINDS, Counting()))
    assert (type(copied), copied) == (tuple, tuple(map(factor, KINDS)))


async def test_the_factors_of_a_token_are_typed_and_shared_by_all_who_verify_it(world: World) -> None:
    client, token = world.client(), sign()
    first, second = [await client.sessions.authenticate_jwt_local(token) for _ in range(2)]
    (found,) = first.authentication_factors
    assert found.email_factor == EmailFactor(email_id="email-test-1", email_address="ada@example.com")
    assert second.authentication_factors[0] is found


async def test_a_deviation_in_a_factor_is_reported_when_it_is_looked_at(world: World) -> None:
    reported: list[Drift] = []
    session = {**claims()[SESSION], "authentication_factors": [{**FACTOR, "email_factor": {"email_id": None}}]}
    found = await world.client(on_drift=reported.append).sessions.authenticate_jwt_local(
        sign(claims(**{SESSION: session}))
    )
    assert reported == []
    assert found.authentication_factors[0].type == "magic_link"
    assert reported != []


async def test_a_strict_client_looks_at_them_at_once(world: World) -> None:
    session = {**claims()[SESSION], "authentication_factors": [{**FACTOR, "email_factor": {"email_id": None}}]}
    with pytest.raises(MalformedTokenError):
        await world.client(strict_decoding=True).sessions.authenticate_jwt_local(sign(claims(**{SESSION: session})))
