"""Our own texts: their sources, their precedence, and errors for unused texts."""

from __future__ import annotations

from typing import Any

import pytest

from generator.docs import Docs, read_docs
from generator.problems import InputError
from generator.reader import read

from .reading import enum, model, operations, package, whole

TEXTS: dict[str, Any] = {
    "operations": {
        "pets.create": {
            "summary": "Create a pet.",
            "description": "It is alive.",
            "details": "It is fed.",
            "errors": ["no_room", "no_pets"],
            "parameters": {"size": "How large it is."},
        }
    },
    "properties": {"name": "What it is called.", "owner": "Whose it is.", "size": "A size."},
    "models": {
        "schemas.Pet": {"description": "An animal.", "fields": {"name": "What one calls."}},
        "schemas.UnusedSize": {"description": "A size.", "values": {"s": "Small.", "*": "Others are large."}},
    },
    "resources": {"pets": "Animals."},
}
PETS = whole(
    {
        "/pets": {
            "get": {
                "operationId": "pets.list",
                "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}],
                "responses": {"204": {"description": "Done."}},
            }
        }
    },
    schemas={
        "Pet": {"type": "object", "properties": {"size": {"$ref": "#/components/schemas/Size"}}},
        "Size": {"type": "string", "enum": ["s", "l"]},
    },
)


def test_texts_reach_what_they_name() -> None:
    found = package("request-schemas", TEXTS)
    create = operations(found)["pets.create"]
    assert create.doc == "Create a pet.\n\nIt is alive."
    assert create.details == "It is fed."
    assert create.errors == ("no_room", "no_pets")
    assert {p.name: p.doc for p in create.parameters} == {
        "name": "What it is called.",
        "owner": "Whose it is.",
        "size": "How large it is.",
    }
    assert model(found, "schemas.Pet").doc == "An animal."
    assert enum(found, "schemas.UnusedSize").doc == "A size. Others are large."
    assert enum(found, "schemas.UnusedSize").members[0].doc == "Small."
    assert [resource.doc for resource in found.resources()] == ["Animals."]


def test_the_sentence_for_one_field_wins_over_the_sentence_for_its_name() -> None:
    found = package("request-schemas", TEXTS)
    assert model(found, "schemas.Pet").fields[0].doc == "What one calls."
    assert model(found, "schemas.Owner").fields[0].doc == "What it is called."


def test_missing_docs_fall_back_to_the_document() -> None:
    found = package("defaults", {"properties": {"labels": "Ours."}})
    assert {field.name: field.doc for field in model(found, "schemas.Pet").fields if field.doc} == {
        "labels": "Ours. Default: a given object.",
        "tags": "Default: an empty list.",
    }


def test_texts_that_name_nothing_are_all_reported_at_once() -> None:
    unused = {
        "operations": {
            "pets.create": {"summary": "Create.", "parameters": {"gone": "Gone."}},
            "gone": {"summary": "Gone.", "errors": ["gone"]},
        },
        "properties": {"gone": "Gone."},
        "models": {
            "schemas.CreateRequest": {"description": "It has become parameters."},
            "schemas.Pet": {"fields": {"gone": "Gone."}, "values": {"gone": "A model has no values."}},
        },
        "resources": {"pets.gone": "Gone."},
    }
    with pytest.raises(InputError) as caught:
        package("request-schemas", unused)
    assert caught.value.source == "docs.yaml"
    assert [problem.pointer for problem in caught.value.problems] == [
        "/models/schemas.CreateRequest/description",
        "/models/schemas.Pet/fields/gone",
        "/models/schemas.Pet/values/gone",
        "/operations/gone/errors/0",
        "/operations/gone/summary",
        "/operations/pets.create/parameters/gone",
        "/properties/gone",
        "/resources/pets.gone",
    ]


def test_complete_docs_report_all_missing_texts_at_once() -> None:
    assert read(PETS, read_docs({}, "docs.yaml"), "spec")
    with pytest.raises(InputError) as caught:
        read(
            PETS, read_docs({"complete": True, "operations": {"pets.list": {"summary": "List pets."}}}, "docs.yaml"), ""
        )
    assert [str(problem) for problem in caught.value.problems] == [
        "/models/schemas.Pet/description: is missing",
        "/models/schemas.Size/description: is missing",
        "/models/schemas.Size/values/l: is missing",
        "/models/schemas.Size/values/s: is missing",
        "/operations/pets.list/description: is missing",
        "/properties/limit: is missing",
        "/properties/size: is missing",
        "/resources/pets: is missing",
    ]


@pytest.mark.parametrize("values", [{"*": "Letters."}, {"s": "Small.", "l": "Large."}, {"s": "Small.", "*": "Others."}])
def test_complete_docs_that_miss_nothing_are_read(values: dict[str, str]) -> None:
    complete: dict[str, Any] = {
        "complete": True,
        "operations": {"pets.list": {"summary": "List pets.", "description": "All of them."}},
        "properties": {"limit": "Most pets.", "size": "How large it is."},
        "models": {
            "schemas.Pet": {"description": "An animal."},
            "schemas.Size": {"description": "A size.", "values": values},
        },
        "resources": {"pets": "Animals."},
    }
    assert read(PETS, read_docs(complete, "docs.yaml"), "spec")


def test_an_error_type_that_the_document_does_not_know_is_reported() -> None:
    document = {**PETS, "components": {"schemas": {"errors_ErrorType": {"type": "string", "enum": ["no_pets"]}}}}
    document["x-sdk-modules"] = {"errors": "errors"}
    docs = {"operations": {"pets.list": {"errors": ["no_pets", "no_pest"]}}}
    with pytest.raises(InputError) as caught:
        read(document, read_docs(docs, "docs.yaml"), "spec")
    assert [str(problem) for problem in caught.value.problems] == [
        "/operations/pets.list/errors: `no_pest` is not a value of `errors.ErrorType`"
    ]


def test_the_form_of_the_file_is_checked() -> None:
    wrong: dict[str, Any] = {
        "complete": "yes",
        "operation": {},
        "operations": {"a": {"sumary": "A typo.", "errors": "no list"}, "b": "no mapping"},
        "properties": {"a": 1, "b": " "},
        "samples": ["no mapping"],
        "resources": [],
    }
    with pytest.raises(InputError) as caught:
        read_docs(wrong, "docs.yaml")
    assert {problem.pointer: problem.reason for problem in caught.value.problems} == {
        "/complete": "must be true or false",
        "/operation": "unknown key; known keys: client, models, operations, properties, resources",
        "/operations/a/errors": "must be a list",
        "/operations/a/sumary": "unknown key; known keys: description, details, errors, example, parameters, summary",
        "/operations/b": "must be a mapping",
        "/properties/a": "must be a string",
        "/properties/b": "must be a string",
        "/resources": "must be a mapping",
        "/samples": "must be a mapping",
    }


def test_no_docs_are_docs_without_texts() -> None:
    assert Docs().problems() == read_docs({}, "").problems() == []
