"""Sockets of connections: how they are read, and whether they have unread data."""

from __future__ import annotations

import asyncio
import select

MAX_READ = 64 * 1024
"""Bytes of a connection's buffer, as much as h11 reads at once.

For a protocol without a buffer, asyncio allocates 256 KiB for each read. glibc maps and unmaps blocks of 128 KiB or
more, unless the process has freed a larger one, and that costs more than the read.
"""


def is_readable(transport: asyncio.BaseTransport) -> bool:
    """Return whether a connection has bytes to read, or the server has closed it."""
    sock = transport.get_extra_info("socket")
    if not hasattr(select, "poll"):  # Windows
        return bool(select.select([sock], [], [], 0)[0])
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))
