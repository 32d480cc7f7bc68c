"""Handlers: the functions that implement operations, registered under call paths.

    handles = Handlers()

    @handles("organizations.get")
    def get(state: State, call: Call) -> Fields: ...

A handler gets a call that conforms to the specification. It reads and changes the state, and returns the fields of the
response without `status_code` and `request_id`, or raises `RefusedError`. It does not depend on HTTP.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import attrs

from ..contract.json_values import JSONObject
from ..entities.call import Call
from ..store.state import State

Function: TypeAlias = Callable[[State, Call], JSONObject]


@attrs.frozen
class Handler:
    """The handler of an operation.

    Attributes:
        function: executes a call.
        simplified: how it differs from the API, in a sentence; "" without a relevant difference.
    """

    function: Function
    simplified: str


class Handlers(dict[str, Handler]):
    """The handlers of a module, by call path. A call returns a decorator that adds a handler."""

    def __call__(self, call_path: str, *, simplified: str = "") -> Callable[[Function], Function]:
        """Return a decorator that registers a function.

        Args:
            call_path: the call path of the operation.
            simplified: see `Handler`.

        Raises:
            ValueError: the operation already has a handler.
        """

        def register(function: Function) -> Function:
            if call_path in self:
                raise ValueError(f"{call_path} already has a handler")
            self[call_path] = Handler(function, simplified)
            return function

        return register
