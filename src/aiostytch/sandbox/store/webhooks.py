"""Records of webhooks: where events go, and what became of each delivery."""

from __future__ import annotations

import datetime

import attrs

from .tables import Record


@attrs.frozen(kw_only=True)
class WebhookEndpoint(Record):
    """A place that events are delivered to.

    Attributes:
        url: its URL.
        secrets: what deliveries are signed with; each gives one signature.
        types: the types of events that it gets, e.g. `direct.member.*`.
        is_shuffled: whether deliveries that are due at the same time come in any order.
        copies: how often each delivery is sent although the first one was accepted.
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
        made_at: when.
        status_code: that of the response, None if there was no response.
        error: why there was no response, "" if there was one.
    """

    made_at: datetime.datetime
    status_code: int | None = None
    error: str = ""

    @property
    def is_accepted(self) -> bool:
        """Whether the receiver has accepted the delivery: any status from 200 to 299."""
        return self.status_code is not None and 200 <= self.status_code < 300


@attrs.frozen(kw_only=True)
class WebhookDelivery(Record):
    """An event on its way to an endpoint.

    Attributes:
        message_id: the value of `svix-id`, the same in each attempt and for all endpoints.
        endpoint_id: where it goes.
        type: the type of the event, e.g. `direct.member.create`.
        object_id: the id of what changed.
        body: the JSON of the event.
        created_at: when the event happened.
        attempts: the attempts so far.
        copies_left: how many attempts still have to be accepted.
        failures: the attempts that failed since the last one that was accepted.
        next_at: when the next attempt is due, None if there is no next one.
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
