"""How large the body of a request may be."""

from __future__ import annotations

from ..contract.errors import RefusedError

MAX_BODY = 2**20
"""Bytes of a request's body: 1 MiB."""


def too_large() -> RefusedError:
    """Return the error for a body that is too large. The connection ends: what is left of the body is not read."""
    return RefusedError(413, "bad_request", f"A body must not exceed {MAX_BODY} bytes.", {"Connection": "close"})
