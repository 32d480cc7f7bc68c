"""Values that one process fetches and others read from the store: the API's public keys and policies.

    the store has                a process
    a usable value               uses it
    neither value nor lease      acquires the lease, fetches the value, and stores it
    the lease of another         polls until there is a value, or the lease has ended
    no response within 50 ms     fetches the value itself, as without a store

Keys decide which tokens are accepted. So each value has a message authentication code (HMAC), whose key is derived from
the project's secret. An attacker who can write to the store but does not have the secret cannot insert keys.
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
from .timeouts import STORE_TIMEOUT, within_timeout

VERSION = b"1"
"""The first byte of a value in a store. Values of other versions have another one, and are ignored."""
_POLL_INTERVAL = 0.02
"""Seconds between reads while another process fetches the value."""
_MAX_WAIT = 1.0
"""The maximum wait for the fetch of another process, in seconds. That process may have died."""
_FAILED = b"failed"
"""The marker of a failed fetch, which replaces the lease. All waiting processes then fetch the value themselves."""
_FAILURE_TTL = 1.0
"""The TTL of the marker, in seconds."""


class SharedValue(msgspec.Struct, frozen=True):
    """A value.

    Attributes:
        content: the fetched bytes.
        age: the seconds since the start of the fetch.
    """

    content: bytes
    age: float


class SharedValues:
    """The values of one project.

    Args:
        store: the store.
        project_id: the project ID.
        secret: the secret of the project.
        now: returns the wall-clock time, in seconds since 1970.
    """

    def __init__(self, store: Store, project_id: str, secret: Secret, now: Callable[[], float]) -> None:
        self._store = store
        self._project_id = project_id
        self._key = hashlib.sha256(f"aiostytch store {secret.reveal()}".encode()).digest()
        self._now = now
        self._writing: set[asyncio.Task[None]] = set()

    async def get(
        self, name: str, fetch: Run[bytes], accepts: Callable[[SharedValue], bool], *, ttl: float, lease: float
    ) -> SharedValue:
        """Return a value, from the store or fetched.

        Args:
            name: the name of the value.
            fetch: fetches the value.
            accepts: returns whether a value of the store is usable.
            ttl: the maximum age of a value that is used if a fetch fails, in seconds.
            lease: the seconds that other processes wait for the fetch of this one.

        Raises:
            StytchError: the fetch fails, and there is no usable value.
        """
        lease_id = os.urandom(8)
        try:
            found = await self._find_or_lease(name, accepts, lease_id, lease)
        except StoreUnavailableError:
            return SharedValue(await fetch(), 0.0)
        return found or await self._fetch(name, fetch, lease_id, ttl)

    async def _find_or_lease(
        self, name: str, accepts: Callable[[SharedValue], bool], lease_id: bytes, lease: float
    ) -> SharedValue | None:
        """Return a usable value, None if this process must fetch it."""
        is_leased, ends = False, time.monotonic() + _MAX_WAIT
        while is_leased or time.monotonic() < ends:
            found = await self._find(name)
            if found is not None and accepts(found):
                if is_leased:
                    self._write_in_background(self._store.remove(self._lease(name), lease_id))
                return found
            if is_leased:
                return None  # another process may have stored a value just before the lease ended
            match await within_timeout(self._store.get(self._lease(name))):
                case None:
                    is_leased = await within_timeout(self._store.add(self._lease(name), lease_id, lease))
                case content if content == _FAILED:
                    return None
                case _:
                    await asyncio.sleep(_POLL_INTERVAL)
        return None

    async def _fetch(self, name: str, fetch: Run[bytes], lease_id: bytes, ttl: float) -> SharedValue:
        fetched_at = self._now()
        try:
            content = await fetch()
        except StytchError:
            self._write_in_background(self._store.put(self._lease(name), _FAILED, _FAILURE_TTL))
            stale = await self._find_stale(name)
            if stale is None or stale.age >= ttl:
                raise
            return stale
        self._write_in_background(self._publish(name, self._seal(name, fetched_at, content), lease_id, ttl))
        return SharedValue(content, 0.0)

    async def _publish(self, name: str, sealed: bytes, lease_id: bytes, ttl: float) -> None:
        await self._store.put(self._name(name), sealed, ttl)
        await self._store.remove(self._lease(name), lease_id)

    async def _find(self, name: str) -> SharedValue | None:
        return self._open(name, await within_timeout(self._store.get(self._name(name))))

    async def _find_stale(self, name: str) -> SharedValue | None:
        with contextlib.suppress(StoreUnavailableError):
            return await self._find(name)
        return None

    async def connect(self, limit: float) -> bool:
        """Connect to the store at the start of a service, and return whether it responded in time."""
        with contextlib.suppress(StoreUnavailableError):
            await within_timeout(self._store.get(self._name("keys")), limit)
            return True
        return False

    def _write_in_background(self, writing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(_ignore_failure(writing))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def aclose(self) -> None:
        """Wait shortly for pending writes, then cancel them."""
        here = asyncio.get_running_loop()
        tasks = {task for task in self._writing if task.get_loop() is here}
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=STORE_TIMEOUT)
            for task in late:
                task.cancel()
            await asyncio.wait(tasks)

    def _name(self, name: str) -> str:
        return f"{self._project_id}:{name}"

    def _lease(self, name: str) -> str:
        return f"{self._project_id}:{name}:lease"

    def _seal(self, name: str, fetched_at: float, content: bytes) -> bytes:
        payload = msgspec.msgpack.encode((fetched_at, content))
        return VERSION + self._code(name, payload) + payload

    def _open(self, name: str, sealed: bytes | None) -> SharedValue | None:
        """Return the content of a sealed value, None if it is not authentic."""
        if sealed is None or not sealed.startswith(VERSION):
            return None
        code, payload = sealed[1:33], sealed[33:]
        if not hmac.compare_digest(code, self._code(name, payload)):
            return None
        fetched_at, content = msgspec.msgpack.decode(payload, type=tuple[float, bytes])
        return SharedValue(content, max(0.0, self._now() - fetched_at))

    def _code(self, name: str, payload: bytes) -> bytes:
        text = b"\0".join((self._project_id.encode(), name.encode(), payload))
        return hmac.digest(self._key, VERSION + text, "sha256")


async def _ignore_failure(writing: Coroutine[Any, Any, None]) -> None:
    with contextlib.suppress(StoreUnavailableError):  # other processes then fetch the value themselves
        await writing
