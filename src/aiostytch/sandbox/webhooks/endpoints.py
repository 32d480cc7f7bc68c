"""Adds and removes the endpoints that events are sent to."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from urllib.parse import urlsplit

from ...config import is_loopback
from ..store.state import State
from ..store.webhooks import WebhookEndpoint


def add(
    state: State,
    url: str,
    *,
    is_local: bool = True,
    secrets: Iterable[str] = (),
    types: Iterable[str] = ("*",),
    shuffled: bool = False,
    copies: int = 1,
) -> WebhookEndpoint:
    """Add an endpoint.

    Args:
        state: the state of the sandbox.
        url: the URL.
        is_local: whether the URL must name this machine.
        secrets: the signing secrets; by default a new one.
        types: patterns of event types.
        shuffled: whether deliveries arrive out of order.
        copies: how many times each event is delivered, to test deduplication.

    Raises:
        ValueError: the URL is not http, or not on this machine, or `copies` is less than 1.
        ConfigurationError: a secret is invalid.
    """
    _check_url(url, is_local=is_local)
    if copies < 1:
        raise ValueError("copies must be 1 or more")
    chosen = tuple(secrets) or (f"whsec_{base64.b64encode(state.new_uuid().bytes * 2).decode()}",)
    _check_secrets(chosen)
    endpoint = WebhookEndpoint(
        number=state.next_number(),
        id=state.new_id("webhook-endpoint"),
        url=url,
        secrets=chosen,
        types=tuple(types),
        is_shuffled=shuffled,
        copies=copies,
    )
    state.webhook_endpoints.put(endpoint)
    return endpoint


def remove(state: State, endpoint_id: str) -> None:
    """Remove an endpoint and its deliveries.

    Raises:
        LookupError: the endpoint does not exist.
    """
    if state.webhook_endpoints.get(endpoint_id) is None:
        raise LookupError("there is no such endpoint")
    for delivery in state.webhook_deliveries:
        if delivery.endpoint_id == endpoint_id:
            state.webhook_deliveries.delete(delivery.id)
    state.webhook_endpoints.delete(endpoint_id)


def _check_url(url: str, *, is_local: bool) -> None:
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        raise ValueError("the URL of a webhook endpoint must begin with http://")
    if is_local and not is_loopback(parts.hostname):
        raise ValueError("the URL of a webhook endpoint must name this machine, e.g. http://127.0.0.1:8000/webhooks")


def _check_secrets(secrets: Iterable[str]) -> None:
    from ...webhooks.signature import signing_key  # imports the models of events, which few sandboxes need

    for secret in secrets:
        signing_key(secret)
