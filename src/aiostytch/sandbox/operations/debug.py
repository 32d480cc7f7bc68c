"""Handler of `client.debug`."""

from __future__ import annotations

from ..contract.json_values import JSONObject
from ..entities.call import Call
from ..store.state import State
from .handlers import Handlers

handles = Handlers()

_NAME = "Sandbox"
"""The name of every sandbox's project."""


@handles("debug.whoami", simplified=f"The name of the project is always {_NAME}.")
def whoami(state: State, call: Call) -> JSONObject:
    """Return the project of the credentials."""
    return {"project_id": state.project_id, "name": _NAME}
