"""Fixtures for the tests of state that processes share."""

from __future__ import annotations

from tests.local_auth.world import world

__all__ = ["world"]
