"""Unread data in a socket."""

from __future__ import annotations

import asyncio
import select


def is_readable(transport: asyncio.BaseTransport) -> bool:
    """Return whether a connection has bytes to read, or the server has closed it."""
    sock = transport.get_extra_info("socket")
    if not hasattr(select, "poll"):  # Windows
        return bool(select.select([sock], [], [], 0)[0])
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))
