"""The number and times of policy fetches, with an injected clock."""

from __future__ import annotations

import asyncio
import json
import random
from typing import Any

import attrs
import pytest

from aiostytch import (
    AuthorizationCheck,
    B2BClient,
    ConnectError,
    ConnectionLostError,
    LocalAuth,
    PermissionDeniedError,
    PolicyUnavailableError,
    SessionToken,
    VerifiedSession,
)
from aiostytch.local_auth.authorization import ProjectPolicy
from aiostytch.local_auth.policy import read_project_policy
from aiostytch.local_auth.policy_cache import LIFETIMES, PolicyCache
from aiostytch.wire import BodyTooLargeError, Headers
from tests.local_auth.world import (
    SESSION,
    World,
    claims,
    organization_policy,
    patience,
    project_policy,
    response,
    role,
    sign,
)

ACME, OTHER = "organization-test-1", "organization-test-2"
SESSION_TOKEN = SessionToken("token")
READ = AuthorizationCheck(ACME, "documents", "read")
FAULTS: dict[str, Any] = {
    "status 500": response(b"{}", 500),
    "status 401": response(b"{}", 401),
    "no policy": b'{"policy": null, "org_policy": null}',
    "HTML": b"<html>",
    "100 MB": BodyTooLargeError(200, Headers()),
    "no response": None,
    "connection refused": ConnectError("refused"),
    "connection reset": ConnectionLostError("reset"),
    "an error of a middleware": KeyError("a"),
}


@attrs.define
class Member:
    """A verified session, and the client that checks it."""

    client: B2BClient
    session: VerifiedSession[Any]

    async def may(self, check: AuthorizationCheck = READ) -> bool:
        try:
            await self.client.rbac.authorize(self.session, check)
        except PermissionDeniedError:
            return False
        return True


async def member(world: World, client: B2BClient | None = None, organization_id: str = ACME) -> Member:
    client = client or world.client()
    session = {**claims()[SESSION], "expires_at": None}
    organization = {"https://stytch.com/organization": {"organization_id": organization_id}}
    said = claims(exp=2_000_000_000, **{SESSION: session}, **organization)
    return Member(client, await client.sessions.authenticate_jwt_local(sign(said)))


async def test_policies_are_fetched_once(world: World) -> None:
    ada = await member(world)
    assert [await ada.may() for _ in range(5)] == [True] * 5
    assert world.policy_fetches == {"": 1, ACME: 1}


async def test_views_of_a_client_share_its_policies(world: World) -> None:
    ada = await member(world)
    for view in (ada.client, ada.client.with_options(timeout=1), ada.client.as_member(SESSION_TOKEN)):
        assert await Member(view, ada.session).may()
    assert world.policy_fetches == {"": 1, ACME: 1}


async def test_requests_for_policies_have_no_session_and_no_views_options(world: World) -> None:
    seen: list[Any] = []

    async def look(request: Any, call_next: Any) -> Any:
        seen.append(request)
        return await call_next(request)

    client = world.client(middleware=[look])
    session = (await member(world, client)).session
    view = client.as_member(SESSION_TOKEN).with_options(headers={"X-Own": "1"})
    await view.rbac.authorize(session, READ)
    policies = [request for request in seen if "/rbac/" in request.url]
    assert [request.url for request in policies] == [
        "https://test.stytch.com/v1/b2b/rbac/policy",
        f"https://test.stytch.com/v1/b2b/rbac/organizations/{ACME}",
    ]
    for request in policies:
        assert not {"X-Own", "X-Stytch-Member-Session"} & dict(request.headers).keys()


async def test_100_checks_at_once_cost_one_request_for_each_policy(world: World) -> None:
    """Both requests are sent at the same time."""
    ada = await member(world)
    world.held = asyncio.Event()
    checks = [asyncio.create_task(ada.may()) for _ in range(100)]
    for _ in range(10):
        await asyncio.sleep(0)
    assert world.policy_fetches.total() == 2  # neither has a response yet
    world.held.set()
    assert await asyncio.gather(*checks) == [True] * 100
    assert world.policy_fetches == {"": 1, ACME: 1}


@pytest.mark.parametrize("steps", range(6))
async def test_the_first_waiting_caller_can_be_cancelled_at_any_step(world: World, steps: int) -> None:
    ada = await member(world)
    world.held = asyncio.Event()
    tasks = [asyncio.create_task(ada.may()) for _ in range(100)]
    for _ in range(steps):
        await asyncio.sleep(0)
    tasks[0].cancel()
    await asyncio.sleep(0)
    world.held.set()
    first, *others = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(first, asyncio.CancelledError)
    assert others == [True] * 99
    assert world.policy_fetches == {"": 1, ACME: 1}


