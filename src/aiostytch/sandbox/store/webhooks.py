"""Records of webhooks: endpoints, and deliveries with their attempts."""

from __future__ import annotations

import datetime

import attrs

from .tables import Record


@attrs.frozen(kw_only=True)
class WebhookEndpoint(Record):
    """An endpoint that events are sent to.

    Attributes:
        url: the URL.
        secrets: the signing secrets. Each adds one signature to a delivery.
        types: patterns of the event types that it gets, e.g. `direct.member.*`.
        is_shuffled: whether deliveries that are due at the same time are sent in random order.
        copies: how many times each event is delivered, to test deduplication.
    """

    url: str
    secrets: tuple[str, ...] = attrs.field(repr=False)
    types: tuple[str, ...] = ("*",)
    is_shuffled: bool = False
    copies: int = 1


@attrs.frozen(kw_only=True)
class WebhookAttempt:
    """An attempt to deliver an event.

    Attributes:
        made_at: when it was made.
        status_code: the status of the response, None without a response.
        error: why there was no response, "" with a response.
    """

    made_at: datetime.datetime
    status_code: int | None = None
    error: str = ""

    @property
    def is_accepted(self) -> bool:
        """Whether the receiver has accepted the delivery: a status from 200 to 299."""
        return self.status_code is not None and 200 <= self.status_code < 300


@attrs.frozen(kw_only=True)
class WebhookDelivery(Record):
    """The delivery of an event to an endpoint.

    Attributes:
        message_id: the value of `svix-id`, the same in all attempts and for all endpoints.
        endpoint_id: the endpoint.
        type: the type of the event, e.g. `direct.member.create`.
        object_id: the ID of the changed object.
        body: the event, in JSON.
        created_at: when the event happened.
        attempts: the attempts so far, the last 100 of them.
        copies_left: the number of attempts that still have to be accepted.
        failures: the number of consecutive failed attempts since the last accepted one.
        next_at: when the next attempt is due, None after the last one.
    """

    message_id: str
    endpoint_id: str
    type: str
    object_id: str
    body: str = attrs.field(repr=False)
    created_at: datetime.datetime
    attempts: tuple[WebhookAttempt, ...] = ()
    copies_left: int = 1
    failures: int = 0
    next_at: datetime.datetime | None = None

    @property
    def status(self) -> str:
        """`pending`, `delivered`, or `failed` after the last attempt."""
        if self.next_at is not None:
            return "pending"
        return "failed" if self.copies_left else "delivered"
