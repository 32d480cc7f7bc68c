"""The outbox: the e-mails and text messages that the API would have sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence

from .records import Message, email_key
from .tables import Table

_DEFAULT_TIMEOUT = 5.0
"""Seconds that `wait_for` waits unless told otherwise."""


class Outbox:
    """The messages that a sandbox has sent, the oldest first.

        message = await sandbox.outbox.wait_for(email="ada@example.com")
        await client.magic_links.authenticate(magic_links_token=message.magic_link_token)

    Args:
        table: the table of messages.
        size: the maximum number of messages; the oldest are deleted.
    """

    def __init__(self, table: Table[Message], size: int) -> None:
        self._table = table
        self._size = size
        self._waiting: set[asyncio.Future[None]] = set()

    def send(self, message: Message) -> None:
        """Add a message, and wake waiting tasks."""
        self._table.put(message)
        self._table.trim(self._size)
        for future in tuple(self._waiting):
            future.get_loop().call_soon_threadsafe(_wake, future)  # a served sandbox may run in another thread

    @property
    def messages(self) -> Sequence[Message]:
        """All messages, the oldest first."""
        return tuple(self._table)

    def select(
        self, *, email: str | None = None, phone_number: str | None = None, purpose: str | None = None
    ) -> Sequence[Message]:
        """Return the matching messages, the oldest first. The arguments are those of `wait_for`."""
        fits = _predicate(email, phone_number, purpose)
        return tuple(message for message in self._table if fits(message))

    def last(
        self, *, email: str | None = None, phone_number: str | None = None, purpose: str | None = None
    ) -> Message | None:
        """Return the newest matching message, or None. The arguments are those of `wait_for`."""
        return next(reversed(self.select(email=email, phone_number=phone_number, purpose=purpose)), None)

    async def wait_for(
        self,
        *,
        email: str | None = None,
        phone_number: str | None = None,
        purpose: str | None = None,
        timeout: float = _DEFAULT_TIMEOUT,
    ) -> Message:
        """Return the newest matching message. If there is none yet, wait for the first.

        Args:
            email: the e-mail address of the recipient; case does not matter.
            phone_number: the phone number of the recipient, in E.164.
            purpose: the purpose of the message, e.g. `login`; see `Message`.
            timeout: the maximum time to wait, in seconds.

        Raises:
            TimeoutError: no matching message was sent; the error lists the messages that were sent.
        """
        try:
            async with asyncio.timeout(timeout):
                while (found := self.last(email=email, phone_number=phone_number, purpose=purpose)) is None:
                    await self._wait_for_next()
                return found
        except TimeoutError:
            sent = ", ".join(f"{message.purpose} to {message.to}" for message in self._table) or "nothing"
            raise TimeoutError(f"no such message in {timeout:g} s; messages in the outbox: {sent}") from None

    async def _wait_for_next(self) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)  # `send` must not wake a future whose event loop is closed

    def clear(self) -> None:
        """Delete all messages. Their links and codes still work."""
        for message in self._table:
            self._table.delete(message.id)

    def __iter__(self) -> Iterator[Message]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)

    def __repr__(self) -> str:
        return f"<Outbox, {len(self)} messages>"


def _wake(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _predicate(email: str | None, phone_number: str | None, purpose: str | None) -> Callable[[Message], bool]:
    def fits(message: Message) -> bool:
        return (
            (email is None or (message.channel == "email" and email_key(message.to) == email_key(email)))
            and (phone_number is None or (message.channel == "sms" and message.to == phone_number))
            and (purpose is None or message.purpose == purpose)
        )

    return fits
