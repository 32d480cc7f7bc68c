"""The values that the template of the dashboard shows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

import attrs

from ..contract.document import operations
from ..contract.json_values import is_object
from ..faults.faults import Fault
from ..frontend.visitors import Visitor
from ..http.gateway import Gateway
from ..http.request_log import Entry
from ..store.clients import Client
from ..store.records import Member, Message, Organization, Session
from ..store.state import State
from ..store.webhooks import WebhookAttempt, WebhookDelivery
from .actions import EFFECTS, TIMES

_SHOWN = 50
"""The maximum number of rows in a list."""

T = TypeVar("T")


def view(gateway: Gateway) -> View:
    """Return the current content of the page."""
    state = gateway.state
    return View(
        project_id=state.project_id,
        time=f"{state.now():%Y-%m-%d %H:%M} UTC",
        advanced=str(state.clock.advanced),
        organizations=_listing(state.organizations),
        members=_listing(MemberRow(member, _slug(state, member.organization_id)) for member in state.members),
        sessions=_listing(_session(state, session) for session in state.sessions),
        clients=_listing(_clients(state)),
        messages=_listing(state.outbox),
        browsers=_listing(_browsers(state, gateway.requests)),
        requests=_listing(_request(entry) for entry in [*gateway.requests][-_SHOWN:]),
        deliveries=_listing(_delivery(state, delivery) for delivery in state.webhook_deliveries),
        faults=_listing(FaultRow(fault, _in_words(fault)) for fault in gateway.faults),
        targets=["*", *sorted(operation.call_path for operation in operations())],
    )


@attrs.frozen(kw_only=True)
class View:
    """The content of the page."""

    project_id: str
    time: str
    advanced: str
    organizations: Listing[Organization]
    members: Listing[MemberRow]
    sessions: Listing[SessionRow]
    clients: Listing[ClientRow]
    messages: Listing[Message]
    browsers: Listing[BrowserRow]
    requests: Listing[RequestRow]
    deliveries: Listing[DeliveryRow]
    faults: Listing[FaultRow]
    effects: Sequence[str] = tuple(EFFECTS)
    times: Sequence[str] = tuple(TIMES)
    targets: Sequence[str]


@attrs.frozen
class Listing(Generic[T]):
    """The newest items of a list, the newest first, and the number of all items."""

    rows: Sequence[T]
    count: int


@attrs.frozen
class MemberRow:
    """A member and its organization."""

    member: Member
    organization: str


@attrs.frozen
class SessionRow:
    """A session and its member, without its token."""

    session: Session
    email: str
    organization: str
    factors: str
    is_active: bool


@attrs.frozen
class ClientRow:
    """An OAuth client and its type."""

    client: Client
    kind: str


@attrs.frozen
class FaultRow:
    """A fault, and its effect in words."""

    fault: Fault
    effect: str


@attrs.frozen
class DeliveryRow:
    """A webhook delivery, the URL of its endpoint, and the result of the last attempt."""

    delivery: WebhookDelivery
    url: str
    result: str


@attrs.frozen
class BrowserRow:
    """The requests of a session in browsers, or those of an origin without a session.

    Attributes:
        visitor: the browser.
        who: the address of the member, or why there is no member.
        last: the last request.
        count: the number of requests.
        refused: the number of rejected requests.
        refusal: the error of the last rejected request, "" without one.
    """

    visitor: Visitor
    who: str
    last: Entry
    count: int
    refused: int
    refusal: str


@attrs.frozen
class RequestRow:
    """A request, its bodies as text, and the error, "" without one."""

    entry: Entry
    request: str
    response: str
    refusal: str


def _listing(things: Iterable[T]) -> Listing[T]:
    known = list(things)
    return Listing(known[: -_SHOWN - 1 : -1], len(known))


def _slug(state: State, organization_id: str) -> str:
    organization = state.organizations.get(organization_id)
    return organization.slug if organization else organization_id


def _session(state: State, session: Session) -> SessionRow:
    member = state.members.get(session.member_id)
    return SessionRow(
        session=session,
        email=member.email if member else session.member_id,
        organization=_slug(state, session.organization_id),
        factors=", ".join(factor.type for factor in session.factors),
        is_active=state.is_active(session),
    )


def _clients(state: State) -> list[ClientRow]:
    machines = [ClientRow(client, "m2m") for client in state.m2m_clients]
    apps = [ClientRow(app, app.client_type) for app in state.connected_apps]
    return sorted([*machines, *apps], key=lambda row: row.client.number)


def _delivery(state: State, delivery: WebhookDelivery) -> DeliveryRow:
    url = state.webhook_endpoints[delivery.endpoint_id].url
    return DeliveryRow(delivery, url, _result(delivery.attempts[-1]) if delivery.attempts else "")


def _result(attempt: WebhookAttempt) -> str:
    return attempt.error or f"status {attempt.status_code}"


def _browsers(state: State, requests: Iterable[Entry]) -> list[BrowserRow]:
    """Return the browsers in the request log, the one with the oldest last request first."""
    entries: dict[Visitor, list[Entry]] = {}
    for entry in requests:
        if entry.visitor is not None and entry.call_path != _TELEMETRY:
            entries[entry.visitor] = entries.pop(entry.visitor, [])
            entries[entry.visitor].append(entry)
    return [_browser(state, visitor, each) for visitor, each in entries.items()]


_TELEMETRY = "frontend.events"
"""A call that does not identify the browser, and is never rejected."""


def _browser(state: State, visitor: Visitor, entries: Sequence[Entry]) -> BrowserRow:
    refusals = [refusal for entry in entries if (refusal := _refusal(entry))]
    session = state.sessions.get(visitor.member_session_id)
    ended = "an ended session" if visitor.member_session_id else "nobody"
    return BrowserRow(
        visitor=visitor,
        who=state.members[session.member_id].email if session else ended,
        last=entries[-1],
        count=len(entries),
        refused=len(refusals),
        refusal=refusals[-1] if refusals else "",
    )


def _refusal(entry: Entry) -> str:
    """Return the error of a rejected request, "" for any other."""
    body: object = entry.response_body if entry.status_code >= 400 else None
    return f"{body.get('error_type', '')}: {body.get('error_message', '')}" if is_object(body) else ""


def _in_words(fault: Fault) -> str:
    return next((words for words, effect in EFFECTS.items() if effect == fault.effect), type(fault.effect).__name__)


def _request(entry: Entry) -> RequestRow:
    return RequestRow(entry, _text(entry.request_body), _text(entry.response_body), _refusal(entry))


def _text(body: Any) -> str:
    return "" if body is None else json.dumps(body, indent=2, ensure_ascii=False)
