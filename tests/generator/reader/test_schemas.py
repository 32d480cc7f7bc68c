"""Schemas: their types, classes and texts."""

from __future__ import annotations

import pytest

from generator import ir
from generator.document import loading
from generator.document.validation import validate
from tests.generator.reading import FIXTURES, classes, enum, fields, model, operations, package, parameters

SUPPORTED = sorted(path.stem for path in FIXTURES.glob("*.yaml"))


@pytest.mark.parametrize("name", sorted({*SUPPORTED} - {"path-parameters"}))
def test_supported_features_are_valid_openapi(name: str) -> None:
    # `path-parameters` has `:name` for `{name}`, which is common but not part of OpenAPI.
    path = str(FIXTURES / f"{name}.yaml")
    validate(loading.load(path), path)


@pytest.mark.parametrize("name", SUPPORTED)
def test_every_fixture_says_why_it_is_there(name: str) -> None:
    assert (FIXTURES / f"{name}.yaml").read_text(encoding="utf-8").startswith("# ")


def test_null_is_told_apart_from_absence() -> None:
    assert fields(package("nullable"), "schemas.Pet") == {
        "name": "str",
        "nick": "str | None",
        "owner": "schemas.Owner | None",
        "size": "schemas.Size | None",
        "anything": "?list[Any]",
        "keeper": "?schemas.Pet | None",
        "scores": "?dict[str, schemas.Owner | None]",
        "tags": "?list[str | None]",
    }


def test_null_among_the_types_of_openapi_3_1_means_the_same() -> None:
    assert fields(package("null-types"), "schemas.Pet") == {
        "age": "str | int | None",
        "born": "Timestamp | None",
        "friend": "schemas.Pet | None",
        "name": "str | None",
        "size": "schemas.PetSize | None",
        "lucky": "?int | None",
        "owner": "?schemas.PetOwner | None",
    }


def test_null_is_not_a_member_of_an_enumeration() -> None:
    assert [member.value for member in enum(package("null-types"), "schemas.PetSize").members] == ["small"]


def test_a_reference_keeps_what_stands_beside_it() -> None:
    found = package("all-of")
    pet, other = (
        next(field for field in model(found, "schemas.Owner").fields if field.name == name) for name in ("pet", "other")
    )
    assert (pet.type, pet.nullable, pet.deprecated, pet.doc) == (
        ir.ModelRef("schemas", "Pet"),
        True,
        True,
        "The first one.",
    )
    assert (other.type, other.nullable, other.deprecated) == (ir.ModelRef("schemas", "Pet"), False, False)
    assert other.doc == "The second one."
    assert model(found, "schemas.Pet").doc == "An animal."
    assert model(found, "schemas.Pet").deprecated


def test_free_keys_make_a_mapping_and_named_properties_a_model() -> None:
    found = package("free-objects")
    assert fields(found, "schemas.Closed") == fields(found, "schemas.Empty") == {}
    assert fields(found, "schemas.Pet") == {
        "any": "?dict[str, Any]",
        "anything": "?dict[str, Any]",
        "implied": "?dict[str, int]",
        "implied_list": "?list[str]",
        "list_": "?list[Any]",
        "numbers": "?dict[str, float]",
        "pets": "?dict[str, schemas.Pet]",
        "toys": "?dict[str, schemas.PetToysValue]",
        "unsaid": "?Any",
    }


def test_inline_classes_are_called_by_their_place() -> None:
    found = package("inline-objects")
    assert fields(found, "cats.Cat") == {
        "colour": "?cats.CatColour",
        "elsewhere": "?chips.CatElsewhere",
        "home": "?cats.CatHome",
        "named": "?cats.Collar",
    }
    assert fields(found, "cats.CatHome") == {"rooms": "?list[cats.CatHomeRoomsItem]"}
    assert parameters(found, "pets.create") == {
        "order": "?pets.CreateRequestOrder",
        "owner": "?pets.CreateRequestOwner",
        "size": "?pets.CreateRequestSize",
    }
    assert operations(found)["pets.create"].response == ir.ModelRef("pets", "CreateResponse")


