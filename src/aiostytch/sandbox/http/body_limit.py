"""The maximum size of a request's body."""

from __future__ import annotations

from ..contract.errors import RefusedError

MAX_BODY = 2**20
"""The maximum size of a request's body, in bytes: 1 MiB."""


def too_large() -> RefusedError:
    """Return the error for a body that is too large. It closes the connection, since the rest is not read."""
    return RefusedError(413, "bad_request", f"A body must not exceed {MAX_BODY} bytes.", {"Connection": "close"})
