"""A page of an administrator, and a page without a session."""

from __future__ import annotations

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox
from tests.sandbox.world import World, promote

from .pages import Page


@pytest.fixture
def stranger(sandbox: Sandbox) -> Page:
    return Page(sandbox)


@pytest.fixture
def page(sandbox: Sandbox, world: World) -> Page:
    return Page(sandbox, world.session_token)


@pytest.fixture
async def admin(client: B2BClient, page: Page, world: World) -> Page:
    await promote(client, world.member.member_id)
    return page
