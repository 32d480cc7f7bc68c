"""A sandbox whose time stands still and whose ids count up, and a client of the SDK in the same process."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from aiostytch import B2BClient, Clockwork
from aiostytch.sandbox import PROJECT_ID, SECRET, Clock, Sandbox

from .world import NOON, POLICY, CountedIds, World, make_world


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
def sandbox(clock: Clock) -> Sandbox:
    return Sandbox(clock=clock, new_uuid=CountedIds(), policy=POLICY)


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[B2BClient]:
    transport = httpx.ASGITransport(sandbox)
    async with B2BClient(PROJECT_ID, SECRET, http_client=transport, strict_decoding=True) as client:
        yield client


@pytest.fixture
async def verifier(sandbox: Sandbox, clock: Clock) -> AsyncIterator[B2BClient]:
    """A client of its own, whose wall clock is that of the sandbox; it knows no keys yet."""
    clockwork = Clockwork(monotonic=lambda: clock.advanced.total_seconds(), now=lambda: clock.now().timestamp())
    transport = httpx.ASGITransport(sandbox)
    async with B2BClient(
        PROJECT_ID, SECRET, http_client=transport, strict_decoding=True, clockwork=clockwork
    ) as client:
        yield client


@pytest.fixture
async def world(client: B2BClient) -> World:
    return await make_world(client)
