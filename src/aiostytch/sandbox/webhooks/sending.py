"""One attempt of a delivery, signed by the scheme of Standard Webhooks."""

from __future__ import annotations

import asyncio
import datetime
import ssl
from collections.abc import Mapping

import httpx
from starlette.types import ASGIApp

from ...webhooks.signature import content_to_sign, sign, signing_key
from ..store.webhooks import WebhookAttempt, WebhookDelivery, WebhookEndpoint

_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Endpoints use http, so the client needs no CA certificates, which take 20 ms to load."""


async def send(
    endpoint: WebhookEndpoint,
    delivery: WebhookDelivery,
    application: ASGIApp | None,
    now: datetime.datetime,
    limit: float,
) -> WebhookAttempt:
    """Make an attempt and return its result.

    Args:
        endpoint: the endpoint.
        delivery: the delivery.
        application: the receiver, if it is an ASGI application in this process; None to send to the URL.
        now: the time in the signature.
        limit: the seconds in which the receiver must respond.
    """
    transport = None if application is None else httpx.ASGITransport(application, raise_app_exceptions=False)
    body = delivery.body.encode()
    headers = _headers(endpoint, delivery, body, now)
    try:
        async with (
            asyncio.timeout(limit),
            httpx.AsyncClient(transport=transport, verify=_NO_TLS, trust_env=False, timeout=limit) as client,
            client.stream("POST", endpoint.url, content=body, headers=headers) as response,
        ):
            return WebhookAttempt(made_at=now, status_code=response.status_code)
    except (TimeoutError, httpx.TimeoutException):
        return WebhookAttempt(made_at=now, error=f"no response within {limit:g} s")
    except Exception as error:  # also of an application in this process; the deliveries to others go on
        return WebhookAttempt(made_at=now, error=f"{type(error).__name__}: {error}")


def _headers(
    endpoint: WebhookEndpoint, delivery: WebhookDelivery, body: bytes, now: datetime.datetime
) -> Mapping[str, str]:
    seconds = int(now.timestamp())
    content = content_to_sign(delivery.message_id, seconds, body)
    signatures = (sign(signing_key(secret), content) for secret in endpoint.secrets)
    return {
        "content-type": "application/json",
        "user-agent": "aiostytch-sandbox",
        "svix-id": delivery.message_id,
        "svix-timestamp": str(seconds),
        "svix-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }
