"""The annotations of a type in fields, in complete responses and in arguments."""

from __future__ import annotations

import pytest

from generator.ir import EnumRef, ListOf, MapOf, ModelRef, Primitive, Raw, Type, UnionOf, WordOf
from generator.render.annotations import field_annotation, parameter_annotation, response_annotation
from generator.render.imports import Imports

CAT = WordOf(("cat",))


@pytest.mark.parametrize(
    ("type_", "field", "parameter"),
    [
        (Primitive.INT, "int", "int"),
        (Primitive.ANY, "Any", "Any"),
        (Primitive.BINARY, "str", "bytes | File"),
        (Primitive.TIMESTAMP, "Timestamp", "datetime.datetime | str"),
        (Primitive.DATE, "datetime.date", "datetime.date | str"),
        (ModelRef("pets", "Pet"), "Pet", "Pet | JSONMap"),
        (EnumRef("pets", "Kind", ("cat",)), "Kind", 'Kind | Literal["cat"]'),
        (CAT, "str", 'Literal["cat"]'),
        (ListOf(CAT), "list[str]", 'Sequence[Literal["cat"]]'),
        (MapOf(Primitive.ANY), "dict[str, Any]", "JSONMap"),
        (MapOf(Primitive.INT), "dict[str, int]", "Mapping[str, int]"),
        (MapOf(Primitive.INT, ("cat",)), "dict[str, int]", 'Mapping[Literal["cat"], int]'),
        (UnionOf((Primitive.STR, Primitive.NONE)), "str | None", "str | None"),
    ],
)
def test_annotations(type_: Type, field: str, parameter: str) -> None:
    imports = Imports(models="aiostytch.models", here="pets")
    assert (field_annotation(type_, imports), parameter_annotation(type_, imports)) == (field, parameter)


@pytest.mark.parametrize(
    ("type_", "annotation"),
    [(Primitive.ANY, "object"), (Primitive.TIMESTAMP, "datetime.datetime"), (ListOf(Primitive.STR), "list[str]")],
)
def test_a_whole_response_is_a_type_in_every_sense(type_: Type, annotation: str) -> None:
    assert response_annotation(type_, Imports(models="aiostytch.models")) == annotation


@pytest.mark.parametrize(("type_", "annotation"), [(Raw.TEXT, "str"), (Raw.BINARY, "bytes"), (Raw.NOTHING, "None")])
def test_a_body_that_is_not_json_is_text_or_octets(type_: Raw, annotation: str) -> None:
    assert parameter_annotation(type_, Imports(models="aiostytch.models")) == annotation
