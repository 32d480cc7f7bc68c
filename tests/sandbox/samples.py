"""Valid requests: samples of required values, in a prepared sandbox."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox
from aiostytch.sandbox.contract.document import Operation, operations
from aiostytch.sandbox.contract.schemas import Schema
from aiostytch.sandbox.operations.registry import MODULES

from .stages import STAGES
from .world import World

IMPLEMENTED = {call_path for handlers in MODULES.values() for call_path in handlers}
OPERATIONS = {operation.call_path: operation for operation in operations() if operation.call_path in IMPLEMENTED}
EVERY = pytest.mark.parametrize("call_path", sorted(OPERATIONS))


def sample(schema: Schema) -> Any:
    """Return a value that conforms to a schema, with everything that it requires."""
    match schema:
        case {"enum": [*_, last]}:
            return last
        case {"type": "object"}:
            return {name: sample(schema["properties"][name]) for name in schema.get("required", ())}
        case {"type": "array"}:
            return [sample(schema["items"])]
        case {"type": "boolean"}:
            return True
        case {"type": "integer"}:
            return 7
        case _:
            return "sample"


def sample_arguments(operation: Operation) -> dict[str, Any]:
    """Return the arguments that an operation requires, outside headers."""
    arguments = {p.name: sample(p.schema) for p in operation.parameters if p.required and p.place != "header"}
    return {**arguments, **(sample(operation.body) if operation.body else {})}


async def arguments_for(call_path: str, client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    """Set the stage for a call, and return its arguments."""
    arguments = sample_arguments(OPERATIONS[call_path])
    common = {"organization_id": world.organization.organization_id, "member_id": world.member.member_id}
    arguments |= {name: value for name, value in common.items() if name in arguments}
    return arguments | await STAGES[call_path](client, sandbox, world)
