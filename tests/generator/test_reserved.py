"""Names that generated code and its base classes use are reserved.

The lists in `generator.names` are derived here from the code: every used name must be reserved.
"""

from __future__ import annotations

import ast
import builtins
import json
import keyword
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

import aiostytch.operation
from aiostytch import B2BClient
from aiostytch.model import Response
from generator import names
from generator.document.manifest import Source
from generator.pipeline import generate
from generator.problems import InputError
from tests.fakes import response, script
from tests.generator.ours import generated
from tests.generator.packages import document, imported, json_content, operation, reference
from tests.generator.reading import FIXTURES


def sources(folder: str) -> list[ast.Module]:
    """Return all generated files of a folder: those of the SDK, and those of a document with more features."""
    found = [generated().files, generate([Source(spec=FIXTURES / "render_zoo.yaml")]).files]
    return [ast.parse(text) for files in found for path, text in files.items() if path.match(f"{folder}/*.py")]


def imported_names(module: ast.Module) -> set[str]:
    """Return the names that a file imports from outside its package."""
    outside = (node for node in ast.walk(module) if isinstance(node, ast.Import | ast.ImportFrom))
    aliases = (a for node in outside if isinstance(node, ast.Import) or not node.level for a in node.names)
    return {alias.asname or alias.name for alias in aliases} - {"annotations"}


def loaded_in_classes(module: ast.Module) -> set[str]:
    """Return the names in the bodies of classes, including annotations, without the bodies of methods."""
    found: set[str] = set()
    for statement in (s for node in module.body if isinstance(node, ast.ClassDef) for s in node.body):
        parts: list[ast.AST] = [statement]
        if isinstance(statement, ast.FunctionDef):
            arguments = [*statement.args.args, *statement.args.kwonlyargs]
            annotations = [each.annotation for each in arguments if each.annotation]
            parts = [*annotations, *statement.decorator_list, *([statement.returns] if statement.returns else [])]
        loaded = (node for part in parts for node in ast.walk(part) if isinstance(node, ast.Name))
        found |= {node.id for node in loaded if isinstance(node.ctx, ast.Load)}
    return found


def public(kind: type) -> set[str]:
    return {name for name in dir(kind) if not name.startswith("_")}


def in_lower_case(found: set[str]) -> set[str]:
    return {name for name in found if name[0].islower() and not keyword.iskeyword(name)}


def test_classes_hide_nothing_that_is_imported() -> None:
    used = {name for folder in ("models", "resources") for module in sources(folder) for name in imported_names(module)}
    used |= set(aiostytch.operation.__all__)
    found = {name for name in used if names._CLASS.fullmatch(name) and not name.endswith("Mixin")}
    assert found - {"Arguments", "Caller"} <= names.RESERVED_CLASSES


def test_fields_hide_nothing_that_models_use() -> None:
    used = {name for module in sources("models") for name in in_lower_case(loaded_in_classes(module)) - {"enum"}}
    assert used | public(Response) <= names.RESERVED_FIELDS


def test_methods_hide_nothing_that_resources_use() -> None:
    used = {name for module in sources("resources") for name in in_lower_case(loaded_in_classes(module))}
    assert used - {"list"} <= names.RESERVED_METHODS


def test_the_root_hides_nothing_of_the_client() -> None:
    resources = {child.path[0] for child in generated().package.root.children}
    assert public(B2BClient) - resources == names.RESERVED_ROOT


WORDS = sorted(
    {name for name in dir(builtins) if not name.startswith("_")}
    | public(Response)
    | public(B2BClient)
    | set(keyword.kwlist)
    | set(keyword.softkwlist)
    | set(aiostytch.operation.__all__)
    | names.RESERVED_CLASSES
    | names.RESERVED_FIELDS
    | names.RESERVED_METHODS
    | names.RESERVED_PARAMETERS
    | {"annotations", "attr", "enum", "functools", "msgspec", "collections", "typing", "NOTHING", "Annotated"}
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A package whose schemas, properties, parameters and calls have names of Python and the SDK."""
    words = sorted({word.lower(): word for word in WORDS if word != "all"}.values())
    text = {"type": "string"}
    schemas: dict[str, Any] = {
        word: {"type": "object", "properties": {"value": {**text, "format": "date-time"}}} for word in words
    }
    schemas["All"] = {
        "type": "object",
        "properties": {
            **{word: reference(word) if word in schemas else text for word in words},
            "list_of_uuids": {"type": "array", "items": {**text, "format": "uuid"}},
        },
    }
    query = [{"name": word, "in": "query", "schema": text} for word in words]
    paths: dict[str, Any] = {
        f"/{word}": {"get": operation(f"words.{word}", reference("All"), parameters=query)} for word in words
    }
    paths["/root"] = {
        "post": operation("All", reference("All"), requestBody=json_content({"$ref": "#/components/schemas/All"}))
    }
    with imported(document(paths, schemas), tmp_path_factory.mktemp("hostile")) as package:
        yield package


async def test_a_package_of_such_names_works(hostile: Any) -> None:
    sent: Mapping[str, Any] = {word: {"value": "2026-01-02T03:04:05Z"} for word in ("UNSET", "received", "Any", "str")}
    calls = hostile.resources(script(response(content={**sent, "list_of_uuids": []}))).words
    methods = sorted(name for name in dir(calls) if not name.startswith("_"))
    for name in methods:
        found = await getattr(calls, name)()
        assert found.raw.status_code == 200
        assert found.received_.value.year == 2026
    assert len(methods) >= 200


MIXINS: dict[str, Any] = {"pets": "tests.generator.test_reserved:PetsMixin"}
PETS = document({"/pets": {"get": operation("pets.list", {"type": "string"})}})


class PetsMixin:
    """Hand-written calls."""


def written(folder: Path, **files: Mapping[str, Any]) -> Source:
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content))
    overlay = folder / "overlay.json"
    return Source(spec=folder / "spec.json", overlay=overlay if overlay.exists() else None)


def test_a_document_cannot_name_code_that_is_imported(tmp_path: Path) -> None:
    """The document is not trusted."""
    with pytest.raises(
        InputError, match="/x-sdk-mixins: makes the package import code, so it is allowed in an overlay only"
    ):
        generate([written(tmp_path, spec={**PETS, "x-sdk-mixins": MIXINS})])


def test_an_overlay_can_name_code_that_is_imported(tmp_path: Path) -> None:
    action = {"target": "$", "description": "By hand.", "update": {"x-sdk-mixins": MIXINS}}
    overlay = {"overlay": "1.0.0", "info": {"title": "Pets", "version": "1"}, "actions": [action]}
    files = generate([written(tmp_path, spec=PETS, overlay=overlay)]).files
    assert "class Pets(PetsMixin, Resource):" in files[PurePosixPath("resources/pets.py")]
