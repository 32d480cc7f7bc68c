"""The handlers of the control API, one module for each tag."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence

from ..endpoints import Endpoint
from . import clock, faults, outbox, providers, requests, state, webhooks


@functools.cache
def endpoints() -> Sequence[Endpoint]:
    """Return all endpoints, in the order of the document."""
    parts = (outbox, clock, state, providers, faults, requests, webhooks)
    return tuple(itertools.chain.from_iterable(part.endpoints for part in parts))
