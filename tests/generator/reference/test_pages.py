"""The API reference: the pages of calls, classes and error types, and prose that cannot become markup."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

import attrs
import pytest

from generator import ir
from generator.docs import read_docs
from generator.problems import InputError
from generator.reader import read
from generator.reference import markdown
from generator.reference.examples import example
from generator.reference.guides import Summary, read_guides
from generator.reference.pages import Pages, render_pages
from tests.generator.reading import load, operations, package

TEXTS: dict[str, Any] = {
    "operations": {
        "pets.create": {
            "summary": "Create a pet.",
            "description": "It lives, unlike `pets.replace`.",
            "details": "Feed it: *daily*.",
            "errors": ["no_room"],
            "example": ["owner"],
            "parameters": {"size": "How large | wide it is."},
        }
    },
    "properties": {"name": "What it is called."},
    "models": {"schemas.Pet": {"description": "An <b>animal</b>."}},
    "resources": {"pets": "Animals."},
    "samples": {"name": "Rex", "owner": {"tags": ["a", 1, True]}},
}


@pytest.fixture(scope="module")
def pages() -> Pages:
    return render_pages(package("request-schemas", TEXTS), [Summary(path="start", title="Start", text="Begin.")])


def page(pages: Pages, path: str) -> str:
    return pages[PurePosixPath(path)]


def test_there_is_a_page_for_each_part_and_each_module(pages: Pages) -> None:
    assert {str(path) for path in pages} == {
        "calls/pets.md",
        "models/schemas.md",
        "error-types.md",
        "index.md",
        "models.md",
        "raw/api.md",
        "raw/llms.txt",
    }


def test_a_call_is_described_in_full(pages: Pages) -> None:
    found = page(pages, "calls/pets.md")
    for said in (
        "{py:method} pets.create(*, name: str, owner: aiostytch.models.schemas.Owner | JSONMap = UNSET, ",
        "options: aiostytch.RequestOptions | None = None) -> None",
        "\nCreate a pet.\n",
        "\nIt lives, unlike {py:meth}`pets.replace`.\n",
        "\nFeed it\\: \\*daily\\*.\n",
        ":param name: What it is called",
        'response = await client.pets.create(name="Rex", owner={"tags": ["a", 1, True]})',
        "| `no_room` |",
        "`POST /pets`, retry class `creates`: Retried only if nothing was created.",
    ):
        assert said in found


def test_a_class_is_described_with_its_fields(pages: Pages) -> None:
    found = page(pages, "models/schemas.md")
    assert "{py:class} Pet\n\nAn \\<b\\>animal\\</b\\>.\n\n```{py:attribute} name\n:type: str | None\n" in found


def test_the_whole_surface_is_on_one_page(pages: Pages) -> None:
    assert "- `client.pets.create(*, name: str, " in page(pages, "raw/api.md")
    assert "- [client.pets](reference/calls/pets.html): Animals." in page(pages, "raw/llms.txt")
    assert "- [Start](start.html): Begin." in page(pages, "raw/llms.txt")


@pytest.mark.parametrize(
    ("item_type", "name"),
    [
        (ir.ModelRef("schemas", "SCIMGroup"), "scim_group"),
        (ir.EnumRef("schemas", "PetSize"), "pet_size"),
        (ir.ListOf(ir.Primitive.STR), "items"),
        (ir.Primitive.STR, "item"),
    ],
)
def test_a_listing_is_iterated_over(item_type: ir.Type, name: str) -> None:
    listing = next(found for found in operations(package("pagination")).values() if found.pagination)
    assert listing.pagination is not None
    changed = attrs.evolve(listing, pagination=attrs.evolve(listing.pagination, item_type=item_type))
    assert example(changed, {}).startswith(f"async for {name} in client.")
    assert example(changed, {}).endswith(f":\n    print({name})")


def test_a_listing_serves_a_pager() -> None:
    calls = "\n".join(render_pages(package("pagination")).values())
    assert re.search(r"-> aiostytch\.Pager\[aiostytch\.models\.\w+\.\w+, aiostytch\.models\.\w+\.\w+\]\n", calls)
    assert ":type: list[aiostytch.models." in calls


def test_a_call_that_a_member_can_make_takes_a_session() -> None:
    calls = "\n".join(render_pages(package("member-sessions")).values())
    assert "session: aiostytch.SessionToken | aiostytch.SessionJWT | None = None, options: " in calls
    assert ":param session: The session of the member whose permissions apply" in calls


def test_a_long_example_has_a_line_for_each_argument() -> None:
    create = operations(package("request-schemas", TEXTS))["pets.create"]
    assert example(create, {"name": "x" * 80}) == "\n".join(
        ["response = await client.pets.create(", f'    name="{"x" * 80}",', "    owner=owner,", ")"]
    )


@pytest.mark.parametrize(
    ("docs", "problem"),
    [
        ({"operations": {"pets.create": {"example": ["gone"]}}}, "/operations/pets.create/example: `gone` is no"),
        ({"samples": {"gone": 1}}, "/samples/gone: is not a parameter of any call"),
    ],
)
def test_an_example_that_does_not_fit_the_call_is_refused(docs: dict[str, Any], problem: str) -> None:
    with pytest.raises(InputError) as caught:
        read(load("request-schemas"), read_docs(docs, "docs.yaml"), "spec")
    assert [str(found)[: len(problem)] for found in caught.value.problems] == [problem]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain, with `code_in_it`", "plain, with `code_in_it`"),
        ("a\nb\n\nc", "a b\n\nc"),
        ("*x* _y_ [z](w) <u> # + ~ {role}`v`", "\\*x\\* \\_y\\_ \\[z\\]\\(w\\) \\<u\\> \\# \\+ \\~ \\{role\\}`v`"),
        ("an odd ` backtick", "an odd ' backtick"),
        ("\\", "\\\\"),
    ],
)
def test_only_backticks_mean_something(text: str, expected: str) -> None:
    assert markdown.prose(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a_b", "`a_b`"), ("a`b", "`` a`b ``"), ("``", "``` `` ```"), ("a|b", "`a\\|b`"), ("a\nb\u202ec", "`a b c`")],
)
def test_code_stays_what_it_is_on_one_line(text: str, expected: str) -> None:
    assert markdown.code(text) == expected


def test_a_cell_of_a_table_has_no_bars() -> None:
    assert markdown.cell("a | `b|c`") == "a / `b/c`"


def test_the_pages_that_somebody_wrote_are_summed_up(tmp_path: Path) -> None:
    (tmp_path / "reference").mkdir()
    (tmp_path / "how-to").mkdir()
    for path in ("index.md", "reference/calls.md"):
        (tmp_path / path).write_text("# Not these\n", encoding="utf-8")
    (tmp_path / "how-to" / "fly.md").write_text(
        "# Fly\n\n    code\n\nFlap {py:attr}`~a.wings` as\n[birds](birds.md) do.\n\nMore.\n", encoding="utf-8"
    )
    assert read_guides(tmp_path) == [Summary(path="how-to/fly", title="Fly", text="Flap `a.wings` as birds do.")]
