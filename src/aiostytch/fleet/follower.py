"""Follows the revocations of all processes in a store, and publishes those of this process.

    catching up -- read to the end --> following -- entries are missing --> catching up
         ^                                 |
         |                          the store fails
         `-- after at most 0.5 s -- disconnected

A process that catches up reads the logs from the beginning. If the store has lost revocations that the process knows,
it appends its own immediately, and those of others after a random delay, unless another process did. So an emptied
store is complete again as soon as one process that knows the revocations is back.

No function here raises, or waits longer than `STORE_TIMEOUT`. Without the store, a process uses the revocations that it
knows.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import Context

import msgspec

from ..clock import Clock
from ..errors import StoreUnavailableError
from ..store import Entry, Position, Store
from . import revocations
from .revocations import Revocation, Revocations
from .timeouts import STORE_TIMEOUT

START = 1.0
"""Seconds that the start of a client waits for earlier revocations."""
_WAIT = 1.0
"""Seconds that a reader waits for an entry before it checks the log for losses."""
_BATCH_DELAY = 0.02
"""Seconds that a reader waits after new entries, so that many revocations need few reads."""
_MIN_PAUSE, _MAX_PAUSE = 0.1, 0.5
"""Seconds until the next attempt after failures of the store."""
_MAX_JITTER = 0.5
"""The maximum random delay, in seconds, before a process restores lost revocations."""
_BATCH_SIZE = 500
"""The maximum number of entries in one append, which blocks the server."""

_MIN_OWN = 100
"""The number of own revocations up to which a process does not drop old ones."""

_log = logging.getLogger("aiostytch")


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A change of a client's store, for metrics.

    Attributes:
        known: the number of known revocations.
        lag: the seconds from a revocation to its arrival in this process, None for other changes.
        error: the name of the store's error, "" for other changes.
    """

    known: int
    lag: float | None = None
    error: str = ""


