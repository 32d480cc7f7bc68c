"""Hostile text in every place of a document that reaches code.

Each fragment is put into each place. The document is refused with a place and a reason, or the generated code is the
same as for harmless text: the same statements, apart from names and strings. Strings keep their values, and no file is
written outside the package.
"""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import jinja2
import pytest

from generator import output
from generator.docs import read_docs
from generator.document import yaml12
from generator.document.manifest import Source
from generator.document.overlay import Action, Overlay, apply
from generator.document.pruning import prune
from generator.names import enum_member
from generator.pipeline import generate, read_valid
from generator.problems import InputError, pointer
from generator.render import rendering
from generator.render.text import literal
from tests.generator.reading import inputs

pytestmark = pytest.mark.volume

LONG = "x" * 100_000
FRAGMENTS = [
    '"""',
    "'''",
    '"',
    "'",
    'trailing"',
    '\\"""',
    '\\\\"""',
    '""" + __import__("os").system("x") + """',
    '"""\nimport os\n"""',
    "\\x22\\x22\\x22",
    "\\",
    "\\\n",
    "x\\",
    "\\N{BULLET}",
    "{{ 7 * 7 }}",
    "{{ ''.__class__.__mro__ }}",
    "{% include 'x' %}",
    "{% raw %}",
    "{# comment #}",
    "{0} {x!r} %s $x",
    "a\nimport os",
    "\rimport os",
    "x\x85import os",
    "x\u2028import os",
    "x\x0cimport os",
    "# type: ignore",
    "# -*- coding: utf-7 -*-",
    "+AGEAYg-",
    "); import os; (",
    "]\nimport os\n[",
    "x: int = __import__('os')",
    "__import__('os')",
    "class",
    "None",
    "self",
    "cls",
    "print",
    "list",
    "match",
    "mro",
    "__init__",
    "__wire_names__",
    "2fa",
    "-1",
    "p\u0430ypal",
    "\uff45\uff56\uff41\uff4c",
    "\ufb01\u212a",
    "e\u0301",
    "\u202e\u2066",
    "\u200bx",
    "\U0001f600",
    "\x00",
    "\x1b[2J",
    "",
    " ",
    "../../x",
    "..",
    "/etc/passwd",
    "C:\\x",
    "nul",
    "con",
    "%2e%2e%2f",
    "$ref",
    "x-sdk-secret",
    LONG,
]


PROSE = "@prose@"
TEMPLATE: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "@title@", "version": "@version@", "description": PROSE, "summary": PROSE},
    "tags": [{"name": "pets", "description": PROSE}, {"name": "@tag@", "description": PROSE}],
    "servers": [{"url": "https://pets.example", "description": PROSE}],
    "security": [{"@scheme@": []}],
    "x-@extension@": PROSE,
    "x-sdk-mixins": {"pets": "@mixin@"},
    "x-sdk-modules": {"@namespace@": "@module@"},
    "paths": {
        "/pets/@segment@/{@path_parameter@}": {
            "description": PROSE,
            "get": {
                "operationId": "@id@",
                "tags": ["pets"],
                "summary": PROSE,
                "description": PROSE,
                "servers": [{"url": "https://@host@.example/@server_path@", "description": PROSE}],
                "x-sdk-retry": "@retry@",
                "parameters": [
                    {
                        "name": "@path_parameter@",
                        "in": "path",
                        "required": True,
                        "description": PROSE,
                        "schema": {"type": "string", "title": PROSE, "pattern": PROSE, "format": "@format@"},
                    },
                    {"name": "@query@", "in": "query", "schema": {"type": "string", "default": "@default@"}},
                    {"name": "@header@", "in": "header", "schema": {"type": "string", "examples": [PROSE]}},
                ],
                "responses": {
                    "200": {
                        "description": PROSE,
                        "headers": {"@answered_header@": {"schema": {"type": "string"}}},
                        "content": {"application/@media_type@+json": {"schema": {"$ref": "@reference@"}}},
                    }
                },
            },
            "put": {
                "tags": ["@tag@"],
                "deprecated": True,
                "x-sdk-retry": "@retry@",
                "parameters": [
                    {"name": "@path_parameter@", "in": "path", "required": True, "schema": {"type": "string"}}
                ],
                "requestBody": {
                    "description": PROSE,
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "properties": {
                                    "@body@": {"type": "string", "default": "@default@", "description": PROSE}
                                },
                            }
                        }
                    },
                },
                "responses": {"204": {"description": PROSE}},
            },
        },
        "/toys": {
            "get": {
                "operationId": "toys",
                "x-sdk-call-path": "things.@call_path@",
                "x-sdk-retry": "@retry@",
                "responses": {"200": {"description": "", "content": {"application/json": {}}}},
            }
        },
    },
    "components": {
        "securitySchemes": {"@scheme@": {"type": "http", "scheme": "basic", "description": PROSE}},
        "schemas": {
            "@schema@": {
                "type": "object",
                "description": PROSE,
                "required": ["@property@"],
                "properties": {
                    "@property@": {"type": "string", "default": "@default@", "description": PROSE},
                    "kind": {"$ref": "#/components/schemas/Kind"},
                },
            },
            "Kind": {
                "type": "string",
                "description": PROSE,
                "enum": ["@value@", "another"],
                "x-sdk-class": "@class@",
                "x-sdk-module": "@class_module@",
            },
            "word_Toy": {"type": "object", "properties": {"name": {"type": "string", "description": PROSE}}},
        },
    },
}
"""A document with every place that allows text, marked `@…@`. Prose is allowed in many."""

