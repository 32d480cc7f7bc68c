"""Adds and removes the endpoints that events are sent to."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from itertools import product
from typing import cast
from urllib.parse import SplitResult, urlsplit

from ...config import is_loopback
from ..store.state import State
from ..store.webhooks import WebhookEndpoint

EVENT_TYPES = tuple(
    ".".join(parts)
    for parts in product(
        ("direct", "dashboard", "scim"),
        ("member", "organization", "saml_connection", "oidc_connection", "scim_connection"),
        ("create", "update", "delete"),
    )
)
_VISIBLE = re.compile(r"[!-~]+")


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
        ValueError: the URL is not http, or not on this machine, a pattern does not match any event type, or another
            argument is invalid.
        ConfigurationError: a secret is invalid.
    """
    _check_url(url, is_local=is_local)
    _check_copies(copies)
    chosen = _listed("secrets", secrets) or (f"whsec_{base64.b64encode(state.new_uuid().bytes * 2).decode()}",)
    _check_secrets(chosen)
    endpoint = WebhookEndpoint(
        number=state.next_number(),
        id=state.new_id("webhook-endpoint"),
        url=url,
        secrets=chosen,
        types=_check_types(_listed("types", types)),
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
    parts = _split(url)
    if parts is None or parts.scheme != "http" or not parts.hostname:
        raise ValueError("the URL of a webhook endpoint must begin with http://, and have a valid host and port")
    if is_local and not is_loopback(parts.hostname):
        raise ValueError("the URL of a webhook endpoint must name this machine, e.g. http://127.0.0.1:8000/webhooks")


def _check_copies(copies: object) -> None:
    if isinstance(copies, bool) or not isinstance(copies, int) or copies < 1:
        raise ValueError("copies must be an integer of at least 1")


def _split(url: object) -> SplitResult | None:
    try:
        parts = urlsplit(url if isinstance(url, str) and _VISIBLE.fullmatch(url) else "")
        has_port = parts.port != 0  # reading it raises for a port that does not exist
    except ValueError:
        return None
    return parts if has_port else None


def _listed(name: str, given: object) -> tuple[str, ...]:
    is_list = isinstance(given, Iterable) and not isinstance(given, str)
    texts = tuple(cast("Iterable[object]", given)) if is_list else (None,)
    found = tuple(text for text in texts if isinstance(text, str))
    if found != texts:
        raise ValueError(f"{name} must be a list of strings")
    return found


def _check_types(types: tuple[str, ...]) -> tuple[str, ...]:
    for pattern in types or ("",):
        if not any(fnmatchcase(each, pattern) for each in EVENT_TYPES):
            raise ValueError(f"types must be patterns of event types such as direct.member.*, not {pattern!r}")
    return types


def _check_secrets(secrets: Iterable[str]) -> None:
    from ...webhooks.signature import signing_key  # imports the models of events, which few sandboxes need

    for secret in secrets:
        signing_key(secret)
