"""What an operation does: one function, registered under the operation's call path.

    behaviour = Behaviours()

    @behaviour("organizations.get")
    def get(state: State, call: Call) -> Fields: ...

A behaviour gets a call that the document allows, reads and changes the state, and returns the fields of the answer
without `status_code` and `request_id`; or raises `RefusedError`. It knows nothing of HTTP.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

import attrs

from .document import Operation
from .records import Fields, Session
from .state import State


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

    def only(self, *names: str) -> Fields:
        """Return those of some arguments that are given."""
        return {name: self.arguments[name] for name in names if name in self.arguments}

    def without(self, *names: str) -> Fields:
        """Return all arguments but some."""
        return {name: value for name, value in self.arguments.items() if name not in names}


Behaviour: TypeAlias = Callable[[State, Call], Fields]


class Behaviours(Mapping[str, Behaviour]):
    """Behaviours by call path. Calling it makes a decorator that adds one.

    Attributes:
        simplified: what a behaviour leaves out of what the API does, by call path; for the documentation.
    """

    def __init__(self, *parts: Behaviours) -> None:
        self._functions: dict[str, Behaviour] = {}
        self.simplified: dict[str, str] = {}
        for part in parts:
            for call_path, function in part.items():
                self(call_path, simplified=part.simplified[call_path])(function)

    def __call__(self, call_path: str, *, simplified: str = "") -> Callable[[Behaviour], Behaviour]:
        """Return a decorator that registers a function.

        Args:
            call_path: the operation's.
            simplified: what the behaviour leaves out, in a sentence; "" if it is nothing that matters to a test.

        Raises:
            ValueError: the operation has a behaviour already.
        """

        def register(function: Behaviour) -> Behaviour:
            if call_path in self._functions:
                raise ValueError(f"{call_path} has a behaviour already")
            self._functions[call_path] = function
            self.simplified[call_path] = simplified
            return function

        return register

    def __getitem__(self, call_path: str) -> Behaviour:
        return self._functions[call_path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._functions)

    def __len__(self) -> int:
        return len(self._functions)
