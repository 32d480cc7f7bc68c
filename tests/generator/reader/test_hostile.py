"""Hostile and damaged documents: each is read, or refused with a place and a reason.

The cases are texts that try to be code, names that try to be paths, and sizes and depths that try to exhaust the
machine. The only error is `InputError`.
"""

from __future__ import annotations

import ast
import copy
import json
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import ir
from generator.docs import Docs
from generator.problems import InputError
from generator.reader import read
from generator.reader.schemas import MAX_DEPTH
from tests.generator.damage import JSON, places, shuffled
from tests.generator.reading import FIXTURES, classes, fields, load, model, read_schemas, whole

FRAGMENTS = [
    '"""',
    'trailing"',
    "\\",
    "\\N{BULLET}",
    "{{ 7 * 7 }}",
    "{% include 'x' %}",
    "a\nimport os",
    "../../x",
    "/etc/passwd",
    "class",
    "self",
    "__init__",
    "__import__('os')",
    "2fa",
    "p\u0430ypal",
    "\uff45\uff56\uff41\uff4c",
    "",
    " ",
    "\x00",
    "$ref",
    "x" * 100_000,
]


def everywhere(text: str) -> dict[str, Any]:
    """Return a document with a text in every place that allows one."""
    return {
        "openapi": "3.1.0",
        "info": {"title": text, "version": text, "description": text},
        "tags": [{"name": text, "description": text}],
        "paths": {
            "/pets/{id}": {
                "get": {
                    "operationId": f"pets.{text}",
                    "summary": text,
                    "description": text,
                    "tags": [text],
                    "parameters": [
                        {
                            "name": "id",
                            "in": "path",
                            "required": True,
                            "description": text,
                            "schema": {"type": "string"},
                        },
                        {"name": f"q{text}", "in": "query", "schema": {"type": "string", "default": text}},
                    ],
                    "responses": {
                        "200": {
                            "description": text,
                            "content": {"application/json": {"schema": {"$ref": reference(text)}}},
                        }
                    },
                }
            }
        },
        "components": {
            "schemas": {
                f"Pet{text}": {
                    "type": "object",
                    "description": text,
                    "properties": {
                        f"p{text}": {"type": "string", "description": text, "default": text},
                        "other": {"type": "string", "enum": [f"v{text}"]},
                    },
                }
            }
        },
    }


def reference(text: str) -> str:
    escaped = f"Pet{text}".replace("~", "~0").replace("/", "~1").replace("%", "%25")
    return f"#/components/schemas/{escaped}"


def outcome(document: dict[str, Any]) -> ir.Package | InputError:
    """Return the package or the `InputError` of a document. Any other error is a bug of the reader."""
    try:
        return read(document, Docs(), "spec")
    except InputError as error:
        return error


def names_of(package: ir.Package) -> list[str]:
    """Return all names of a package that become an identifier or a file."""
    found = [module.name for module in package.modules]
    for item in classes(package).values():
        found += [item.name, *(member.name for member in (item.fields if isinstance(item, ir.Model) else item.members))]
    for resource in package.resources():
        found += [resource.module, resource.class_name, *resource.path]
    for operation in package.operations():
        found += [*operation.call_path, *(parameter.name for parameter in operation.parameters)]
    return found


@pytest.mark.parametrize("text", FRAGMENTS, ids=lambda text: ascii(text)[:20])
def test_text_that_tries_to_be_code_gives_names_or_is_refused(text: str) -> None:
    found = outcome(everywhere(text))
    if isinstance(found, InputError):
        assert all(problem.reason and problem.pointer.startswith("/") for problem in found.problems)
    else:
        for name in names_of(found):
            assert isinstance(ast.parse(name, mode="eval").body, ast.Name)
            assert not name.startswith("_")


def test_a_fragment_keeps_its_wire_name() -> None:
    found = read(everywhere('"""'), Docs(), "spec")
    assert [field.wire_name for field in model(found, "schemas.Pet").fields] == ["other", 'p"""']


