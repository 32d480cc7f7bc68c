"""Merging documents: shared entries are taken once, or refused with both places if they differ."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from generator.document.merging import Part, difference, merge
from generator.problems import InputError

SHARED = {"type": "object", "properties": {"id": {"type": "string"}, "ages": {"enum": [1, 2]}}}
FIRST: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "x-provenance": {"source": "pets"},
    "tags": [{"name": "Pets"}, {"name": "Both"}],
    "paths": {"/pets": {"get": {"operationId": "list"}}, "/both": {"get": {"operationId": "both"}}},
    "components": {"schemas": {"Pet": {}, "Shared": SHARED}, "securitySchemes": {"basic": {"type": "http"}}},
    "x-sdk-modules": {"a": "animals"},
}
SECOND: dict[str, Any] = {
    "openapi": "3.0.1",
    "info": {"title": "Shops", "version": "2"},
    "x-provenance": {"source": "shops"},
    "tags": [{"name": "Both"}, {"name": "Shops"}],
    "paths": {"/shops": {"get": {"operationId": "shops"}}, "/both": {"get": {"operationId": "both"}, "put": {}}},
    "components": {"schemas": {"Shop": {}, "Shared": SHARED}, "parameters": {"Limit": {}}},
    "x-sdk-modules": {"a": "animals", "s": "shops"},
    "x-sdk-mixins": {"shops": "a:B"},
}


def merged(first: dict[str, Any] = FIRST, second: dict[str, Any] = SECOND) -> dict[str, Any]:
    return merge([Part("pets.yaml", first), Part("shops.yaml", second)]).document


def problems(first: dict[str, Any], second: dict[str, Any]) -> list[str]:
    with pytest.raises(InputError) as caught:
        merged(first, second)
    return str(caught.value).split("\n")


def test_shared_entries_are_taken_once() -> None:
    assert merged() == {
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1"},
        "x-provenance": {"source": "pets"},
        "tags": [{"name": "Pets"}, {"name": "Both"}, {"name": "Shops"}],
        "paths": {
            "/pets": {"get": {"operationId": "list"}},
            "/both": {"get": {"operationId": "both"}, "put": {}},
            "/shops": {"get": {"operationId": "shops"}},
        },
        "components": {
            "schemas": {"Pet": {}, "Shared": SHARED, "Shop": {}},
            "securitySchemes": {"basic": {"type": "http"}},
            "parameters": {"Limit": {}},
        },
        "x-sdk-modules": {"a": "animals", "s": "shops"},
        "x-sdk-mixins": {"shops": "a:B"},
    }


def test_one_document_alone_is_the_whole() -> None:
    assert merge([Part("pets.yaml", FIRST)]).document is FIRST


def test_the_documents_do_not_change() -> None:
    first, second = copy.deepcopy(FIRST), copy.deepcopy(SECOND)
    merged(first, second)
    assert (first, second) == (FIRST, SECOND)


def test_three_documents_are_merged_as_two_are() -> None:
    third = {**SECOND, "paths": {"/more": {"get": {}}}, "components": {"schemas": {"Shared": SHARED}}}
    found = merge([Part("a", FIRST), Part("b", SECOND), Part("c", third)])
    assert list(found.document["paths"]) == ["/pets", "/both", "/shops", "/more"]
    assert found.documents_of("/components/schemas/Shared/properties/id") == [0, 1, 2]
    assert found.documents_of("/paths/~1more/get/responses") == [2]


@pytest.mark.parametrize(
    ("place", "value", "at"),
    [
        (("components", "schemas", "Shared", "properties", "id", "type"), "integer", None),
        (("components", "schemas", "Shared", "properties", "id", "format"), "uuid", None),
        (("components", "schemas", "Shared", "properties", "ages", "enum"), [1], None),
        (("components", "schemas", "Shared", "properties", "ages", "enum"), [1, 3], "/enum/1"),
        (("components", "schemas", "Shared", "properties", "ages", "enum"), [True, 2], "/enum/0"),
        (("paths", "/both", "get", "operationId"), "other", None),
        (("paths", "/both", "parameters"), [{"name": "limit"}], None),
        (("paths", "/both", "servers"), [{"url": "https://shops.example"}], None),
        (("tags", 0, "description"), "Of both.", "/tags/Both/description"),
        (("x-sdk-modules", "a"), "others", None),
        (("security",), [], None),
    ],
)
def test_differences_are_refused_with_both_places(place: tuple[Any, ...], value: object, at: str | None) -> None:
    changed = copy.deepcopy(SECOND)
    container: Any = changed
    for key in place[:-1]:
        container = container[key]
    container[place[-1]] = value
    where = "".join(f"/{str(key).replace('/', '~1')}" for key in place)
    expected = where if at is None else at if at.startswith("/tags") else where.replace("/enum", at)
    (line,) = problems(FIRST, changed)
    assert line == f"shops.yaml: {expected}: differs from the same entry of another document: see pets.yaml: {expected}"
    (line,) = problems(changed, FIRST)
    assert line.startswith("shops.yaml: ")


def test_all_that_differs_is_reported_at_once() -> None:
    second = copy.deepcopy(SECOND)
    second["paths"]["/both"]["get"]["operationId"] = "other"
    second["components"]["schemas"]["Shared"] = {}
    assert [line.split(": ")[1] for line in problems(FIRST, second)] == [
        "/components/schemas/Shared/properties",
        "/paths/~1both/get/operationId",
    ]


def test_documents_of_different_versions_of_openapi_do_not_go_together() -> None:
    """The meaning of schemas differs: `nullable`, `exclusiveMinimum`, a `$ref` with siblings."""
    assert problems(FIRST, {**SECOND, "openapi": "3.1.0"}) == [
        "shops.yaml: /openapi: differs from the same entry of another document: see pets.yaml: /openapi"
    ]


@pytest.mark.parametrize(
    ("place", "numbers"),
    [
        ("", [0]),
        ("/info/title", [0]),
        ("/components/parameters", [1]),
        ("/paths/~1both/get/responses/200", [0, 1]),
        ("/paths/~1both/put", [1]),
        ("/paths/~1shops", [1]),
        ("/components/schemas/Shop/properties/a", [1]),
        ("/tags/0", [0]),
        ("/tags/1", [0, 1]),
        ("/tags/2/name", [1]),
        ("/x-sdk-mixins/shops", [1]),
    ],
)
def test_it_is_known_which_documents_a_place_is_in(place: str, numbers: list[int]) -> None:
    found = merge([Part("pets.yaml", FIRST), Part("shops.yaml", SECOND)])
    assert list(found.documents_of(place)) == numbers


@pytest.mark.parametrize(
    ("one", "other", "place"),
    [
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 2}]}, None),
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}, ("a", 1, "b")),
        ({"a": 1}, {"b": 1}, ("a",)),
        ([1], [1, 2], ()),
        (1, True, ()),
        (1, 1.0, None),
        (None, {}, ()),
    ],
)
def test_the_first_difference_is_found(one: Any, other: Any, place: tuple[Any, ...] | None) -> None:
    assert difference(one, other) == difference(other, one) == place
