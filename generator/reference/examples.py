"""An example of each call, with the required arguments and those that `docs.yaml` adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from generator.ir import EnumRef, ListOf, Location, ModelRef, Operation, Parameter, Type
from generator.names import snake
from generator.render.text import literal

_WIDTH = 88
"""Maximum columns of an example, so that it fits the column of a page."""


def example(operation: Operation, samples: Mapping[str, Any]) -> str:
    """Return the code of a call.

    Args:
        operation: the call.
        samples: sample arguments by wire name. Other arguments are variables with the name of the parameter.
    """
    arguments = [_argument(each, samples) for each in shown(operation)]
    call = _laid_out(f"client.{'.'.join(operation.call_path)}", arguments)
    if operation.pagination is None:
        return f"response = await {call}"
    item = _item(operation.pagination.item_type)
    return f"async for {item} in {call}:\n    print({item})"


def shown(operation: Operation) -> list[Parameter]:
    """Return the parameters that the example of a call uses."""
    return [each for each in operation.parameters if each.required or each.wire_name in operation.example]


def _argument(parameter: Parameter, samples: Mapping[str, Any]) -> str:
    value = _literal(samples[parameter.wire_name]) if parameter.wire_name in samples else parameter.name
    return value if parameter.location is Location.PATH else f"{parameter.name}={value}"


def _laid_out(name: str, arguments: Sequence[str]) -> str:
    line = f"{name}({', '.join(arguments)})"
    if len(line) + len("response = await ") <= _WIDTH:
        return line
    return "\n".join([f"{name}(", *(f"    {argument}," for argument in arguments), ")"])


def _literal(value: Any) -> str:
    if isinstance(value, dict):
        entries = cast("Mapping[str, Any]", value).items()
        return "{" + ", ".join(f"{literal(key)}: {_literal(item)}" for key, item in entries) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_literal, cast("Sequence[Any]", value))) + "]"
    return literal(value)


def _item(kind: Type) -> str:
    match kind:
        case ModelRef(_, name) | EnumRef(_, name):
            return snake(name)
        case ListOf():
            return "items"
        case _:
            return "item"
