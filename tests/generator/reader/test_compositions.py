"""Composed schemas: their shapes, and how objects are told apart."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest

from generator import ir
from generator.docs import Docs
from generator.problems import InputError
from generator.reader import read
from tests.fakes import response, script
from tests.generator.packages import document, imported, operation, reference
from tests.generator.reading import classes, fields, model, operations, read_schemas

TEXT: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "integer"}


def objects(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, **({"required": list(required)} if required else {})}


def holder(value: Any, **schemas: Any) -> str:
    """Return the type of a property with a schema."""
    return fields(read_schemas(Holder=objects(it=value), **schemas), "schemas.Holder")["it"]


# -- allOf -------------------------------------------------------------------------------------------------------------


def test_objects_are_merged() -> None:
    pet = objects("name", name=TEXT, age=NUMBER)
    parts = [reference("Pet"), objects("lives", lives=NUMBER), {"required": ["age"]}]
    found = read_schemas(Pet=pet, Cat={"allOf": parts, "properties": {"colour": TEXT}})
    assert fields(found, "schemas.Cat") == {"name": "str", "lives": "int", "age": "int", "colour": "?str"}


def test_merged_objects_are_merged_again() -> None:
    schemas = {
        "A": objects("a", a=TEXT),
        "B": {"allOf": [reference("A"), objects(b=TEXT)]},
        "C": {"allOf": [reference("B"), objects(c=TEXT)]},
    }
    assert fields(read_schemas(**schemas), "schemas.C") == {"a": "str", "b": "?str", "c": "?str"}


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (TEXT, {"description": "A name."}, "?str"),
        (TEXT, {"type": "string", "enum": ["a"]}, "?schemas.BothX"),
        ({}, NUMBER, "?int"),
        ({"type": "object"}, objects(y=TEXT), "?schemas.BothX"),
        (objects(y=TEXT), objects(z=TEXT), "?schemas.BothX"),
        (
            {"type": "array", "items": objects(y=TEXT)},
            {"type": "array", "items": objects(z=TEXT)},
            "?list[schemas.BothX2Item]",
        ),
        ({"type": ["string", "null"]}, TEXT, "?str"),
        ({"type": ["string", "null"]}, {"type": ["string", "null"], "maxLength": 3}, "?str | None"),
    ],
)
def test_of_several_schemas_for_a_property_the_narrowest_counts(one: Any, other: Any, together: str) -> None:
    found = read_schemas(Both={"allOf": [objects(x=one), objects(x=other)]})
    assert fields(found, "schemas.Both") == {"x": together}


@pytest.mark.parametrize(
    ("schema", "type_"),
    [
        ({"allOf": [TEXT, {"maxLength": 3}]}, "?str"),
        ({"allOf": [TEXT, {"enum": ["a", "b"]}]}, "?schemas.HolderIt"),
        ({"allOf": [{"type": "array", "items": TEXT}, {"minItems": 1}]}, "?list[str]"),
        ({"allOf": [reference("Pet")], "nullable": True}, "?schemas.Pet | None"),
        ({"allOf": [reference("Pet"), {"description": "A pet."}]}, "?schemas.Pet"),
        ({"allOf": [{"type": "object"}, {"type": "object", "additionalProperties": NUMBER}]}, "?dict[str, int]"),
        ({"allOf": [TEXT, NUMBER]}, "?Any"),
        ({"type": "string", "oneOf": [{**TEXT, "pattern": "a"}, {**TEXT, "pattern": "b"}]}, "?str"),
        ({"type": "string", "anyOf": [TEXT, NUMBER]}, "?str"),
        ({"allOf": [{"enum": ["a"]}, {"enum": ["a", "b"]}]}, "?schemas.HolderIt"),
        ({"allOf": [{"oneOf": [TEXT, NUMBER]}, {"oneOf": [TEXT, NUMBER]}]}, "?Any"),
        ({"oneOf": [TEXT, NUMBER], "anyOf": [TEXT, NUMBER]}, "?Any"),
        ({"oneOf": [TEXT, objects(b=TEXT)], "properties": {"a": TEXT}}, "?Any"),
        (
            {"allOf": [{"oneOf": [{"required": ["a"], "additionalProperties": TEXT}, objects(b=TEXT)]}]},
            "?dict[str, Any]",
        ),
        ({"allOf": [{"description": "Anything."}]}, "?Any"),
        ({"allOf": [objects(), {"required": ["a"]}], "type": "object"}, "?schemas.HolderIt"),
    ],
)
def test_the_shapes_of_compositions(schema: Any, type_: str) -> None:
    assert holder(schema, Pet=objects(name=TEXT)) == type_


def test_siblings_of_a_reference_count_only_in_3_1() -> None:
    schemas = {"Pet": objects(name=TEXT), "Cat": {**reference("Pet"), "properties": {"lives": NUMBER}}}
    assert fields(read_schemas(**schemas), "schemas.Cat") == {"lives": "?int", "name": "?str"}
    old = read({**document(schemas=schemas), "openapi": "3.0.3"}, Docs(), "spec")
    assert "schemas.Cat" not in classes(old)


def test_a_name_that_is_required_is_a_property() -> None:
    found = read_schemas(Pet={**objects("name", "age", name=TEXT), "additionalProperties": NUMBER})
    assert fields(found, "schemas.Pet") == {"name": "str", "age": "Any"}


@pytest.mark.parametrize("depth", [70, 2000])
def test_compositions_have_an_end(depth: int) -> None:
    schemas = {f"S{n}": {"allOf": [reference(f"S{n + 1}"), objects(a=TEXT)]} for n in range(depth)}
    with pytest.raises(InputError, match="more than 64 levels of nested schemas"):
        read_schemas(**schemas, **{f"S{depth}": objects(a=TEXT)})


@pytest.mark.parametrize(
    "schemas",
    [
        {"A": reference("A")},
        {"A": {"allOf": [reference("A")]}},
        {"A": {"allOf": [reference("B")]}, "B": {"allOf": [reference("A")]}},
        {"A": {"oneOf": [reference("A")]}},
        {"A": reference("A"), "B": {"allOf": [reference("A"), objects(a=TEXT)]}},
        {"A": {"anyOf": [reference("B"), reference("A")]}, "B": {"oneOf": [reference("A"), TEXT]}},
    ],
)
def test_a_schema_that_only_refers_to_itself_is_refused(schemas: Any) -> None:
    with pytest.raises(InputError, match="refers to itself"):
        read_schemas(**schemas)


@pytest.mark.parametrize(
    ("schema", "type_"),
    [
        ({"type": "array", "items": reference("Tree")}, "?list[Any]"),
        ({"type": "object", "additionalProperties": reference("Tree")}, "?dict[str, Any]"),
        ({"oneOf": [TEXT, {"type": "array", "items": reference("Tree")}]}, "?str | list[Any]"),
    ],
)
def test_a_list_may_hold_itself(schema: Any, type_: str) -> None:
    assert holder(reference("Tree"), Tree=schema) == type_


# -- unions ------------------------------------------------------------------------------------------------------------


def told(value: Any, **schemas: Any) -> ir.Type:
    found = model(read_schemas(Holder=objects(it=value), **schemas), "schemas.Holder")
    return found.fields[0].type


CAT = objects("kind", kind={"const": "cat"}, lives=NUMBER)
DOG = objects("kind", kind={"type": "string", "enum": ["dog", "puppy"]}, tricks=NUMBER)


def choice(*names: str, tag: str = "", **values: int) -> ir.ChoiceOf:
    members = tuple(ir.ModelRef("schemas", name) for name in names)
    return ir.ChoiceOf(members, tag, tuple(sorted(values.items())))


EITHER = {"oneOf": [reference("Cat"), reference("Dog")]}


@pytest.mark.parametrize(
    ("schema", "cat", "dog", "type_"),
    [
        pytest.param(EITHER, CAT, DOG, choice("Cat", "Dog", tag="kind", cat=0, dog=1, puppy=1), id="constants"),
        pytest.param(
            {**EITHER, "discriminator": {"propertyName": "type"}},
            objects("type", type=TEXT),
            objects("type", type=TEXT),
            choice("Cat", "Dog", tag="type", Cat=0, Dog=1),
            id="names of schemas",
        ),
        pytest.param(
            {
                **EITHER,
                "discriminator": {
                    "propertyName": "type",
                    "mapping": {"c": "#/components/schemas/Cat", "k": "Cat", "d": "Dog", "x": "Gone"},
                },
            },
            objects("type", type=TEXT),
            objects("type", type=TEXT),
            choice("Cat", "Dog", tag="type", c=0, d=1, k=0),
            id="mapping",
        ),
        pytest.param(
            EITHER,
            objects("lives", lives=NUMBER),
            objects("tricks", tricks=NUMBER),
            choice("Cat", "Dog"),
            id="required",
        ),
        pytest.param(EITHER, objects(lives=NUMBER), objects(tricks=NUMBER), ir.MapOf(ir.Primitive.ANY), id="nothing"),
        pytest.param(
            EITHER,
            objects("a", a=TEXT, b=TEXT),
            objects("b", a=TEXT, b=TEXT),
            ir.MapOf(ir.Primitive.ANY),
            id="required here, optional there",
        ),
        pytest.param(
            EITHER, objects("lives", lives=NUMBER), {"type": "object"}, ir.MapOf(ir.Primitive.ANY), id="any object"
        ),
    ],
)
def test_objects_are_told_apart(schema: Any, cat: Any, dog: Any, type_: ir.Type) -> None:
    assert told(schema, Cat=cat, Dog=dog) == type_


def test_alternatives_beside_properties_have_them_too() -> None:
    pet = {
        "type": "object",
        "properties": {"name": TEXT},
        "oneOf": [{**objects("lives", lives=NUMBER), "title": "cat"}, objects("tricks", tricks=NUMBER)],
    }
    found = read_schemas(Owner=objects(pet=reference("Pet")), Pet=pet)
    assert fields(found, "schemas.PetCat") == {"lives": "int", "name": "?str"}
    assert fields(found, "schemas.PetOption2") == {"tricks": "int", "name": "?str"}


def test_alternatives_that_only_demand_something_are_limits() -> None:
    either = {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}
    for schema in ({**objects(a=TEXT, b=TEXT), **either}, {"allOf": [objects(a=TEXT, b=TEXT), either]}):
        assert fields(read_schemas(Pet=schema), "schemas.Pet") == {"a": "?str", "b": "?str"}


@pytest.mark.parametrize(
    ("schema", "type_"),
    [
        ({"oneOf": [{"format": "date-time", "type": "string"}, {"format": "date", "type": "string"}]}, "?str"),
        ({"anyOf": [TEXT, {"type": "string", "enum": ["a"]}]}, "?schemas.HolderItOption2"),
        ({"oneOf": [TEXT, {"type": "array", "items": TEXT}]}, "?str | list[str]"),
        ({"oneOf": [{"type": "array", "items": TEXT}, {"type": "array", "items": NUMBER}]}, "?list[Any]"),
        (
            {"oneOf": [objects(a=TEXT), {"type": "array", "items": TEXT}, {"type": "null"}]},
            "?schemas.HolderItOption1 | list[str] | None",
        ),
        ({"oneOf": [{**objects(a=TEXT), "title": "one"}, {**objects(b=TEXT), "title": "two"}]}, "?dict[str, Any]"),
        ({"anyOf": [TEXT, {}]}, "?Any"),
        ({"oneOf": [NUMBER], "anyOf": [{"type": "number"}]}, "?Any"),
        ({"type": ["object", "string"], "properties": {"a": TEXT}}, "?schemas.HolderIt | str"),
        ({"type": ["array", "null"], "items": TEXT}, "?list[str] | None"),
        ({"type": "string", "anyOf": [{"format": "uri"}, {"maxLength": 0}]}, "?str"),
        ({"type": "null"}, "?None"),
        ({"enum": ["a", 1]}, "?Any"),
        ({"type": "string", "enum": [1, 2]}, "?str"),
        ({"enum": [None]}, "?Any | None"),
        ({"type": "object", "patternProperties": {"^x": NUMBER}}, "?dict[str, int]"),
        ({"type": "array", "prefixItems": [TEXT, NUMBER], "items": TEXT}, "?list[Any]"),
        ({"type": "string", "contentEncoding": "base64"}, "?bytes"),
        ({"type": "string", "not": {"enum": ["a"]}}, "?str"),
        ({"format": "date-time"}, "?Any"),
    ],
)
def test_the_types_of_values(schema: Any, type_: str) -> None:
    assert holder(schema) == type_


def test_two_objects_without_a_name_are_two_classes() -> None:
    """The classes do not collide."""
    found = read_schemas(Holder=objects(it={"oneOf": [objects("a", a=TEXT), objects("b", b=TEXT)]}))
    assert sorted(classes(found)) == ["schemas.Holder", "schemas.HolderItOption1", "schemas.HolderItOption2"]


# -- decoding ----------------------------------------------------------------------------------------------------------


async def received(folder: Path, value: Any, it: Any, **schemas: Any) -> Any:
    content = document(
        {"/it": {"get": operation("its.get", reference("Holder"))}}, {"Holder": objects(it=value), **schemas}
    )
    with imported(content, folder) as package:
        found = await package.resources(script(response(content={"it": it}))).its.get()
    return found.it


@pytest.mark.parametrize(
    ("it", "name"),
    [
        ({"kind": "cat", "lives": 9}, "Cat"),
        ({"kind": "puppy"}, "Dog"),
        ({"kind": "bird"}, "dict"),
        ({}, "dict"),
        ({"kind": 1}, "dict"),
    ],
)
async def test_an_object_becomes_the_model_that_its_tag_says(tmp_path: Path, it: Any, name: str) -> None:
    assert type(await received(tmp_path, EITHER, it, Cat=CAT, Dog=DOG)).__name__ == name


@pytest.mark.parametrize(
    ("it", "name"),
    [({"lives": 9}, "Cat"), ({"tricks": 1}, "Dog"), ({"lives": 1, "tricks": 1}, "dict"), ({"a": 1}, "dict")],
)
async def test_an_object_becomes_the_model_that_requires_what_it_has(tmp_path: Path, it: Any, name: str) -> None:
    cat, dog = objects("lives", lives=NUMBER), objects("tricks", tricks=NUMBER)
    assert type(await received(tmp_path, EITHER, it, Cat=cat, Dog=dog)).__name__ == name


async def test_objects_in_lists_are_told_apart(tmp_path: Path) -> None:
    several = {"oneOf": [{"type": "array", "items": EITHER}, TEXT, {"type": "null"}]}
    its = [{"kind": "cat", "lives": 1}, {"kind": "dog", "tricks": 2}]
    found = await received(tmp_path, several, its, Cat=CAT, Dog=DOG)
    assert [type(each).__name__ for each in found] == ["Cat", "Dog"]
    assert await received(tmp_path, several, "none", Cat=CAT, Dog=DOG) == "none"
    assert await received(tmp_path, several, None, Cat=CAT, Dog=DOG) is None


async def test_a_whole_response_can_be_one_of_several(tmp_path: Path) -> None:
    """An object that matches no member stays a plain mapping."""
    content = document({"/it": {"get": operation("its.get", EITHER)}}, {"Cat": CAT, "Dog": DOG})
    with imported(content, tmp_path) as package:

        async def get(value: Any) -> Any:
            return await package.resources(script(response(content=value)), strict_decoding=False).its.get()

        found = await get({"kind": "cat", "lives": 9})
        assert (type(found).__name__, found.lives, found.raw.status_code) == ("Cat", 9, 200)
        assert await get({"kind": "bird"}) == {"kind": "bird"}


async def test_modules_may_mention_each_other_in_a_circle(tmp_path: Path) -> None:
    schemas = {
        "cats_Cat": objects("dog", dog=reference("dogs_Dog"), cats=NUMBER),
        "dogs_Dog": objects(cat=reference("cats_Cat"), dogs=NUMBER),
    }
    content = document({"/it": {"get": operation("its.get", reference("cats_Cat"))}}, schemas)
    for first in ("cats", "dogs"):
        with imported(content, tmp_path) as package:
            package.module(f"models.{first}")
            sent = {"dog": {"cat": {"dog": {}}, "dogs": 2}}
            found = await package.resources(script(response(content=sent))).its.get()
            assert found.dog.dogs == 2
            assert type(found.dog.cat.dog) is package.module("models.dogs").Dog


# -- references and irrelevant keywords --------------------------------------------------------------------------------


def test_references_lead_to_any_place_of_the_document() -> None:
    owner = objects(address=objects(street=TEXT), names={"type": "array", "items": objects(first=TEXT)})
    holder = objects(
        address=reference("Owner/properties/address"),
        name=reference("Owner/properties/names/items"),
        street=reference("Owner/properties/address/properties/street"),
    )
    found = read_schemas(Owner=owner, Holder=holder)
    assert fields(found, "schemas.Holder") == {
        "address": "?schemas.OwnerAddress",
        "name": "?schemas.OwnerNamesItem",
        "street": "?str",
    }
    assert fields(found, "schemas.Owner")["address"] == "?schemas.OwnerAddress"


def test_parts_of_other_operations_can_be_referred_to() -> None:
    first = operation("pets.list", TEXT, parameters=[{"name": "page", "in": "query", "schema": TEXT}])
    second = {
        "operationId": "pets.search",
        "parameters": [{"$ref": "#/paths/~1pets/get/parameters/0"}],
        "responses": {"200": {"$ref": "#/paths/~1pets/get/responses/200"}},
    }
    paths = {"/pets": {"get": first}, "/search": {"get": second}, "/again": {"$ref": "#/components/pathItems/Again"}}
    content = document(paths)
    content["components"]["pathItems"] = {"Again": {"get": operation("pets.again")}}
    found = operations(read(content, Docs(), "spec"))
    assert sorted(found) == ["pets.again", "pets.list", "pets.search"]
    assert [parameter.name for parameter in found["pets.search"].parameters] == ["page"]
    assert found["pets.search"].response is ir.Primitive.STR


@pytest.mark.parametrize("index", ["1", "-1", "01x", "9" * 400])
def test_references_to_nothing_are_refused(index: str) -> None:
    with pytest.raises(InputError, match="unresolved reference"):
        read_schemas(Pet={"$ref": f"#/tags/{index}"})


def test_callbacks_webhooks_and_links_are_of_no_matter() -> None:
    get = operation("pets.list", TEXT, callbacks={"done": {"$ref": "#/components/callbacks/Done"}})
    get["responses"]["200"]["links"] = {"next": {"operationId": "pets.list"}}
    content = document({"/pets": {"get": get}}, webhooks={"pets": {"post": operation("hook")}})
    content["components"] |= {"callbacks": {"Done": {}}, "links": {"Next": {}}}
    assert list(operations(read(content, Docs(), "spec"))) == ["pets.list"]


def test_values_that_differ_in_case_are_told_apart() -> None:
    values = ["a", "A", "a", "b-c", "b_c", "A_2"]
    found = read_schemas(Size={"type": "string", "enum": values})
    (size,) = classes(found).values()
    assert isinstance(size, ir.Enum)
    assert {member.value: member.name for member in size.members} == {
        "a": "A",
        "A": "A_3",
        "b-c": "B_C",
        "b_c": "B_C_2",
        "A_2": "A_2",
    }


async def test_an_enumeration_of_thousands_is_imported_in_linear_time(tmp_path: Path) -> None:
    """`enum.auto()` copies all previous values for each value."""
    values = [f"v{n}" for n in range(1001)]
    parameters = [{"name": "size", "in": "query", "schema": reference("Size")}]
    content = document(
        {"/it": {"get": operation("its.get", TEXT, parameters=parameters)}},
        {"Size": {"type": "string", "enum": values}},
    )
    with imported(content, tmp_path) as package:
        assert [size.value for size in package.module("models.schemas").Size] == values
        text = (tmp_path / package.name / "models" / "schemas.py").read_text()
        assert "enum.auto()" not in text
        annotation = inspect.signature(package.module("resources.its").Its.get).parameters["size"].annotation
    assert annotation == "Size | str | UnsetType"


def reasons(schema: Any) -> set[str]:
    try:
        read_schemas(Holder=objects(it=schema))
    except InputError as error:
        return {problem.reason for problem in error.problems}
    return set()


@pytest.mark.parametrize("value", [True, False, [], 1, "text", None])
def test_invalid_schemas_are_reported_in_every_place(value: Any) -> None:
    for schema in ({"allOf": [value, objects(a=TEXT)]}, {"oneOf": [value, TEXT]}, {"anyOf": [objects(a=value), value]}):
        assert reasons(schema) <= {"must be a schema", "no value is allowed here"}


@pytest.mark.parametrize("title", ["Name", "name"])
def test_objects_of_one_title_are_numbered(title: str) -> None:
    several = [{**objects("a", a=TEXT), "title": "Name"}, {**objects("b", b=TEXT), "title": title}]
    assert holder({"oneOf": several}) == "?schemas.HolderItOption1 | schemas.HolderItOption2"


def test_more_objects_than_are_told_apart_are_anything() -> None:
    many = [objects(**{f"a{number}": TEXT}) for number in range(65)]
    assert holder({"oneOf": many, "properties": {"x": TEXT}}) == "?Any"


def test_alternatives_of_each_other_are_refused_beside_properties_too() -> None:
    schemas = {
        "U": {"oneOf": [reference("V"), objects(a=TEXT)]},
        "V": {"oneOf": [reference("U"), objects(b=TEXT)]},
    }
    with pytest.raises(InputError, match="refers to itself"):
        holder({"allOf": [reference("U")], "properties": {"x": TEXT}}, **schemas)


def test_a_part_that_does_not_exist_is_reported() -> None:
    with pytest.raises(InputError, match="Nothing"):
        holder({"allOf": [reference("Nothing"), objects(a=TEXT)]})


def test_a_choice_among_choices_is_one_choice() -> None:
    kinds = {name: objects("kind", kind={"const": name.lower()}) for name in ("A", "B", "C")}
    several = {"oneOf": [reference("Two"), reference("C")]}
    found = told(several, **kinds, Two={"oneOf": [reference("A"), reference("B")]})
    members = tuple(ir.ModelRef("schemas", name) for name in ("A", "B", "C"))
    assert found == ir.ChoiceOf(members, "kind", (("a", 0), ("b", 1), ("c", 2)))


def test_a_choice_that_may_be_null_is_one_among_choices() -> None:
    kinds = {name: objects("kind", kind={"const": name.lower()}) for name in ("A", "B", "C")}
    several = {"oneOf": [reference("Two"), reference("C")]}
    two = {"oneOf": [reference("A"), reference("B"), {"type": "null"}]}
    assert holder(several, **kinds, Two=two) == "?dict[str, Any] | None"


def test_maps_that_are_combined_are_one_map() -> None:
    several = {"oneOf": [{"type": "object", "additionalProperties": NUMBER}, objects(b=TEXT)]}
    assert holder({"allOf": [{"type": "object", "additionalProperties": TEXT}], **several}) == "?dict[str, Any]"


def test_a_discriminator_without_values_does_not_count() -> None:
    several = [objects("kind", kind={"const": "a"}), objects("kind", kind={"const": "b"})]
    found = told({"oneOf": several, "discriminator": {"propertyName": "colour"}})
    assert isinstance(found, ir.ChoiceOf)
    assert (found.tag, dict(found.values)) == ("kind", {"a": 0, "b": 1})


def test_a_property_of_the_same_value_does_not_tell_objects_apart() -> None:
    same = {"const": "a"}
    several = [objects("kind", "a", kind=same, a=TEXT), objects("kind", "b", kind=same, b=TEXT)]
    found = told({"oneOf": several})
    assert isinstance(found, ir.ChoiceOf)
    assert found.tag == ""


# -- types -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("schema", "type_"),
    [
        ({"type": "object", "enum": [{"a": 1}]}, "?Any"),
        ({"type": "object", "const": "a"}, "?Any"),
        ({"type": "array", "enum": ["a"]}, "?Any"),
        ({"type": "string", "contentMediaType": "image/png"}, "?bytes | File"),
    ],
)
def test_types_of_values(schema: Any, type_: str) -> None:
    assert holder(schema) == type_


def test_a_type_that_json_does_not_have_is_reported() -> None:
    with pytest.raises(InputError, match=r"/it/type: must be a JSON type"):
        holder({"type": ["string", "text"]})


@pytest.mark.parametrize("token", ["2", "-1", "one", "\u0661", "1" * 30])
def test_a_reference_to_an_element_that_does_not_exist_is_reported(token: str) -> None:
    with pytest.raises(InputError, match="/Holder/properties/it"):
        holder({"$ref": f"#/components/schemas/Several/oneOf/{token}"}, Several={"oneOf": [TEXT, NUMBER]})


def test_a_class_outside_of_the_components_is_named_by_its_place() -> None:
    pet = {"200": {"description": "A pet.", "content": {"application/json": {"schema": objects(a=TEXT)}}}}
    to_it = {"$ref": "#/paths/~1pets/get/responses/200/content/application~1json/schema"}
    call = operation("pets.get", responses=pet)
    found = read(document({"/pets": {"get": call}}, {"Holder": objects(it=to_it)}), Docs(), "spec")
    assert "schemas.PetsGetResponses200ApplicationJson" in classes(found)
