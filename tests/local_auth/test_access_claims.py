"""Converting the access of a connected app to claims and back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aiostytch import TokenVerificationError
from aiostytch.local_auth.access_claims import access_of, claims_of
from tests.local_auth.world import World, access_claims, sign

NO_ORGANIZATION = {name: value for name, value in access_claims().items() if "organization" not in name}


@pytest.mark.parametrize(
    "said",
    [
        access_claims(),
        access_claims(tenant="a", nested={"b": [1, None, True]}),
        access_claims(aud="project-test-1"),
        access_claims(scope=None, jti=None),
        NO_ORGANIZATION,
    ],
)
async def test_access_claims_survive_json(world: World, said: dict[str, Any]) -> None:
    access = await world.client().idp.introspect_access_token_local(sign(said))
    assert access_of(json.loads(json.dumps(claims_of(access)))) == access


def test_other_claims_are_not_access() -> None:
    with pytest.raises(TokenVerificationError):
        access_of({"iss": "a", "sub": "b"})
