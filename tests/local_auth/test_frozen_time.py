"""Frozen time in tests, with the usual tools."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
import time_machine
from freezegun import freeze_time

from aiostytch import B2BClient, Clock, TokenExpiredError, VerifiedSession
from aiostytch.sandbox import Sandbox
from tests.local_auth.world import NOW, PROJECT, World, sign

Freeze: TypeAlias = Callable[[datetime.datetime], contextlib.AbstractContextManager[Any]]

AT = datetime.datetime.fromtimestamp(NOW, datetime.UTC)
TOOLS: dict[str, Freeze] = {
    "freezegun": freeze_time,
    "time-machine": lambda at: time_machine.travel(at, tick=False),
}


@pytest.fixture(params=TOOLS.values(), ids=TOOLS.keys())
def freeze(request: pytest.FixtureRequest) -> Freeze:
    tool: Freeze = request.param
    return tool


def client_of(world: World) -> B2BClient:
    """Create a client with its default clock."""
    return B2BClient(PROJECT, "secret", transport=world)


@pytest.mark.parametrize("made_before", [True, False])
async def test_tokens_are_verified_at_the_time_that_stands_still(
    world: World, freeze: Freeze, made_before: bool
) -> None:
    client = client_of(world)
    for way in ("authenticate_jwt_local", "authenticate_jwt"):
        for late, is_accepted in ((0, True), (309, True), (310, False)):
            with freeze(AT + datetime.timedelta(seconds=late)):
                verify = getattr((client if made_before else client_of(world)).sessions, way)
                if is_accepted or way == "authenticate_jwt":
                    found = await verify(sign())
                    assert (found.response is None) is is_accepted
                else:
                    with pytest.raises(TokenExpiredError):
                        await verify(sign())


async def test_cached_values_do_not_age_by_years_when_time_is_frozen(world: World, freeze: Freeze) -> None:
    client = client_of(world)
    for late in (0, 100, 50):
        with freeze(AT + datetime.timedelta(seconds=late)):
            await client.sessions.authenticate_jwt_local(sign())
        with pytest.raises(TokenExpiredError):
            await client.sessions.authenticate_jwt_local(sign())
    assert world.fetches == 1


@pytest.mark.stytch_seed(
    {
        "organizations": [
            {
                "organization_name": "Acme",
                "organization_slug": "acme",
                "members": [{"email_address": "ada@acme.example", "password": "correct horse battery staple"}],
            }
        ]
    }
)
async def test_a_sandbox_and_its_client_stand_still_together(
    stytch_client: B2BClient, stytch_sandbox: Sandbox, freeze: Freeze
) -> None:
    async def log_in() -> VerifiedSession[Any]:
        login = await stytch_client.passwords.authenticate(
            organization_id="acme", email_address="ada@acme.example", password="correct horse battery staple"
        )
        return await stytch_client.sessions.authenticate_jwt_local(login.session_jwt)

    for at in (AT, AT + datetime.timedelta(days=900)):
        with freeze(at):
            assert (await log_in()).issued_at == at
    stytch_sandbox.rotate_keys()
    stytch_sandbox.clock.advance(seconds=31)
    await log_in()  # fetches the new key


async def test_the_time_that_stands_still_can_be_sent(
    stytch_client: B2BClient, stytch_sandbox: Sandbox, freeze: Freeze
) -> None:
    with freeze(AT):
        now = datetime.datetime.now(datetime.UTC)
        made = await stytch_client.organizations.create(organization_name="Acme", trusted_metadata={"at": now})
    assert made.organization.trusted_metadata == {"at": "2026-11-23T10:50:15Z"}


def test_elapsed_time_goes_on(freeze: Freeze) -> None:
    clock = Clock()
    before = clock.monotonic()
    with freeze(AT):
        assert 0 <= clock.monotonic() - before < 3600
        assert clock.now() == NOW
