"""Deliveries signed with Svix's own package."""

from __future__ import annotations

import datetime
import json
from typing import Any

from svix.webhooks import Webhook

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
NOW = 1_700_000_000
"""The time of the tests, in seconds since the epoch."""

MEMBER: dict[str, Any] = {
    "default_mfa_method": "",
    "email_address": "ada@acme.example",
    "email_address_verified": False,
    "is_admin": False,
    "is_breakglass": False,
    "member_id": "member-test-1",
    "member_password_id": "",
    "mfa_enrolled": False,
    "mfa_phone_number": "",
    "mfa_phone_number_verified": False,
    "name": "Ada Lovelace",
    "oauth_registrations": [],
    "organization_id": "organization-test-1",
    "roles": [{"role_id": "stytch_member", "sources": [{"type": "direct_assignment", "details": {}}]}],
    "sso_registrations": [],
    "status": "active",
    "totp_registration_id": "",
    "trusted_metadata": {},
    "untrusted_metadata": {},
}
"""A member with only the fields that events contain."""


def payload(object_type: str = "member", action: str = "create", **parts: Any) -> dict[str, Any]:
    return {
        "project_id": "project-test-1",
        "event_id": "event-test-1",
        "action": action.upper(),
        "object_type": object_type,
        "source": "DASHBOARD",
        "id": f"{object_type}-test-1",
        "timestamp": "2024-01-02T03:04:05.678901Z",
        "vertical": "B2B",
        **parts,
    }


def encoded(found: object) -> bytes:
    return json.dumps(found).encode()


CREATED = encoded(payload(member=MEMBER))


def signed(body: bytes = CREATED, *, secret: str = SECRET, delivery_id: str = "msg_1", at: int = NOW) -> dict[str, str]:
    """Return the headers of a delivery."""
    moment = datetime.datetime.fromtimestamp(at, datetime.UTC)
    signature = Webhook(secret).sign(delivery_id, moment, body.decode())
    return {"svix-id": delivery_id, "svix-timestamp": str(at), "svix-signature": signature}
