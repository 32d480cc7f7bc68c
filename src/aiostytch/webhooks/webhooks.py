"""A webhook endpoint: it verifies deliveries, and passes each event to its handlers once."""

from __future__ import annotations

import asyncio
import hmac
import inspect
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal, TypeVar, assert_never, cast

from msgspec import Struct

from aiostytch.checks import (
    check_flag,
    check_instance,
    check_integer,
    check_list,
    check_methods,
    check_positive,
    is_function,
)
from aiostytch.errors import (
    ConfigurationError,
    DeliveryInProgressError,
    UnhandledEventError,
    WebhookPayloadError,
    WebhookTooLargeError,
)
from aiostytch.stytch_client import StytchClient

from .asgi import WebhookApp
from .deliveries import Begun, Deliveries, MemoryDeliveries
from .events import Event, read_event
from .shared_deliveries import SharedDeliveries
from .signature import TOLERANCE, WebhookHeaders, check_signature, check_timestamp, read_headers, signing_key

E = TypeVar("E", bound=Event)
Handler = Callable[[E], Awaitable[None] | None]
Action = Literal["create", "update", "delete"]

_ACTIONS = ("create", "update", "delete")
_SOURCES = ("direct", "dashboard", "scim")

MAX_BODY_SIZE = 1_048_576
"""The default maximum size of a body, in bytes: three times Svix's limit."""

logger = logging.getLogger("aiostytch.webhooks")


class _Route(Struct, frozen=True):
    kind: type[Event]
    action: str | None
    source: str | None
    handler: Callable[[Any], Awaitable[None] | None]

    def takes(self, event: Event) -> bool:
        return (
            isinstance(event, self.kind) and self.action in {None, event.action} and self.source in {None, event.source}
        )


class Webhooks:
    """Receives the webhooks of one endpoint.

    Args:
        secrets: the signing secret of the endpoint (`whsec_…`), or several during its rotation.
        tolerance: the maximum difference between the timestamp and the clock, in seconds; 300 by default.
        max_body_size: the maximum size of a body, in bytes; 1 MiB by default.
        deliveries: stores the IDs of handled deliveries; by default, this is the store of the client, or the memory of
            this process.
        client: a client, which then rejects the tokens of deleted members and organizations, before handlers run.
        require_handlers: whether an event without a handler is an error; by default, `unhandled` counts it.
        now: returns the wall-clock time, in seconds since 1970; by default `time.time`.

    Attributes:
        app: an ASGI application that receives deliveries, see `aiostytch.webhooks.asgi`.
        unhandled: the number of events without a handler, by type.

    Raises:
        ConfigurationError: a secret is not base64, there is no secret, or another setting is invalid.
    """

    def __init__(
        self,
        secrets: str | Sequence[str],
        *,
        tolerance: float = TOLERANCE,
        max_body_size: int = MAX_BODY_SIZE,
        deliveries: Deliveries | None = None,
        client: StytchClient | None = None,
        require_handlers: bool = False,
        now: Callable[[], float] | None = None,
    ) -> None:
        check_positive("tolerance", tolerance)
        check_integer("max_body_size", max_body_size, minimum=1)
        if client is not None:
            check_instance("client", client, StytchClient, "a B2BClient")
        if deliveries is not None:
            check_methods("deliveries", deliveries, Deliveries, "a Deliveries")
        check_flag("require_handlers", require_handlers)
        if now is not None and not is_function(now, 0):
            raise ConfigurationError("now must be a function without arguments")
        self._keys = _keys(secrets)
        self._tolerance = tolerance
        self._deliveries = _usual_deliveries(client) if deliveries is None else deliveries
        self._client = client
        self._require_handlers = require_handlers
        self._now = now
        self._routes: list[_Route] = []
        self.max_body_size = max_body_size
        self.unhandled: Counter[str] = Counter()
        self.app = WebhookApp(self.handle, max_body_size)

    def __repr__(self) -> str:
        return f"Webhooks(secrets={len(self._keys)}, handlers={len(self._routes)}, unhandled={self.unhandled.total()})"

    def verify(self, headers: WebhookHeaders, body: bytes | bytearray | memoryview | str) -> Event:
        """Verify the signature and the timestamp of a delivery, and return its event.

        Args:
            headers: a mapping of names to values, or pairs of them, as strings or bytes.
            body: the raw body. Decoding and encoding it again changes the signature.

        Raises:
            WebhookTooLargeError: the body is longer than `max_body_size`.
            WebhookHeadersError: the signature headers are missing, or malformed.
            WebhookTimestampError: the timestamp is too old, or in the future.
            WebhookSignatureError: it was not signed with a secret of this endpoint.
            WebhookPayloadError: the body is not a JSON object.
            ConfigurationError: the headers or the body have a wrong type.
        """
        content = _bytes(body)
        if len(content) > self.max_body_size:
            raise WebhookTooLargeError(f"the body of the delivery has more than {self.max_body_size} bytes")
        signed = read_headers(headers)
        check_timestamp(signed, (self._now or time.time)(), self._tolerance)
        check_signature(signed, content, self._keys)
        return read_event(signed.id, content)

    def on(
        self, kind: type[E], *, action: Action | None = None, source: str | None = None
    ) -> Callable[[Callable[[E], Any]], Callable[[E], Any]]:
        """Register the decorated function for events of a class.

        Handlers run one after the other, in the order of registration. A handler that is not async runs in a thread. If
        a handler raises, the delivery fails, and all handlers run again in the next attempt.

        Args:
            kind: the class of events; `Event` for all events.
            action: the action, `create`, `update` or `delete`; by default any.
            source: the source, `direct` (the API), `dashboard` or `scim`; by default any.

        Raises:
            ConfigurationError: an argument is invalid, or the handler is not a function.
        """
        _check_choice(kind, action, source)

        def register(handler: Callable[[E], Any]) -> Callable[[E], Any]:
            if not callable(handler):
                raise ConfigurationError("a handler must be a function that takes an event")
            self._routes.append(_Route(kind, action, source, handler))
            return handler

        return register

    async def handle(self, headers: WebhookHeaders, body: bytes | bytearray | memoryview | str) -> Event:
        """Verify a delivery, pass its event to the handlers unless it was handled before, and return the event.

        Raises:
            WebhookError: the delivery is not accepted, see `verify`; respond with the error's `status`.
            DeliveryInProgressError: the same delivery is being handled.
            UnhandledEventError: the event has no handler, and `require_handlers` is set.
            Exception: an exception of a handler. Respond with 500, so that Svix retries the delivery.
        """
        event = self.verify(headers, body)
        match await self._deliveries.begin(event.delivery_id):
            case Begun.NEW:
                await self._dispatch(event)
            case Begun.IN_PROGRESS:
                raise DeliveryInProgressError("the same delivery is being handled")
            case Begun.DONE:
                pass
            case _ as never:
                assert_never(never)
        return event

    async def _dispatch(self, event: Event) -> None:
        try:
            await self._run(event)
        except BaseException:
            await asyncio.shield(self._deliveries.abandon(event.delivery_id))
            raise
        await self._deliveries.finish(event.delivery_id)

    async def _run(self, event: Event) -> None:
        if self._client is not None:
            await self._client.learn(event)
        routes = [route for route in self._routes if route.takes(event)]
        if not routes:
            self.unhandled[event.type] += 1
            if self._require_handlers:
                raise UnhandledEventError("the event has no handler")
        for route in routes:
            await _call(route.handler, event)