HARMLESS = {
    "class": "Word",
    "host": "word",
    "id": "pets.get",
    "mixin": "word:Word",
    "class_module": "class_module",
    "header": "X-Word",
    "path_parameter": "path",
    "query": "query",
    "reference": "#/components/schemas/Pet",
    "retry": "read",
    "schema": "Pet",
}
"""The default texts of places; the default of all others is "word"."""

DOCS: dict[str, Any] = {
    "operations": {
        "pets.get": {
            "summary": "@docs@",
            "description": "@docs@",
            "errors": ["@docs@"],
            "parameters": {"query": "@docs@"},
        },
        "things.word": {"description": "@docs@"},
    },
    "properties": {"name": "@docs@"},
    "models": {
        "schemas.Pet": {"description": "@docs@", "fields": {"kind": "@docs@"}},
        "class_module.Word": {"description": "@docs@", "values": {"another": "@docs@"}},
    },
    "resources": {"pets": "@docs@", "things": "@docs@"},
}
PLACES = sorted(set(re.findall(r"@(\w+)@", str((TEMPLATE, DOCS)))))
ANY = {"answered_header", "body", "default", "extension", "format", "property", "prose", "title", "value", "version"}
"""Places that allow any text."""
IN_STRINGS = {"body", "header", "id", "path_parameter", "property", "query", "segment", "server_path", "value"}
"""Places whose text is sent or received: the code must have it unchanged, as a string or a name."""


def filled(value: Any, texts: dict[str, str]) -> Any:
    """Return a template with the places filled."""
    if isinstance(value, dict):
        return {filled(key, texts): filled(item, texts) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, texts) for item in value]
    if not isinstance(value, str):
        return value
    return re.sub(r"@(\w+)@", lambda match: texts.get(match[1], HARMLESS.get(match[1], "word")), value)


def rendered(**texts: str) -> dict[PurePosixPath, str]:
    """Render the document with some places filled. The docs are included if none of their names can have changed."""
    docs = DOCS if texts.keys() <= {"docs"} else {}
    if "schema" in texts:
        texts["reference"] = f"#/components/schemas{pointer(texts['schema'])}"
    package = read_valid(inputs(filled(TEMPLATE, texts), read_docs(filled(docs, texts), "docs")))
    return dict(rendering.rendered_files(package))


KNOWN = frozenset(
    {"Operation", "RequestOptions", "Response", "attrs", "bool", "cached_property", "define", "field", "str"}
)
"""Names that do not come from the document. They are not masked."""

