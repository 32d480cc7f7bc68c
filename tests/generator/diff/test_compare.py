"""The changes of each case. They include every breaking change that griffe finds in the generated code."""

from __future__ import annotations

import functools
import logging
import tempfile
from pathlib import Path, PurePosixPath

import attrs
import griffe
import pytest

from generator import ir
from generator.diff.changes import RULES, Change, Impact, Kind, exit_code, worst
from generator.diff.compare import compare
from generator.render.rendering import rendered_files

from .cases import CASES, Case
from .pets import changes, found, package

BY_NAME = {case.name: case for case in CASES}
cases = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def forward(case: Case) -> list[Change]:
    return changes({**case.before, **case.edits}, case.before)


def backward(case: Case) -> list[Change]:
    return changes(case.before, {**case.before, **case.edits})


@cases
def test_a_change_is_found_for_what_it_is(case: Case) -> None:
    assert tuple(found(forward(case))) == case.forward


@cases
def test_taking_it_back_is_a_change_too(case: Case) -> None:
    assert tuple(found(backward(case))) == case.backward


@cases
def test_nothing_changes_where_nothing_changed(case: Case) -> None:
    after = package({**case.before, **case.edits})
    assert compare(after, after) == []


def test_every_kind_of_change_has_a_case_and_a_rule() -> None:
    reached = {change.kind for case in CASES for change in (*forward(case), *backward(case))}
    reached |= {change.kind for change in documents(["pets"], ["pets", "shops"])}
    reached |= {change.kind for change in documents(["pets", "shops"], ["shops"])}
    assert reached == set(Kind) == set(RULES)


def documents(before: list[str], after: list[str]) -> list[Change]:
    """Return the changes if a package has other source documents."""
    sides = (tuple(ir.SourceDocument(name=name, title=name, version="1") for name in side) for side in (before, after))
    old, new = (attrs.evolve(package({}), documents=found) for found in sides)
    return compare(old, new)


def test_documents_are_told_apart_by_their_names() -> None:
    assert found(documents(["pets"], ["pets", "shops"])) == ["document added shops"]
    assert found(documents(["pets", "shops"], ["shops", "staff"])) == ["document added staff", "document removed pets"]
    assert found(documents(["pets"], ["shops"])) == ["document changed shops"]


@pytest.mark.parametrize(
    ("name", "impact", "code"),
    [
        ("a required parameter is added", Impact.BREAKING, 2),
        ("a response field is added", Impact.ADDITION, 1),
        ("a response field may be missing", Impact.BREAKING, 2),
        ("a value is added", Impact.ADDITION, 1),
        ("a text changes", Impact.DOCUMENTATION, 0),
    ],
)
def test_the_worst_change_decides(name: str, impact: Impact, code: int) -> None:
    changed = forward(BY_NAME[name])
    assert (worst(changed), exit_code(changed)) == (impact, code)


def test_without_changes_there_is_no_worst() -> None:
    assert (worst([]), exit_code([])) == (None, 0)


@pytest.mark.parametrize(
    ("name", "because"),
    [
        ("a call has another path in the SDK", "the same operation of the API"),
        ("a call is renamed with its id", "the same request"),
        ("a call is renamed with its id and its URL", "the same parameters and response"),
        ("a model has another name in the SDK", "the same schema of the document"),
        ("a model is renamed", "the same fields or values"),
        ("a field is renamed", "the same type"),
        ("a parameter is renamed", "the same type in the same place"),
        ("a value is renamed", "the same letters"),
    ],
)
def test_a_rename_says_how_it_was_recognised(name: str, because: str) -> None:
    (change,) = [change for change in forward(BY_NAME[name]) if change.kind.endswith("renamed")]
    assert change.reason == f"{RULES[change.kind].reason} ({because})"


def test_an_ambiguous_rename_is_not_a_rename() -> None:
    edits = {
        "/components/schemas/Toy/properties/given_by": {"type": "string"},
        "/components/schemas/Toy/properties/given_on": {"type": "string"},
    }
    after = {
        "/components/schemas/Toy/properties/given_by": {"type": "integer"},
        "/components/schemas/Toy/properties/given_to": {"type": "string"},
        "/components/schemas/Toy/properties/given_at": {"type": "string"},
    }
    assert found(changes(after, edits)) == [
        "field added models.schemas.Toy.given_at",
        "field added models.schemas.Toy.given_to",
        "field removed models.schemas.Toy.given_on",
        "field type changed models.schemas.Toy.given_by",
    ]


def test_fields_of_one_type_with_different_names_are_not_a_rename() -> None:
    before = {"/components/schemas/Collar/properties/color": {"type": "number"}}
    after = {
        "/components/schemas/Collar/properties/color": {"type": "string"},
        "/components/schemas/Collar/properties/thickness": {"type": "number"},
    }
    assert "field added models.schemas.Collar.thickness" in found(changes(after, before))


