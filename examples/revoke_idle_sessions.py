"""A worker that revokes idle sessions.

    python revoke_idle_sessions.py --idle-minutes 30 --every-minutes 5

It stops at SIGINT and SIGTERM, if necessary during a round; `--once` makes one round.
"""

import argparse
import asyncio
import contextlib
import datetime
import signal
from collections.abc import AsyncIterator

from aiostytch import B2BClient, NotFoundError, StytchError
from aiostytch.models.sessions import MemberSession


async def all_sessions(client: B2BClient) -> AsyncIterator[MemberSession]:
    """Yield the sessions of all members of all organizations."""
    async for organization in client.organizations.search(limit=1000):
        ids = [organization.organization_id]
        async for member in client.organizations.members.search(organization_ids=ids, limit=1000):
            response = await client.sessions.get(organization_id=ids[0], member_id=member.member_id)
            for session in response.member_sessions:
                yield session


async def revoke_idle(client: B2BClient, idle: datetime.timedelta, now: datetime.datetime) -> int:
    """Revoke the sessions that were idle for at least `idle` at `now`. Return their number."""
    count = 0
    async for session in all_sessions(client):
        if session.last_accessed_at > now - idle:
            continue
        with contextlib.suppress(NotFoundError):  # it has ended in the meantime
            await client.sessions.revoke(member_session_id=session.member_session_id)
            count += 1
    return count


async def work(client: B2BClient, idle: datetime.timedelta, pause: float | None) -> None:
    """Run rounds with a pause in between; only one round without a pause. Continue after a failed round."""
    while True:
        try:
            count = await revoke_idle(client, idle, datetime.datetime.now(datetime.UTC))
            print(f"{count} idle sessions ended", flush=True)
        except StytchError as error:
            print(f"this round failed: {error}", flush=True)
        if pause is None:
            return
        await asyncio.sleep(pause)


async def main() -> None:
    parser = argparse.ArgumentParser(description="Revoke idle sessions.")
    parser.add_argument("--idle-minutes", type=float, default=30)
    parser.add_argument("--every-minutes", type=float, default=5)
    parser.add_argument("--once", action="store_true", help="make one round")
    options = parser.parse_args()
    async with B2BClient() as client:
        idle = datetime.timedelta(minutes=options.idle_minutes)
        working = asyncio.create_task(work(client, idle, None if options.once else options.every_minutes * 60))
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, working.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await working


if __name__ == "__main__":
    asyncio.run(main())
