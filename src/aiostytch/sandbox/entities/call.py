"""A call of the API: the argument of handlers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ..contract.document import Operation
from ..contract.json_values import JSONObject
from ..store.records import Session


@attrs.frozen(kw_only=True)
class Call:
    """A call that conforms to the specification.

    Attributes:
        operation: the operation.
        arguments: the arguments in path, query and body, by name.
        session: the member session in the request's headers, if any. It restricts the call.
    """

    operation: Operation
    arguments: Mapping[str, Any]
    session: Session | None = None

    def only(self, *names: str) -> JSONObject:
        """Return the named arguments that the call has."""
        return {name: self.arguments[name] for name in names if name in self.arguments}

    def without(self, *names: str) -> JSONObject:
        """Return all arguments except the named ones."""
        return {name: value for name, value in self.arguments.items() if name not in names}
