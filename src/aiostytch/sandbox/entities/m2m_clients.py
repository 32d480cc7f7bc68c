"""M2M clients: creation, lookup, changes and JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import attrs

from ..contract.errors import bad_request, not_found
from ..contract.json_values import JSONObject
from ..crypto import client_secrets as digests
from ..crypto import strength
from ..store.clients import M2MClient
from ..store.state import State
from . import client_secrets, metadata
from .call import Call

KIND = "m2m_client"
_MIN_SECRET = 8
"""The minimum length of a secret in a call."""
_VISIBLE = re.compile(r"[\x20-\x7E]*")
"""The characters of client IDs and secrets (RFC 6749, appendices A.1 and A.2)."""
_SCOPE = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]+")
"""The characters of a scope: printable ASCII except space, quote and backslash (RFC 6749, section 3.3)."""


def create(state: State, call: Call) -> tuple[M2MClient, str]:
    """Create a client, and return it and its secret. If the call has no ID or no secret, it gets a new one.

    Raises:
        RefusedError: the ID, the secret, a scope or the metadata is invalid.
    """
    client_id = _own_id(state, call) or state.new_id("m2m-client")
    secret = _own_secret(call) or state.new_secret()
    client = M2MClient(number=state.next_number(), id=client_id, name="", secret=digests.digest(client_id, secret))
    return update(state, client, call), secret


def _own_id(state: State, call: Call) -> str:
    client_id: str = call.arguments.get("client_id", "")
    if not _VISIBLE.fullmatch(client_id):
        raise bad_request("m2m_client_invalid_client_id", "client_id must have visible ASCII characters.")
    if state.m2m_clients.get(client_id):
        raise bad_request("duplicate_m2m_client_id", "Another client has this client_id.")
    return client_id


def _own_secret(call: Call) -> str:
    secret: str = call.arguments.get("client_secret", "")
    if secret:
        _check_secret(secret)
    return secret


def _check_secret(secret: str) -> None:
    if len(secret) < _MIN_SECRET or not _VISIBLE.fullmatch(secret):
        raise bad_request(
            "m2m_client_invalid_client_secret", f"client_secret must have {_MIN_SECRET} visible ASCII characters."
        )
    if not strength.assess(secret).is_sufficient:
        raise bad_request("insecure_m2m_client_secret", "The client_secret is too weak.")


def update(state: State, client: M2MClient, call: Call) -> M2MClient:
    """Change the fields that a call has.

    Raises:
        RefusedError: a scope or the metadata is invalid.
    """
    given = call.only("status")
    given |= {name: call.arguments[f"client_{name}"] for name in _TEXTS if f"client_{name}" in call.arguments}
    if "scopes" in call.arguments:
        given["scopes"] = _scopes(call.arguments["scopes"])
    present = {"trusted_metadata": client.trusted_metadata}
    given |= metadata.merge_all(present, call.only("trusted_metadata"))
    return save(state, attrs.evolve(client, **given))


_TEXTS = ("name", "description")


def _scopes(given: Iterable[str]) -> tuple[str, ...]:
    scopes = tuple(dict.fromkeys(given))
    if not all(map(_SCOPE.fullmatch, scopes)):
        raise bad_request("invalid_m2m_client_scope", "A scope has invalid characters.")
    return scopes


def save(state: State, client: M2MClient) -> M2MClient:
    """Save a client."""
    state.m2m_clients.put(client)
    return client


def find(state: State, call: Call) -> M2MClient:
    """Return the client that a call names.

    Raises:
        RefusedError: the client does not exist.
    """
    client = state.m2m_clients.get(call.arguments["client_id"])
    if client is None:
        raise not_found(KIND)
    return client


def to_json(client: M2MClient, **secrets: Any) -> JSONObject:
    """Return a client and its new secrets as the API shows them. Other responses do not show secrets."""
    return {
        "client_id": client.id,
        "client_name": client.name,
        "client_description": client.description,
        "status": client.status,
        "scopes": client.scopes,
        "trusted_metadata": client.trusted_metadata,
        **client_secrets.last_fours(client),
        **secrets,
    }
