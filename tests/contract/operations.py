"""A parametrization over the 97 operations, and their methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .facts import FACTS, Fact

each_operation = pytest.mark.parametrize("fact", FACTS, ids=str)


def method(fact: Fact, client: Any) -> Callable[..., Any]:
    for name in fact.call_path.split("."):
        client = getattr(client, name)
    assert callable(client)
    return client
