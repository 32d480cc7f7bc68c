"""The named schemas of the control API."""

from __future__ import annotations

from collections.abc import Mapping

from ..contract.schemas import Schema
from ..faults.descriptions import CUSTOM, RATE_LIMIT, effect_schema, fault_schema
from .endpoints import object_of, reference

_TEXT: Schema = {"type": "string"}
_TIME: Schema = {"type": "string", "format": "date-time"}
_NUMBER: Schema = {"type": "integer"}


def _described(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}


MESSAGE = object_of(
    {
        "id": _TEXT,
        "channel": {"type": "string", "enum": ["email", "sms"]},
        "purpose": _described(_TEXT, "The purpose, such as `login`, `signup`, `invite`, `discovery`, `otp`."),
        "to": _described(_TEXT, "The e-mail address, or the phone number in E.164."),
        "url": _described(_TEXT, 'The link in the message, "" without one.'),
        "token": _described(_TEXT, 'The token in the link, "" without one.'),
        "code": _described(_TEXT, 'The one-time passcode in the message, "" without one.'),
        "sent_at": _TIME,
        "organization_id": _TEXT,
        "member_id": _TEXT,
    }
)
CLOCK = object_of(
    {
        "now": _TIME,
        "is_frozen": {"type": "boolean"},
        "advanced_seconds": _described({"type": "number"}, "The sum of all advances."),
    }
)
FAULT = object_of(
    {
        "number": _described(_NUMBER, "The number of the fault, from 1."),
        **fault_schema()["properties"],
        "effect": {"oneOf": [reference("Effect"), object_of({"kind": {"const": CUSTOM}, "name": _TEXT})]},
        "matched": _described(_NUMBER, "The number of requests that matched so far."),
        "injected": _described(_NUMBER, "The number of requests that it has affected so far."),
    }
)
REQUEST = object_of(
    {
        "number": _described(_NUMBER, "The number of the request, from 1."),
        "at": _TIME,
        "method": _TEXT,
        "path": _TEXT,
        "query": _TEXT,
        "call_path": _described(_TEXT, 'The operation that it called, e.g. `organizations.create`; "" without one.'),
        "status_code": _NUMBER,
        "outcome": _described(_TEXT, 'The effect of a fault on the response: `delayed`, `dropped`, `cut`, or "".'),
        "request_body": _described({}, "The body of the request, with secrets masked."),
        "response_body": _described({}, "The body of the response, with secrets masked."),
    }
)
STATE = object_of(
    {
        "project_id": _TEXT,
        "counts": _described(
            {"type": "object", "additionalProperties": _NUMBER}, "The number of records in each table."
        ),
        "snapshots": _described({"type": "array", "items": _TEXT}, "The names of the snapshots."),
    }
)
ENDPOINT = object_of(
    {
        "id": _TEXT,
        "url": _TEXT,
        "types": {"type": "array", "items": _TEXT},
        "secrets": _described({"type": "array", "items": _TEXT}, "The secrets that sign deliveries."),
    }
)
DELIVERY = object_of(
    {
        "id": _TEXT,
        "message_id": _TEXT,
        "endpoint_id": _TEXT,
        "type": _TEXT,
        "object_id": _TEXT,
        "status": {"type": "string", "enum": ["pending", "delivered", "failed"]},
        "attempts": _NUMBER,
        "created_at": _TIME,
    }
)
ERROR = object_of({"status_code": _NUMBER, "error_type": _TEXT, "error_message": _TEXT})


def components() -> Mapping[str, Schema]:
    """Return the schemas, by name."""
    return {
        "Clock": CLOCK,
        "Effect": effect_schema(),
        "Error": ERROR,
        "Fault": FAULT,
        "Message": MESSAGE,
        "RateLimit": RATE_LIMIT,
        "Request": REQUEST,
        "State": STATE,
        "WebhookDelivery": DELIVERY,
        "WebhookEndpoint": ENDPOINT,
    }
