"""The fixtures of the tests of integrations."""

from __future__ import annotations

from tests.local_auth.world import world

__all__ = ["world"]
