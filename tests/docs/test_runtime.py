"""The reference of hand-written code documents everything that users can import or use in their tests."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import TypeVar

import pytest

import aiostytch
from aiostytch import errors, integrations

from .pages import DOCS, ROOT

PAGES = {
    "aiostytch": "client",
    "aiostytch.sandbox": "sandbox",
    "aiostytch.sandbox.playwright": "sandbox",
    "aiostytch.store": "store",
    "aiostytch.store.redis": "store",
    "aiostytch.transports": "integrations",
    "aiostytch.webhooks": "webhooks",
    **{
        f"{integrations.__name__}.{found.name}": "integrations" for found in pkgutil.iter_modules(integrations.__path__)
    },
}
"""The modules that users import from, and their pages."""

_MODULE_NAMES = {"__documents__", "__version__"}


def page(name: str) -> str:
    return (DOCS / "runtime" / f"{name}.md").read_text(encoding="utf-8")


def public(module: ModuleType) -> Iterator[str]:
    """Yield the names in `__all__`, or else the public classes and functions of a module."""
    own = (name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__)
    for name in getattr(module, "__all__", own):
        if not isinstance(getattr(module, name), TypeVar) and (name in _MODULE_NAMES or not name.startswith("_")):
            yield name


def describes(text: str, module: str, name: str) -> bool:
    """Whether a page documents a name of a module, or mentions it in a sentence."""
    directive = rf"^\.\. auto\w+:: (?:{re.escape(module)}\.(?:\w+\.)*)?{name}(?:$|\()"
    return f"`{name}`" in text or re.search(directive, text, re.MULTILINE) is not None


@pytest.mark.parametrize("module", PAGES)
def test_everything_public_is_described(module: str) -> None:
    text = page(PAGES[module])
    names = [name for name in public(import_module(module)) if not hasattr(errors, name)]
    assert names or module == "aiostytch.errors"
    assert [name for name in names if not describes(text, module, name)] == []


def test_every_exception_is_described() -> None:
    assert ".. automodule:: aiostytch.errors\n   :members:\n" in page("errors")
    assert {name for name in aiostytch.__all__ if name.endswith("Error")} <= vars(errors).keys()


def test_fixtures_markers_and_options_of_the_plug_in_are_described() -> None:
    source = (ROOT / "src" / "pytest_aiostytch.py").read_text(encoding="utf-8")
    fixtures = re.findall(r"^@pytest\.fixture.*\ndef (\w+)", source, re.MULTILINE)
    markers = re.findall(r'^    "(\w+\([^)]*\)): ', source, re.MULTILINE)
    options = re.findall(r'^_OPTION = "(\w+)"', source, re.MULTILINE)
    assert (len(fixtures), len(markers), len(options)) >= (6, 2, 1)
    rows = page("pytest").splitlines()
    missing = [
        name for name in [*fixtures, *markers, *options] if not any(row.startswith(f"| `{name}` |") for row in rows)
    ]
    assert missing == []


@pytest.mark.parametrize("name", ["Timeout", "RetryPolicy", "RetryClass", "DriftKind"])
def test_settings_and_enumerations_are_described_with_their_members(name: str) -> None:
    assert f".. autoclass:: {name}\n   :members:\n" in page("client")
