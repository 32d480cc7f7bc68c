"""How what is remembered is changed without a request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Change(Protocol):
    """Carries a change out in turn with requests, and keeps it where everything is kept."""

    def __call__(self, action: Callable[[], T], /) -> T:
        """Return what the action returns."""
        ...
