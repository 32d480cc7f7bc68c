"""Problems: one line each, with a place, for any input."""

from __future__ import annotations

import pytest

from generator.problems import MAX_REASON, InputError, Problem, pointer

ENDS_OF_LINES = ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]
CONTROLS = ["\x00", "\x1b[2J", "\x07", "\x7f", "\u202e", "\u200b", "\ufeff", "\ud800"]


@pytest.mark.parametrize("text", [*ENDS_OF_LINES, *CONTROLS], ids=ascii)
def test_a_problem_is_one_printable_line(text: str) -> None:
    for problem in (Problem(f"/a{text}b", "reason"), Problem("/a", f"rea{text}son")):
        assert str(problem).isprintable()
        assert str(problem).isascii()


def test_unprintable_characters_are_escaped_and_others_kept() -> None:
    assert str(Problem("/a\nb", "é `\u2028`")) == "/a\\nb: é `\\u2028`"


def test_a_long_reason_is_cut() -> None:
    assert str(Problem("/a", "x" * 100_000)) == f"/a: {'x' * MAX_REASON}…"


def test_the_whole_document_is_a_slash() -> None:
    assert str(Problem("", "is wrong")) == "/: is wrong"


def test_an_error_is_a_line_for_each_problem() -> None:
    error = InputError("a\nb.yaml", [Problem("/x", "one\ntwo"), Problem("/y", "three")])
    assert str(error).splitlines() == ["a\\nb.yaml: /x: one\\ntwo", "a\\nb.yaml: /y: three"]
    assert error.source == "a\nb.yaml"
    assert error.problems == (Problem("/x", "one\ntwo"), Problem("/y", "three"))


def test_problems_are_ordered_by_place() -> None:
    assert sorted([Problem("/b", "1"), Problem("/a", "2"), Problem("/a", "1")]) == [
        Problem("/a", "1"),
        Problem("/a", "2"),
        Problem("/b", "1"),
    ]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((), ""),
        (("a", 0), "/a/0"),
        (("/v1/pets/{id}",), "/~1v1~1pets~1{id}"),
        (("a~b",), "/a~0b"),
        (("~1",), "/~01"),
        (("",), "/"),
    ],
)
def test_parts_are_escaped_in_a_pointer(parts: tuple[str | int, ...], expected: str) -> None:
    assert pointer(*parts) == expected


def test_many_problems_of_a_kind_are_counted() -> None:
    """A few of them are shown; other kinds are listed completely."""
    same = [Problem(f"/a/{n}", f"`x{n}` is no name of {n} letters, see /b/{n}") for n in range(100)]
    assert str(InputError("spec", [*same, Problem("/z", "is empty")])).splitlines() == [
        "spec: /a/0: `x0` is no name of 0 letters, see /b/0",
        "spec: /a/1: `x1` is no name of 1 letters, see /b/1",
        "spec: /a/2: `x2` is no name of 2 letters, see /b/2",
        "spec: and 97 more problems of this kind: … is no name of … letters, see …",
        "spec: /z: is empty",
    ]


def test_fewer_than_a_hundred_problems_of_a_kind_are_listed() -> None:
    error = InputError("spec", [Problem(f"/a/{n}", "is empty") for n in range(99)])
    assert len(str(error).splitlines()) == len(error.problems) == 99
