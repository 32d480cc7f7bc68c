"""Models in their modules: which classes there are, in which order, and whether Python can have them.

A class stands after those that it mentions, and otherwise by name. Models of one module may mention each other in a
circle, since annotations are read late; modules may not import each other in one, and no object can hold itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

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


def assemble(classes: Classes, operations: Sequence[ir.Operation], problems: Problems) -> tuple[ir.ModelModule, ...]:
    """Return the modules by name; report circles that Python cannot have.

    Args:
        classes: all classes, by module and name.
        operations: they decide what is sent and what is returned.
        problems: where to report.
    """
    graph = _graph(classes)
    sent = reachable(graph, (key for operation in operations for key in _sent(operation)))
    returned = {_key(operation.response) for operation in operations if isinstance(operation.response, ir.ModelRef)}
    final = {key: _with_uses(found, key in sent, key in returned) for key, found in classes.items()}
    _check_modules(final, graph, problems)
    _check_sizes(final, problems)
    _check_names(final, problems)
    order = [key for group in components(graph) for key in group]
    return tuple(_modules(final, graph, order))


def with_wire_names(classes: Classes, operations: Iterable[ir.Operation]) -> list[ir.Operation]:
    """Return the operations, each with the word whether a field on its way has a JSON name of its own."""
    graph = _graph(classes)
    renamed = (
        key for key, found in classes.items() if isinstance(found, ir.Model) and any(map(_is_renamed, found.fields))
    )
    affected = reachable(reversed_graph(graph), renamed)
    return [attrs.evolve(operation, wire_names=bool(affected & set(_mentioned(operation)))) for operation in operations]


def _is_renamed(field: ir.Field) -> bool:
    return field.name != field.wire_name


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
    if operation.response is not None:
        yield from map(_key, references(operation.response))


def _with_uses(found: Class, is_input: bool, is_response: bool) -> Class:
    if isinstance(found, ir.Enum):
        return found
    return attrs.evolve(found, is_input=is_input, is_response=is_response)


def _modules(classes: Classes, graph: Graph, order: Iterable[Key]) -> Iterator[ir.ModelModule]:
    by_module: dict[str, list[Key]] = {}
    for key in order:
        by_module.setdefault(key[0], []).append(key)
    for module, keys in sorted(by_module.items()):
        imports = {target[0] for key in keys for target in graph[key]} - {module}
        yield ir.ModelModule(name=module, classes=tuple(classes[key] for key in keys), imports=tuple(sorted(imports)))


def _check_modules(classes: Classes, graph: Graph, problems: Problems) -> None:
    circles = {module: circle for circle in cycles(_imports(graph)) for module in circle}
    crossing = ((key, target) for key, targets in graph.items() for target in targets if key[0] != target[0])
    for key, target in crossing:
        circle = circles.get((key[0],))
        if circle is not None and circle is circles.get((target[0],)):
            reason = (
                f"needs `{'.'.join(target)}`, but the modules {', '.join(name for (name,) in circle)} form a circle"
            )
            problems.add(classes[key].pointer, f"{reason}; `x-sdk-modules` or `x-sdk-module` can make them one")


def _imports(graph: Graph) -> dict[tuple[str], set[tuple[str]]]:
    imports: dict[tuple[str], set[tuple[str]]] = {(module,): set() for module, _ in graph}
    for (module, _), targets in graph.items():
        imports[module,].update((target,) for target, _ in targets if target != module)
    return imports


def _check_names(classes: Classes, problems: Problems) -> None:
    for key, found in classes.items():
        if len(key[0]) > names.MAX_MODULE:
            problems.add(found.pointer, f"its module would have a name of over {names.MAX_MODULE} characters")


def _check_sizes(classes: Classes, problems: Problems) -> None:
    """Report models that hold themselves: each of them would need another, without end."""
    held = {key: list(_held(found)) for key, found in classes.items()}
    graph = {key: {_key(ref) for _, ref in fields} & classes.keys() for key, fields in held.items()}
    circles = {key: circle for circle in cycles(graph) for key in circle}
    for key, circle in circles.items():
        for field, ref in held[key]:
            if circles.get(_key(ref)) is circle:
                at = classes[key].pointer + pointer("properties", field.wire_name)
                problems.add(at, "an object that must hold one of its own kind cannot be made")


def _held(found: Class) -> Iterator[tuple[ir.Field, ir.ModelRef]]:
    """Return the fields that a model cannot do without, and that are models."""
    for field in found.fields if isinstance(found, ir.Model) else ():
        if field.required and not field.nullable and isinstance(field.type, ir.ModelRef):
            yield field, field.type
