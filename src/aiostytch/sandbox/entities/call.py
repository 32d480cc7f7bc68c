"""A call of the API, as its handler gets it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ..contract.document import Operation
from ..contract.json_values import JSONObject
from ..store.records import Session


@attrs.frozen(kw_only=True)
class Call:
    """A call that the document allows.

    Attributes:
        operation: what is called.
        arguments: those in path, query and body; no name is in two of them.
        session: the session of the member with whose permissions the call is made, if any.
    """

    operation: Operation
    arguments: Mapping[str, Any]
    session: Session | None = None

    def only(self, *names: str) -> JSONObject:
        """Return those of some arguments that are given."""
        return {name: self.arguments[name] for name in names if name in self.arguments}

    def without(self, *names: str) -> JSONObject:
        """Return all arguments but some."""
        return {name: value for name, value in self.arguments.items() if name not in names}
