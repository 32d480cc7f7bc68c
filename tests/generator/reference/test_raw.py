"""The pages for tools and language models, `api.md` and `llms.txt`: all calls, as plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Protocol

import pytest

from generator.reference.guides import read_guides
from generator.reference.handwritten import read_calls
from generator.reference.pages import Pages, render_pages
from tests.generator import ours

API, LLMS = PurePosixPath("raw/api.md"), PurePosixPath("raw/llms.txt")
MARKUP = re.compile(
    r"\{(?:py|doc|ref|eval)\b|:\w+:`|\[\]\(|\\[^\w|]|``|~aiostytch|<function|<built-in|object at 0x|^\s*:\w+ \w+:",
    re.MULTILINE,
)
BY_HAND = {
    "idp": ["introspect_access_token_local", "introspect_token_network", "refuse"],
    "m2m": ["authenticate_token", "refuse", "token", "token_source"],
    "rbac": ["authorize", "scopes"],
    "rbac.organizations": ["validate_org_policy"],
    "sessions": ["authenticate_jwt", "authenticate_jwt_local", "export_jwks", "is_revoked", "refuse"],
}


class Calls(Protocol):
    """A class with calls, like a mix-in."""

    def one(self, name: str, *, check: Sequence[str] = ()) -> bytes:
        """Return
        a value.

        More.
        """
        ...

    async def other(self) -> None: ...

    def _private(self) -> None: ...


@pytest.fixture(scope="module")
def pages() -> Pages:
    return render_pages(ours.generated().package, read_guides(Path(__file__).parents[3] / "docs"))


@pytest.mark.parametrize("path", [API, LLMS], ids=str)
def test_no_markup_is_left(pages: Pages, path: PurePosixPath) -> None:
    assert [line for line in pages[path].splitlines() if MARKUP.search(line)] == []


def test_the_calls_of_mixins_are_those_of_this_list() -> None:
    mixins = {".".join(part.path): part.mixin for part in ours.generated().package.resources() if part.mixin}
    assert {path: [call.name for call in read_calls(mixin)] for path, mixin in mixins.items()} == BY_HAND


def test_calls_that_are_written_by_hand_are_listed(pages: Pages) -> None:
    names = [f"client.{path}.{name}" for path, calls in BY_HAND.items() for name in calls]
    assert [name for name in names if f"- `{name}(" not in pages[API]] == []
    assert [name for name in names if f"- `{name}`: " not in pages[LLMS]] == []
    assert [name for name in ("with_options", "as_member", "aclose") if f"- `client.{name}(" not in pages[API]] == []


def test_every_guide_is_listed_with_a_sentence(pages: Pages) -> None:
    guides = re.findall(r"^- \[(.+)\]\((?!api\.md|reference/)(.+)\.html\): ?(.*)$", pages[LLMS], re.MULTILINE)
    assert len(guides) > 40
    assert [path for _, path, text in guides if not re.fullmatch(r".*\w.*[.!?)]", text)] == []


def test_a_call_has_its_signature_and_the_first_paragraph() -> None:
    one, other = read_calls(f"{__name__}:Calls")
    assert one.signature == "(name: str, *, check: Sequence[str] = ()) -> bytes"
    assert (one.text, one.is_awaited, one.target) == ("Return a value.", False, f"{__name__}.Calls.one")
    assert (other.text, other.is_awaited) == ("", True)


def test_no_class_has_no_calls() -> None:
    assert read_calls("") == ()
