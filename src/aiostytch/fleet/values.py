"""Values that one process fetches and others read from the store: the API's published keys and policies.

    there is         a process
    a value that is good enough   takes it
    none, and nobody fetches      takes the lease, fetches, and puts the value there
    none, and somebody fetches    looks again and again until there is one, or the lease has ended
    no response within 50 ms fetches for itself, as without a store

Keys decide which tokens are accepted. So a value has a message authentication code (HMAC) with a key from the project's
secret: an attacker with write access to the store, but without the secret, cannot insert keys.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import os
import time
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec

from ..errors import StoreUnavailableError, StytchError
from ..secret import Secret
from ..single_flight import Run
from ..store import Store
from .patience import PATIENCE, in_time

VERSION = b"1"
"""The first byte of a value in a store. Values of other versions have another one, and are ignored."""
_LOOK = 0.02
"""Seconds between reads while another process fetches."""
_LONGEST = 1.0
"""The maximum wait in seconds for the fetch of another process, which may have died."""
_FAILED = b"failed"
"""The marker of a failed fetch, which replaces the lease: all waiting processes then fetch themselves, concurrently."""
_AFTER_FAILURE = 1.0
"""Seconds until the marker expires."""


class Shared(msgspec.Struct, frozen=True):
    """A value.

    Attributes:
        content: the fetched bytes.
        age: seconds since the fetch began.
    """

    content: bytes
    age: float


class SharedValues:
    """The values of one project.

    Args:
        store: the store.
        project_id: the project.
        secret: its secret.
        now: the wall clock, in seconds since 1970.
    """

    def __init__(self, store: Store, project_id: str, secret: Secret, now: Callable[[], float]) -> None:
        self._store = store
        self._project_id = project_id
        self._key = hashlib.sha256(f"aiostytch store {secret.reveal()}".encode()).digest()
        self._now = now
        self._writing: set[asyncio.Task[None]] = set()

    async def get(
        self, name: str, fetch: Run[bytes], accepts: Callable[[Shared], bool], *, keep: float, lease: float
    ) -> Shared:
        """Return a value, from the store or fetched.

        Args:
            name: the name of the value.
            fetch: fetches it.
            accepts: whether a value of the store is usable.
            keep: the maximum seconds that it may be used, if it cannot be fetched.
            lease: seconds that other processes wait for this one, if it fetches.

        Raises:
            StytchError: it cannot be fetched, and there is no usable value.
        """
        mine = os.urandom(8)
        try:
            found = await self._look(name, accepts, mine, lease)
        except StoreUnavailableError:
            return Shared(await fetch(), 0.0)
        return found or await self._fetch(name, fetch, mine, keep)

    async def _look(self, name: str, accepts: Callable[[Shared], bool], mine: bytes, lease: float) -> Shared | None:
        """Return a usable value, None if this process has to fetch it."""
        is_leased, ends = False, time.monotonic() + _LONGEST
        while is_leased or time.monotonic() < ends:
            found = await self._find(name)
            if found is not None and accepts(found):
                if is_leased:
                    self._later(self._store.remove(self._lease(name), mine))
                return found
            if is_leased:
                return None  # another process may have stored a value just before the lease ended
            match await in_time(self._store.get(self._lease(name))):
                case None:
                    is_leased = await in_time(self._store.add(self._lease(name), mine, lease))
                case content if content == _FAILED:
                    return None
                case _:
                    await asyncio.sleep(_LOOK)
        return None

    async def _fetch(self, name: str, fetch: Run[bytes], mine: bytes, keep: float) -> Shared:
        asked_at = self._now()
        try:
            content = await fetch()
        except StytchError:
            self._later(self._store.put(self._lease(name), _FAILED, _AFTER_FAILURE))
            stale = await self._find_at_all(name)
            if stale is None or stale.age >= keep:
                raise
            return stale
        self._later(self._publish(name, self._seal(name, asked_at, content), mine, keep))
        return Shared(content, 0.0)

    async def _publish(self, name: str, sealed: bytes, mine: bytes, keep: float) -> None:
        await self._store.put(self._name(name), sealed, keep)
        await self._store.remove(self._lease(name), mine)

    async def _find(self, name: str) -> Shared | None:
        return self._open(name, await in_time(self._store.get(self._name(name))))

    async def _find_at_all(self, name: str) -> Shared | None:
        with contextlib.suppress(StoreUnavailableError):
            return await self._find(name)
        return None

    async def connect(self, patience: float) -> bool:
        """Connect to the store at the start of a service, and return whether it responded in time."""
        with contextlib.suppress(StoreUnavailableError):
            await in_time(self._store.get(self._name("keys")), patience)
            return True
        return False

    def _later(self, writing: Coroutine[Any, Any, None]) -> None:
        """Write to the store in the background."""
        task = asyncio.create_task(_quietly(writing))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def aclose(self) -> None:
        """Wait shortly for pending writes, then cancel them."""
        here = asyncio.get_running_loop()
        tasks = {task for task in self._writing if task.get_loop() is here}
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=PATIENCE)
            for task in late:
                task.cancel()
            await asyncio.wait(tasks)

    def _name(self, name: str) -> str:
        return f"{self._project_id}:{name}"

    def _lease(self, name: str) -> str:
        return f"{self._project_id}:{name}:lease"

    def _seal(self, name: str, asked_at: float, content: bytes) -> bytes:
        payload = msgspec.msgpack.encode((asked_at, content))
        return VERSION + self._code(name, payload) + payload

    def _open(self, name: str, sealed: bytes | None) -> Shared | None:
        """Open a sealed value; return None if it is not authentic."""
        if sealed is None or not sealed.startswith(VERSION):
            return None
        code, payload = sealed[1:33], sealed[33:]
        if not hmac.compare_digest(code, self._code(name, payload)):
            return None
        asked_at, content = msgspec.msgpack.decode(payload, type=tuple[float, bytes])
        return Shared(content, max(0.0, self._now() - asked_at))

    def _code(self, name: str, payload: bytes) -> bytes:
        text = b"\0".join((self._project_id.encode(), name.encode(), payload))
        return hmac.digest(self._key, VERSION + text, "sha256")


async def _quietly(writing: Coroutine[Any, Any, None]) -> None:
    with contextlib.suppress(StoreUnavailableError):  # the next process fetches for itself
        await writing