MODULES = re.compile(r"__future__|aiostytch(\.\w+)?|builtins|collections\.abc|enum|functools|msgspec|typing|word")


AUTO = "enum.auto()"
"""The code for a value that is the lower-case name of its member."""


class Blotter(ast.NodeTransformer):
    """Masks names and strings, and drops docstrings, imports and wire names."""

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(node.id if node.id in KNOWN else "_", node.ctx)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        return ast.Attribute(self.visit(node.value), node.attr if node.attr in KNOWN else "_", node.ctx)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg = "_"
        return self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = "_"
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.name = "_"
        return self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("_") if isinstance(node.value, str) else node

    def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:
        return None if isinstance(node.value, ast.Constant) else node

    def visit_Import(self, node: ast.Import) -> None:
        assert all(MODULES.fullmatch(alias.name) for alias in node.names)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        assert node.level or MODULES.fullmatch(node.module or "")

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        return None if _are_names(node.value) else self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if ast.unparse(node) == AUTO:
            return ast.Constant("_")
        node.keywords = [each for each in node.keywords if each.arg != "wire_names" and not _are_names(each.value)]
        return self.generic_visit(node)


def _are_names(node: ast.expr | None) -> bool:
    """Whether an expression is a dictionary of strings."""
    return isinstance(node, ast.Dict) and all(isinstance(each, ast.Constant) for each in [*node.keys, *node.values])


def skeleton(files: dict[PurePosixPath, str]) -> Counter[str]:
    """Return every statement of some files, independent of names, strings and order."""
    found: Counter[str] = Counter()
    for path, text in files.items():
        if path.suffix == ".py":
            found.update(_statements(ast.parse(text).body))
    return found


def _statements(body: list[ast.stmt]) -> Iterator[str]:
    for statement in body:
        if isinstance(statement, ast.ClassDef):
            yield from _statements(statement.body)
            statement.body = []
        blotted = Blotter().visit(statement)
        if blotted is not None:
            yield ast.dump(blotted)


@pytest.fixture(autouse=True, scope="module")
def templates_are_compiled_once() -> Iterator[None]:
    """Cached: it would otherwise run thousands of times."""
    compile_ = jinja2.Environment.compile
    codes: dict[tuple[Any, ...], Any] = {}

    def once(environment: jinja2.Environment, *args: Any) -> Any:
        if args not in codes:
            codes[args] = compile_(environment, *args)
        return codes[args]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Environment, "compile", once)
        yield


@cache
def expected() -> Counter[str]:
    return skeleton(rendered())


def strings(files: dict[PurePosixPath, str]) -> tuple[set[str], str]:
    """Return the strings and names of code, and all its docstrings as one line."""
    nodes = [node for text in files.values() for node in ast.walk(ast.parse(text))]
    prose = [node.value for node in nodes if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)]
    others = set(nodes) - set(prose)
    code = {str(node.value) for node in others if isinstance(node, ast.Constant)}
    code |= {node.id for node in others if isinstance(node, ast.Name)}
    code |= {node.arg for node in others if isinstance(node, ast.arg)}
    return code, " ".join(" ".join(str(node.value) for node in prose).split())


def check(fragment: str, *places: str) -> bool:
    """Fill places with a text. Return whether the result is code; if so, it must be the expected code."""
    files = _rendered_or_refused(dict.fromkeys(places, fragment))
    if isinstance(files, InputError):
        assert all(problem.reason and problem.pointer.startswith("/") for problem in files.problems), files
        return False
    assert all(re.fullmatch(r"((models|resources)/\w+|client|__init__)\.py", str(path), re.ASCII) for path in files)
    assert skeleton(files) == expected()
    code, prose = strings(files)
    assert not IN_STRINGS & set(places) or any(fragment in said for said in code)
    assert not {"docs", "prose"} & set(places) or " ".join(fragment.split()) in prose
    assert "default" not in places or " ".join(literal(fragment).split()) in prose
    return True


