"""The webhook service of a sandbox."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from starlette.types import ASGIApp

from ..store.state import State, Transact
from ..store.webhooks import WebhookDelivery, WebhookEndpoint
from . import endpoints, queue

TIMEOUT = 15.0
"""The seconds in which a receiver must respond: the value of Svix."""
_MAX_ATTEMPTS = 1000
"""The maximum number of attempts in a call of `deliver`. A handler that changes an object in each event has no end."""


class WebhookService:
    """Delivers the events of a sandbox: members, organizations and connections, each created, updated or deleted.

        endpoint = sandbox.webhooks.add("http://app.test/webhooks", app=app)
        await client.organizations.create(organization_name="Acme")
        await sandbox.webhooks.deliver()

    In a test, deliveries wait until you call `deliver`. A served sandbox sends them at once. If the receiver does not
    respond with 2xx, the delivery is retried after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h of the sandbox's clock.

    Args:
        state: the state of the sandbox.
        transact: runs changes of the state.
        timeout: the seconds in which a receiver must respond.
    """

    def __init__(self, state: State, transact: Transact, *, timeout: float = TIMEOUT) -> None:
        self._state = state
        self._transact = transact
        self._timeout = timeout
        self._applications: dict[str, ASGIApp] = {}  # also of removed endpoints: a snapshot can restore them
        self._claimed: set[str] = set()

    def add(
        self,
        url: str,
        *,
        app: ASGIApp | None = None,
        secrets: Iterable[str] = (),
        types: Iterable[str] = ("*",),
        shuffled: bool = False,
        copies: int = 1,
    ) -> WebhookEndpoint:
        """Add an endpoint for the events from now on.

        Args:
            url: an http URL. It must be on this machine unless you pass `app`.
            app: the receiver, if it is an ASGI application in this process.
            secrets: the signing secrets (`whsec_…`); each adds a signature to a delivery. The default is a new one.
            types: patterns of event types; `*` matches any text, e.g. `direct.member.*`.
            shuffled: whether deliveries arrive out of order.
            copies: how many times each event is delivered, to test deduplication.

        Returns:
            The endpoint, with its `id` and `secrets`.

        Raises:
            ValueError: the URL is not http on this machine, a pattern does not match any event type, or another
                argument is invalid.
            ConfigurationError: a secret is invalid.
        """
        if app is not None and not callable(app):
            raise ValueError("app must be an ASGI application")
        settings: dict[str, Any] = {"secrets": secrets, "types": types, "shuffled": shuffled, "copies": copies}
        endpoint = self._transact(lambda: endpoints.add(self._state, url, is_local=app is None, **settings))
        if app is not None:
            self._applications[endpoint.id] = app
        return endpoint

    def remove(self, endpoint_id: str) -> None:
        """Remove an endpoint and its deliveries.

        Raises:
            LookupError: the endpoint does not exist.
        """
        self._transact(lambda: endpoints.remove(self._state, endpoint_id))

    @property
    def endpoints(self) -> Sequence[WebhookEndpoint]:
        """All endpoints, the oldest first."""
        return tuple(self._state.webhook_endpoints)

    @property
    def deliveries(self) -> Sequence[WebhookDelivery]:
        """The last deliveries, pending and completed ones, the oldest first; see `max_deliveries` of the sandbox."""
        return tuple(self._state.webhook_deliveries)

    def send_again(self, delivery_id: str) -> None:
        """Make a delivery due now, whatever its status. It keeps its `svix-id`.

        Raises:
            LookupError: the delivery does not exist.
        """
        self._transact(lambda: queue.send_again(self._state, delivery_id))

    async def deliver(self) -> Sequence[WebhookDelivery]:
        """Make all attempts that are due, one after the other.

        Receivers can cause further events. They are delivered in the same call, up to 1,000 attempts.

        Returns:
            The attempted deliveries, as they are after each attempt.
        """
        attempted: list[WebhookDelivery] = []
        while len(attempted) < _MAX_ATTEMPTS:
            delivery = queue.next_due(self._state, self._claimed)
            if delivery is None:
                break
            attempted.append(await self._attempt(delivery))
        return attempted

    async def _attempt(self, delivery: WebhookDelivery) -> WebhookDelivery:
        from .sending import send  # imports an HTTP client, which few sandboxes need

        endpoint = self._state.webhook_endpoints[delivery.endpoint_id]
        self._claimed.add(delivery.id)
        try:
            attempt = await send(
                endpoint, delivery, self._applications.get(endpoint.id), self._state.now(), self._timeout
            )
            self._transact(lambda: queue.record_attempt(self._state, delivery.id, attempt))
        finally:
            self._claimed.discard(delivery.id)
        return self._state.webhook_deliveries.get(delivery.id) or delivery

    def __repr__(self) -> str:
        return f"<WebhookService: {len(self.endpoints)} endpoints, {len(self.deliveries)} deliveries>"
