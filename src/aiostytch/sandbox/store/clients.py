"""Records of clients of OAuth: M2M clients, and what connected apps have in common with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from .tables import Record


@attrs.frozen
class ClientSecret:
    """The digest of a secret, to recognize it."""

    digest: str = attrs.field(repr=False)
    last_four: str


@attrs.frozen(kw_only=True)
class Client(Record):
    """A client that proves itself by a secret. Its id is its client id.

    Attributes:
        status: `active` or `inactive`.
        secret: the secret, or None.
        next_secret: the second valid secret during a rotation, or None.
    """

    name: str
    description: str = ""
    status: str = "active"
    secret: ClientSecret | None = None
    next_secret: ClientSecret | None = None


@attrs.frozen(kw_only=True)
class M2MClient(Client):
    """A machine that gets tokens for itself."""

    scopes: tuple[str, ...] = ()
    trusted_metadata: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