@pytest.mark.volume
def test_a_long_chain_of_aliases_is_refused() -> None:
    chain: dict[str, Any] = {f"A{n:05}": {"$ref": f"#/components/schemas/A{n + 1:05}"} for n in range(20_000)}
    with pytest.raises(InputError, match=f"more than {MAX_DEPTH} levels of nested schemas"):
        read_schemas(**chain, A20000={"type": "string"})


def test_a_chain_of_aliases_that_is_long_enough_is_followed() -> None:
    chain: dict[str, Any] = {f"A{n:02}": {"$ref": f"#/components/schemas/A{n + 1:02}"} for n in range(MAX_DEPTH - 1)}
    last = {f"A{MAX_DEPTH - 1:02}": {"type": "string"}}
    pet = {"Pet": {"type": "object", "properties": {"name": {"$ref": "#/components/schemas/A00"}}}}
    assert fields(read_schemas(**chain, **last, **pet), "schemas.Pet") == {"name": "?str"}


def test_a_schema_that_is_nested_too_deep_is_refused() -> None:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(5_000):
        schema = {"type": "array", "items": schema}
    with pytest.raises(InputError, match="levels of nested schemas"):
        read_schemas(Deep=schema)


@pytest.mark.volume
def test_a_long_circle_of_models_is_a_circle() -> None:
    def numbered(n: int) -> dict[str, Any]:
        following = {"$ref": f"#/components/schemas/M{(n + 1) % 3_000}"}
        return {"type": "object", "required": ["next"], "properties": {"next": following}}

    with pytest.raises(InputError) as caught:
        read_schemas(**{f"M{n}": numbered(n) for n in range(3_000)})
    assert len(caught.value.problems) == 3_000


@pytest.mark.volume
def test_a_long_chain_of_models_is_supported() -> None:
    def numbered(n: int) -> dict[str, Any]:
        following = {"next": {"$ref": f"#/components/schemas/M{n + 1:04}"}} if n < 2_999 else {}
        return {"type": "object", "required": list(following), "properties": following}

    found = read_schemas(**{f"M{n:04}": numbered(n) for n in range(3_000)})
    assert [item.name for item in found.modules[0].classes] == [f"M{n:04}" for n in reversed(range(3_000))]


def test_boolean_schemas_are_read_although_few_tools_know_them() -> None:
    found = read_schemas(
        Pet={"type": "object", "properties": {"anything": True, "list": {"type": "array", "items": True}}}
    )
    assert fields(found, "schemas.Pet") == {"anything": "?Any", "list_": "?list[Any]"}


def test_the_document_is_not_changed() -> None:
    document = load("pagination")
    before = copy.deepcopy(document)
    read(document, Docs(), "spec")
    assert document == before


DOCUMENTS = {path.stem: load(path.stem) for path in sorted(FIXTURES.glob("*.yaml"))}


@pytest.mark.volume
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(sorted(DOCUMENTS)), seed=st.integers(0, 2**32), value=JSON)
def test_a_damaged_document_is_read_or_refused(name: str, seed: int, value: Any) -> None:
    document = copy.deepcopy(DOCUMENTS[name])
    container, key = random.Random(seed).choice(places(document))
    container[key] = value
    found = outcome(document)
    assert isinstance(found, ir.Package) or found.problems


@pytest.mark.volume
@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_the_order_of_mappings_means_nothing(name: str) -> None:
    expected = read(DOCUMENTS[name], Docs(), "spec")
    for seed in range(3):
        assert read(shuffled(DOCUMENTS[name], random.Random(seed)), Docs(), "spec") == expected


def test_problems_come_in_an_order_of_their_own() -> None:
    document = whole(schemas={"B": {"type": "file"}, "A": {"type": "file"}})
    with pytest.raises(InputError) as caught:
        read(json.loads(json.dumps(document)), Docs(), "spec")
    assert [problem.pointer for problem in caught.value.problems] == [
        "/components/schemas/A/type",
        "/components/schemas/B/type",
    ]
