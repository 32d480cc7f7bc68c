"""The next version."""

from __future__ import annotations

import pytest

from generator.diff.changes import Impact
from generator.release.versions import Step, Version, step


@pytest.mark.parametrize(
    ("before", "impact", "after"),
    [
        ("0.1.3", Impact.BREAKING, "0.2.0"),
        ("0.1.3", Impact.ADDITION, "0.1.4"),
        ("0.1.3", Impact.DOCUMENTATION, "0.1.4"),
        ("0.0.9", Impact.BREAKING, "0.1.0"),
        ("1.0.0", Impact.BREAKING, "2.0.0"),
        ("1.4.2", Impact.ADDITION, "1.5.0"),
        ("1.4.2", Impact.DOCUMENTATION, "1.4.3"),
        ("10.4.2", Impact.BREAKING, "11.0.0"),
    ],
)
def test_the_step_follows_semantic_versioning(before: str, impact: Impact, after: str) -> None:
    version = Version.parse(before)
    assert str(version.after(step(version, impact))) == after


@pytest.mark.parametrize("text", ["", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.3rc1", "v1.2.3", "1.2.3\n", "\u0661.2.3"])
def test_an_invalid_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a version of three numbers"):
        Version.parse(text)


def test_versions_are_ordered_by_number() -> None:
    assert Version.parse("0.10.0") > Version.parse("0.9.9")


def test_steps_are_labels() -> None:
    assert [str(each) for each in Step] == ["major", "minor", "patch"]
