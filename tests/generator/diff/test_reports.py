"""Reports of changes for people and programs."""

from __future__ import annotations

import json

from rich.console import Console

from generator.diff.changes import Change, Kind
from generator.diff.reports import MAX_VALUE, NOTHING, as_json, as_markdown, as_text

CHANGES = [
    Change(Kind.PARAMETER_NARROWED, "pets", "pets.create(age)", "float", "int"),
    Change(Kind.OPERATION_RENAMED, "pets", "pets.delete", "pets.delete", "pets.remove", "the same request"),
    Change(Kind.VALUE_ADDED, "models.pets", "models.pets.Kind.BIRD", "", "'bird'"),
    Change(Kind.TEXT_CHANGED, "models.pets", "models.pets.Kind", "Old.", "New."),
]


def text(changes: list[Change], *, color: bool = False) -> str:
    console = Console(force_terminal=color, highlight=False, soft_wrap=True, color_system="standard" if color else None)
    with console.capture() as capture:
        console.print(as_text(changes))
    return capture.get()


def test_text_is_grouped_and_gives_the_reason() -> None:
    assert text(CHANGES) == (
        "pets\n"
        "  breaking      pets.create(age): parameter accepts less, float → int\n"
        "                some previous arguments are no longer valid\n"
        "  breaking      pets.delete: operation renamed, pets.delete → pets.remove\n"
        "                code that calls it by its old path fails (the same request)\n"
        "models.pets\n"
        "  addition      models.pets.Kind.BIRD: enum value added, 'bird'\n"
        "                enumerations are open: code already has to handle unknown values\n"
        "  documentation models.pets.Kind: text changed\n"
        "                only documentation differs\n"
        "2 breaking, 1 additions, 1 documentation\n"
    )


def test_text_is_coloured_on_a_terminal_only() -> None:
    assert "\x1b[1;31m" in text(CHANGES, color=True)
    assert "\x1b" not in text(CHANGES)


def test_no_change_is_said_to_be_none() -> None:
    assert text([]) == f"{NOTHING}\n"
    assert NOTHING in as_markdown([])


def test_markdown_is_sorted_by_class_and_group() -> None:
    assert as_markdown(CHANGES) == (
        "## What changes for callers\n"
        "\n"
        "2 breaking, 1 additions, 1 documentation\n"
        "\n### Breaking\n"
        "\n**pets**\n\n"
        "* `pets.create(age)`: parameter accepts less, float → int; some previous arguments are no longer valid\n"
        "* `pets.delete`: operation renamed, pets.delete → pets.remove; "
        "code that calls it by its old path fails (the same request)\n"
        "\n### Additions\n"
        "\n**models.pets**\n\n"
        "* `models.pets.Kind.BIRD`: enum value added, 'bird'; "
        "enumerations are open: code already has to handle unknown values\n"
        "\n### Documentation\n"
        "\n**models.pets**\n\n"
        "* `models.pets.Kind`: text changed; only documentation differs\n"
    )


def test_a_strangers_text_cannot_become_markdown() -> None:
    hostile = "x` [click](https://evil.example) <img src=x> @everyone\n# Heading"
    line = as_markdown([Change(Kind.VALUE_RESPELLED, "g", hostile, hostile)]).splitlines()[-1]
    assert line.startswith("* `x' ")
    assert line.replace("\\`", "").count("`") == 2
    assert "\\[click\\]" in line
    assert " <img" not in line.partition("`:")[2]
    assert " @everyone" not in line.partition("`:")[2]


def test_a_long_value_is_cut_for_people_and_whole_for_programs() -> None:
    changes = [Change(Kind.VALUE_RESPELLED, "g", "p", "a" * 500, "b\x1b[2J")]
    assert f"{'a' * MAX_VALUE}… → b\\x1b[2J" in text(changes)
    assert json.loads(as_json(changes))["changes"][0]["before"] == "a" * 500


def test_json_has_the_class_and_the_reason_of_each_change() -> None:
    found = json.loads(as_json(CHANGES))
    assert found["impact"] == "breaking"
    assert found["changes"][1] == {
        "kind": "operation_renamed",
        "impact": "breaking",
        "group": "pets",
        "place": "pets.delete",
        "before": "pets.delete",
        "after": "pets.remove",
        "reason": "code that calls it by its old path fails (the same request)",
    }
    assert json.loads(as_json([])) == {"impact": None, "changes": []}
