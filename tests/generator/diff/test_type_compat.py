"""Compatibility of types, the types of arguments, and the names of types."""

from __future__ import annotations

import pytest

from generator.diff.type_compat import accepted_type, format_type, is_assignable, received_type, rename_classes
from generator.ir import ChoiceOf, EnumRef, ListOf, MapOf, ModelRef, Primitive, Raw, Type, UnionOf, WordOf

PET, KIND = ModelRef("pets", "Pet"), EnumRef("pets", "Kind", ("cat", "dog"))
CAT, CATS_AND_DOGS = WordOf(("cat",)), WordOf(("cat", "dog"))
OWNER = ModelRef("pets", "Owner")
TEXT, NUMBER = Primitive.STR, Primitive.INT


@pytest.mark.parametrize(
    ("value", "into", "expected"),
    [
        (PET, PET, True),
        (PET, Primitive.ANY, True),
        (PET, KIND, False),
        (NUMBER, Primitive.FLOAT, True),
        (Primitive.FLOAT, NUMBER, False),
        (KIND, TEXT, True),
        (CAT, TEXT, True),
        (CAT, CATS_AND_DOGS, True),
        (CATS_AND_DOGS, CAT, False),
        (NUMBER, UnionOf((TEXT, NUMBER)), True),
        (UnionOf((TEXT, NUMBER)), NUMBER, False),
        (UnionOf((NUMBER, NUMBER)), Primitive.FLOAT, True),
        (ListOf(CAT), ListOf(TEXT), True),
        (ListOf(TEXT), ListOf(CAT), False),
        (MapOf(CAT), MapOf(TEXT), True),
        (MapOf(TEXT, ("a",)), MapOf(TEXT, ("a", "b")), True),
        (MapOf(TEXT, ("a", "b")), MapOf(TEXT, ("a",)), False),
        (MapOf(TEXT), MapOf(TEXT, ("a",)), False),
        (MapOf(TEXT, ("a",)), MapOf(TEXT), True),
    ],
)
def test_a_type_takes_another_if_it_takes_all_its_values(value: Type, into: Type, expected: bool) -> None:
    assert is_assignable(value, into) is expected


@pytest.mark.parametrize(
    ("type_", "accepted", "received"),
    [
        (TEXT, TEXT, TEXT),
        (Primitive.DATE, UnionOf((Primitive.DATE, TEXT)), Primitive.DATE),
        (KIND, CATS_AND_DOGS, KIND),
        (CAT, CAT, TEXT),
        (PET, UnionOf((PET, MapOf(Primitive.ANY))), PET),
        (ListOf(CAT), ListOf(CAT), ListOf(TEXT)),
        (MapOf(CAT, ("a",)), MapOf(CAT, ("a",)), MapOf(TEXT)),
        (UnionOf((CAT, NUMBER)), UnionOf((CAT, NUMBER)), UnionOf((TEXT, NUMBER))),
        (ChoiceOf((PET, OWNER)), UnionOf((PET, OWNER, MapOf(Primitive.ANY))), ChoiceOf((PET, OWNER))),
    ],
)
def test_a_caller_may_give_more_than_a_response_holds(type_: Type, accepted: Type, received: Type) -> None:
    assert (accepted_type(type_), received_type(type_)) == (accepted, received)


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (None, "None"),
        (TEXT, "str"),
        (Primitive.DATE, "date"),
        (PET, "pets.Pet"),
        (CAT, "Literal['cat']"),
        (ListOf(KIND), "list[pets.Kind]"),
        (MapOf(NUMBER), "dict[str, int]"),
        (MapOf(NUMBER, ("cat",)), "dict[Literal['cat'], int]"),
        (UnionOf((PET, Primitive.NONE)), "pets.Pet | None"),
        (Raw.BINARY, "bytes"),
    ],
)
def test_a_type_is_written_as_in_python(type_: Type | None, text: str) -> None:
    assert format_type(type_) == text


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (PET, "animals.Animal"),
        (KIND, "pets.Kind"),
        (ListOf(PET), "list[animals.Animal]"),
        (MapOf(PET, ("a",)), "dict[Literal['a'], animals.Animal]"),
        (UnionOf((PET, NUMBER)), "animals.Animal | int"),
        (CAT, "Literal['cat']"),
        (ChoiceOf((PET, OWNER)), "animals.Animal | pets.Owner"),
    ],
)
def test_classes_are_renamed_at_any_depth(type_: Type, text: str) -> None:
    assert format_type(rename_classes(type_, {"pets.Pet": "animals.Animal"})) == text