def test_the_references_to_a_renamed_model_do_not_change() -> None:
    """The rename is one change, although a parameter and a field have the model as their type."""
    edits = {"/components/schemas/Vet/x-sdk-class": "Doctor"}
    assert found(changes(edits)) == ["model renamed models.schemas.Vet"]


def test_changes_stand_by_group_the_worst_first() -> None:
    edits = {
        "/components/schemas/Toy/properties/given_by/description": "Who.",
        "/components/schemas/Kind/enum/2": "bird",
        "/components/schemas/Pet/required/1": "kind",
        "/paths/~1pets~1{pet_id}/delete/x-sdk-retry": "creates",
    }
    changed = changes(edits)
    assert [(change.group, change.impact) for change in changed] == [
        ("models.schemas", Impact.BREAKING),
        ("models.schemas", Impact.ADDITION),
        ("models.schemas", Impact.ADDITION),
        ("models.schemas", Impact.DOCUMENTATION),
        ("pets", Impact.BREAKING),
    ]


UNSEEN = {
    Kind.RESPONSE_CHANGED,
    Kind.FEWER_RETRIES,
    Kind.FIELD_REQUIRED,
    Kind.FIELD_MAY_BE_MISSING,
    Kind.FIELD_TYPE_CHANGED,
    Kind.FIELD_WIDENED,
    Kind.MODEL_IS_RESPONSE_NO_MORE,
    Kind.MODEL_IS_SENT,
    Kind.PAGES_ADDED,
    Kind.PAGES_REMOVED,
    Kind.PAGE_ITEMS_CHANGED,
    Kind.PARAMETER_NARROWED,
    Kind.REQUIRED_FIELD_ADDED,
    Kind.VALUE_RESPELLED,
}
"""Breaking changes that griffe does not see: types, required fields in JSON, the behavior of calls, values."""


@functools.cache
def loaded(found_package: ir.Package) -> griffe.Object | griffe.Alias:
    """Write the code of a package, and read it with griffe."""
    with tempfile.TemporaryDirectory() as folder:
        sdk = Path(folder) / "sdk"
        for path, text in {PurePosixPath("__init__.py"): "", **rendered_files(found_package)}.items():
            (sdk / path).parent.mkdir(parents=True, exist_ok=True)
            (sdk / path).write_text(text)
        return griffe.load("sdk", search_paths=[folder], allow_inspection=False)


def breakages(old: ir.Package, new: ir.Package) -> list[griffe.Breakage]:
    """Return the findings of griffe, except for a dunder attribute, which is an implementation detail."""
    logging.getLogger("griffe").setLevel(logging.ERROR)
    found = griffe.find_breaking_changes(loaded(old), loaded(new))
    return [breakage for breakage in found if breakage.obj.name != "__wire_names__"]


def explained(breakage: griffe.Breakage, old: ir.Package) -> set[str]:
    """Return the places of the SDK at which a breaking change may be reported."""
    _, folder, module, *inside = breakage.obj.path.split(".")
    if folder == "models":
        below = ".".join([folder, module, *inside])
        return {below, ".".join([folder, module, *inside[:1]])}
    (path,) = [".".join(resource.path) for resource in old.resources() if resource.module == module]
    if len(inside) < 2:
        return {path}
    parameter = getattr(breakage.old_value or breakage.new_value, "name", "")
    return {f"{path}.{inside[1]}", f"{path}.{inside[1]}({parameter})"}


def sides(case: Case, *, taken_back: bool) -> tuple[ir.Package, ir.Package]:
    before, after = package(case.before), package({**case.before, **case.edits})
    return (after, before) if taken_back else (before, after)


both_ways = pytest.mark.parametrize("taken_back", [False, True], ids=["forward", "backward"])


@cases
@both_ways
def test_every_breakage_that_griffe_finds_in_the_code_is_in_the_diff(case: Case, taken_back: bool) -> None:
    old, new = sides(case, taken_back=taken_back)
    breaking = {change.place for change in compare(old, new) if change.impact is Impact.BREAKING}
    for breakage in breakages(old, new):
        assert breaking & explained(breakage, old), f"{breakage.kind.value}: {breakage.obj.path}"


def test_changes_that_only_the_diff_sees_are_known() -> None:
    """Kinds of breaking changes in cases for which griffe finds nothing."""
    unseen: set[Kind] = set()
    for case in CASES:
        for taken_back in (False, True):
            old, new = sides(case, taken_back=taken_back)
            if not breakages(old, new):
                unseen |= {change.kind for change in compare(old, new) if change.impact is Impact.BREAKING}
    assert unseen == UNSEEN
