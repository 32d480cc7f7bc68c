"""Detecting unread data in a socket, with and without `poll`, which Windows does not have."""

from __future__ import annotations

import asyncio
import select
import socket

import pytest

from aiostytch.transports.sockets import is_readable


@pytest.mark.parametrize("has_poll", [True, False])
async def test_a_socket_with_bytes_or_at_its_end_is_readable(has_poll: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not has_poll:
        monkeypatch.delattr(select, "poll", raising=False)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        transport, _ = await asyncio.get_running_loop().create_connection(asyncio.Protocol, sock=ours)
        transport.pause_reading()
        seen = [is_readable(transport)]
        theirs.send(b"x")
        seen.append(is_readable(transport))
        ours.recv(1)
        seen.append(is_readable(transport))
        theirs.shutdown(socket.SHUT_WR)
        seen.append(is_readable(transport))
        transport.abort()
        await asyncio.sleep(0)
    assert seen == [False, True, False, True]
