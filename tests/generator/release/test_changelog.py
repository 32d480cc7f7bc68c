"""The changelog entry of a version."""

from __future__ import annotations

from generator.diff.changes import Change, Kind
from generator.release.changelog import News, format_entry, lines, with_entry

CHANGES = [
    Change(Kind.OPERATION_REMOVED, "pets", "pets.delete", "pets.delete(pet_id) -> None"),
    Change(Kind.FIELD_MAY_BE_MISSING, "models.pets", "models.pets.Pet.age"),
    Change(Kind.REQUIRED_PARAMETER_ADDED, "pets", "pets.create(size)"),
    Change(Kind.VALUE_ADDED, "models.pets", "models.pets.Kind.BIRD"),
    Change(Kind.DEPRECATED, "pets", "pets.list"),
    Change(Kind.TEXT_CHANGED, "pets", "pets.list"),
    Change(Kind.DEFAULT_CHANGED, "pets", "pets.list(limit)"),
    Change(Kind.DOCUMENT_CHANGED, "document", "pets", "Pets 1", "Pets 2"),
]
NEWS = [News("security", "Close a hole.\n"), News("breaking", "Rename `A`\nto `B`.")]


def test_an_entry_has_the_sections_of_keep_a_changelog_in_order() -> None:
    assert format_entry("0.2.0", "2026-01-02", lines(CHANGES, NEWS)) == (
        "## [0.2.0] - 2026-01-02\n"
        "\n### Added\n\n"
        "* `models.pets.Kind.BIRD`: enum value added; "
        "enumerations are open: code already has to handle unknown values\n"
        "\n### Changed\n\n"
        "* **Breaking:** Rename `A`\n  to `B`.\n"
        "* **Breaking:** `models.pets.Pet.age`: field may be missing; "
        "code that reads it must handle a missing field\n"
        "* **Breaking:** `pets.create(size)`: required parameter added; calls without it fail\n"
        "* `pets`: document changed, Pets 1 → Pets 2; a new version of a source of the SDK\n"
        "* Texts and defaults in 2 places.\n"
        "\n### Deprecated\n\n"
        "* `pets.list`: deprecated; it still works, but will be removed\n"
        "\n### Removed\n\n"
        "* **Breaking:** `pets.delete`: operation removed, pets.delete(pet\\_id) -\\> None; code that calls it fails\n"
        "\n### Security\n\n"
        "* Close a hole.\n"
    )


def test_the_newest_entry_stands_on_top() -> None:
    once = with_entry("# Changelog\n\nAbout it.\n", "## [0.1.0] - 2026-01-01\n")
    assert once == "# Changelog\n\nAbout it.\n\n## [0.1.0] - 2026-01-01\n"
    assert with_entry(once, "## [0.2.0] - 2026-01-02\n") == (
        "# Changelog\n\nAbout it.\n\n## [0.2.0] - 2026-01-02\n\n## [0.1.0] - 2026-01-01\n"
    )
