"""Validation against the OpenAPI Specification: the place of each problem, and hostile documents.

openapi-spec-validator is the oracle where possible: it must agree on which documents are valid.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

from generator.document import loading, validation
from tests.generator.damage import JSON, places
from tests.generator.reading import FIXTURES, load
from tests.generator.serving import serving

OK = {"200": {"description": ""}}


def doc(version: str = "3.1.0", paths: Any = None, **schemas: Any) -> dict[str, Any]:
    return {
        "openapi": version,
        "info": {"title": "Pets", "version": "1"},
        "paths": paths or {},
        "components": {"schemas": schemas},
    }


def get(path: str = "/pets", **operation: Any) -> dict[str, Any]:
    return {path: {"get": {"responses": OK, **operation}}}


def in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def in_query(name: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "string"}}


def found(given: dict[str, Any]) -> dict[str, str]:
    return {problem.pointer: problem.reason for problem in validation.find_problems(given)}


def oracle(given: dict[str, Any]) -> list[str]:
    kind = OpenAPIV30SpecValidator if given["openapi"].startswith("3.0") else OpenAPIV31SpecValidator
    return [error.message for error in kind(copy.deepcopy(given)).iter_errors()]


INVALID: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "no version": ({"info": {}}, {"/openapi": "must be the version of an OpenAPI document, 3.0 or 3.1"}),
    "another version": ({"openapi": "3.2.0"}, {"/openapi": "must be the version of an OpenAPI document, 3.0 or 3.1"}),
    "a version that is a number": ({"openapi": 3.0}, {"/openapi": "must be the version of"}),
    "no title": (
        {"openapi": "3.0.3", "info": {"version": "1"}, "paths": {}},
        {"/info": "'title' is a required property"},
    ),
    "a stray key": ({**doc("3.0.3"), "colour": "red"}, {"/colour": "is not allowed here"}),
    "a path without a slash": (doc("3.0.3", get("pets")), {"/paths/pets": "is not allowed here"}),
    "an unknown type": (
        doc("3.0.3", Pet={"properties": {"a": {"type": "array", "items": {"type": "file"}}}}),
        {"/components/schemas/Pet/properties/a/items/type": "'file' is not one of"},
    ),
    "an unknown keyword": (doc("3.0.3", Pet={"const": 1}), {"/components/schemas/Pet/const": "is not allowed here"}),
    "a boolean schema in 3.0": (
        doc("3.0.3", Pet={"properties": {"a": True}}),
        {"/components/schemas/Pet/properties/a": "True is not valid under any of the given schemas"},
    ),
    "a parameter that is nowhere": (
        doc("3.1.0", get(parameters=[{"name": "a", "schema": {}}])),
        {"/paths/~1pets/get/parameters/0": "'in' is a required property"},
    ),
    "a limit that is a text, in 3.1": (
        doc(Pet={"type": "string", "minLength": "1"}),
        {"/components/schemas/Pet/minLength": "Input should be a valid integer"},
    ),
    "a boolean that is no schema, in 3.1": (
        doc(Pet={"type": "string", "xml": {"name": True}}),
        {"/components/schemas/Pet/xml/name": "Input should be a valid string"},
    ),
    "an undeclared path parameter": (
        doc(paths=get("/pets/{id}")),
        {"/paths/~1pets~1{id}/get": "the path parameter `id` is not declared"},
    ),
    "an undeclared path parameter after a colon": (
        doc(paths=get("/pets/:id")),
        {"/paths/~1pets~1:id/get": "the path parameter `id` is not declared"},
    ),
    "a path parameter that is not in the path": (
        doc(paths=get("/pets", parameters=[in_path("id")])),
        {"/paths/~1pets/get/parameters/0": "`id` is not in the path /pets"},
    ),
    "a shared path parameter that is not in the path": (
        doc(paths={"/pets": {"parameters": [in_path("id")], "get": {"responses": OK}}}),
        {"/paths/~1pets/parameters/0": "`id` is not in the path /pets"},
    ),
    "a component that is not in the path": (
        {
            **doc(paths=get("/pets", parameters=[{"$ref": "#/components/parameters/Id"}])),
            "components": {"parameters": {"Id": in_path("id")}},
        },
        {"/components/parameters/Id": "`id` is not in the path /pets"},
    ),
    "a parameter twice": (
        doc(paths=get(parameters=[in_query("a"), in_query("a")])),
        {"/paths/~1pets/get/parameters/1": "`a` is already a parameter in the query"},
    ),
    "a shared parameter twice": (
        doc(paths={"/pets": {"parameters": [in_query("a"), in_query("a")]}}),
        {"/paths/~1pets/parameters/1": "`a` is already a parameter in the query"},
    ),
    "a parameter without a name": (
        doc(paths=get(parameters=[in_query("")])),
        {"/paths/~1pets/get/parameters/0/name": "must not be empty"},
    ),
    "an operation id twice": (
        doc(paths={**get("/a", operationId="list"), **get("/b", operationId="list")}),
        {"/paths/~1b/get/operationId": "`list` is already the id of /paths/~1a/get"},
    ),
    "a tag twice": ({**doc(), "tags": [{"name": "a"}, {"name": "a"}]}, {"/tags/1": "`a` is already a tag"}),
    "a default of another type": (
        doc("3.0.3", Pet={"type": "integer", "default": "1"}),
        {"/components/schemas/Pet/default": "is not of the type integer"},
    ),
    "a default of none of the types": (
        doc(Pet={"type": ["integer", "null"], "default": "1"}),
        {"/components/schemas/Pet/default": "is not of the type integer, null"},
    ),
    "a default that may not be null": (
        doc("3.0.3", Pet={"type": "string", "default": None}),
        {"/components/schemas/Pet/default": "is not of the type string"},
    ),
    "a default that is no value of the enumeration": (
        doc("3.0.3", Pet={"type": "string", "enum": ["a"], "default": "b"}),
        {"/components/schemas/Pet/default": "is not a value of the enumeration"},
    ),
    "a default deep inside": (
        doc("3.0.3", get(parameters=[{"name": "a", "in": "query", "schema": {"type": "boolean", "default": 0}}])),
        {"/paths/~1pets/get/parameters/0/schema/default": "is not of the type boolean"},
    ),
}


@pytest.mark.parametrize(("given", "expected"), INVALID.values(), ids=INVALID)
def test_problems_are_reported_at_their_places(given: dict[str, Any], expected: dict[str, str]) -> None:
    problems = found(given)
    assert problems.keys() == expected.keys()
    assert all(problems[at].startswith(reason) for at, reason in expected.items())


ORACLE_CANNOT_SAY = {
    "no version",
    "another version",
    "a version that is a number",
    "a parameter that is nowhere",  # a bare KeyError
    "a parameter without a name",  # the oracle would drop it
    "an undeclared path parameter after a colon",  # the oracle does not see a parameter in it
}


@pytest.mark.parametrize("name", sorted(INVALID.keys() - ORACLE_CANNOT_SAY))
def test_the_oracle_finds_it_wrong_as_well(name: str) -> None:
    assert oracle(INVALID[name][0])


def test_everything_is_reported_together() -> None:
    given = {
        **doc("3.0.3", get("/pets/{id}", operationId=1), Pet={"type": "file"}, Owner={"type": "string", "default": 1}),
        "tags": [{"name": "a"}, {"name": "a", "description": "Again."}],
    }
    assert found(given).keys() == {
        "/components/schemas/Owner/default",
        "/components/schemas/Pet/type",
        "/paths/~1pets~1{id}/get",
        "/paths/~1pets~1{id}/get/operationId",
        "/tags/1",
    }


VALID = {
    "nothing but a frame": doc(),
    "boolean schemas in 3.1": doc(Pet={"properties": {"a": True, "b": False}, "items": True, "contains": False}),
    "a boolean for other properties in 3.0": doc("3.0.3", Pet={"type": "object", "additionalProperties": False}),
    "extensions": doc(
        paths={"x-a": "text", "x-b": {"get": 1}, **get(responses={**OK, "x-c": "text"}), "/x-d": {"x-e": []}},
    ),
    "extensions in 3.0": doc("3.0.3", {"x-a": "text", **get(responses={**OK, "x-c": "text"})}),
    "a name that looks like an extension": doc(Pet={"properties": {"x-a": {"type": "string"}}}),
    "a header that looks like an extension": doc(
        paths=get(responses={"200": {"description": "", "headers": {"x-rate": {"schema": {"type": "integer"}}}}})
    ),
    "a parameter after a colon": doc(paths=get("/pets/:id/toys", parameters=[in_path("id")])),
    "a colon in a segment": doc(paths=get("/pets/{id}:feed", parameters=[in_path("id")])),
    "braces that are none": doc(paths=get("/pets/{id")),
    "a shared parameter": doc(paths={"/pets/{id}": {"parameters": [in_path("id")], "get": {"responses": OK}}}),
    "a shared parameter said again": doc(
        paths={"/pets/{id}": {"parameters": [in_path("id")], "get": {"parameters": [in_path("id")], "responses": OK}}}
    ),
    "a parameter through two references": {
        **doc(paths=get("/pets/{a~b}", parameters=[{"$ref": "#/components/parameters/Id"}])),
        "components": {"parameters": {"Id": {"$ref": "#/x-parameters/a~1b%20c~0"}}},
        "x-parameters": {"a/b c~": in_path("a~b")},
    },
    "one name in the path and in the query": doc(paths=get("/pets/{id}", parameters=[in_path("id"), in_query("id")])),
    "a reference into a list": {
        **doc(paths=get("/pets/{id}", parameters=[{"$ref": "#/x-parameters/0"}])),
        "x-parameters": [in_path("id")],
    },
    "a property called $ref": doc(Pet={"properties": {"$ref": {"type": "string"}, "default": {"type": "null"}}}),
    "a reference that is data": doc(Pet={"default": {"$ref": "nowhere"}, "enum": [{"$ref": "nowhere"}]}),
    "defaults": doc(
        Pet={
            "properties": {
                "a": {"type": "integer", "default": 1.0},
                "b": {"type": "number", "default": 1},
                "c": {"type": ["string", "null"], "default": None},
                "d": {"type": "array", "default": []},
                "e": {"type": "object", "default": {}},
                "f": {"enum": ["a", 1], "default": 1},
                "g": {"default": None},
                "h": {"type": "boolean", "default": True},
                "i": {"$ref": "#/components/schemas/Pet", "default": 1},
            }
        }
    ),
    "a default that is null": doc("3.0.3", Pet={"type": "string", "nullable": True, "enum": ["a"], "default": None}),
    "a default among booleans": doc(Pet={"enum": [1, True], "default": True}),
    "references in a circle": doc(A={"$ref": "#/components/schemas/B"}, B={"$ref": "#/components/schemas/A"}),
    "parameters in a circle": {
        **doc(paths=get(parameters=[{"$ref": "#/components/parameters/A"}])),
        "components": {"parameters": {"A": {"$ref": "#/components/parameters/A"}}},
    },
    "a pattern of another dialect": doc(Pet={"type": "string", "pattern": r"^\p{L}+$"}),
}


@pytest.mark.parametrize("given", VALID.values(), ids=VALID)
def test_valid_values_are_accepted(given: dict[str, Any]) -> None:
    assert found(given) == {}


def test_a_default_of_one_is_not_the_value_true() -> None:
    assert found(doc(Pet={"enum": [1], "default": True})).keys() == {"/components/schemas/Pet/default"}


def test_paths_that_are_the_same_in_braces_are_refused() -> None:
    given = doc(
        paths={
            "/pets/:id": {"get": {"responses": OK, "parameters": [in_path("id")]}},
            "/pets/{id}": {"put": {"responses": OK, "parameters": [in_path("id")]}},
        }
    )
    assert found(given) == {"/paths/~1pets~1{id}": "duplicate path: the same as /pets/:id"}


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_fixture_that_can_be_read_is_valid(path: Any) -> None:
    assert found(loading.load(str(path))) == {}


REFERENCES = {
    "#/components/schemas/Gone": "unresolved reference: `#/components/schemas/Gone`",
    "#/components/schemas/Pet/properties": "unresolved reference: `#/components/schemas/Pet/properties`",
    "#/tags/0": "unresolved reference: `#/tags/0`",
    "#/tags/x": "unresolved reference: `#/tags/x`",
    "#/tags/-1": "unresolved reference: `#/tags/-1`",
    f"#/tags/{'9' * 5000}": f"unresolved reference: `#/tags/{'9' * 193}`",
    "#": "must refer to a place in the document, not `#`",
    "#Pet": "must refer to a place in the document, not `#Pet`",
    "other.yaml#/Pet": "must refer to a place in the document, not `other.yaml#/Pet`",
    "file:///etc/passwd": "must refer to a place in the document, not `file:///etc/passwd`",
    "https://pets.example/Pet": "must refer to a place in the document, not `https://pets.example/Pet`",
}


@pytest.mark.parametrize(("target", "reason"), REFERENCES.items())
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_references_have_to_lead_to_something_in_the_document(version: str, target: str, reason: str) -> None:
    given = {**doc(version, Pet={"type": "array", "items": {"$ref": target}}), "tags": []}
    assert found(given) == {"/components/schemas/Pet/items/$ref": reason}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("NO_PROXY", "*")
    with serving() as running:
        yield running


def test_no_reference_makes_the_generator_ask_a_server(server: Any) -> None:
    target = {"$ref": f"{server.url}/spec.json#/Pet"}
    given = doc(
        paths={"/a": {"$ref": f"{server.url}/path.json"}, **get(parameters=[target], responses={"200": target})},
        Pet={"allOf": [target], "properties": {"a": target}, "default": 1, "$schema": f"{server.url}/schema.json"},
    )
    assert len(found({**given, "jsonSchemaDialect": f"{server.url}/dialect.json"})) == 5
    assert server.asked == []


def test_no_reference_makes_the_generator_read_a_file(tmp_path: Any) -> None:
    (tmp_path / "secret.json").write_text('"hunter2"')
    (reason,) = found(doc(Pet={"$ref": (tmp_path / "secret.json").as_uri()})).values()
    assert "hunter2" not in reason


def test_schemas_that_multiply_take_no_time() -> None:
    twice = [{"$ref": "#/components/schemas/A0"}] * 2
    schemas: dict[str, Any] = {"A0": {"type": "string"}}
    for n in range(1, 200):
        twice = [{"$ref": f"#/components/schemas/A{n - 1}"}] * 2
        schemas[f"A{n}"] = {"allOf": twice, "default": "x"}
    assert found(doc(**schemas)) == {}


def test_a_pattern_is_not_tried_on_a_default() -> None:
    assert found(doc(Pet={"type": "string", "pattern": "(a+)+$", "default": "a" * 100 + "b"})) == {}


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize("innermost", [{"type": "string"}, {"type": "file"}, {"minLength": []}], ids=str)
def test_a_schema_as_deep_as_a_document_may_be_is_checked(version: str, innermost: dict[str, Any]) -> None:
    schema = innermost
    for _ in range(190):
        schema = {"type": "array", "items": schema}
    assert bool(found(doc(version, Deep=schema))) == ("string" not in innermost.values())


DOCUMENTS = [load(path.stem) for path in sorted(FIXTURES.glob("*.yaml"))]


@settings(max_examples=200)
@given(seed=st.integers(0, 2**32), version=st.sampled_from(["3.0.3", "3.1.0"]), value=JSON)
def test_a_damaged_document_is_valid_or_has_problems_that_lead_somewhere(seed: int, version: str, value: Any) -> None:
    source = random.Random(seed)
    given = {**copy.deepcopy(source.choice(DOCUMENTS)), "openapi": version}
    container, key = source.choice(places(given))
    container[key] = value
    assert all(problem.reason and problem.pointer[:1] in {"", "/"} for problem in validation.find_problems(given))
