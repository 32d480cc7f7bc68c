"""One of many processes that start at once. It connects, waits for a signal, and verifies and authorizes one token."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from aiostytch import AuthorizationCheck, B2BClient
from aiostytch.fleet import timeouts
from aiostytch.store.redis import RedisStore

from .soak_process import API

WAIT = 10.0
"""In seconds. The processes share a machine, so each may wait for the others."""


async def main(url: str, keys: Path, token: str) -> None:
    timeouts.STORE_TIMEOUT = WAIT
    store = RedisStore(url, timeout=WAIT)
    async with B2BClient("project-test-1", "secret", transport=API(keys), store=store) as client:
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        check = AuthorizationCheck("organization-test-1", "documents", "read")
        await client.sessions.authenticate_jwt_local(token, authorization=check)
        print("authorized", flush=True)
        await asyncio.to_thread(sys.stdin.readline)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
