"""Find the wordings that `prose.toml` lists: `python -m tests.prose [FILE…]`, run by `make lint`.

It searches Markdown without code, docstrings, comments, messages, templates and YAML. Text in backticks is code.
"""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
LIST = Path(__file__).with_name("prose.toml")


class Rule(NamedTuple):
    pattern: re.Pattern[str]
    better: str
    allowed: Sequence[re.Pattern[str]]


class Text(NamedTuple):
    line: int
    content: str


def main(names: Sequence[str]) -> int:
    listed = tomllib.loads(LIST.read_text())
    rules = read_rules(listed)
    paths = [Path(name).resolve() for name in names] or list(files(listed))
    data = tuple(listed["docstrings_only"])
    found = [
        f"{name}:{finding}"
        for path in paths
        for name in [str(path.relative_to(ROOT))]
        for finding in check(path, rules, docstrings_only=name.startswith(data))
    ]
    print("\n".join(found) or f"no wording of {LIST.name} in {len(paths)} files")
    return bool(found)


def read_rules(listed: Mapping[str, Any]) -> list[Rule]:
    return [
        Rule(_compile(rule["pattern"]), rule["better"], [_compile(pattern) for pattern in rule.get("allowed", {})])
        for rule in listed["rules"]
    ]


def _compile(pattern: str) -> re.Pattern[str]:
    """Compile a pattern whose spaces also match line breaks."""
    return re.compile(pattern.replace(" ", r"\s"), re.IGNORECASE)


def files(listed: Mapping[str, Any]) -> Iterator[Path]:
    """Yield the files to check."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *listed["searched"]]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return (ROOT / name for name in names if not name.startswith(tuple(listed["skipped"])) and (ROOT / name).is_file())


def check(path: Path, rules: Iterable[Rule], *, docstrings_only: bool = False) -> Iterator[str]:
    """Yield the line, the wording and the better one of each finding in a file."""
    rules = list(rules)
    for text in texts(path, docstrings_only=docstrings_only):
        for offset, wording, better in find(text.content, rules):
            yield f"{text.line + text.content.count(chr(10), 0, offset)}: {wording!r}: {better}"


def find(text: str, rules: Iterable[Rule]) -> Iterator[tuple[int, str, str]]:
    """Yield the offset, the wording and the better one of each finding in a text."""
    for rule in rules:
        allowed = [match.span() for pattern in rule.allowed for match in pattern.finditer(text)]
        for match in rule.pattern.finditer(text):
            if not any(start <= match.start() < end for start, end in allowed):
                yield match.start(), " ".join(match.group().split()), rule.better


def texts(path: Path, *, docstrings_only: bool = False) -> Iterator[Text]:
    """Yield the prose of a file. With `docstrings_only`, the other strings of a module are data."""
    content = path.read_text()
    if path.suffix == ".py":
        found = [*_comments(content), *_strings(content, docstrings_only=docstrings_only)]
    else:
        found = [Text(1, _MARKUP.get(path.suffix, _comment_signs).sub(_blank, content))]
    return (Text(line, _prose(text)) for line, text in found)


def _comments(content: str) -> Iterator[Text]:
    """Yield comments. Those on adjacent lines are one text."""
    last, lines = 0, list[str]()
    for token in tokenize.generate_tokens(io.StringIO(content).readline):
        if token.type == tokenize.COMMENT:
            if token.start[0] != last + 1:
                yield Text(last - len(lines) + 1, "\n".join(lines))
                lines = []
            last = token.start[0]
            lines.append(token.string.lstrip("#"))
    yield Text(last - len(lines) + 1, "\n".join(lines))


def _strings(content: str, *, docstrings_only: bool) -> Iterator[Text]:
    """Yield docstrings and messages: strings of more than one word."""
    nodes = ast.walk(ast.parse(content))
    for node in (each.value for each in nodes if isinstance(each, ast.Expr)) if docstrings_only else nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield Text(node.lineno, node.value)


_MARKUP = {
    ".md": re.compile(r"^( *)(```+)(?s:.*?)^ *\2|^ {4}[^ *].*|\]\([^)]*\)|<!--(?s:.*?)-->", re.MULTILINE),
    ".jinja": re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL),
}
_comment_signs = re.compile(r"^ *#", re.MULTILINE)
_CODE = re.compile(r"(`+)[^`]+\1")
_MARGIN = re.compile(r"[ \t]*\n[ \t]*")


def _prose(text: str) -> str:
    return _MARGIN.sub("\n", _CODE.sub(_blank, text))


def _blank(match: re.Match[str]) -> str:
    """Return a placeholder for code, with the same number of lines."""
    return "`" + "\n" * match.group().count("\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
