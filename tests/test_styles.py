"""Values that are written as JSON or as objects in a query: what cannot be written so is one clear error."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from aiostytch import UNSET, InvalidArgumentError
from aiostytch.styles import Style, json_text, pairs


def written(value: object, style: Style) -> list[str]:
    return list(pairs("pet", value, style, lambda _name, item: str(item), quote))


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"a": object()}, "pet holds a value that cannot be written as JSON"),
        ({"a": float("nan")}, "pet holds a number that is not finite"),
        ({(1, 2): "a"}, "pet"),
    ],
)
def test_a_value_without_a_form_in_json_is_refused(value: object, reason: str) -> None:
    with pytest.raises(InvalidArgumentError, match=reason):
        json_text("pet", value)


@pytest.mark.parametrize("style", [Style.DEEP, Style.SPREAD, Style.PAIRS])
@pytest.mark.parametrize("value", [[1], "text", 7])
def test_only_an_object_has_properties(value: object, style: Style) -> None:
    with pytest.raises(InvalidArgumentError, match="pet must be an object"):
        written(value, style)


def test_a_property_that_is_not_given_is_left_out() -> None:
    assert written({"name": "Tom", "age": UNSET}, Style.SPREAD) == ["name=Tom"]


@pytest.mark.parametrize(("style", "found"), [(Style.COMMA, ["pet=1"]), (Style.PIPE, ["pet=1"])])
def test_a_single_value_is_a_list_of_one(style: Style, found: list[str]) -> None:
    assert written(1, style) == found
    assert written([], style) == []
