"""A sandbox with frozen time and sequential ids, and a client of the SDK in the same process."""

from __future__ import annotations

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Clock, Sandbox
from aiostytch.sandbox.http import dispatch
from tests.authority import authority

from .conforming import checked
from .world import NOON, POLICY, CountedIds, World, make_world

__all__ = ["authority"]


@pytest.fixture(autouse=True)
def every_response_is_checked_against_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """Applies to all tests and all clients."""
    monkeypatch.setattr(dispatch, "dispatch", checked)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
def sandbox(clock: Clock) -> Sandbox:
    return Sandbox(clock=clock, new_uuid=CountedIds(), policy=POLICY)


@pytest.fixture
def client(sandbox: Sandbox) -> B2BClient:
    return sandbox.client(strict_decoding=True)


@pytest.fixture
def verifier(sandbox: Sandbox) -> B2BClient:
    """A separate client that has not fetched keys yet."""
    return sandbox.client(strict_decoding=True)


@pytest.fixture
async def world(client: B2BClient) -> World:
    return await make_world(client)
