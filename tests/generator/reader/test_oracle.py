"""A differential oracle: the reader of openapi-python-client, an independent one, reads the same document.

Both results are converted into one form, with the names in the document as keys, and must be equal. These deliberate
differences are removed first:

* Names: the oracle creates other, longer ones. Its classes are found by their component.
* Bodies: the oracle has one parameter, a model; ours are the properties of the model.
* Member sessions: the oracle has two header parameters; ours is one option (`accepts_session`).
* Free objects: the oracle creates classes without fields; ours are mappings.
* Enumerations: the oracle's are closed and ours are open, with the same values.
* Responses: the oracle also reads error responses; our runtime decodes those without the document.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import (
    AnyProperty,
    BooleanProperty,
    DateTimeProperty,
    EnumProperty,
    IntProperty,
    ListProperty,
    ModelProperty,
    Property,
    StringProperty,
)
from openapi_python_client.parser.properties.schemas import Class
from openapi_python_client.schema.untrusted_string import UntrustedString

from generator import ir
from generator.docs import Docs
from generator.reader import read
from tests.generator import ours as our_document
from tests.generator.reading import classes

SESSION_HEADERS = {"X-Stytch-Member-Session": "?str", "X-Stytch-Member-SessionJWT": "?str"}

Fields = dict[str, str]
"""Wire names and types; optional types start with `?`."""

SIMPLE: dict[type[Any], str] = {
    AnyProperty: "Any",
    BooleanProperty: "bool",
    DateTimeProperty: "Timestamp",
    IntProperty: "int",
    StringProperty: "str",
}


class Oracle:
    """The result of the oracle."""

    def __init__(self, effective: dict[str, Any]) -> None:
        config = Config.from_sources(ConfigFile(), MetaType.NONE, Path("unused"), "utf-8", False, None)
        data = GeneratorData.from_dict(effective, config=config)
        assert isinstance(data, GeneratorData)
        assert not data.errors
        assert not any(collection.parse_errors for collection in data.endpoint_collections_by_tag.values())
        self.data = data
        self.components = {
            Class.from_string(string=UntrustedString(name), config=config).name: name
            for name in effective["components"]["schemas"]
        }
        self.endpoints: list[Endpoint] = [
            endpoint for collection in data.endpoint_collections_by_tag.values() for endpoint in collection.endpoints
        ]

    def models(self) -> dict[str, Fields]:
        named = (model for model in self.data.models if model.class_info.name in self.components)
        return {self.components[model.class_info.name]: self.fields(model) for model in named}

    def enums(self) -> dict[str, list[str]]:
        return {self.components[enum.class_info.name]: list(enum.values.values()) for enum in self.data.enums}

    def fields(self, model: ModelProperty) -> Fields:
        return self.signature([*(model.required_properties or []), *(model.optional_properties or [])])

    def signature(self, properties: list[Property]) -> Fields:
        return {p.name.get_untrusted_value(): f"{'' if p.required else '?'}{self.spell(p)}" for p in properties}

    def spell(self, found: Property) -> str:
        if isinstance(found, ListProperty):
            return f"list[{self.spell(found.inner_property)}]"
        if isinstance(found, EnumProperty):
            return self.components[found.class_info.name]
        if isinstance(found, ModelProperty):
            return self.components.get(found.class_info.name) or self.spell_free(found)
        return SIMPLE[type(found)]

    def spell_free(self, found: ModelProperty) -> str:
        assert self.fields(found) == {}
        assert found.additional_properties is not None
        return f"dict[str, {self.spell(found.additional_properties)}]"

    def operation(self, endpoint: Endpoint) -> dict[str, Any]:
        (body,) = endpoint.bodies or [None]
        assert body is None or isinstance(body.prop, ModelProperty)
        (success,) = [r for r in endpoint.responses.patterns if str(r.status_code.pattern).startswith("2")]
        return {
            "path": list(self.signature(endpoint.path_parameters).items()),
            "query": self.signature(endpoint.query_parameters),
            "header": self.signature(endpoint.header_parameters),
            "body": body and self.fields(body.prop),
            "response": self.spell(success.prop),
        }

    def operations(self) -> dict[tuple[str, str], dict[str, Any]]:
        return {(e.method.upper(), e.path.get_untrusted_value()): self.operation(e) for e in self.endpoints}


class Ours:
    """Our result, in the form of the oracle's."""

    def __init__(self, effective: dict[str, Any]) -> None:
        self.package = read(effective, Docs(), "spec")
        self.classes = {name: item.pointer.rpartition("/")[2] for name, item in classes(self.package).items()}

    def models(self) -> dict[str, Fields]:
        found = classes(self.package).items()
        return {self.classes[name]: self.signature(item.fields) for name, item in found if isinstance(item, ir.Model)}

    def enums(self) -> dict[str, list[str]]:
        found = classes(self.package).items()
        return {
            self.classes[name]: [m.value for m in item.members] for name, item in found if isinstance(item, ir.Enum)
        }

    def signature(self, items: tuple[ir.Field, ...] | tuple[ir.Parameter, ...]) -> Fields:
        assert not any(item.nullable for item in items)
        return {item.wire_name: f"{'' if item.required else '?'}{self.spell(item.type)}" for item in items}

    def spell(self, type_: ir.Type) -> str:
        match type_:
            case ir.ListOf(item):
                return f"list[{self.spell(item)}]"
            case ir.MapOf(value):
                return f"dict[str, {self.spell(value)}]"
            case ir.ModelRef(module, name) | ir.EnumRef(module, name):
                return self.classes[f"{module}.{name}"]
            case ir.WordOf():
                return "str"  # OpenAPI cannot express values that restrict only requests
            case ir.UnionOf():
                raise AssertionError("the document has no unions")
            case ir.Primitive():
                return type_.value

    def operation(self, operation: ir.Operation) -> dict[str, Any]:
        def located(location: ir.Location) -> Fields:
            return self.signature(tuple(p for p in operation.parameters if p.location is location))

        assert operation.response is not None
        return {
            "path": list(located(ir.Location.PATH).items()),
            "query": located(ir.Location.QUERY),
            "header": located(ir.Location.HEADER) | (SESSION_HEADERS if operation.accepts_session else {}),
            "body": None if operation.body is ir.BodyKind.NONE else located(ir.Location.BODY),
            "response": self.spell(operation.response),
        }

    def operations(self) -> dict[tuple[str, str], dict[str, Any]]:
        return {(o.method, o.path): self.operation(o) for o in self.package.operations()}


