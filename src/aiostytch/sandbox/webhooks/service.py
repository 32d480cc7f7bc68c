"""The service that delivers webhooks, as the user of a sandbox sees it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from starlette.types import ASGIApp

from ..store.state import State, Transact
from ..store.webhooks import WebhookDelivery, WebhookEndpoint
from . import endpoints, queue

TIMEOUT = 15.0
"""Seconds that a receiver has to respond, as Svix gives them."""
_MOST_ATTEMPTS = 1000
"""Attempts in one call of `deliver`: a handler that changes an object in each event would never come to an end."""


class WebhookService:
    """Delivers the events of a sandbox: members, organizations and connections, each created, updated or deleted.

        endpoint = sandbox.webhooks.add("http://app.test/webhooks", app=app)
        await client.organizations.create(organization_name="Acme")
        await sandbox.webhooks.deliver()

    Deliveries wait until you call `deliver`, so that a test knows when they arrive; a sandbox that is served sends them
    at once. A receiver that responds with anything but 2xx gets the delivery again, after 5 s, 5 min, 30 min, 2 h, 5 h
    and twice 10 h of the sandbox's clock.

    Args:
        state: the state of the sandbox.
        transact: runs changes of it.
        timeout: seconds that a receiver has to respond.
    """

    def __init__(self, state: State, transact: Transact, *, timeout: float = TIMEOUT) -> None:
        self._state = state
        self._transact = transact
        self._timeout = timeout
        self._applications: dict[str, ASGIApp] = {}  # of removed endpoints too: a snapshot may bring them back
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
        """Add an endpoint, which gets the events from now on.

        Args:
            url: its URL: http, on this machine unless `app` is given.
            app: the receiver, if it is an ASGI application in this process.
            secrets: the secrets (`whsec_…`) that deliveries are signed with, each by a signature of its own; by default
                there is a new one.
            types: the types of events, with `*` for any part, e.g. `direct.member.*`.
            shuffled: whether deliveries come out of order.
            copies: how often each is delivered although the first one was accepted.

        Returns:
            The endpoint, with its `id` and `secrets`.

        Raises:
            ValueError: the URL is not http on this machine, or `copies` is less than 1.
            ConfigurationError: a secret is invalid.
        """
        settings: dict[str, Any] = {"secrets": secrets, "types": types, "shuffled": shuffled, "copies": copies}
        endpoint = self._transact(lambda: endpoints.add(self._state, url, is_local=app is None, **settings))
        if app is not None:
            self._applications[endpoint.id] = app
        return endpoint

    def remove(self, endpoint_id: str) -> None:
        """Remove an endpoint, with its deliveries.

        Raises:
            LookupError: there is no such endpoint.
        """
        self._transact(lambda: endpoints.remove(self._state, endpoint_id))

    @property
    def endpoints(self) -> Sequence[WebhookEndpoint]:
        """All endpoints, the oldest first."""
        return tuple(self._state.webhook_endpoints)

    @property
    def deliveries(self) -> Sequence[WebhookDelivery]:
        """The deliveries, the oldest first: those that are pending, and the last 1,000 of the others."""
        return tuple(self._state.webhook_deliveries)

    def send_again(self, delivery_id: str) -> None:
        """Make a delivery due now, whatever became of it. It has the same `svix-id` as before.

        Raises:
            LookupError: there is no such delivery.
        """
        self._transact(lambda: queue.send_again(self._state, delivery_id))

    async def deliver(self) -> Sequence[WebhookDelivery]:
        """Make the attempts that are due, one after the other, until no attempt is due.

        Changes by receivers cause events, too, which are delivered in the same call, up to 1,000 attempts.

        Returns:
            The deliveries that were attempted, as they are after the attempt.
        """
        attempted: list[WebhookDelivery] = []
        while len(attempted) < _MOST_ATTEMPTS:
            delivery = queue.next_due(self._state, self._claimed)
            if delivery is None:
                break
            attempted.append(await self._attempt(delivery))
        return attempted

    async def _attempt(self, delivery: WebhookDelivery) -> WebhookDelivery:
        from .sending import send  # with an HTTP client that few sandboxes need

        endpoint = self._state.webhook_endpoints[delivery.endpoint_id]
        self._claimed.add(delivery.id)
        try:
            attempt = await send(
                endpoint, delivery, self._applications.get(endpoint.id), self._state.now(), self._timeout
            )
            self._transact(lambda: queue.note(self._state, delivery.id, attempt))
        finally:
            self._claimed.discard(delivery.id)
        return self._state.webhook_deliveries.get(delivery.id) or delivery

    def __repr__(self) -> str:
        return f"<WebhookService: {len(self.endpoints)} endpoints, {len(self.deliveries)} deliveries>"
