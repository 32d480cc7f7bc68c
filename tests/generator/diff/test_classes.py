"""Renamed classes of two packages, and the texts about them."""

from __future__ import annotations

from generator.diff.changes import Change
from generator.diff.classes import diff_classes, paired, response_classes
from generator.diff.compare import compare
from generator.docs import read_docs
from generator.ir import Client, Enum, EnumMember, ModelModule, Package, Resource
from generator.reader import read

from .pets import PETS, found, package


def module(*classes: Enum) -> Package:
    root = Resource(path=(), module="__init__", class_name="Resources", operations=(), children=())
    return Package(
        documents=(),
        client=Client(name="Client"),
        modules=(ModelModule(name="pets", classes=classes, imports=()),),
        root=root,
    )


def kind(name: str, doc: str = "") -> Enum:
    members = (EnumMember(name="CAT", value="cat", doc=doc), EnumMember(name="DOG", value="dog"))
    return Enum(module="pets", name=name, pointer=f"/components/schemas/{name}", members=members)


def differences(old: Enum, new: Enum) -> list[Change]:
    return list(diff_classes(paired(module(old), module(new)), frozenset()))


def test_an_enumeration_of_the_same_values_is_renamed() -> None:
    assert found(differences(kind("PetKind"), kind("KindOfPet"))) == ["model renamed models.pets.PetKind"]


def test_the_text_of_a_value_is_a_text() -> None:
    assert found(differences(kind("Kind"), kind("Kind", "It purrs."))) == ["text changed models.pets.Kind.CAT"]


def test_a_response_holds_the_members_of_a_union() -> None:
    edits = {
        "/components/schemas/Breed": {"type": "string", "enum": ["siamese"]},
        "/components/schemas/Pet/properties/breed": {
            "oneOf": [{"$ref": "#/components/schemas/Breed"}, {"type": "integer"}]
        },
    }
    assert "schemas.Breed" in response_classes(package(edits))


def test_details_are_a_text() -> None:
    old, new = (
        read(PETS, read_docs({"operations": {"pets.delete": {"summary": "Go.", "details": text}}}, "docs"), "pets")
        for text in ("One.", "Two.")
    )
    assert found(compare(old, new)) == ["text changed pets.delete"]
