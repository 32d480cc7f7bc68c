"""The modules of models: their classes, in an order that Python can evaluate.

A class follows the classes that it mentions; otherwise the order is by name. Models may form cycles, because
annotations are evaluated late. So may modules, which then import each other as modules. A model cannot require an
object of its own type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

import attrs

from generator import ir, names
from generator.document.node import Problems
from generator.problems import pointer

from .graph import components, cycles, reachable, reversed_graph
from .schemas import Class
from .schemas import ClassKey as Key
from .types import references

Classes = Mapping[Key, Class]
Graph = Mapping[Key, set[Key]]


def assemble(
    classes: Classes, operations: Sequence[ir.Operation], problems: Problems, *, takes_null: bool
) -> tuple[ir.ModelModule, ...]:
    """Return the modules, sorted by name, and report cycles of required models.

    Args:
        classes: all classes, by module and name.
        operations: the operations that send and return the classes.
        problems: the collector of problems.
        takes_null: whether any optional property of a request may be null.
    """
    graph = _graph(classes)
    uses = _Uses(
        sent=reachable(graph, (key for operation in operations for key in _sent(operation))),
        received=reachable(graph, (key for operation in operations for key in _received(operation))),
        returned={key for operation in operations for key in _returned(operation)},
        takes_null=takes_null,
    )
    final = {key: _with_uses(key, found, uses) for key, found in classes.items()}
    _check_sizes(final, problems)
    _check_names(final, problems)
    order = [key for group in components(graph) for key in group]
    return tuple(_modules(final, graph, order))


def with_wire_names(classes: Classes, operations: Iterable[ir.Operation]) -> list[ir.Operation]:
    """Return the operations with `wire_names` set where they need it.

    It is set if a model that the operation sends or receives has a field with another name in JSON, or with a choice of
    models, or if the response is such a choice.
    """
    graph = _graph(classes)
    renamed = (
        key for key, found in classes.items() if isinstance(found, ir.Model) and any(map(_is_renamed, found.fields))
    )
    affected = reachable(reversed_graph(graph), renamed)
    return [
        attrs.evolve(
            operation,
            wire_names=bool(affected & set(_mentioned(operation))) or any(map(_has_choice, responses(operation))),
        )
        for operation in operations
    ]


def _has_choice(type_: ir.Type) -> bool:
    match type_:
        case ir.ChoiceOf():
            return True
        case ir.ListOf(item) | ir.MapOf(item):
            return _has_choice(item)
        case ir.UnionOf(members):
            return any(map(_has_choice, members))
        case _:
            return False


def responses(operation: ir.Operation) -> Iterator[ir.Type]:
    """Yield the JSON response types of an operation."""
    for found in (operation.response, *(other for _, other in operation.responses)):
        if found is not None and not isinstance(found, ir.Raw):
            yield found


def _is_renamed(field: ir.Field) -> bool:
    return field.name != field.wire_name or _has_choice(field.type)


def _graph(classes: Classes) -> dict[Key, set[Key]]:
    return {key: set(_targets(found)) & classes.keys() for key, found in classes.items()}


def _targets(found: Class) -> Iterator[Key]:
    if isinstance(found, ir.Model):
        yield from (_key(ref) for field in found.fields for ref in references(field.type))


def _key(reference: ir.ModelRef | ir.EnumRef) -> Key:
    return (reference.module, reference.name)


def _sent(operation: ir.Operation) -> Iterator[Key]:
    return (_key(ref) for parameter in operation.parameters for ref in references(parameter.type))


def _mentioned(operation: ir.Operation) -> Iterator[Key]:
    yield from _sent(operation)
    yield from _received(operation)


def _received(operation: ir.Operation) -> Iterator[Key]:
    return (_key(ref) for type_ in responses(operation) for ref in references(type_))


def _returned(operation: ir.Operation) -> Iterator[Key]:
    """Yield the models that are complete responses."""
    pending = list(responses(operation))
    while pending:
        match pending.pop():
            case ir.ModelRef() as ref:
                yield _key(ref)
            case ir.UnionOf(members) | ir.ChoiceOf(members):
                pending.extend(members)
            case _:
                pass


@attrs.frozen
class _Uses:
    """The uses of classes: in requests, in responses, and as complete responses."""

    sent: Set[Key]
    received: Set[Key]
    returned: Set[Key]
    takes_null: bool


def _with_uses(key: Key, found: Class, uses: _Uses) -> Class:
    if isinstance(found, ir.Enum):
        return found
    is_input, is_received = key in uses.sent, key in uses.received
    fields = (_used(field, is_input, is_received) for field in found.fields)
    return attrs.evolve(
        found,
        is_input=is_input,
        is_response=key in uses.returned,
        takes_null=uses.takes_null,
        fields=tuple(fields),
    )


def _used(field: ir.Field, is_input: bool, is_received: bool) -> ir.Field:
    """Return the field; it stays required only if it belongs to every use of its class."""
    required = field.required and (field.sent or not is_input) and (field.received or not is_received)
    return attrs.evolve(field, required=required)


def _modules(classes: Classes, graph: Graph, order: Iterable[Key]) -> Iterator[ir.ModelModule]:
    by_module: dict[str, list[Key]] = {}
    for key in order:
        by_module.setdefault(key[0], []).append(key)
    in_cycles = {module: cycle for cycle in cycles(_imports(graph)) for module in cycle}
    for module, keys in sorted(by_module.items()):
        imports = {target[0] for key in keys for target in graph[key]} - {module}
        cycle = {name for (name,) in in_cycles.get((module,), [])}
        yield ir.ModelModule(
            name=module,
            classes=tuple(classes[key] for key in keys),
            imports=tuple(sorted(imports)),
            cycle=tuple(sorted(imports & cycle)),
        )


def _imports(graph: Graph) -> dict[tuple[str], set[tuple[str]]]:
    imports: dict[tuple[str], set[tuple[str]]] = {(module,): set() for module, _ in graph}
    for (module, _), targets in graph.items():
        imports[module,].update((target,) for target, _ in targets if target != module)
    return imports


def _check_names(classes: Classes, problems: Problems) -> None:
    for key, found in classes.items():
        if len(key[0]) > names.MAX_MODULE:
            problems.add(found.pointer, f"its module's name would be longer than {names.MAX_MODULE} characters")


def _check_sizes(classes: Classes, problems: Problems) -> None:
    """Report models that require themselves, directly or in a cycle."""
    held = {key: list(_held(found)) for key, found in classes.items()}
    graph = {key: {_key(ref) for _, ref in fields} & classes.keys() for key, fields in held.items()}
    in_cycles = {key: cycle for cycle in cycles(graph) for key in cycle}
    for key, cycle in in_cycles.items():
        for field, ref in held[key]:
            if in_cycles.get(_key(ref)) is cycle:
                at = classes[key].pointer + pointer("properties", field.wire_name)
                problems.add(at, "an object cannot require an object of its own type")


def _held(found: Class) -> Iterator[tuple[ir.Field, ir.ModelRef]]:
    """Return the required fields of a model whose types are models."""
    for field in found.fields if isinstance(found, ir.Model) else ():
        if field.required and not field.nullable and isinstance(field.type, ir.ModelRef):
            yield field, field.type
