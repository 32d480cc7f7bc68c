"""Problems of an input, each with its place. They are collected and reported together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import attrs

MAX_REASON = 500
"""Maximum length of a reason in output, in characters: a reason may quote any text of the input."""
MANY = 100
"""From this number on, problems of one kind are counted and not listed."""
_EXAMPLES = 3
"""Problems that are shown of a kind that is counted."""
_DETAIL = re.compile(r"`[^`]*`|/\S+|\d+")
"""The parts that differ between problems of one kind: quotations, places and numbers."""


@attrs.frozen(order=True)
class Problem:
    """A problem at a place. `pointer` is an RFC 6901 JSON pointer into the input, "" for the whole input.

    `source` names the input if an error is about several; "" means the source of the error.
    """

    pointer: str
    reason: str
    source: str = ""

    def __str__(self) -> str:
        """Return one line, even if the reason quotes text with line breaks."""
        reason = self.reason if len(self.reason) <= MAX_REASON else f"{self.reason[:MAX_REASON]}…"
        return printable(f"{self.pointer or '/'}: {reason}")


class InputError(Exception):
    """An input is invalid. `source` names the input: a path, a URL, or a role such as "the overlay"."""

    def __init__(self, source: str, problems: Sequence[Problem]) -> None:
        super().__init__(source, problems)
        self.source = source
        self.problems = tuple(problems)

    def __str__(self) -> str:
        """Return one line per problem. A kind with many problems is shortened to a few and a count."""
        kinds = Counter(map(_kind, self.problems))
        seen: Counter[tuple[str, str]] = Counter()
        lines: list[str] = []
        for problem in self.problems:
            kind = _kind(problem)
            seen[kind] += 1
            source = printable(problem.source or self.source)
            if kinds[kind] < MANY or seen[kind] <= _EXAMPLES:
                lines.append(f"{source}: {problem}")
            elif seen[kind] == kinds[kind]:
                lines.append(f"{source}: and {kinds[kind] - _EXAMPLES} more problems of this kind: {kind[1]}")
        return "\n".join(lines)


def _kind(problem: Problem) -> tuple[str, str]:
    return problem.source, printable(_DETAIL.sub("…", problem.reason[:MAX_REASON]))


def combine(errors: Sequence[InputError]) -> InputError:
    """Return one error with the problems of all."""
    if len(errors) == 1:
        return errors[0]
    found = [attrs.evolve(each, source=each.source or error.source) for error in errors for each in error.problems]
    return InputError(errors[0].source, found)


def pointer(*parts: str | int) -> str:
    """Join parts into a JSON pointer (RFC 6901, section 3)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def printable(text: str) -> str:
    """Escape characters that would break the line, move the cursor or change the writing direction."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
