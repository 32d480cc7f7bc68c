"""A driver of the control API."""

from __future__ import annotations

import pytest

from aiostytch.sandbox import Sandbox

from .driver import Driver


@pytest.fixture
def control(sandbox: Sandbox) -> Driver:
    return Driver(sandbox)