async def _call(handler: Callable[[Any], Any], event: Event) -> None:
    if inspect.iscoroutinefunction(handler):
        await handler(event)
        return
    found = await asyncio.to_thread(_run_sync, handler, event)
    if inspect.isawaitable(found):
        await found


def _run_sync(handler: Callable[[Any], Any], event: Event) -> Any:
    try:
        return handler(event)
    except StopIteration as error:  # no future can hold it: in Python 3.11, nobody would ever hear of it
        raise RuntimeError("a webhook handler raised StopIteration") from error


def _check_choice(kind: object, action: object, source: object) -> None:
    if not (isinstance(kind, type) and issubclass(kind, Event)):
        raise ConfigurationError("kind must be a class of events of aiostytch.webhooks, such as MemberEvent")
    for name, value, known in (("action", action, _ACTIONS), ("source", source, _SOURCES)):
        if value is not None and value not in known:
            raise ConfigurationError(f"{name} must be one of {', '.join(known)}")


def _usual_deliveries(client: StytchClient | None) -> Deliveries:
    if client is None or client.store is None:
        return MemoryDeliveries()
    return SharedDeliveries(client.store, client.project_id)


def _keys(secrets: object) -> tuple[hmac.HMAC, ...]:
    given = check_list("secrets", [secrets] if isinstance(secrets, str) else secrets, "webhook secrets")
    if not given:
        raise ConfigurationError("secrets must have at least one webhook secret")
    return tuple(map(signing_key, given))


def _bytes(body: object) -> bytes:
    match body:
        case bytes():
            return body
        case bytearray() | memoryview():
            return bytes(cast("bytearray | memoryview[int]", body))
        case str():
            try:
                return body.encode()
            except UnicodeEncodeError:
                raise WebhookPayloadError("the body of the delivery is not UTF-8") from None
        case _:
            raise ConfigurationError("the body of a delivery must be the raw bytes")
