"""Response bodies, derived from the models, with the same bytes every time."""

import json
from typing import Any

from msgspec import inspect

from aiostytch.models.organizations import Organization


def example(kind: inspect.Type, number: int) -> Any:
    """Return a JSON value of a type. Odd ones are full; in even ones, lists are empty and optional values null."""
    match kind:
        case inspect.StrType():
            return f"{number:08}"
        case inspect.DateTimeType():
            return "2026-01-02T03:04:05Z"
        case inspect.DictType():
            return {"key": f"{number:08}"}
        case inspect.ListType():
            return [example(kind.item_type, number)] if number % 2 else []
        case inspect.UnionType():
            return example(kind.types[0], number) if number % 2 else None
        case inspect.DataclassType():
            return {field.name: example(field.type, number) for field in kind.fields}
        case _:
            raise TypeError(f"no example of {kind}")


def organization() -> bytes:
    """Return the body of `organizations.get`, with a full organization."""
    kind = inspect.type_info(Organization)
    return _json({"request_id": "request-1", "organization": example(kind, 1), "status_code": 200})


def page(length: int) -> bytes:
    """Return the body of `organizations.search`, with a page of organizations."""
    kind = inspect.type_info(Organization)
    body = {
        "request_id": "request-1",
        "organizations": [example(kind, number) for number in range(length)],
        "results_metadata": {"total": length, "next_cursor": None},
        "status_code": 200,
    }
    return _json(body)


def delivery() -> bytes:
    """Return the body of a webhook about a created member, with the fields that Stytch publishes."""
    member = {
        "member_id": "member-test-1",
        "organization_id": "organization-test-1",
        "name": "Ada Lovelace",
        "email_address": "ada@acme.example",
        "status": "active",
        "is_admin": False,
        "is_breakglass": False,
        "email_address_verified": False,
        "mfa_enrolled": False,
        "mfa_phone_number": "",
        "mfa_phone_number_verified": False,
        "default_mfa_method": "",
        "member_password_id": "",
        "totp_registration_id": "",
        "oauth_registrations": [],
        "sso_registrations": [],
        "roles": [{"role_id": "stytch_member", "sources": [{"type": "direct_assignment", "details": {}}]}],
        "trusted_metadata": {},
        "untrusted_metadata": {},
    }
    body = {
        "project_id": "project-test-1",
        "event_id": "event-test-1",
        "action": "CREATE",
        "object_type": "member",
        "source": "DASHBOARD",
        "id": "member-test-1",
        "timestamp": "2026-01-02T03:04:05.678901Z",
        "vertical": "B2B",
        "member": member,
    }
    return _json(body)


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
