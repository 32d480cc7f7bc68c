"""Keys and policies with eager tasks, which may finish before they are registered (`asyncio.eager_task_factory`)."""

from __future__ import annotations

import pytest

from aiostytch import AuthorizationCheck, PermissionDeniedError, UnknownKeyError
from aiostytch.local_auth import key_cache, policy_cache
from tests.eager import eager_tasks
from tests.local_auth.tokens import GOOD
from tests.local_auth.world import World, jwks, project_policy, role

READ = AuthorizationCheck("organization-test-1", "documents", "read")


@pytest.fixture(autouse=True)
def immediate_responses(world: World) -> None:
    world.suspends = False


async def test_keys_are_fetched_again_and_again(world: World) -> None:
    with eager_tasks():
        client = world.client()
        for fetches in range(1, 6):
            await client.sessions.authenticate_jwt_local(GOOD["k1"])
            assert world.fetches == fetches
            world.pass_time(key_cache.LIFETIMES.soft)


async def test_a_day_later_tokens_are_accepted(world: World) -> None:
    with eager_tasks():
        client = world.client()
        await client.sessions.authenticate_jwt_local(GOOD["k1"])
        world.pass_time(key_cache.LIFETIMES.hard)
        await client.sessions.authenticate_jwt_local(GOOD["k1"])


async def test_a_new_key_is_found(world: World) -> None:
    with eager_tasks():
        client = world.client()
        with pytest.raises(UnknownKeyError):
            await client.sessions.authenticate_jwt_local(GOOD["k2"])
        world.keys = jwks("k1", "k2")
        world.pass_time(key_cache.LIFETIMES.cooldown)
        await client.sessions.authenticate_jwt_local(GOOD["k2"])


async def test_policies_are_fetched_again_and_again(world: World) -> None:
    with eager_tasks():
        client = world.client()
        session = await client.sessions.authenticate_jwt_local(GOOD["k1"])
        await client.rbac.authorize(session, READ)
        world.project = project_policy(role("editor", documents="write"))
        world.pass_time(policy_cache.LIFETIMES.soft)
        with pytest.raises(PermissionDeniedError):
            await client.rbac.authorize(session, READ)
        world.pass_time(policy_cache.LIFETIMES.hard)
        with pytest.raises(PermissionDeniedError):
            await client.rbac.authorize(session, READ)
        assert world.policy_fetches == {"": 3, READ.organization_id: 3}
