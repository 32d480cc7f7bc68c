"""The imports of a file, in the order of isort."""

from __future__ import annotations

from generator.ir import ModelRef
from generator.render.imports import Imports


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


def test_a_builtin_that_a_method_hides_is_reached_through_its_module() -> None:
    imports = Imports(models="..models.", hidden=frozenset({"list"}))
    assert (imports.builtin("list"), imports.builtin("dict")) == ("builtins.list", "dict")
    assert imports.sections() == ("import builtins",)
