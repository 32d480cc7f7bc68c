"""The real documents are read as designed."""

from __future__ import annotations

import random

import pytest

from generator import ir
from generator.docs import Docs
from generator.document import loading
from generator.reader import read
from generator.reader.types import references
from tests.generator import ours
from tests.generator.damage import shuffled
from tests.generator.reading import classes, fields, operations, parameters, spell


def docs() -> Docs:
    return ours.inputs().docs


@pytest.fixture(scope="module")
def package() -> ir.Package:
    return read(ours.inputs().merged.document, docs(), "spec")


def test_every_operation_is_there(package: ir.Package) -> None:
    assert len(package.operations()) == 121
    assert sum(operation.accepts_session for operation in package.operations()) == 40


def test_without_overlay_and_docs_everything_is_derived() -> None:
    found = read(loading.load(str(ours.B2B / "document.yaml")), Docs(), "spec")
    assert len(operations(found)) == 97
    assert "b2b_scim_connection.get_groups" in operations(found)
    assert "organization.create" in operations(found)
    assert parameters(found, "organization.connected_apps") == {
        "organization_id": "str",
        "x_stytch_member_session": "?str",
        "x_stytch_member_session_jwt": "?str",
    }


def test_the_listings_are_paginated_and_nothing_else_is(package: ir.Package) -> None:
    found = {name: operation.pagination for name, operation in operations(package).items() if operation.pagination}
    assert {name: (p.next_cursor, p.items, spell(p.item_type)) for name, p in found.items()} == {
        "organizations.members.search": (
            ("results_metadata", "next_cursor"),
            ("members",),
            "organizations.Member",
        ),
        "organizations.search": (
            ("results_metadata", "next_cursor"),
            ("organizations",),
            "organizations.Organization",
        ),
        "scim.connection.get_groups": (("next_cursor",), ("scim_groups",), "scim.SCIMGroup"),
        "connected_app.clients.search": (
            ("results_metadata", "next_cursor"),
            ("connected_apps",),
            "connected_apps.ConnectedApp",
        ),
        "fraud.rules.list": (("next_cursor",), ("rules",), "fraud.Rule"),
        "m2m.clients.search": (("results_metadata", "next_cursor"), ("m2m_clients",), "m2m.M2MClient"),
    }


def test_no_operation_needs_the_slow_path_for_names(package: ir.Package) -> None:
    assert not any(operation.wire_names for operation in package.operations())


def test_a_search_reads_as_the_api_has_it(package: ir.Package) -> None:
    assert parameters(package, "organizations.members.search") == {
        "organization_ids": "list[str]",
        "cursor": "?str",
        "limit": "?int",
        "query": "?organizations.SearchQuery",
    }
    assert fields(package, "organizations_members.SearchResponse") == {
        "request_id": "str",
        "members": "list[organizations.Member]",
        "results_metadata": "organizations.ResultsMetadata",
        "organizations": "dict[str, organizations.Organization]",
        "status_code": "int",
    }


def test_every_operation_has_a_text_of_ours(package: ir.Package) -> None:
    assert [name for name, operation in operations(package).items() if not operation.doc] == []


def test_unused_schemas_are_kept(package: ir.Package) -> None:
    effective = ours.inputs().merged.document
    found = {item.pointer for item in classes(package).values()}
    missing = {name for name in effective["components"]["schemas"] if f"/components/schemas/{name}" not in found}
    bodies = {
        operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for item in effective["paths"].values()
        for operation in item.values()
        if "requestBody" in operation
    }
    assert missing <= bodies


def test_classes_stand_after_those_that_they_need(package: ir.Package) -> None:
    for module in package.modules:
        seen: set[str] = set()
        for item in module.classes:
            needed = (
                [ref for field in item.fields for ref in references(field.type)] if isinstance(item, ir.Model) else []
            )
            assert {ref.name for ref in needed if ref.module == module.name} <= seen
            seen.add(item.name)


@pytest.mark.volume
@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_mappings_means_nothing(seed: int, package: ir.Package) -> None:
    assert read(shuffled(ours.inputs().merged.document, random.Random(seed)), docs(), "spec") == package
