"""The check of wordings: the texts that it searches, and the example of each rule."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from .prose import LIST, check, files, find, main, read_rules, texts

LISTED = tomllib.loads(LIST.read_text())
RULES = read_rules(LISTED)


@pytest.mark.parametrize("rule", LISTED["rules"], ids=lambda rule: rule["example"])
def test_each_rule_finds_its_example(rule: dict[str, str]) -> None:
    own = read_rules({"rules": [rule]})
    assert [better for _, _, better in find(rule["example"], own)] == [rule["better"]]


@pytest.mark.parametrize(
    "right",
    [
        "Stytch asks for security answers.",
        "There is no need: if there is none, the call returns None.",
        "What is a session? A login creates it.",
        "The key is no longer valid, and the value is None.",
    ],
)
def test_plain_sentences_pass(right: str) -> None:
    assert not list(find(right, RULES))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "page.md",
            "Text.\n\n    the answer, as code\n\n```python\nanswer = 1\n```\n`answer` and [a page](answer.md)\n",
        ),
        ("module.py", '"""Return `answer`."""\n\nanswer = ["answer"]\n'),
        ("page.jinja", "{% for answer in answers %}{{ answer }}{% endfor %}"),
    ],
)
def test_code_is_left_alone(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)
    assert not list(check(tmp_path / name, RULES))


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("page.md", "# Title\n\nOne sentence.\nThe API\nanswers.\n", 5),
        ("module.py", '"""One.\n\nThe API answers.\n"""\n', 3),
        ("module.py", "# One\n# line: the keys cannot be\n# had.\n", 2),
        ("module.py", 'raise ValueError(\n    f"no answer of {host}"\n)\n', 2),
        ("page.jinja", "{{ name }}\nthe answer of it\n", 2),
        ("docs.yaml", "a:\n  summary: The answer.  # no more\n", 2),
    ],
)
def test_findings_have_their_line(name: str, content: str, line: int, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)
    assert [finding.partition(":")[0] for finding in check(tmp_path / name, RULES)] == [str(line)]


def test_strings_of_tests_are_data(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text('"""The API answers."""\n\nTEXT = "The API answers."  # an answer\n')
    found = check(tmp_path / "test_a.py", RULES, docstrings_only=True)
    assert [finding.partition(": ")[0] for finding in found] == ["3", "1"]


def test_pages_code_and_tests_are_searched() -> None:
    names = {path.name for path in files(LISTED)}
    assert {
        "README.md",
        "CONTRIBUTING.md",
        "client.md",
        "quickstart.py",
        "rules.py",
        "page.py",
        "test_prose.py",
    } <= names
    assert not any(
        str(path.relative_to(LIST.parents[1])).startswith(tuple(LISTED["skipped"])) for path in files(LISTED)
    )


def test_a_finding_fails_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    page = LIST.with_name("prose.toml")  # has every wording
    assert list(texts(page))
    assert main([str(page)]) == 1
    assert "prose.toml:" in capsys.readouterr().out
    assert main([str(LIST.parents[1] / "README.md")]) == 0