@pytest.fixture(scope="module")
def effective() -> dict[str, Any]:
    return our_document.inputs().merged.document


@pytest.fixture(scope="module")
def oracle(effective: dict[str, Any]) -> Oracle:
    return Oracle(effective)


@pytest.fixture(scope="module")
def ours(effective: dict[str, Any]) -> Ours:
    return Ours(effective)


def test_the_same_operations_with_the_same_parameters_and_responses(oracle: Oracle, ours: Ours) -> None:
    assert len(oracle.endpoints) == 121
    assert ours.operations() == oracle.operations()


def test_the_same_models_with_the_same_fields(oracle: Oracle, ours: Ours) -> None:
    theirs, mine = oracle.models(), ours.models()
    as_parameters = {oracle.spell(body.prop) for endpoint in oracle.endpoints for body in endpoint.bodies}
    assert theirs.keys() - mine.keys() <= as_parameters
    assert mine == {name: found for name, found in theirs.items() if name in mine}


def test_the_same_enumerations_with_the_same_values(oracle: Oracle, ours: Ours) -> None:
    assert ours.enums() == oracle.enums()


def test_nothing_that_the_oracle_knows_is_missing(oracle: Oracle, ours: Ours, effective: dict[str, Any]) -> None:
    assert oracle.models().keys() | oracle.enums().keys() == effective["components"]["schemas"].keys()
    bodies = {oracle.spell(body.prop) for endpoint in oracle.endpoints for body in endpoint.bodies}
    assert ours.models().keys() | ours.enums().keys() | bodies == effective["components"]["schemas"].keys()
