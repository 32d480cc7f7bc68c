"""The JSON schema of seeds, derived from the schemas of the specification."""

from __future__ import annotations

from ..contract.document import operation_at
from ..contract.schemas import Schema
from ..faults.descriptions import RATE_LIMIT, fault_schema

ID: Schema = {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,128}$"}
_TEXT: Schema = {"type": "string", "minLength": 1}
SSO_TYPES = ("oidc", "saml", "external")


def schema() -> Schema:
    """Return the JSON schema of seeds."""
    parts = {
        "signing_key": {"type": "string"},
        "policy": _policy(),
        "organizations": _list_of(_organization()),
        "m2m_clients": _list_of(_taking("m2m.clients.create")),
        "connected_apps": _list_of(_taking("connected_app.clients.create", client_id=ID, client_secret=_TEXT)),
        "faults": _list_of(fault_schema()),
        "rate_limits": _list_of(RATE_LIMIT),
        "webhooks": _list_of(_webhook()),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A seed of a Stytch sandbox",
        "type": "object",
        "properties": parts,
        "additionalProperties": False,
    }


def _webhook() -> Schema:
    texts = _list_of(_TEXT)
    properties: dict[str, Schema] = {
        "url": _TEXT,
        "secrets": texts,
        "types": texts,
        "shuffled": {"type": "boolean"},
        "copies": {"type": "integer", "minimum": 1},
    }
    return {"type": "object", "properties": properties, "required": ["url"], "additionalProperties": False}


def _policy() -> Schema:
    names = ("roles", "resources", "scopes")
    properties = {name: _list_of({"type": "object"}) for name in names}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _organization() -> Schema:
    return _taking(
        "organizations.create",
        organization_id=ID,
        members=_list_of(_taking("organizations.members.create", member_id=ID, password=_TEXT)),
        sso_connections=_list_of({"oneOf": [_sso_connection(kind) for kind in SSO_TYPES]}),
        scim_connection=_taking(
            "scim.connection.create", "scim.connection.update", connection_id=ID, bearer_token=_TEXT
        ),
    )


def _sso_connection(kind: str) -> Schema:
    calls = (f"sso.{kind}.create_connection", f"sso.{kind}.update_connection")
    made = _taking(*calls, connection_id=ID)
    made["properties"] = {"type": {"const": kind}, **made["properties"]}
    return {**made, "required": ["type", *made.get("required", ())]}


def _taking(create: str, *more: str, **own: Schema) -> Schema:
    """Return a schema of the arguments of the call that creates something, of other calls, and of additional ones."""
    body = operation_at(create).body or {}
    properties = {name: part for call in more for name, part in fields_of(call).items()}
    return {**body, "properties": {**properties, **body["properties"], **own}}


def fields_of(call_path: str) -> dict[str, Schema]:
    """Return the arguments in the body of a call, by name."""
    return dict((operation_at(call_path).body or {}).get("properties", {}))


def _list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}