def test_modules_import_what_they_need_and_stand_in_order() -> None:
    modules = package("inline-objects").modules
    assert [(module.name, module.imports) for module in modules] == [("cats", ("chips",)), ("chips", ()), ("pets", ())]


def test_values_of_an_enumeration_become_members_whatever_they_are() -> None:
    assert {member.name: member.value for member in enum(package("enum-values"), "schemas.Value").members} == {
        "OR": "OR",
        "PT_BR": "pt-br",
        "ZH_HANS": "zh-Hans",
        "VALUE_2FA": "2fa",
        "EMPTY": "",
        "NAME": "name",
        "MINUS_NAME": "-name",
        "PLUS_1": "+1",
        "LESS_THAN_SIGN_EQUALS_SIGN": "<=",
        "ASTERISK": "*",
        "NONE": "None",
        "X": "{{ x }}",
        "QUOTATION_MARK_QUOTATION_MARK_QUOTATION_MARK": '"""',
        "A_B": "a\nb",
        "E": "é",
        "SELF": "self",
        "FIRST_NAME": "firstName",
    }


def test_accepted_values_restrict_strings_entries_and_keys() -> None:
    found = package("accepted-values")
    assert parameters(found, "pets.create") == {
        "colour": "?red/blue",
        "colours": "?list[red/blue]",
        "nullable": "?red | None",
        "owners": "?dict[first/second, int]",
        "size": "?schemas.Size",
    }
    (size,) = (item.type for item in operations(found)["pets.create"].parameters if item.name == "size")
    assert isinstance(size, ir.EnumRef)
    assert size.values == ("small", "large")


def test_a_union_of_scalars_is_one() -> None:
    found = package("unions")
    assert fields(found, "schemas.Pet") == {
        "age": "?int | datetime.date",
        "flag": "?int | float | bool",
        "pin": "?int | str",
        "same": "?str",
        "single": "?schemas.Pet",
        "size": "?schemas.Size | int",
        "sizes": "?list[int | str | None]",
    }
    assert parameters(found, "pets.list") == {"page": "?int | str"}
    by_name = {field.name: field for field in model(found, "schemas.Pet").fields}
    assert by_name["pin"].secret
    assert by_name["size"].doc == "One of 1, 2."


def test_formats_with_a_type_of_their_own_have_it() -> None:
    found = fields(package("formats"), "schemas.Formats")
    assert {name: type_ for name, type_ in found.items() if type_ not in {"?str", "?int", "?float", "?bool"}} == {
        "byte": "?bytes",
        "date": "?datetime.date",
        "date_time": "?Timestamp",
        "id": "?uuid.UUID",
        "object": "?dict[str, Any]",
    }
    assert {name for name, type_ in found.items() if type_ == "?float"} == {"double", "float_", "number"}
    assert {name for name, type_ in found.items() if type_ == "?int"} == {"int32", "int64", "integer"}


def test_an_enumeration_of_numbers_is_a_number_and_says_which() -> None:
    found = {field.name: field for field in model(package("number-enums"), "schemas.Pet").fields}
    assert fields(package("number-enums"), "schemas.Pet") == {
        "always": "?bool",
        "factor": "?float",
        "kind": "?schemas.PetKind",
        "level": "?int",
        "levels": "?list[int]",
        "nullable": "?int | None",
        "version": "?int",
        "whole": "?float",
    }
    assert found["level"].doc == "How much. One of 1, 2."
    assert found["levels"].doc == "One of 1, 2."
    assert found["always"].doc == "It is. One of true."
    assert found["version"].doc == "One of 3."
    assert found["nullable"].doc == "One of 1."


def test_defaults_and_deprecations_are_passed_on() -> None:
    found = package("defaults")
    by_name = {field.name: field for field in model(found, "schemas.Pet").fields}
    scalars = {name: field.default for name, field in by_name.items() if field.default is not None}
    assert scalars == {"alive": True, "limit": 10, "lower": 1, "name": ""}
    assert by_name["tags"].doc == "Default: an empty list."
    assert by_name["labels"].doc == "Labels. Default: a given object."
    assert [name for name, field in by_name.items() if field.deprecated] == ["name"]
    assert model(found, "schemas.Pet").deprecated
    assert enum(found, "schemas.Kind").deprecated
    (limit,) = operations(found)["pets.list"].parameters
    assert (limit.default, limit.deprecated) == (100, True)
    assert operations(found)["pets.list"].deprecated


