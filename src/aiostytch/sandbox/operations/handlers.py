"""Handlers: the functions that carry operations out, registered under call paths.

    handles = Handlers()

    @handles("organizations.get")
    def get(state: State, call: Call) -> Fields: ...

A handler gets a call that the document allows, reads and changes the state, and returns the fields of the response
without `status_code` and `request_id`; or raises `RefusedError`. It knows nothing of HTTP.
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
        function: carries a call out.
        simplified: what it leaves out of what the API does, in a sentence; "" if it is nothing that matters to a test.
    """

    function: Function
    simplified: str


class Handlers(dict[str, Handler]):
    """The handlers of a module, by call path. Calling it makes a decorator that adds one."""

    def __call__(self, call_path: str, *, simplified: str = "") -> Callable[[Function], Function]:
        """Return a decorator that registers a function.

        Args:
            call_path: the operation's.
            simplified: see `Handler`.

        Raises:
            ValueError: the operation has a handler already.
        """

        def register(function: Function) -> Function:
            if call_path in self:
                raise ValueError(f"{call_path} has a handler already")
            self[call_path] = Handler(function, simplified)
            return function

        return register
