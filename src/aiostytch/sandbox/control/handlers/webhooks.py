"""Webhook endpoints and deliveries."""

from __future__ import annotations

from ...contract.json_values import JSONObject
from ...contract.schemas import Schema
from ...store.clock import timestamp
from ...store.webhooks import WebhookDelivery, WebhookEndpoint
from ...webhooks.service import WebhookService
from ..endpoints import Context, Endpoints, Given, array_of, object_of, reference

endpoints = Endpoints("webhooks")

_TEXTS: Schema = {"type": "array", "items": {"type": "string"}}
_NEW = object_of(
    {
        "url": {"type": "string", "description": "An http URL on this machine."},
        "secrets": _TEXTS,
        "types": _TEXTS,
        "shuffled": {"type": "boolean"},
        "copies": {"type": "integer", "minimum": 1},
    },
    required=["url"],
)


def _service(context: Context) -> WebhookService:
    return WebhookService(context.gateway.state, context.gateway.transact)


@endpoints("GET", "/webhooks", result=array_of("WebhookEndpoint"))
def list_webhook_endpoints(context: Context, given: Given) -> list[JSONObject]:
    """List the endpoints that events are sent to."""
    return [_endpoint(found) for found in context.gateway.state.webhook_endpoints]


@endpoints("POST", "/webhooks", body=_NEW, result=reference("WebhookEndpoint"))
def add_webhook_endpoint(context: Context, given: Given) -> JSONObject:
    """Add an endpoint for the events from now on. If `secrets` is omitted, the response has a new one."""
    return _endpoint(_service(context).add(**given))


@endpoints("DELETE", "/webhooks/{id}")
def remove_webhook_endpoint(context: Context, given: Given) -> None:
    """Remove an endpoint and its deliveries."""
    _service(context).remove(given["id"])


@endpoints("GET", "/webhooks/deliveries", result=array_of("WebhookDelivery"))
def list_webhook_deliveries(context: Context, given: Given) -> list[JSONObject]:
    """List the deliveries, the oldest first."""
    return [_delivery(found) for found in context.gateway.state.webhook_deliveries]


@endpoints("POST", "/webhooks/deliveries/{id}/send")
def send_webhook_again(context: Context, given: Given) -> None:
    """Make a delivery due again now, whatever its status."""
    _service(context).send_again(given["id"])


def _endpoint(found: WebhookEndpoint) -> JSONObject:
    return {"id": found.id, "url": found.url, "types": list(found.types), "secrets": list(found.secrets)}


def _delivery(found: WebhookDelivery) -> JSONObject:
    names = ("id", "message_id", "endpoint_id", "type", "object_id", "status")
    shown = {name: getattr(found, name) for name in names}
    return {**shown, "attempts": len(found.attempts), "created_at": timestamp(found.created_at)}