async def test_policies_are_renewed_in_the_background(world: World) -> None:
    ada = await member(world)
    assert await ada.may()
    world.pass_time(LIFETIMES.soft)
    world.project = project_policy()
    world.held = asyncio.Event()  # the fetch of new ones hangs, and callers do not wait for it
    for _ in range(10):
        assert await ada.may()
        await asyncio.sleep(0)
    world.held.set()
    for _ in range(20):
        await asyncio.sleep(0)
    assert not await ada.may()
    assert world.policy_fetches == {"": 2, ACME: 2}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
async def test_old_policies_are_used_for_an_hour_and_then_nothing_is_permitted(world: World, fault: Any) -> None:
    ada = await member(world, world.client(auth=patience(fault)))
    assert await ada.may()
    world.project = world.organizations[ACME] = fault
    for _ in range(11):
        world.pass_time(300)
        assert await ada.may()
        await asyncio.sleep(0)
    world.pass_time(300)
    with pytest.raises(PolicyUnavailableError):
        await ada.may()


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
async def test_a_cold_start_without_policies_permits_nothing(world: World, fault: Any) -> None:
    """It fetches once in 30 seconds."""
    ada = await member(world, world.client(auth=patience(fault)))
    world.project = world.organizations[ACME] = fault
    for fetches in (1, 2):
        for _ in range(50):
            with pytest.raises(PolicyUnavailableError) as caught:
                await ada.may()
            assert caught.value.__cause__ is not None
        assert world.policy_fetches == {"": fetches, ACME: fetches}
        world.pass_time(LIFETIMES.cooldown)
    world.project, world.organizations[ACME] = project_policy(role("editor", documents="read")), organization_policy()
    assert await ada.may()


async def test_a_denial_costs_no_request(world: World) -> None:
    ada = await member(world)
    for number in range(1_000):
        assert not await ada.may(attrs.evolve(READ, action=f"action-{number}"))
        world.pass_time(0.1)
    assert world.policy_fetches == {"": 1, ACME: 1}


@pytest.mark.volume
async def test_the_roles_of_one_organization_never_apply_to_another() -> None:
    world = World(project=project_policy())
    world.organizations[ACME] = organization_policy(role("editor", documents="read"))
    client, chance = world.client(auth=LocalAuth(cached_organizations=1)), random.Random(4711)
    ours, theirs = await member(world, client), await member(world, client, OTHER)
    for _ in range(1_000):
        who = chance.sample([ours, theirs] * 3, k=4)
        found = await asyncio.gather(*(each.may(check(each)) for each in who))
        assert found == [each is ours for each in who]
        world.pass_time(chance.choice([0, 1, 31, 299, 301, 3601]))


def check(who: Member) -> AuthorizationCheck:
    return attrs.evolve(READ, organization_id=who.session.organization_id)


async def test_the_policies_of_the_organizations_used_last_are_remembered(world: World) -> None:
    client = world.client(auth=LocalAuth(cached_organizations=2))
    members = {name: await member(world, client, name) for name in "abc"}
    for name in "abacab":
        assert await members[name].may(check(members[name]))
    assert world.policy_fetches == {"": 1, "a": 1, "b": 2, "c": 1}


async def test_a_client_and_the_policies_it_remembers_share_nothing_with_another(world: World) -> None:
    for _ in range(2):
        assert await (await member(world)).may()
    assert world.policy_fetches == {"": 2, ACME: 2}


async def test_a_policy_beyond_the_document_is_read_as_far_as_it_goes(world: World) -> None:
    document = json.loads(project_policy(role("editor", documents="read")))
    document["policy"] |= {"resources": None, "scopes": None, "new": 1}
    world.project = json.dumps(document).encode()
    assert await (await member(world)).may()


async def test_scopes_that_another_caller_fetched_meanwhile_are_used() -> None:
    """The second caller looked before the first one had fetched them."""
    fetches: list[ProjectPolicy] = []

    async def fetch() -> ProjectPolicy:
        fetches.append(read_project_policy(project_policy()))
        return fetches[-1]

    cache = PolicyCache(lambda: 0.0, 1)
    first, second = [await cache.get_scopes(fetch) for _ in range(2)]
    assert first == second
    assert len(fetches) == 1