def _rendered_or_refused(texts: dict[str, str]) -> dict[PurePosixPath, str] | InputError:
    try:
        return rendered(**texts)
    except InputError as error:
        return error


def short(text: str) -> str:
    return ascii(text)[:30]


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=short)
def test_most_texts_may_be_anything_and_stay_what_they_are(fragment: str) -> None:
    assert check(fragment, *ANY)


@pytest.mark.parametrize("place", sorted(set(PLACES) - ANY))
def test_a_text_gives_the_code_of_a_harmless_one_or_is_refused(place: str) -> None:
    came = [check(fragment, place) for fragment in FRAGMENTS]
    assert any(came) == (place in MAY_BE_ANYTHING_ELSE)


MAY_BE_ANYTHING_ELSE = {
    "call_path",
    "class_module",
    "docs",
    "header",
    "host",
    "id",
    "media_type",
    "module",
    "namespace",
    "path_parameter",
    "query",
    "schema",
    "scheme",
    "segment",
    "server_path",
    "tag",
}
"""Places where some fragments are valid. In the other places, only a few texts or existing names are."""


def test_a_test_that_finds_injected_code_would_fail() -> None:
    files = rendered()
    for path in files:
        for line in ("import os", "__import__('os')", "x: int = 1", "print()"):
            assert skeleton({**files, path: f"{files[path]}\n{line.replace('import os', 'x = os')}\n"}) != expected()
            with pytest.raises(AssertionError):
                skeleton({**files, path: f"{files[path]}\nimport os\n"})


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=short)
def test_a_text_of_an_overlay_is_text(fragment: str) -> None:
    update = {"description": fragment, f"x-{fragment}": fragment}
    targets = ("$.paths.*[?@.responses]", "$.components.schemas.*", "$.info")
    laid = apply(filled(TEMPLATE, {}), Overlay("", tuple(Action("", target, update, False) for target in targets)))
    files = dict(rendering.rendered_files(read_valid(inputs(laid, read_docs({}, "docs")))))
    assert skeleton(files) == expected()
    assert " ".join(fragment.split()) in strings(files)[1]


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=short)
def test_docs_for_an_unknown_name_are_refused(fragment: str) -> None:
    docs = {"operations": {fragment: {"summary": "It."}}, "models": {fragment: {"fields": {fragment: "It."}}}}
    with pytest.raises(InputError) as caught:
        read_valid(inputs(filled(TEMPLATE, {}), read_docs(docs, "docs")))
    assert [problem.pointer for problem in caught.value.problems] == [
        pointer("models", fragment, "fields", fragment),
        pointer("operations", fragment, "summary"),
    ]


