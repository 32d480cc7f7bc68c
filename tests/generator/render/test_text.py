"""Text in code: it keeps its value, and never becomes code."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.render.text import Argument, docstring, literal

ANY_TEXT = st.text() | st.text(alphabet='"\\\n\r {}#%N\u2028\x00abc')


@given(ANY_TEXT)
def test_a_literal_evaluates_to_its_text(text: str) -> None:
    assert ast.literal_eval(literal(text)) == text


@given(ANY_TEXT)
def test_a_literal_is_printable_ascii_on_one_line(text: str) -> None:
    written = literal(text)
    assert written.isascii()
    assert written.isprintable()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("it's", '"it\'s"'),
        ('say "x"', "'say \"x\"'"),
        ("tab\t", '"tab\\t"'),
        ("\U0001f600é€", '"\\U0001f600\\xe9\\u20ac"'),
        (7, "7"),
        (1.5, "1.5"),
        (True, "True"),
        (None, "None"),
    ],
)
def test_literals_are_written_as_the_formatter_writes_them(value: str | float | None, written: str) -> None:
    assert literal(value) == written


@given(ANY_TEXT, ANY_TEXT)
def test_a_docstring_is_one_string_whatever_is_said(text: str, argument: str) -> None:
    written = docstring(text, 4, [Argument("name", argument)])
    (function,) = ast.parse(f"def f():\n    {written}\n").body
    assert isinstance(function, ast.FunctionDef)
    (statement,) = function.body
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Constant)
    assert isinstance(statement.value.value, str)


@given(st.lists(st.text(alphabet="abcdefghij.`", min_size=1, max_size=12), max_size=80))
def test_no_line_of_prose_is_longer_than_a_line(words: list[str]) -> None:
    lines = docstring(" ".join(words), 8, [Argument("name", " ".join(words))]).split("\n")
    assert max(map(len, lines)) <= 120


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Short", '"""Short."""'),
        ("Is it?", '"""Is it?"""'),
        ("First.\n\nSecond.", '"""First.\n\n    Second.\n    """'),
        ("", '""""""'),
        ('"Quoted" first.', '"""\\"Quoted" first."""'),
        ("Back\\slash", '"""Back\\\\slash."""'),
        (f"{'Word ' * 20}end. And then more of it.", f'"""{"Word " * 20}end.\n\n    And then more of it.\n    """'),
    ],
)
def test_docstrings_are_laid_out_in_google_style(text: str, written: str) -> None:
    assert docstring(text, 4) == written


def test_arguments_stand_below_the_summary() -> None:
    assert docstring("Do it.", 8, [Argument("a", "The first."), Argument("b", "The second.")]) == (
        '"""Do it.\n\n        Args:\n            a: The first.\n            b: The second.\n        """'
    )
