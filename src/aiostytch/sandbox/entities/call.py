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
        operation: the operation that is called.
        arguments: those in path, query and body, by name.
        session: the member session in the request's headers, if any: it limits what the call may do.
    """

    operation: Operation
    arguments: Mapping[str, Any]
    session: Session | None = None

    def only(self, *names: str) -> JSONObject:
        """Return some arguments, as far as they are given."""
        return {name: self.arguments[name] for name in names if name in self.arguments}

    def without(self, *names: str) -> JSONObject:
        """Return all arguments except some."""
        return {name: value for name, value in self.arguments.items() if name not in names}