def test_secrets_are_what_is_marked_and_what_is_a_password() -> None:
    found = package("secrets")
    assert [field.name for field in model(found, "schemas.Pet").fields if field.secret] == [
        "by_name",
        "maybe",
        "password",
        "token",
        "tokens",
    ]
    assert [p.name for p in operations(found)["pets.create"].parameters if p.secret] == ["key", "pin"]


def test_classes_may_refer_to_each_other_in_circles() -> None:
    found = package("recursion")
    assert fields(found, "schemas.Node") == {
        "children": "list[schemas.Node]",
        "index": "dict[str, schemas.Node]",
        "parent": "schemas.Node | None",
        "peer": "schemas.Peer",
        "next": "?schemas.Node",
    }
    assert list(classes(found)) == ["schemas.Node", "schemas.Peer"]


def test_namespaces_become_modules() -> None:
    assert list(classes(package("namespaces"))) == [
        "api_session_v1.SortOrder",
        "com_example.Pet",
        "con_.Pet",
        "elsewhere.Renamed",
        "import_.Pet",
        "pets.PetStatus",
        "pets.Response_",
        "scim.SCIMGroup",
        "scim_connection.X509Certificate",
    ]


def test_the_order_of_classes_and_fields() -> None:
    """Classes follow the classes that they need, and fields have the order of `required`."""
    found = package("order")
    assert list(classes(found)) == ["schemas.A", "schemas.Z", "schemas.B"]
    assert list(fields(found, "schemas.Z")) == ["two", "one", "four", "three"]


def test_wire_names_survive_where_python_has_other_names() -> None:
    found = package("wire-names")
    assert {field.wire_name: field.name for field in model(found, "schemas.Odd").fields} == {
        "": "value",
        "$ref": "ref",
        "+1": "plus_1",
        "-1": "minus_1",
        "2fa": "value_2fa",
        "@type": "type",
        "Name": "name",
        "__init__": "init",
        "_id": "id",
        "café": "cafe",
        "class": "class_",
        "foo-bar": "foo_bar",
        "list": "list_",
        "raw": "raw_",
        "self": "self_",
        "session": "session",
        "описание": "u43e_u43f_u438_u441_u430_u43d_u438_u435",
    }
    assert all(field.name == field.wire_name for field in model(found, "schemas.Plain").fields)


def test_an_operation_knows_whether_names_differ_anywhere_on_its_way() -> None:
    found = operations(package("wire-names"))
    assert found["pets.create"].wire_names
    assert not found["pets.plain"].wire_names


def test_only_schemas_that_are_just_bodies_are_not_models() -> None:
    """All other classes are kept."""
    found = package("request-schemas")
    assert list(classes(found)) == [
        "schemas.CreateRequestSize",
        "schemas.Owner",
        "schemas.Pet",
        "schemas.ReplaceRequest",
        "schemas.UnusedSize",
        "schemas.Unused",
    ]
    assert parameters(found, "pets.create") == {
        "name": "str",
        "owner": "?schemas.Owner",
        "size": "?schemas.CreateRequestSize",
    }
    assert parameters(found, "pets.replace") == parameters(found, "pets.change") == {"name": "?str"}


def test_a_model_knows_whether_it_is_sent_and_whether_it_is_a_response() -> None:
    found = package("request-schemas")
    owner, pet, unused = (model(found, f"schemas.{name}") for name in ("Owner", "Pet", "Unused"))
    assert (owner.is_input, owner.is_response) == (True, False)
    assert (pet.is_input, pet.is_response) == (False, True)
    assert (unused.is_input, unused.is_response) == (False, False)


def test_a_model_inside_of_what_is_sent_is_sent_too() -> None:
    assert model(package("shared-components"), "schemas.ChangeOwner").is_input


def test_keywords_that_change_nothing_change_nothing() -> None:
    found = package("annotations")
    assert fields(found, "schemas.Pet") == {"age": "?int", "name": "?str", "tags": "?list[Any]"}
    assert operations(found)["pets.get"].doc == "Get one.\n\nOr none."
