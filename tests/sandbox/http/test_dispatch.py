"""A request belongs to the API, to a browser, or to an app."""

from __future__ import annotations

import pytest

from aiostytch.sandbox import PROJECT_ID
from aiostytch.sandbox.browser import logins
from aiostytch.sandbox.contract.document import Operation, operations
from aiostytch.sandbox.contract.messages import Request
from aiostytch.sandbox.oauth import endpoints
from aiostytch.sandbox.store.clock import Clock
from aiostytch.sandbox.store.state import State


@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.call_path)
def test_a_path_of_the_api_is_no_other(operation: Operation) -> None:
    """Dispatch asks browsers and apps only where the document does not know the path."""
    state = State(project_id=PROJECT_ID, clock=Clock())
    request = Request(method=operation.method, path=operation.path.format_map(Anything()))
    assert request.routes
    assert logins.respond(state, request) is None
    assert endpoints.respond(state, request) is None


class Anything(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return PROJECT_ID
