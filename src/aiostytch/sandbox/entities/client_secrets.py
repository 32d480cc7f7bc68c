"""Client secrets: authentication, rotation and JSON.

step of a rotation    valid secrets
before                secret
start                 secret, next secret
finish                next secret, which becomes the secret
cancel                secret
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
    """Return the client with an ID and a secret, or None. The caller checks the status."""
    client = clients.get(client_id)
    return client if client and client_secrets.is_secret_of(client, secret) else None


def start_rotation(state: State, client: C, kind: str) -> tuple[C, str]:
    """Return a client with a second secret, and that secret.

    Args:
        state: the state, which makes the secret.
        client: a client that has a secret.
        kind: the name in error types: `m2m_client` or `connected_app`.

    Raises:
        RefusedError: a rotation is already in progress.
    """
    if client.next_secret:
        raise bad_request(
            f"{kind}_already_rotating_secret", "A rotation of the secret is in progress. Complete or cancel it."
        )
    secret = state.new_secret()
    return attrs.evolve(client, next_secret=client_secrets.digest(client.id, secret)), secret


def finish_rotation(client: C, kind: str) -> C:
    """Return a client with its second secret as the only one.

    Raises:
        RefusedError: no rotation is in progress.
    """
    _check_rotating(client, kind)
    return attrs.evolve(client, secret=client.next_secret, next_secret=None)


def cancel_rotation(client: C, kind: str) -> C:
    """Return a client without its second secret.

    Raises:
        RefusedError: no rotation is in progress.
    """
    _check_rotating(client, kind)
    return attrs.evolve(client, next_secret=None)


def _check_rotating(client: Client, kind: str) -> None:
    if not client.next_secret:
        raise bad_request(f"{kind}_not_rotating_secret", "No rotation of the secret is in progress.")


def last_fours(client: Client) -> JSONObject:
    """Return the last four characters of the secrets of a client, as the API shows them."""
    kept = {"client_secret_last_four": client.secret, "next_client_secret_last_four": client.next_secret}
    return {name: secret.last_four for name, secret in kept.items() if secret}
