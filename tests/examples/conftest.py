"""Examples as users run them: separate programs that find a sandbox through environment variables."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import PROJECT_ID, SECRET, Sandbox, serve

from .program import Program


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox()


@pytest.fixture
async def base_url(sandbox: Sandbox) -> AsyncIterator[str]:
    async with serve(sandbox) as base_url:
        yield base_url


@pytest.fixture
def program(base_url: str) -> Program:
    leads_here = {"STYTCH_PROJECT_ID": PROJECT_ID, "STYTCH_SECRET": SECRET, "STYTCH_BASE_URL": base_url}
    return Program({**os.environ, **leads_here})


@pytest.fixture
async def client(base_url: str) -> AsyncIterator[B2BClient]:
    async with B2BClient(PROJECT_ID, SECRET, base_url=base_url) as client:
        yield client
