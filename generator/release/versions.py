"""The next version, by Semantic Versioning 2.0.0.

Before 1.0 anything may change (section 4). By convention, a breaking change then raises the minor version, and any
other change the patch version.
"""

from __future__ import annotations

import re
from enum import StrEnum, auto
from typing import assert_never

import attrs

from generator.diff.changes import Impact


class Step(StrEnum):
    """The number of a version that a release raises."""

    MAJOR = auto()
    MINOR = auto()
    PATCH = auto()


_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", re.ASCII)


@attrs.frozen(order=True)
class Version:
    """A version of three numbers."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Version:
        """Parse `1.2.3`.

        Raises:
            ValueError: the text is not a version of three numbers.
        """
        found = _VERSION.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is not a version of three numbers")
        return cls(*map(int, found.groups()))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    def after(self, step: Step) -> Version:
        """Return the next version."""
        match step:
            case Step.MAJOR:
                return Version(self.major + 1, 0, 0)
            case Step.MINOR:
                return Version(self.major, self.minor + 1, 0)
            case Step.PATCH:
                return Version(self.major, self.minor, self.patch + 1)
            case _ as never:
                assert_never(never)


def step(version: Version, impact: Impact) -> Step:
    """Return the step from a version for changes with an impact."""
    if version.major == 0:
        return Step.MINOR if impact is Impact.BREAKING else Step.PATCH
    return {Impact.BREAKING: Step.MAJOR, Impact.ADDITION: Step.MINOR, Impact.DOCUMENTATION: Step.PATCH}[impact]
