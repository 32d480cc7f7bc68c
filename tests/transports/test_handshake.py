"""Only where httpcore makes the handshake itself, a call follows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from aiostytch.transports.handshake import Handshake
from tests.authority import Authority

from .calls import get
from .engines import ALL, Opening
from .servers import Server, responds_with, response


@pytest.mark.parametrize("opening", ALL)
async def test_only_calls_of_a_users_client_follow_the_handshake(
    opening: Opening, authority: Authority, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """httpcore reports ten events a call, and each costs time."""
    events: list[str] = []

    async def note(_: Handshake, event: str, info: Mapping[str, Any]) -> None:
        events.append(event)

    monkeypatch.setattr(Handshake, "__call__", note)
    server = Server(responds_with(response(b"{}")), ssl_context=authority.server("localhost"))
    async with server, opening(authority) as transport:
        await get(transport, server.url("/", host="localhost"))
    is_followed = "of httpx" in request.node.callspec.id
    assert ("connection.start_tls.complete" in events) == is_followed
    assert bool(events) == is_followed
