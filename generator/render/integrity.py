"""Checks that a rendered file has only the code that the intermediate representation describes.

Documents are not trusted. If one of their strings became code, the file would have a statement, a name or a value that
the intermediate representation does not have. So each rendered file is parsed, and its outline must equal the outline
that is computed from the representation. An outline has one line per statement.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from generator.ir import Client, Enum, Location, Model, ModelModule, Operation, Package, Resource

Outline = tuple[str, ...]

_MODULES = frozenset(
    {
        "__future__",
        "aiostytch",
        "aiostytch.model",
        "aiostytch.operation",
        "builtins",
        "collections.abc",
        "datetime",
        "enum",
        "functools",
        "msgspec",
        "typing",
        "uuid",
    }
)
"""Modules that any file may import; outlines do not include them."""


class RenderMismatchError(Exception):
    """A rendered file does not match its outline: a bug of the generator, or an attempt to exploit one."""


def check(path: PurePosixPath, text: str, expected: Outline) -> None:
    """Compare a rendered file with its outline.

    Raises:
        RenderMismatchError: the file is not Python, or does not match.
    """
    try:
        found = outline(text)
    except SyntaxError as error:
        raise RenderMismatchError(f"{path}: rendered text is not Python: {error}") from error
    if found != expected:
        differing = next(
            ((line, other) for line, other in zip(found, expected, strict=False) if line != other),
            (f"{len(found)} lines", f"{len(expected)} lines"),
        )
        raise RenderMismatchError(f"{path}: rendered {differing[0]!r}, expected {differing[1]!r}")


def models_outline(module: ModelModule) -> Outline:
    """Return the expected outline of a file in `models/`."""
    around = "." if module.cycle else ""
    direct = [f".{name}" for name in module.imports if name not in module.cycle]
    lines = ["docstring", *_imported([*direct, *([around] if around else [])])]
    for item in module.classes:
        lines += _enum(item) if isinstance(item, Enum) else _model(item)
    return tuple(lines)


def _enum(item: Enum) -> Iterator[str]:
    yield f"class {item.name}(OpenEnum)"
    yield from (f"{member.name} = {member.value!r}" for member in item.members)


def _model(item: Model) -> Iterator[str]:
    yield f"class {item.name}({'Response' if item.is_response else 'Model'})"
    renamed = {field.name: field.wire_name for field in item.fields if field.name != field.wire_name}
    yield from [f"__wire_names__ = {renamed!r}"] if renamed else []
    yield from (f"{field.name}: {'required' if field.required else 'optional'}" for field in item.fields)


def resource_outline(resource: Resource, models: Iterable[str]) -> Outline:
    """Return the expected outline of a file in `resources/`. `models` are the modules that its operations mention."""
    module, _, mixin = resource.mixin.partition(":")
    bases = f"{mixin}, Resource" if mixin else "Resource"
    children = [f".{child.module}" for child in resource.children]
    return (
        "docstring",
        *_imported([*(f"..models.{name}" for name in models), *([module] if module else [])]),
        *_imported(children),
        *(_constant(operation) for operation in resource.operations),
        f"class {resource.class_name}({bases})",
        *(f"part {child.path[-1]} -> {child.class_name} of .{child.module}" for child in resource.children),
        *(_call(operation) for operation in resource.operations),
    )


def client_outline(client: Client) -> Outline:
    """Return the expected outline of the client file."""
    module, _, base = client.base.partition(":")
    own = () if client.base else ("aiostytch.config", "aiostytch.credentials")
    lines = ["docstring", *_imported([module or "aiostytch.base_client", ".resources", *own])]
    if not client.base and client.servers:
        lines += [f"SERVERS = {client.servers!r}", "docstring"]
    lines.append(f"class {client.name}({base or 'BaseClient'}, Resources)")
    return (*lines, *([] if client.base else _client_init(client)))


def _client_init(client: Client) -> Iterator[str]:
    parameters = [*(scheme.parameter for scheme in client.schemes), "base_url"]
    yield f"init({', '.join(parameters)}, settings)"
    for scheme in client.schemes:
        header = [scheme.header] if scheme.header else []
        yield f"{scheme.name!r}: {scheme.kind.value}{(scheme.parameter, *header)!r} of {scheme.parameter}"


def package_outline(package: Package) -> Outline:
    """Return the expected outline of the package file."""
    return ("docstring", "import .client", f"__all__ = {[package.client.name]!r}")


def _imported(modules: Iterable[str]) -> Iterator[str]:
    return (f"import {module}" for module in sorted(set(modules)))


def _constant(operation: Operation) -> str:
    endpoint = f"{operation.method} {operation.path}"
    arguments = (operation.operation_id, ".".join(operation.call_path), endpoint, operation.server)
    return f"_{operation.name.upper()}: {arguments!r}"


def _call(operation: Operation) -> str:
    positional = [p.name for p in operation.parameters if p.location is Location.PATH]
    named = [p.name for p in operation.parameters if p.location is not Location.PATH]
    session = ["session"] if operation.accepts_session else []
    return f"call {operation.name}({', '.join(['self', *positional])}; {', '.join([*named, *session, 'options'])})"


def outline(text: str) -> Outline:
    """Return the outline of a file.

    Raises:
        SyntaxError: it is not Python.
    """
    imports: list[str] = []
    parts: list[str] = []
    lines: list[str] = []
    for index, statement in enumerate(ast.parse(text).body):
        match statement:
            case ast.Import() | ast.ImportFrom():
                imports += _modules(statement)
            case ast.If(test=ast.Name(id="TYPE_CHECKING"), body=body, orelse=[]):
                parts += [module for inner in body for module in _modules(inner)]
            case ast.ClassDef():
                lines += _class(statement)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name()) as call):
                lines.append(f"{name}: {_arguments(call)!r}")
            case ast.Assign(targets=[ast.Name(id="SERVERS" | "__all__" as name)], value=value) if _is_data(value):
                lines.append(f"{name} = {ast.literal_eval(value)!r}")
            case ast.Expr() if lines and lines[-1].startswith("SERVERS = ") and _is_docstring(statement):
                lines.append("docstring")
            case _ if index > 0 or not _is_docstring(statement):
                lines.append(_unexpected(statement))
            case _:
                lines.append("docstring")
    found = [f"import {module}" for names in (sorted(imports), sorted(parts)) for module in names]
    return (*lines[:1], *found, *lines[1:])


def _is_data(value: ast.expr) -> bool:
    return isinstance(value, ast.Tuple | ast.List) and all(isinstance(item, ast.Constant) for item in value.elts)


def _modules(statement: ast.stmt) -> list[str]:
    match statement:
        case ast.Import(names=names):
            found = [alias.name for alias in names]
        case ast.ImportFrom(module=module, level=level):
            found = ["." * level + (module or "")]
        case _:
            return [_unexpected(statement)]
    return [module for module in found if module not in _MODULES]


def _arguments(call: ast.Call) -> tuple[str, ...]:
    servers = [keyword.value for keyword in call.keywords if keyword.arg == "server"]
    values = [value.value for value in (*call.args, *servers) if isinstance(value, ast.Constant)]
    return (*map(str, values), *([] if servers else [""]))


def _class(node: ast.ClassDef) -> Iterator[str]:
    yield f"class {node.name}({', '.join(map(ast.unparse, node.bases))})"
    for statement in node.body:
        yield from _member(statement)


def _member(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.Dict() as names):
            yield f"{name} = {ast.literal_eval(names)!r}"
        case ast.AnnAssign(target=ast.Name(id=name), value=value):
            yield f"{name}: {'required' if _is_required(value) else 'optional'}"
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(value))):
            yield f"{name} = {value!r}"
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if ast.unparse(value) == "enum.auto()":
            yield f"{name} = {name.lower()!r}"
        case ast.FunctionDef(decorator_list=[ast.Name(id="cached_property")]):
            yield _part(statement)
        case ast.FunctionDef(name="__init__", decorator_list=[]):
            yield from _init(statement)
        case ast.FunctionDef(decorator_list=[]) if _is_call(statement.body):
            yield f"call {statement.name}({_names(statement.args.args)}; {_names(statement.args.kwonlyargs)})"
        case ast.Pass():
            pass
        case _ if not _is_docstring(statement):
            yield _unexpected(statement)
        case _:
            pass


_INIT_BODY = """\
insecure = settings.get('allow_insecure_http', False)
super().__init__(target(credentials, base_url, {servers}, allow_insecure_http=insecure), **settings)"""


def _init(function: ast.FunctionDef) -> Iterator[str]:
    """Yield the parameters of a client, and the code for each credential."""
    arguments = function.args
    yield f"init({_names(arguments.kwonlyargs)}, {arguments.kwarg.arg if arguments.kwarg else ''})"
    match function.body:
        case [ast.AnnAssign(target=ast.Name(id="credentials"), value=ast.Dict(keys=keys, values=values)), *rest]:
            yield from (_credential(key, value) for key, value in zip(keys, values, strict=True))
            text = "\n".join(map(ast.unparse, rest))
            if text not in {_INIT_BODY.format(servers=servers) for servers in ("SERVERS", "()")}:
                yield _unexpected(function)
        case _:
            yield _unexpected(function)


def _credential(key: ast.expr | None, value: ast.expr) -> str:
    match key, value:
        case (
            ast.Constant(value=str(name)),
            ast.IfExp(
                test=ast.Compare(left=ast.Name(id=given), ops=[ast.Is()], comparators=[ast.Constant(value=None)]),
                body=ast.Constant(value=None),
                orelse=ast.Call(func=ast.Name(id=make), args=[*first, ast.Name() | ast.Starred() as last], keywords=[]),
            ),
        ) if ast.unparse(last).removeprefix("*") == given:
            texts = tuple(each.value for each in first if isinstance(each, ast.Constant))
            return f"{name!r}: {make}{texts!r} of {given}"
        case _:
            return _unexpected(value)


def _is_required(value: ast.expr | None) -> bool:
    """Whether a field does not have a default: no value, or `light_attrs.field(…)` without `default`."""
    match value:
        case ast.Call(keywords=keywords):
            return all(keyword.arg != "default" for keyword in keywords)
        case _:
            return value is None


def _part(function: ast.FunctionDef) -> str:
    match function.body:
        case [ast.Expr(), ast.ImportFrom(module=module, level=1, names=[name]), ast.Return()]:
            return f"part {function.name} -> {name.name} of .{module}"
        case _:
            return _unexpected(function)


def _is_call(body: list[ast.stmt]) -> bool:
    match body:
        case [docstring, ast.Return(value=ast.Call(func=ast.Attribute(), args=[ast.Name(), ast.Call() as locals_]))]:
            return _is_docstring(docstring) and ast.unparse(locals_) == "locals()"
        case _:
            return False


def _names(arguments: list[ast.arg]) -> str:
    return ", ".join(argument.arg for argument in arguments)


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _unexpected(node: ast.AST) -> str:
    return f"unexpected {type(node).__name__}: {ast.unparse(node)[:200]}"