def crowd(texts: list[str], names: list[str]) -> dict[str, Any]:
    """Return a document with all texts as prose and defaults, and all names as values, properties and wire names."""
    described = [{"type": "string", "description": text, "default": text} for text in texts]
    schemas: dict[str, Any] = {
        "Values": {"type": "string", "enum": names},
        "Names": {"type": "object", "properties": {name: {"type": "string"} for name in names}},
        "Uses": {"type": "object", "properties": {"value": {"$ref": "#/components/schemas/Values"}}},
    }
    schemas |= {f"Model{n}": {**each, "type": "object", "properties": {"a": each}} for n, each in enumerate(described)}
    for n in range(len(texts)):
        schemas[f"Model{n}"].pop("default")
    responses = {"description": "", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Names"}}}}
    operations = {
        f"/crowd/{n}": {
            "get": {
                "operationId": f"crowd.get{n}",
                "summary": text,
                "description": text,
                "parameters": [{"name": "a", "in": "query", "description": text, "schema": described[n]}],
                "responses": {"200": responses},
            }
        }
        for n, text in enumerate(texts)
    }
    info = {"title": "".join(texts), "version": "".join(texts)}
    return {"openapi": "3.1.0", "info": info, "paths": operations, "components": {"schemas": schemas}}


DISTINCT = sorted({enum_member(text): text for text in FRAGMENTS}.values())
"""Fragments whose names in Python differ."""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that contains only the package with all texts, as the command line writes it."""
    folder = tmp_path_factory.mktemp("hostile")
    spec = tmp_path_factory.mktemp("spec") / "spec.yaml"
    spec.write_text(yaml12.dump(crowd(FRAGMENTS, DISTINCT)), encoding="utf-8")
    output.write(generate([Source(spec=spec)]).files, folder / "inner" / "package")
    return folder


def read_back(folder: Path) -> dict[PurePosixPath, str]:
    inner = folder / "inner" / "package"
    return {PurePosixPath(path.relative_to(inner)): path.read_bytes().decode() for path in inner.rglob("*.py")}


def test_no_file_leaves_the_package(package: Path) -> None:
    assert {path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()} == {
        "inner/package/__init__.py",
        "inner/package/client.py",
        "inner/package/models/__init__.py",
        "inner/package/models/schemas.py",
        "inner/package/py.typed",
        "inner/package/resources/__init__.py",
        "inner/package/resources/crowd.py",
        "inner/package/resources/document.json",
    }


def test_formatted_code_is_the_code_of_harmless_texts(package: Path) -> None:
    harmless = crowd(["word"] * len(FRAGMENTS), [f"word{n}" for n in range(len(DISTINCT))])
    files = rendering.rendered_files(read_valid(inputs(harmless, read_docs({}, "docs"))))
    assert skeleton(read_back(package)) == skeleton(dict(files))


def test_every_text_and_every_name_is_kept(package: Path) -> None:
    code, prose = strings(read_back(package))
    assert set(DISTINCT) <= code
    for fragment in FRAGMENTS:
        assert " ".join(fragment.split()) in prose
        assert " ".join(literal(fragment).split()) in prose


def value_of(member: ast.Assign) -> str:
    (name,) = member.targets
    return ast.unparse(name).lower() if ast.unparse(member.value) == AUTO else ast.literal_eval(member.value)


def test_values_and_names_are_what_they_were(package: Path) -> None:
    (classes,) = (text for path, text in read_back(package).items() if path.name == "schemas.py")
    bodies = {node.name: node.body for node in ast.parse(classes).body if isinstance(node, ast.ClassDef)}
    assert [value_of(node) for node in bodies["Values"] if isinstance(node, ast.Assign)] == DISTINCT
    renamed = next(node.value for node in bodies["Names"] if isinstance(node, ast.AnnAssign) and node.value)
    fields = {node.target.id for node in bodies["Names"] if isinstance(node, ast.AnnAssign)} - {"__wire_names__"}
    names = ast.literal_eval(renamed)
    assert {names.get(field, field) for field in fields} == set(DISTINCT)


def test_the_stored_document_is_unchanged(package: Path) -> None:
    text = (package / "inner" / "package" / "resources" / "document.json").read_text(encoding="utf-8")
    assert json.loads(text) == prune(crowd(FRAGMENTS, DISTINCT))


def test_the_package_is_what_is_checked(package: Path) -> None:
    assert {path.name for path in read_back(package)} == {"__init__.py", "client.py", "crowd.py", "schemas.py"}


BOMBS = {
    "aliases": "a0: &a0 [x]\n" + "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 60)),
    "depth": "openapi: " + "[" * 1_000_000,
    "a circle": "openapi: &a [*a]",
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
@pytest.mark.parametrize("role", ["spec", "overlay", "docs"])
def test_a_bomb_is_refused_whatever_it_is_to_be(role: str, text: str, tmp_path: Path) -> None:
    spec = tmp_path / "harmless.yaml"
    harmless = {key: value for key, value in filled(TEMPLATE, {}).items() if key != "x-sdk-mixins"}
    spec.write_text(yaml12.dump(harmless), encoding="utf-8")
    bomb = tmp_path / "bomb.yaml"
    bomb.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        generate([Source(**{"spec": spec, role: bomb})])
    assert caught.value.source == str(bomb)
    assert len(caught.value.problems) == 1
