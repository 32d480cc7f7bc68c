"""Looks for wordings that readers stumble over: `python -m tests.prose [FILE…]`, run by `make lint`.

The list is `tests/prose.toml`. What people read is searched: Markdown outside code, docstrings, comments, messages, templates,
and the texts of `spec/`. Text in backticks is code. A pattern's blanks match line breaks.
"""

from __future__ import annotations

import ast
import functools
import io
import re
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent


class Text(NamedTuple):
    """A text, and the line that it begins on."""

    line: int
    content: str


class Rule(NamedTuple):
    """A wording, what to write instead, and where it is right."""

    pattern: re.Pattern[str]
    better: str
    example: str
    allowed: re.Pattern[str] | None


def read_rules(path: Path = ROOT / "tests/prose.toml") -> list[Rule]:
    return [
        Rule(_compile(rule["pattern"]), rule["better"], rule["example"], _allowed(rule.get("allowed", {})))
        for rule in tomllib.loads(path.read_text())["rule"]
    ]


def _allowed(reasons: dict[str, str]) -> re.Pattern[str] | None:
    return _compile("|".join(reasons)) if reasons else None


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(" ", r"\s"), re.IGNORECASE | re.MULTILINE)


def find(text: str, rules: Iterable[Rule]) -> Iterator[tuple[int, str, str]]:
    """Yield the offset of each wording, the wording, and the better one."""
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", text)
    for rule in rules:
        allowed = [match.span() for match in rule.allowed.finditer(text)] if rule.allowed else []
        for match in rule.pattern.finditer(text):
            if not any(start <= match.start() < end for start, end in allowed):
                yield match.start(), " ".join(match.group().split()), rule.better


def texts(path: Path) -> Iterator[Text]:
    """Yield what people read in a file."""
    content = path.read_text()
    if path.suffix == ".py":
        yield from _python(content)
    else:
        yield Text(1, _READERS.get(path.suffix, _plain)(content))


def _blanked(pattern: str, content: str) -> str:
    """Return a text with what matches replaced by as many lines of nothing."""
    return re.sub(pattern, lambda match: "`" + "\n" * match.group().count("\n") + "`", content)


def _markdown(content: str) -> str:
    return _inline(_blanked(r"(?ms)^( *)(```+|~~~+).*?^ *\2", _blanked(r"(?s)<!--.*?-->|\]\([^)]*\)", content)))


def _inline(content: str) -> str:
    return _blanked(r"`+[^`]+`+", content)


def _template(content: str) -> str:
    return _inline(_blanked(r"(?s)\{\{.*?\}\}|\{%.*?%\}", content))


def _plain(content: str) -> str:
    return _inline(re.sub(r"(?m)^( *)#", r"\1 ", content))


_READERS = {".md": _markdown, ".jinja": _template}


def _python(content: str) -> Iterator[Text]:
    comment = Text(0, "")
    for token in tokenize.generate_tokens(io.StringIO(content).readline):
        if token.type == tokenize.COMMENT:
            follows = token.start[0] == comment.line + comment.content.count("\n") + 1
            text = token.string.lstrip("# ")
            if follows:
                comment = Text(comment.line, f"{comment.content}\n{text}")
            else:
                yield Text(comment.line, _inline(comment.content))
                comment = Text(token.start[0], text)
    yield Text(comment.line, _inline(comment.content))
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield Text(node.lineno, _inline(node.value))


def files() -> list[Path]:
    """Return the files that people read: all that are not generated, other than data of tests."""
    listed = subprocess.run(["git", "ls-files", *_SEARCHED], cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S607
    return [ROOT / name for name in listed.stdout.splitlines() if not name.startswith(_SKIPPED)]


_SEARCHED = ("*.md", "*.py", "*.jinja", "spec/*/docs.yaml", "spec/*/overlay.yaml", "Makefile", ".ci/*", ".github/*")
_SKIPPED = ("src/aiostytch/resources/", "src/aiostytch/models/", "tests/", "findings/")


def main(names: list[str]) -> int:
    rules = read_rules()
    found = [
        f"{path.relative_to(ROOT)}:{text.line + text.content.count(chr(10), 0, offset)}: {wording!r}: {better}"
        for path in (map(Path, names) if names else files())
        for text in texts(path)
        for offset, wording, better in find(text.content, rules)
    ]
    print("\n".join(found) or "no wording of tests/prose.toml was found")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
