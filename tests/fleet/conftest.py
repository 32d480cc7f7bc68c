"""The fixtures of the tests of what processes share."""

from __future__ import annotations

from tests.local_auth.world import world

__all__ = ["world"]
