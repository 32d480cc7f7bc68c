"""Operations: their call paths, parameters and responses."""

from __future__ import annotations

import pytest

from generator import ir
from generator.docs import Docs
from generator.ir import BodyKind, Location
from generator.problems import InputError
from generator.reader import read
from tests.generator.packages import document, operation
from tests.generator.reading import operations, package, parameters, spell, whole


def test_call_paths_come_from_operation_ids() -> None:
    assert sorted(operations(package("operation-ids"))) == [
        "organization.create",
        "organizations_members.delete_mfa_phone_number",
        "pets.import_",
        "pets.update_pets",
        "pets_toys.list",
        "repos.list_for_org",
        "request_",
        "small_pets.list_pets",
        "zoo.toys.add",
    ]


def test_call_paths_without_an_id_come_from_method_and_path() -> None:
    found = operations(package("no-operation-ids"))
    assert sorted(found) == [
        "get",
        "pets.get_v1_pets",
        "pets.get_v1_pets_by_pet_id_toys",
        "pets.head_v1_pets_by_pet_id_toys",
    ]
    assert found["pets.get_v1_pets"].operation_id == "GET /v1/pets"


def test_every_method_has_a_retry_class() -> None:
    found = operations(package("methods"))
    assert {operation.method: operation.retry_class for operation in found.values()} == {
        "DELETE": "IDEMPOTENT",
        "GET": "READ",
        "HEAD": "READ",
        "OPTIONS": "READ",
        "PATCH": "CREATES",
        "POST": "CREATES",
        "PUT": "IDEMPOTENT",
        "TRACE": "READ",
    }


def test_an_operation_takes_what_its_path_takes_unless_it_says_it_better() -> None:
    found = operations(package("path-parameters"))
    toys = {(p.location, p.wire_name): p for p in found["toys.get"].parameters}
    assert [(*key, spell(p.type), p.required) for key, p in toys.items()] == [
        ("path", "pet_id", "str", True),
        ("path", "toy_id", "str", True),
        ("query", "limit", "int", False),
    ]
    assert toys[Location.PATH, "toy_id"].doc == "Any toy."


def test_paths_are_written_with_braces() -> None:
    found = operations(package("path-parameters"))
    assert found["toys.get"].path == "/pets/{pet_id}/toys/{toy_id}"
    assert found["pets.feed"].path == "/pets/{pet_id}:feed"
    assert parameters(package("path-parameters"), "pets.feed") == {"pet_id": "uuid.UUID"}


def test_extensions_among_paths_and_responses_are_neither() -> None:
    operation = {"operationId": "pets.get", "responses": {"204": {"description": "Done."}, "x-note": "Ours."}}
    found = read(whole(paths={"/pets": {"get": operation}, "x-note": "Ours."}), Docs(), "spec")
    assert list(operations(found)) == ["pets.get"]


def test_a_call_goes_to_the_server_that_it_names() -> None:
    assert {name: operation.server for name, operation in operations(package("servers")).items()} == {
        "cats.get": "",
        "pets.create": "http://127.0.0.1:8000",
        "pets.delete": "http://localhost",
        "pets.get": "https://path.pets.example/v2",
        "pets.update": "https://eu.pets.example:8443",
    }


def test_headers_are_parameters_but_for_those_that_openapi_ignores() -> None:
    found = operations(package("headers"))["pets.list"].parameters
    assert [(p.name, p.wire_name, p.location) for p in found] == [
        ("x_request_id", "X-Request-Id", Location.HEADER),
        ("if_modified_since", "If-Modified-Since", Location.HEADER),
    ]


def test_a_form_has_parameters_that_cannot_be_null() -> None:
    found = operations(package("forms"))["oauth.token"]
    assert found.body is BodyKind.FORM
    assert parameters(package("forms"), "oauth.token") == {
        "grant_type": "schemas.TokenRequestGrantType",
        "code": "?str",
        "scope": "?list[str]",
    }


@pytest.mark.parametrize(
    ("call", "kind", "taken", "returned"),
    [
        ("anything", BodyKind.JSON_VALUE, {"body": "?Any"}, "dict[str, Any]"),
        ("both", BodyKind.JSON, {"json": "?str"}, "str"),
        ("empty", BodyKind.JSON, {}, None),
        ("list", BodyKind.JSON_VALUE, {"body": "list[str]"}, "list[schemas.Pet]"),
        ("nullable", BodyKind.JSON, {"name": "str | None"}, None),
        ("optional", BodyKind.JSON_VALUE, {"body": "?dict[str, Any] | None"}, "Any"),
    ],
)
def test_bodies(call: str, kind: BodyKind, taken: dict[str, str], returned: str | None) -> None:
    found = operations(package("bodies"))[f"bodies.{call}"]
    assert found.body is kind
    assert parameters(package("bodies"), f"bodies.{call}") == taken
    assert (found.response and spell(found.response)) == returned


