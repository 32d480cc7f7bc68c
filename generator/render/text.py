"""Text that is safe in code. Every string of a document or of the docs reaches code through one of two functions.

`literal` writes a value, `docstring` writes prose. Both leave the text as it was for the code that reads it, and
neither lets it end its quotes, whatever it holds.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

import attrs

from generator.ir import Literal

LINE_LENGTH = 120
"""Columns of a line."""
TEXT_LENGTH = 100
"""Columns of prose that takes several lines: fewer than of code, for it is read."""


def literal(value: Literal) -> str:
    """Write a scalar as a Python literal, in printable ASCII, with the quotes that the formatter chooses."""
    if not isinstance(value, str):
        return repr(value)
    quote = "'" if value.count('"') > value.count("'") else '"'
    return quote + "".join(_escaped(character, quote) for character in value) + quote


def _escaped(character: str, quote: str) -> str:
    if character in {quote, "\\"}:
        return "\\" + character
    if character.isascii() and character.isprintable():
        return character
    return _ESCAPES.get(character) or _by_number(character)


_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _by_number(character: str) -> str:
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


@attrs.frozen
class Argument:
    """A parameter and what is said of it, for the `Args:` of a docstring."""

    name: str
    text: str


def docstring(text: str, indent: int, arguments: Iterable[Argument] = (), raises: Iterable[Argument] = ()) -> str:
    """Write a docstring whose first line is already indented by `indent`, in Google style.

    `arguments` and `raises` are the sections `Args:` and `Raises:`, each left out if it is empty.

    Paragraphs are separated by empty lines. The first one ends with a full stop. If it does not fit on a line and has
    several sentences, its first sentence stands alone.
    """
    width = LINE_LENGTH - indent
    listed = [*_section("Args:", arguments, width), *_section("Raises:", raises, width)]
    summary, *rest = _paragraphs(text, width - 3) or [""]
    is_alone = not rest and not listed
    lines = _wrapped(summary, width - (6 if is_alone else 3))
    if is_alone and len(lines) <= 1:
        return f'"""{summary}"""'
    for paragraph in rest:
        lines += ["", *_wrapped(paragraph, width)]
    lines += listed
    return f"\n{' ' * indent}".join([f'"""{lines[0]}', *lines[1:], '"""']).replace(f"\n{' ' * indent}\n", "\n\n")


def verbatim(text: str, indent: int) -> str:
    """Write a docstring line by line, as it is, behind an indentation."""
    lines = [_escaped_prose(line.rstrip()) for line in text.splitlines()]
    margin = " " * indent
    return "\n".join([f'"""{lines[0]}', *(margin + line if line else "" for line in lines[1:]), f'{margin}"""'])


def _section(title: str, arguments: Iterable[Argument], width: int) -> list[str]:
    lines = [line for argument in arguments for line in _argument(argument, width)]
    return ["", title, *lines] if lines else []


def _argument(argument: Argument, width: int) -> Sequence[str]:
    return _wrapped(f"{argument.name}: {_prose(argument.text)}", width, "    ", "        ")


def _paragraphs(text: str, room: int) -> list[str]:
    """Return the paragraphs, escaped, the first of them a summary that fits into the room if that is possible."""
    parts = re.split(r"\n\s*\n", "\n".join(text.splitlines()))
    found = [prose for prose in map(_prose, parts) if prose]
    if not found:
        return []
    if len(found[0]) > room:
        found[:1] = _SENTENCE.split(found[0], maxsplit=1)
    return [_with_stop(found[0]), *found[1:]]


_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z`])")


def _with_stop(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _wrapped(line: str, width: int, margin: str = "", further: str = "") -> list[str]:
    """Return the line as it is where it fits, else in lines of the length of prose. Long words stay whole."""
    if len(margin) + len(line) <= width:
        return [margin + line]
    return textwrap.wrap(
        line,
        width=min(width, TEXT_LENGTH),
        initial_indent=margin,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _prose(text: str) -> str:
    """Return the text on one line, with what would end a docstring or mean something in it escaped."""
    return _escaped_prose(" ".join(text.split()))


def _escaped_prose(text: str) -> str:
    line = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if line.startswith('"'):
        line = f"\\{line}"  # the formatter would put a space in front of it
    return "".join(character if character.isprintable() else _by_number(character) for character in line)
