"""The queue of deliveries: which are due, and the result of an attempt.

    pending --accepted--> delivered            once for each copy
       |  ^
       |  `-- failed, and due again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h
       `----- failed for the eighth time --> failed

`send_again` makes any delivery pending. The intervals are those in Svix's documentation.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from fnmatch import fnmatchcase

import attrs
import msgspec

from ..store.clock import timestamp
from ..store.state import State
from ..store.webhooks import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from .changes import Event, events

INTERVALS = tuple(datetime.timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 36_000))
"""The time from a failed attempt to the next one."""
MAX_ATTEMPTS = 100
"""The maximum number of kept attempts of a delivery. The oldest are deleted."""


def publish(state: State, source: str) -> None:
    """Add the deliveries for the changes since the last commit.

    Args:
        state: the state of the sandbox.
        source: the source of the changes: `DIRECT`, `DASHBOARD` or `SCIM`.
    """
    if not state.webhook_endpoints:
        return
    for event in tuple(events(state, source)):
        message_id = f"msg_{state.new_uuid().hex}"
        body = _body(state, event)
        for endpoint in state.webhook_endpoints:
            if any(fnmatchcase(event.type, pattern) for pattern in endpoint.types):
                _add(state, endpoint, event, message_id, body)
    _delete_oldest(state)


def _body(state: State, event: Event) -> str:
    content = {} if event.content is None else {event.object_type: event.content}
    fields = {
        "project_id": state.project_id,
        "event_id": state.new_id("event"),
        "action": event.action,
        "object_type": event.object_type,
        "source": event.source,
        "id": event.id,
        "timestamp": timestamp(state.now()),
        "vertical": "B2B",
        **content,
    }
    return msgspec.json.encode(fields).decode()


def _add(state: State, endpoint: WebhookEndpoint, event: Event, message_id: str, body: str) -> None:
    delivery = WebhookDelivery(
        number=state.next_number(),
        id=state.new_id("webhook-delivery"),
        message_id=message_id,
        endpoint_id=endpoint.id,
        type=event.type,
        object_id=event.id,
        body=body,
        created_at=state.now(),
        copies_left=endpoint.copies,
        next_at=state.now(),
    )
    state.webhook_deliveries.put(delivery)


def _delete_oldest(state: State) -> None:
    """Delete deliveries beyond the maximum: the oldest completed ones first, then the oldest pending ones."""
    excess = len(state.webhook_deliveries) - state.max_deliveries
    if excess > 0:
        for delivery in sorted(state.webhook_deliveries, key=_is_pending_and_number)[:excess]:
            state.webhook_deliveries.delete(delivery.id)


def _is_pending_and_number(delivery: WebhookDelivery) -> tuple[bool, int]:
    return delivery.next_at is not None, delivery.number


def next_due(state: State, claimed: set[str]) -> WebhookDelivery | None:
    """Return the next delivery that is due, or None.

    Args:
        state: the state of the sandbox.
        claimed: the IDs of deliveries that are being sent.
    """
    due = [delivery for delivery in _due(state) if delivery.id not in claimed]
    if not due:
        return None
    first = min(due, key=_order)
    if not state.webhook_endpoints[first.endpoint_id].is_shuffled:
        return first
    same = [delivery for delivery in due if delivery.endpoint_id == first.endpoint_id]
    return same[state.new_uuid().int % len(same)]


def _due(state: State) -> Iterator[WebhookDelivery]:
    now = state.now()
    return (found for found in state.webhook_deliveries if found.next_at is not None and found.next_at <= now)


def _order(delivery: WebhookDelivery) -> tuple[datetime.datetime | None, int]:
    return delivery.next_at, delivery.number


def record_attempt(state: State, delivery_id: str, attempt: WebhookAttempt) -> None:
    """Record an attempt, and when the next one is due. The delivery may have been deleted during the attempt."""
    delivery = state.webhook_deliveries.get(delivery_id)
    if delivery is None:
        return
    if attempt.is_accepted:
        copies_left, failures = delivery.copies_left - 1, 0
        next_at = state.now() if copies_left else None
    else:
        copies_left, failures = delivery.copies_left, delivery.failures + 1
        next_at = state.now() + INTERVALS[failures - 1] if failures <= len(INTERVALS) else None
    attempts = (*delivery.attempts, attempt)[-MAX_ATTEMPTS:]
    state.webhook_deliveries.put(
        attrs.evolve(delivery, attempts=attempts, copies_left=copies_left, failures=failures, next_at=next_at)
    )


def send_again(state: State, delivery_id: str) -> None:
    """Make a delivery due now, whatever its status.

    Raises:
        LookupError: the delivery does not exist.
    """
    delivery = state.webhook_deliveries.get(delivery_id)
    if delivery is None:
        raise LookupError("there is no such delivery")
    copies_left = delivery.copies_left or 1
    state.webhook_deliveries.put(attrs.evolve(delivery, copies_left=copies_left, failures=0, next_at=state.now()))
