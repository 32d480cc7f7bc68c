"""Records of OAuth clients: M2M clients, and the base of Connected Apps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from .tables import Record


@attrs.frozen
class ClientSecret:
    """The digest of a client secret, and its last four characters."""

    digest: str = attrs.field(repr=False)
    last_four: str


@attrs.frozen(kw_only=True)
class Client(Record):
    """A client that authenticates with a secret. Its ID is its client ID.

    Attributes:
        status: `active` or `inactive`.
        secret: the secret, or None.
        next_secret: the new secret during a rotation, when both are valid; or None.
    """

    name: str
    description: str = ""
    status: str = "active"
    secret: ClientSecret | None = None
    next_secret: ClientSecret | None = None


@attrs.frozen(kw_only=True)
class M2MClient(Client):
    """A machine-to-machine client."""

    scopes: tuple[str, ...] = ()
    trusted_metadata: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
