"""The document in the package has only the components that its operations use."""

from __future__ import annotations

from typing import Any

from generator.document.pruning import prune


def document(**schemas: Any) -> dict[str, Any]:
    answer = {"content": {"application/json": {"schema": refer("Answer")}}}
    return {
        "paths": {"/a": {"get": {"responses": {"200": answer}}}},
        "components": {"securitySchemes": {"basic": {}}, "schemas": {"Answer": {"type": "object"}, **schemas}},
    }


def refer(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def kept(**schemas: Any) -> list[str]:
    return list(prune(document(**schemas))["components"]["schemas"])


def test_a_schema_that_nothing_leads_to_is_left_out() -> None:
    assert kept(ErrorType={"enum": ["a", "b"]}, Other=refer("Answer")) == ["Answer"]


def test_referenced_schemas_keep_the_order_of_the_document() -> None:
    answer = {"properties": {"c": refer("C"), "list": {"type": "array", "items": refer("A~1B")}}}
    schemas = {"A/B": {"type": "string"}, "Answer": answer, "C": refer("D"), "D": {"allOf": [refer("C")]}}
    assert list(prune({**document(), "components": {"schemas": schemas}})["components"]["schemas"]) == [*schemas]


def test_everything_else_stays() -> None:
    whole = document()
    assert prune(whole) == whole
    assert prune({"paths": {}}) == {"paths": {}}


def test_a_property_can_be_called_like_a_reference() -> None:
    assert kept(Answer={"properties": {"$ref": {"properties": {"a": refer("Deep")}}}}, Deep={}) == ["Answer", "Deep"]


def test_a_schema_can_be_nested_deeper_than_calls_can() -> None:
    schema: dict[str, Any] = refer("Deep")
    for _ in range(5_000):
        schema = {"items": schema}
    assert kept(Answer=schema, Deep={}) == ["Answer", "Deep"]
