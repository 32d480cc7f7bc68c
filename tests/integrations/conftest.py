"""Fixtures for the tests of integrations."""

from __future__ import annotations

import pytest

from aiostytch.integrations.asgi import SessionMiddleware
from tests.local_auth.world import World, world
from tests.root_logger import root_logger

from .service import NO_RETRY, Service

__all__ = ["root_logger", "world"]


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def app(service: Service, world: World) -> SessionMiddleware:
    return SessionMiddleware(service, world.client(retry=NO_RETRY))
