"""Text that is safe in code. Every string of a document or of the docs passes through one of these functions.

`literal` writes a value; `docstring` and `verbatim` write prose. They keep the text and escape everything that could
end its quotes.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

import attrs

from generator.ir import Literal

LINE_LENGTH = 120
"""Maximum columns of a line."""
TEXT_LENGTH = 100
"""Maximum columns of prose on several lines: long lines of prose are hard to read."""


def literal(value: Literal) -> str:
    """Write a scalar as a Python literal in printable ASCII, with the quotes that the formatter would choose."""
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
    """A name and its description, for the `Args:` or `Raises:` of a docstring."""

    name: str
    text: str


def docstring(text: str, indent: int, arguments: Iterable[Argument] = (), raises: Iterable[Argument] = ()) -> str:
    """Write a docstring in Google style. Its first line is already indented by `indent`.

    `arguments` and `raises` become the sections `Args:` and `Raises:`; an empty section is omitted.

    Empty lines separate paragraphs. The first paragraph ends with a full stop. If it has several sentences and does not
    fit on a line, its first sentence becomes a paragraph of its own.
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
    """Write a docstring with its own line breaks, indented."""
    lines = [_escaped_prose(line.rstrip()) for line in text.splitlines()]
    margin = " " * indent
    return "\n".join([f'"""{lines[0]}', *(margin + line if line else "" for line in lines[1:]), f'{margin}"""'])


def _section(title: str, arguments: Iterable[Argument], width: int) -> list[str]:
    lines = [line for argument in arguments for line in _argument(argument, width)]
    return ["", title, *lines] if lines else []


def _argument(argument: Argument, width: int) -> Sequence[str]:
    return _wrapped(f"{argument.name}: {_prose(argument.text)}", width, "    ", "        ")


def _paragraphs(text: str, room: int) -> list[str]:
    """Return the escaped paragraphs; the first is a summary of at most `room` columns, if possible."""
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
    """Wrap a line that does not fit. Long words stay whole."""
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
    """Return the text on one line, escaped for a docstring."""
    return _escaped_prose(" ".join(text.split()))


def _escaped_prose(text: str) -> str:
    line = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if line.startswith('"'):
        line = f"\\{line}"  # the formatter would insert a space before the quote
    return "".join(character if character.isprintable() else _by_number(character) for character in line)
