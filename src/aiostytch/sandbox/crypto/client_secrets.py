"""Digests of client secrets.

They keep secrets out of reprs, logs and database files. They are fast hashes, which is sufficient for test secrets. The
client ID is part of the input, so that equal secrets of two clients have different digests.
"""

from __future__ import annotations

import hashlib
import hmac

from ..store.clients import Client, ClientSecret


def digest(client_id: str, secret: str) -> ClientSecret:
    """Return the digest of a client's secret."""
    return ClientSecret(digest=_hash(client_id, secret), last_four=secret[-4:])


def is_secret_of(client: Client, secret: str) -> bool:
    """Return whether a secret is one of a client's valid secrets."""
    found = _hash(client.id, secret)
    known = (kept.digest for kept in (client.secret, client.next_secret) if kept)
    return any(hmac.compare_digest(found, each) for each in known)


def _hash(client_id: str, secret: str) -> str:
    return hmac.digest(client_id.encode(), secret.encode(), hashlib.sha256).hex()
