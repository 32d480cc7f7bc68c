"""Secrets of clients: how they are checked, rotated and shown.

create        secret
start         secret, next secret      both work
finish        next secret              it has become the secret
cancel        secret
"""

from __future__ import annotations

from typing import TypeVar

import attrs

from ..contract.errors import bad_request
from ..contract.json_values import JSONObject
from ..crypto import client_secrets
from ..store.clients import Client
from ..store.state import State
from ..store.tables import Table

C = TypeVar("C", bound=Client)


def authenticate(clients: Table[C], client_id: str, secret: str) -> C | None:
    """Return the client with an id and a secret, or None. It is the caller who looks at its status."""
    client = clients.get(client_id)
    return client if client and client_secrets.is_secret_of(client, secret) else None


def start_rotation(state: State, client: C, kind: str) -> tuple[C, str]:
    """Return a client with a second secret, and that secret.

    Args:
        state: makes the secret.
        client: the client, which has a secret.
        kind: its name in error types: `m2m_client` or `connected_app`.

    Raises:
        RefusedError: its secret is being rotated.
    """
    if client.next_secret:
        raise bad_request(f"{kind}_already_rotating_secret", "The secret is being rotated; finish that or cancel it.")
    secret = state.new_secret()
    return attrs.evolve(client, next_secret=client_secrets.digest(client.id, secret)), secret


def finish_rotation(client: C, kind: str) -> C:
    """Return a client with its second secret as the only one.

    Raises:
        RefusedError: its secret is not being rotated.
    """
    _check_rotating(client, kind)
    return attrs.evolve(client, secret=client.next_secret, next_secret=None)


def cancel_rotation(client: C, kind: str) -> C:
    """Return a client without its second secret.

    Raises:
        RefusedError: its secret is not being rotated.
    """
    _check_rotating(client, kind)
    return attrs.evolve(client, next_secret=None)


def _check_rotating(client: Client, kind: str) -> None:
    if not client.next_secret:
        raise bad_request(f"{kind}_not_rotating_secret", "The secret is not being rotated.")


def last_fours(client: Client) -> JSONObject:
    """Return the last characters of the secrets that a client has, as the API shows them."""
    kept = {"client_secret_last_four": client.secret, "next_client_secret_last_four": client.next_secret}
    return {name: secret.last_four for name, secret in kept.items() if secret}
