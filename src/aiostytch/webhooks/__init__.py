"""Stytch's webhooks: verify deliveries, decode them to typed events, and handle each once. No client is needed."""

from aiostytch.errors import (
    DeliveryInProgressError,
    UnhandledEventError,
    WebhookError,
    WebhookHeadersError,
    WebhookPayloadError,
    WebhookSignatureError,
    WebhookTimestampError,
    WebhookTooLargeError,
)

from .asgi import WebhookApp
from .deliveries import Begun, Deliveries, MemoryDeliveries
from .events import (
    Event,
    MemberEvent,
    ObjectEvent,
    OIDCConnectionEvent,
    OrganizationEvent,
    SAMLConnectionEvent,
    SCIMConnectionEvent,
    UnknownEvent,
)
from .shared_deliveries import SharedDeliveries
from .webhooks import Webhooks

__all__ = [
    "Begun",
    "Deliveries",
    "DeliveryInProgressError",
    "Event",
    "MemberEvent",
    "MemoryDeliveries",
    "OIDCConnectionEvent",
    "ObjectEvent",
    "OrganizationEvent",
    "SAMLConnectionEvent",
    "SCIMConnectionEvent",
    "SharedDeliveries",
    "UnhandledEventError",
    "UnknownEvent",
    "WebhookApp",
    "WebhookError",
    "WebhookHeadersError",
    "WebhookPayloadError",
    "WebhookSignatureError",
    "WebhookTimestampError",
    "WebhookTooLargeError",
    "Webhooks",
]
