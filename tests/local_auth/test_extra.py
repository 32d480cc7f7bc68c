"""Without the extra that brings the cryptography, a token is neither accepted nor refused."""

from __future__ import annotations

import sys

import pytest

from aiostytch import ConfigurationError

from .world import World, sign


async def test_what_is_missing_is_said_before_a_token_is_judged(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "aiostytch.local_auth.signature", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'aiostytch\[local-auth\]'"):
        await world.client().sessions.authenticate_jwt_local(sign())