class Follower:
    """Follows the logs of one project in one event loop at a time.

    Args:
        store: the store with the logs.
        project_id: the project ID.
        known: the known revocations; the follower adds those of other processes.
        clock: the clock.
        report: called with each change.

    Attributes:
        lag: the seconds from the last revocation of the log to its arrival here, None before the first.
    """

    def __init__(
        self, store: Store, project_id: str, known: Revocations, clock: Clock, report: Callable[[Change], None]
    ) -> None:
        self._store = store
        self._logs = {f"{project_id}:{log}": ttl for log, ttl in _TTLS.items()}
        self._project_id = project_id
        self._known = known
        self._clock = clock
        self._report = report
        self._positions = dict.fromkeys(self._logs, Position())
        self._own: dict[bytes, Revocation] = {}
        self._unsent: dict[bytes, Revocation] = {}
        self._max_own = _MIN_OWN
        self._task: asyncio.Task[None] | None = None
        self._sending: set[asyncio.Task[None]] = set()
        self._first_read = asyncio.Event()
        self._is_read = False
        self._errors: dict[str, str] = {}
        self.lag: float | None = None

    @property
    def is_up(self) -> bool:
        """Whether the logs were read to the end, and the store has not failed since."""
        return self._is_read and not self._errors

    @property
    def error(self) -> str:
        """The current error of the store, or ""."""
        return next(iter(self._errors.values()), "")

    @property
    def is_running(self) -> bool:
        """Whether it follows the logs, or tries to."""
        task = self._task
        return task is not None and not task.done() and not task.get_loop().is_closed()

    async def start(self, limit: float = STORE_TIMEOUT) -> None:
        """Start to follow, and wait until the existing entries were read, or the store has failed."""
        if not self.is_running:
            self._first_read = asyncio.Event()
            self._task = Context().run(asyncio.create_task, self._follow())
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(limit):
                    await self._first_read.wait()

    async def stop(self) -> None:
        """Stop following, after a short wait for pending entries."""
        here = asyncio.get_running_loop()
        if self._unsent and self.is_up:
            self._start_sending(tuple(self._unsent.values()))
        tasks = {task for task in (*self._sending, self._task) if task is not None and task.get_loop() is here}
        if self._sending & tasks:
            await asyncio.wait(self._sending & tasks, timeout=STORE_TIMEOUT)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        self._task = None

    async def publish(self, new: Sequence[Revocation]) -> None:
        """Publish revocations to other processes, now or as soon as the store is available again."""
        began = time.monotonic()
        self._drop_old()
        self._own.update((each.subject, each) for each in new)
        self._unsent.update((each.subject, each) for each in new)
        self._report(Change(known=len(self._known)))
        await self.start()
        if self.is_up:
            task = self._start_sending(new)
            await asyncio.wait((task,), timeout=max(0.0, STORE_TIMEOUT - (time.monotonic() - began)))

    def _drop_old(self) -> None:
        """Drop revocations whose tokens have all expired. It iterates over all, so it only runs after some growth."""
        if len(self._own) < self._max_own:
            return
        now = self._clock.now()
        for mapping in (self._own, self._unsent):
            for subject in [subject for subject, each in mapping.items() if each.ends_at <= now]:
                del mapping[subject]
        self._max_own = max(_MIN_OWN, 2 * len(self._own))

    def _start_sending(self, new: Sequence[Revocation]) -> asyncio.Task[None]:
        task = asyncio.create_task(self._send(new))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
        return task

    async def _send(self, new: Iterable[Revocation]) -> None:
        """Append revocations. If this fails, the follower retries when it has read new entries."""
        for log, batch in _batches(new, self._logs):
            try:
                await self._store.append(log, [revocations.write(each) for each in batch], self._logs[log])
            except StoreUnavailableError as error:
                self._failed("write", error)
                return
            for each in batch:
                if self._unsent.get(each.subject) is each:
                    del self._unsent[each.subject]
            self._succeeded("write")

    async def _follow(self) -> None:
        pause = _MIN_PAUSE
        while True:
            try:
                await self._catch_up()
                self._is_read = True
                self._succeeded("read")
                self._first_read.set()
                pause = _MIN_PAUSE
                while await self._read_next():
                    await self._send(tuple(self._unsent.values()))
            except StoreUnavailableError as error:
                self._failed("read", error)
                self._first_read.set()
                await self._clock.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 (no secret)
                pause = min(2 * pause, _MAX_PAUSE)

    def _succeeded(self, how: str) -> None:
        if self._errors.pop(how, "") and not self._errors:
            _log.info("the store is available again: revocations are shared")

    def _failed(self, how: str, error: StoreUnavailableError) -> None:
        if not self._errors:
            _log.warning("the store is not available: revocations are not shared: %s", error)
        self._errors[how] = str(error)
        self._report(Change(known=len(self._known), error=type(error.__cause__ or error).__name__))

    async def _catch_up(self) -> None:
        """Read the logs from the beginning, and append missing revocations."""
        self._positions = dict.fromkeys(self._logs, Position())
        shared = Revocations(self._clock.now)
        await self._read_all(shared)
        lost = [each for each in self._known if not shared.includes(each)]
        await self._send([each for each in lost if each.subject in self._own])
        if any(each.subject not in self._own for each in lost):
            await self._clock.sleep(random.uniform(0.0, _MAX_JITTER))  # noqa: S311 (no secret)
            await self._read_all(shared)
            await self._send([each for each in lost if not shared.includes(each)])

    async def _read_all(self, shared: Revocations) -> None:
        while entries := await self._store.read(self._positions, 0):
            for each in self._advance(entries):
                self._known.add(each)
                shared.add(each)

    async def _read_next(self) -> bool:
        """Wait for new entries, and return whether no entry is missing."""
        before = dict(self._positions)
        entries = await self._store.read(self._positions, _WAIT)
        for each in self._advance(entries):
            if self._known.add(each):  # False for revocations of this process
                self.lag = max(0.0, self._clock.now() - each.at)
                self._report(Change(known=len(self._known), lag=self.lag))
        if not entries:
            return await self._is_complete()
        await asyncio.sleep(_BATCH_DELAY)
        return _are_consecutive(before, entries)

    def _advance(self, entries: Sequence[Entry]) -> list[Revocation]:
        """Advance the positions past entries, and return the valid revocations in them."""
        for entry in entries:
            self._positions[entry.log] = entry.position
        found = [revocations.read(entry.content) for entry in entries]
        return [each for each in found if each is not None]

    async def _is_complete(self) -> bool:
        """Return whether the logs have lost no entry, if there is no new one."""
        for log, position in self._positions.items():
            newest = await self._store.newest(log)
            if newest != position and not await self._store.read({log: position}, 0):
                return False
        return True


def _are_consecutive(before: dict[str, Position], entries: Iterable[Entry]) -> bool:
    """Return whether the numbers of entries follow those before without a gap."""
    numbers = {log: position.number for log, position in before.items()}
    for entry in entries:
        numbers[entry.log] += 1
        if entry.position.number != numbers[entry.log]:
            return False
    return True


def _batches(new: Iterable[Revocation], logs: Mapping[str, float]) -> Iterator[tuple[str, Sequence[Revocation]]]:
    """Yield batches of revocations, each with the log that keeps them long enough."""
    short, long = logs
    by_log: dict[str, list[Revocation]] = {short: [], long: []}
    for each in new:
        by_log[short if each.ttl <= logs[short] else long].append(each)
    for log, found in by_log.items():
        for start in range(0, len(found), _BATCH_SIZE):
            yield log, found[start : start + _BATCH_SIZE]


_TTLS = {"short": revocations.SESSION_TOKENS, "long": revocations.ALL_TOKENS}
"""The logs and the TTL of their entries, in seconds. Most revocations are of sessions, and have the short one."""
