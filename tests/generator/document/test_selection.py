"""Selecting operations by tag or by path, with the components that they use."""

from __future__ import annotations

from typing import Any

import pytest

from generator.document.selection import Selection, select, unused


def refer(name: str, section: str = "schemas") -> dict[str, str]:
    return {"$ref": f"#/components/{section}/{name}"}


def operation(*tags: str, **more: Any) -> dict[str, Any]:
    return {"tags": list(tags), "responses": {"200": {"description": ""}}, **more}


DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Shop", "version": "1"},
    "tags": [{"name": "Carts"}, {"name": "Goods"}, {"name": "Staff"}],
    "paths": {
        "/v1/carts": {
            "parameters": [refer("Limit", "parameters")],
            "get": operation("Carts"),
            "put": operation("Staff"),
        },
        "/v1/carts/{id}": {"get": operation("Carts", requestBody=refer("Cart", "requestBodies"))},
        "/v1/cartsandmore": {"get": operation("Goods")},
        "/v1/staff": {"get": operation(), "summary": "Staff."},
    },
    "components": {
        "parameters": {"Limit": {"schema": refer("Number")}, "Other": {}},
        "requestBodies": {"Cart": {"content": {"application/json": {"schema": refer("Cart")}}}},
        "schemas": {"Cart": {"items": refer("Number")}, "Goods": {}, "Number": {"type": "integer"}},
        "securitySchemes": {"basic": {"type": "http", "scheme": "basic"}},
    },
}


def taken(*tags: str, paths: tuple[str, ...] = ()) -> dict[str, Any]:
    return select(DOCUMENT, Selection(tags=tags, paths=paths))


def methods(document: dict[str, Any]) -> dict[str, list[str]]:
    return {path: [key for key in item if key in {"get", "put"}] for path, item in document["paths"].items()}


def test_operations_are_taken_by_their_tags() -> None:
    assert methods(taken("Carts")) == {"/v1/carts": ["get"], "/v1/carts/{id}": ["get"]}
    assert methods(taken("Goods", "Staff")) == {"/v1/carts": ["put"], "/v1/cartsandmore": ["get"]}


def test_operations_are_taken_by_their_paths_and_all_below_them() -> None:
    assert methods(taken(paths=("/v1/carts",))) == {"/v1/carts": ["get", "put"], "/v1/carts/{id}": ["get"]}
    assert methods(taken(paths=("/v1/carts/",))) == methods(taken(paths=("/v1/carts",)))
    assert methods(taken("Goods", paths=("/v1/staff",))) == {"/v1/cartsandmore": ["get"], "/v1/staff": ["get"]}


def test_only_the_components_of_selected_operations_are_taken() -> None:
    found = taken("Carts")
    assert found["paths"]["/v1/carts"]["parameters"] == [refer("Limit", "parameters")]
    assert {section: list(items) for section, items in found["components"].items()} == {
        "parameters": ["Limit"],
        "requestBodies": ["Cart"],
        "schemas": ["Cart", "Number"],
        "securitySchemes": ["basic"],
    }
    assert found["tags"] == [{"name": "Carts"}]
    assert taken("Staff")["components"]["requestBodies"] == {}


def test_the_document_does_not_change() -> None:
    before = repr(DOCUMENT)
    taken("Carts")
    assert repr(DOCUMENT) == before


def test_a_tag_or_a_path_that_takes_nothing_is_reported() -> None:
    found = list(
        unused(DOCUMENT, Selection(tags=("Goods", "Gone"), paths=("/v1/c", "/v1/carts")), "/documents/1/select")
    )
    assert [(problem.pointer, problem.reason) for problem in found] == [
        ("/documents/1/select/tags/1", "matches no operation of the document: `Gone`"),
        ("/documents/1/select/paths/0", "matches no operation of the document: `/v1/c`"),
    ]


@pytest.mark.parametrize("document", [{}, {"paths": 1}, {"paths": {"/a": None}, "components": 3}, {"tags": "a"}])
def test_a_document_of_another_form_is_left_to_those_who_check_it(document: dict[str, Any]) -> None:
    assert select(document, Selection(tags=("a",), paths=("/a",)))["paths"] == {}
