"""Webhooks: where events go, and what became of them."""

from __future__ import annotations

from ...contract.json_values import JSONObject
from ...contract.schemas import Schema
from ...store.clock import timestamp
from ...store.webhooks import WebhookDelivery, WebhookEndpoint
from ...webhooks.service import WebhookService
from ..endpoints import Doors, Endpoints, Given, array_of, object_of, reference

endpoints = Endpoints("webhooks")

_TEXTS: Schema = {"type": "array", "items": {"type": "string"}}
_NEW = object_of(
    {
        "url": {"type": "string", "description": "http, on this machine."},
        "secrets": _TEXTS,
        "types": _TEXTS,
        "shuffled": {"type": "boolean"},
        "copies": {"type": "integer", "minimum": 1},
    },
    required=["url"],
)


def _service(doors: Doors) -> WebhookService:
    return WebhookService(doors.gateway.state, doors.gateway.transact)


@endpoints("GET", "/webhooks", gives=array_of("WebhookEndpoint"))
def list_webhook_endpoints(doors: Doors, given: Given) -> list[JSONObject]:
    """List the endpoints that events go to."""
    return [_endpoint(found) for found in doors.gateway.state.webhook_endpoints]


@endpoints("POST", "/webhooks", body=_NEW, gives=reference("WebhookEndpoint"))
def add_webhook_endpoint(doors: Doors, given: Given) -> JSONObject:
    """Add an endpoint, which gets the events from now on, signed with its secrets; by default there is a new one."""
    return _endpoint(_service(doors).add(**given))


@endpoints("DELETE", "/webhooks/{id}")
def remove_webhook_endpoint(doors: Doors, given: Given) -> None:
    """Remove an endpoint, with its deliveries."""
    _service(doors).remove(given["id"])


@endpoints("GET", "/webhooks/deliveries", gives=array_of("WebhookDelivery"))
def list_webhook_deliveries(doors: Doors, given: Given) -> list[JSONObject]:
    """List the deliveries, the oldest first."""
    return [_delivery(found) for found in doors.gateway.state.webhook_deliveries]


@endpoints("POST", "/webhooks/deliveries/{id}/send")
def send_webhook_again(doors: Doors, given: Given) -> None:
    """Make a delivery due now, whatever became of it."""
    _service(doors).send_again(given["id"])


def _endpoint(found: WebhookEndpoint) -> JSONObject:
    return {"id": found.id, "url": found.url, "types": list(found.types), "secrets": list(found.secrets)}


def _delivery(found: WebhookDelivery) -> JSONObject:
    names = ("id", "message_id", "endpoint_id", "type", "object_id", "status")
    shown = {name: getattr(found, name) for name in names}
    return {**shown, "attempts": len(found.attempts), "created_at": timestamp(found.created_at)}
