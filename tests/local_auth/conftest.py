"""Fixtures for the tests of local verification."""

from __future__ import annotations

from tests.local_auth.world import world

__all__ = ["world"]
