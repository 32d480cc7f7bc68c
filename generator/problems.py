"""Problems of an input, each with the place it is at. They are gathered and reported together."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

MAX_REASON = 500
"""Characters of a reason that are shown: it may quote any text of the input."""


@attrs.frozen(order=True)
class Problem:
    """`pointer` is an RFC 6901 JSON pointer into the input, "" for the whole of it.

    `source` says which input, where an error is about several; "" is that of the error.
    """

    pointer: str
    reason: str
    source: str = ""

    def __str__(self) -> str:
        """Return one line, whatever the input holds."""
        reason = self.reason if len(self.reason) <= MAX_REASON else f"{self.reason[:MAX_REASON]}…"
        return printable(f"{self.pointer or '/'}: {reason}")


class InputError(Exception):
    """The input cannot be used. `source` says which input: a path, a URL, or a role such as "the overlay"."""

    def __init__(self, source: str, problems: Sequence[Problem]) -> None:
        super().__init__(source, problems)
        self.source = source
        self.problems = tuple(problems)

    def __str__(self) -> str:
        """Return one line for each problem."""
        return "\n".join(f"{printable(problem.source or self.source)}: {problem}" for problem in self.problems)


def together(errors: Sequence[InputError]) -> InputError:
    """Return one error with the problems of several."""
    if len(errors) == 1:
        return errors[0]
    found = [attrs.evolve(each, source=each.source or error.source) for error in errors for each in error.problems]
    return InputError(errors[0].source, found)


def pointer(*parts: str | int) -> str:
    """Join parts into a JSON pointer (RFC 6901, section 3)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def printable(text: str) -> str:
    """Escape what would end the line, move the cursor or turn the direction of writing."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
