"""Brackets and imports, broken over lines as the formatter breaks them."""

from __future__ import annotations

import pytest

from generator.imports import Imports
from generator.ir import ModelRef
from generator.layout import Group, assignment, flat, layout

LONG = "x" * 70


def test_what_fits_stays_on_one_line() -> None:
    assert layout(Group("f(", ("a", "b"), ")"), 4) == "f(a, b)"


def test_items_share_a_line_of_their_own_where_that_fits() -> None:
    assert layout(Group("f" * 30 + "(", (LONG, "y" * 20), ")"), 0) == f"{'f' * 30}(\n    {LONG}, {'y' * 20}\n)"


def test_else_each_item_has_a_line() -> None:
    assert layout(Group("f(", (LONG, LONG), ")"), 4) == f"f(\n        {LONG},\n        {LONG},\n    )"


def test_the_items_of_a_literal_never_share_a_line_of_their_own() -> None:
    group = Group("f" * 30 + "{", (LONG, "y" * 20), "}", is_literal=True)
    assert layout(group, 0) == f"{'f' * 30}{{\n    {LONG},\n    {'y' * 20},\n}}"


def test_a_subscript_gets_no_comma() -> None:
    group = Group("name: Maybe[", ("y" * 110,), "] = UNSET", is_subscript=True)
    assert layout(group, 0) == f"name: Maybe[\n    {'y' * 110}\n] = UNSET"


def test_groups_break_inside_of_groups() -> None:
    inner = Group("g(", (LONG, LONG), ")")
    assert flat(Group("f(", ("a", inner), ")")) == f"f(a, g({LONG}, {LONG}))"
    lines = layout(Group("f(", ("a", inner), ")"), 0).split("\n")
    assert lines == ["f(", "    a,", "    g(", f"        {LONG},", f"        {LONG},", "    ),", ")"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ('"short"', 'name = "short"'),
        (f'"{"x" * 113}"', f'name = (\n    "{"x" * 113}"\n)'),
        (f'"{"x" * 130}"', f'name = "{"x" * 130}"'),
    ],
)
def test_an_assignment_gets_parentheses_only_where_they_help(value: str, written: str) -> None:
    assert assignment("name", value, 0) == written


def test_imports_stand_in_the_order_of_isort() -> None:
    imports = Imports(models="..models.")
    for module, name in [
        ("aiostytch.operation", "UNSET"),
        ("aiostytch.operation", "RetryClass"),
        ("aiostytch.operation", "given"),
        ("typing", "Any"),
        ("attrs", "define"),
    ]:
        imports.name(module, name)
    imports.module("datetime")
    imports.model(ModelRef("animals", "Animal10"))
    imports.model(ModelRef("animals", "Animal2"))
    assert imports.sections() == (
        "import datetime\nfrom typing import Any",
        "from attrs import define",
        "from aiostytch.operation import UNSET, RetryClass, given",
        "from ..models.animals import Animal2, Animal10",
    )


def test_a_model_whose_name_is_taken_is_imported_under_another() -> None:
    imports = Imports(models="..models.", taken=frozenset({"Animals"}))
    assert imports.model(ModelRef("animals", "Animals")) == "AnimalsAnimals"
    assert imports.model(ModelRef("zoo_animals", "Keeper")) == "Keeper"
    assert imports.model(ModelRef("staff", "Keeper")) == "StaffKeeper"
    assert imports.model(ModelRef("staff", "Keeper")) == "StaffKeeper"
    assert "from ..models.staff import Keeper as StaffKeeper" in imports.sections()[0]


def test_two_modules_that_would_give_one_name_are_told_apart() -> None:
    imports = Imports(models="..models.", taken=frozenset({"A", "StaffA"}))
    assert imports.model(ModelRef("staff", "A")) == "StaffA_"


def test_many_names_take_a_line_each() -> None:
    imports = Imports(models=".")
    for number in range(30):
        imports.name("typing", f"Name{number}")
    assert imports.sections()[0].startswith("from typing import (\n    Name0,\n    Name1,\n")


def test_a_builtin_that_a_method_hides_is_reached_through_its_module() -> None:
    imports = Imports(models="..models.", hidden=frozenset({"list"}))
    assert (imports.builtin("list"), imports.builtin("dict")) == ("builtins.list", "dict")
    assert imports.sections() == ("import builtins",)
