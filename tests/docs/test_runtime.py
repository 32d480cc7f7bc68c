"""The reference of what is written by hand leaves out nothing that can be imported."""

from __future__ import annotations

import aiostytch
from aiostytch import errors, sandbox, webhooks

from .pages import DOCS


def page(name: str) -> str:
    return (DOCS / "runtime" / f"{name}.md").read_text(encoding="utf-8")


def test_everything_of_the_package_is_described() -> None:
    text = page("client")
    names = [name for name in aiostytch.__all__ if not hasattr(errors, name) and name != "__version__"]
    assert [
        name for name in names if f" {name}\n" not in text and f".{name}\n" not in text and f"`{name}`" not in text
    ] == []


def test_everything_of_the_sandbox_is_described() -> None:
    text = page("sandbox")
    assert [name for name in sandbox.__all__ if f" {name}\n" not in text and f"`{name}`" not in text] == []


def test_everything_of_webhooks_is_described() -> None:
    text = page("webhooks")
    names = [name for name in webhooks.__all__ if not hasattr(errors, name)]
    assert [name for name in names if f" {name}\n" not in text and f".{name}\n" not in text] == []
