"""The error types of the sandbox, and their sources.

They are read from its code, with their statuses and messages. refusals.yaml lists those with a documented source.
"""

from __future__ import annotations

import ast
import functools
import itertools
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
import yaml

import aiostytch.sandbox
from aiostytch.models.errors import ErrorType

_SOURCE = Path(aiostytch.sandbox.__file__).parent
_ROOT = Path(__file__).parents[2]
_INJECTED = _SOURCE / "faults"
"""Modules with refusals that the user of a sandbox requests."""
_STATUS = 400
"""The status of error types that are in a table in the code."""


_SPECIAL = re.compile(r"([\\*|<>`\[\]$])")
"""Characters with a meaning in Markdown."""


@attrs.frozen(order=True)
class Refusal:
    """An error type and its status."""

    error_type: str
    status: int


@functools.cache
def refusals() -> Mapping[Refusal, str]:
    """Return all refusals with their messages, which are "" if the code composes them."""
    found = dict.fromkeys(_families(), "")
    for path in sorted(_SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        calls = [call for node in ast.walk(tree) for call in _refusal(node)]
        for refusal, message in calls:
            found[refusal] = found.get(refusal) or message
        if not path.is_relative_to(_INJECTED):
            raised = {refusal.error_type for refusal, _ in calls}
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and node.value in _known() and node.value not in raised:
                    found.setdefault(Refusal(node.value, _STATUS), "")
    return dict(sorted(found.items()))


def _refusal(node: ast.AST) -> Iterator[tuple[Refusal, str]]:
    match node:
        case ast.Call(ast.Name("bad_request"), [ast.Constant(str(error_type)), message]):
            yield Refusal(error_type, 400), _text(message)
        case ast.Call(ast.Name("not_found"), [ast.Constant(str(what))]):
            yield Refusal(f"{what}_not_found", 404), f"There is no such {what.replace('_', ' ')}."
        case ast.Call(
            ast.Name("RefusedError"), [ast.Constant(int(status)), ast.Constant(str(error_type)), message, *_]
        ):
            yield Refusal(error_type, status), _text(message)


def _text(message: ast.expr) -> str:
    """Return the text of a message, with … in place of values."""
    parts = message.values if isinstance(message, ast.JoinedStr) else [message]
    return "".join(part.value if isinstance(part, ast.Constant) else "…" for part in parts)


@functools.cache
def _known() -> frozenset[str]:
    return frozenset(str(each) for each in ErrorType)


@functools.cache
def _listed() -> Any:
    return yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))


def _families() -> Iterator[Refusal]:
    for family in _listed()["families"]:
        status, _, pattern = family.partition(" ")
        parts = [part.strip("{}").split(",") for part in re.split(r"({[^}]*})", pattern)]
        for chosen in itertools.product(*parts):
            yield Refusal("".join(chosen), int(status))


def places() -> Mapping[str, str]:
    """Return the calls whose description in the document has the rule, by error type."""
    return {error_type: place for place, types in _listed()["document"].items() for error_type in types}


def names() -> frozenset[str]:
    """Return the error types that are known only by name."""
    return frozenset(_listed()["name"])


def is_status_known(refusal: Refusal) -> bool:
    """Whether the document or HTTP defines the status of a refusal."""
    known = _listed()["statuses"]
    return refusal.status in known or f"{refusal.status} {refusal.error_type}" in known


def table() -> str:
    """Return all refusals as a table in Markdown."""
    rows = (
        f"| `{each.error_type}` | {_status(each)} | {_escape(text)} | {_origin(each)} |"
        for each, text in refusals().items()
    )
    return "\n".join(["| error type | status | message | source |", "| --- | --- | --- | --- |", *rows])


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _status(refusal: Refusal) -> str:
    return str(refusal.status) if is_status_known(refusal) else f"{refusal.status}, a guess"


def _origin(refusal: Refusal) -> str:
    if refusal.error_type in places():
        return f"the specification, at {{py:meth}}`{places()[refusal.error_type]}`"
    return "its name" if refusal.error_type in names() else "**a guess**"


def checks() -> int:
    """Return the number of tests of the sandbox that pytest collects."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "--quiet", "-p", "no:cacheprovider", "tests/sandbox"]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True, timeout=120)
    found = re.search(r"^(\d+) tests collected", done.stdout, re.MULTILINE)
    assert found, done.stdout[-2000:]
    return int(found[1])