def test_the_text_of_a_body_is_that_of_its_parameter() -> None:
    found = operations(package("bodies"))
    assert found["bodies.list"].parameters[0].doc == "The names."
    assert found["bodies.optional"].parameters[0].doc == "Free."


def test_parameters_stand_in_the_order_of_the_signature() -> None:
    assert list(parameters(package("order"), "order.post")) == [
        "b",
        "a",
        "rz",
        "ra",
        "y",
        "x",
        "aq",
        "zq",
        "h",
        "c",
        "d",
    ]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("query", ("cursor", "query", ("next_cursor",), ("pets",), "schemas.Pet")),
        ("body", ("cursor", "body", ("results_metadata", "next_cursor"), ("pets",), "schemas.Pet")),
        ("declared", ("page_token", "query", ("results_metadata", "next_cursor"), ("both", "names"), "str")),
        ("off", None),
        ("no_cursor", None),
        ("two_lists", None),
        ("list", None),
    ],
)
def test_pagination(call: str, expected: tuple[object, ...] | None) -> None:
    found = operations(package("pagination"))[f"pages.{call}"].pagination
    shown = found and (found.parameter, found.location, found.next_cursor, found.items, spell(found.item_type))
    assert shown == expected


def test_the_two_member_session_headers_are_one_option() -> None:
    found = operations(package("member-sessions"))["zoo.pets.fetch"]
    assert found.accepts_session
    assert [p.name for p in found.parameters] == ["x_other"]


def test_declared_retry_classes_win() -> None:
    found = operations(package("member-sessions"))
    assert {name: operation.retry_class for name, operation in found.items()} == {
        "create": "SENDS_MESSAGE",
        "zoo.pets.fetch": "READ",
    }


def test_shared_parameters_bodies_and_responses_give_shared_classes() -> None:
    found = operations(package("shared-components"))
    for call in ("shared.a", "shared.b"):
        assert parameters(package("shared-components"), call) == {
            "sort": "?schemas.SortOrder",
            "owner": "?schemas.ChangeOwner",
        }
        assert found[call].response == ir.ModelRef("schemas", "Changed")


def test_an_api_may_offer_other_ways_to_authenticate_as_well() -> None:
    assert sorted(operations(package("security"))) == ["a.one", "a.two"]


def test_the_tree_of_resources() -> None:
    root = package("resources").root
    assert (root.path, root.module, root.class_name, root.doc) == ((), "", "Resources", "")
    assert [operation.name for operation in root.operations] == ["ping"]
    found = {
        ".".join(each.path): (each.module, each.class_name, each.mixin) for each in package("resources").resources()
    }
    assert found == {
        "con": ("con_", "Con", ""),
        "operation": ("operation", "Operation_", ""),
        "pets": ("pets", "Pets", "aiostytch.local:PetsMixin"),
        "pets.oauth_providers": ("pets_oauth_providers", "OauthProviders", ""),
        "pets.pets": ("pets_pets", "PetsPets", "own:Mixin"),
    }


def test_a_resource_that_is_a_tag_has_its_text() -> None:
    found = {".".join(each.path): each.doc for each in package("resources").resources()}
    assert {path: doc for path, doc in found.items() if doc} == {"pets": "All the animals."}


def test_a_path_item_that_does_not_exist_is_reported() -> None:
    with pytest.raises(InputError, match="Nothing"):
        read(document({"/pets": {"$ref": "#/components/pathItems/Nothing"}}), Docs(), "spec")


def test_a_property_that_an_encoding_names_must_exist() -> None:
    form = {"schema": {"type": "object", "properties": {"a": {"type": "string"}}}, "encoding": {"b": {}}}
    call = operation("pets.add", requestBody={"content": {"application/x-www-form-urlencoded": form}})
    with pytest.raises(InputError, match="/encoding/b: is not a property of the body"):
        read(document({"/pets": {"post": call}}), Docs(), "spec")


def test_a_parameter_may_be_a_scalar_or_a_list_of_them() -> None:
    either = {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    call = operation("pets.list", parameters=[{"name": "tags", "in": "query", "schema": either}])
    assert parameters(read(document({"/pets": {"get": call}}), Docs(), "spec"), "pets.list") == {
        "tags": "?str | list[str]"
    }
