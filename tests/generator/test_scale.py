"""The work is linear in the size of the document.

Work is counted in function calls, including those of C, so it does not depend on the machine or its load.
"""

from __future__ import annotations

import copy
import cProfile
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from generator.docs import Docs, read_docs
from generator.document import loading, overlay, validation, yaml12
from generator.document.urls import with_braces
from generator.ir import Package
from generator.reader import read
from generator.render import rendering

from .reading import load

pytestmark = pytest.mark.volume

SMALL, LARGE = 6, 60
ALLOWED = 11.5
"""Ten, with a margin for sorting."""


def copied(times: int) -> dict[str, Any]:
    """Return `times` copies of the zoo, each with its own module, resource, paths and ids."""
    zoo = load("render_zoo")
    whole: dict[str, Any] = {**zoo, "paths": {}, "components": {"schemas": {}}}
    for copy_ in (f"c{n}" for n in range(times)):
        renamed = _renamed(zoo, copy_)
        whole["paths"] |= {f"/{copy_}{path}": item for path, item in renamed["paths"].items()}
        schemas = renamed["components"]["schemas"]
        whole["components"]["schemas"] |= {f"{copy_}_{name}": schema for name, schema in schemas.items()}
    return whole


def _renamed(value: Any, prefix: str) -> Any:
    if isinstance(value, list):
        return [_renamed(item, prefix) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _text(key, item, prefix) or _renamed(item, prefix) for key, item in value.items()}


def _text(key: str, value: Any, prefix: str) -> str:
    if key == "$ref":
        return str(value).replace("schemas/", f"schemas/{prefix}_")
    return f"{prefix}.{value}" if key == "operationId" else ""


def calls(work: Callable[[], object]) -> int:
    profile = cProfile.Profile()
    profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats())


@attrs.frozen
class Run:
    """The inputs of every step, for a number of copies of a document."""

    effective: dict[str, Any]
    text: bytes
    package: Package


def run(times: int) -> Run:
    effective = copied(times)
    return Run(effective, yaml12.dump(effective).encode(), read(effective, Docs(), "spec"))


@pytest.fixture(scope="module")
def runs() -> tuple[Run, Run]:
    return run(SMALL), run(LARGE)


def all_docs(given: Run) -> dict[str, Any]:
    """Return a text for every operation."""
    return {"operations": {".".join(each.call_path): {"summary": "It."} for each in given.package.operations()}}


ACTIONS = ("$.paths.*.*", "$.components.schemas.*.properties.*", "$..parameters[?@.in == 'query']")
OVERLAY = overlay.Overlay(
    "overlay", tuple(overlay.Action("/actions/0", target, {"x-a": 1}, False) for target in ACTIONS)
)

STEPS: dict[str, Callable[[Run], object]] = {
    "parsing": lambda given: loading.parse(given.text, "spec"),
    "laying over": lambda given: overlay.apply(given.effective, OVERLAY),
    "checking": lambda given: validation.find_problems(given.effective),
    "reading": lambda given: read(given.effective, read_docs(all_docs(given), "docs"), "spec"),
    "rendering": lambda given: rendering.rendered_files(given.package),
    "naming": lambda given: with_braces(given.effective),
    "writing down": lambda given: yaml12.dump(given.effective),
}


@pytest.mark.parametrize("step", STEPS)
def test_ten_times_the_document_is_ten_times_the_work(step: str, runs: tuple[Run, Run]) -> None:
    work = STEPS[step]
    work(runs[0])  # imports and compiles everything that is needed once
    small, large = (calls(lambda given=given: work(given)) for given in runs)
    assert large <= small * LARGE / SMALL * ALLOWED / 10


def test_ten_times_the_document_is_ten_times_the_code(runs: tuple[Run, Run]) -> None:
    small, large = (sum(map(len, rendering.rendered_files(given.package).values())) for given in runs)
    assert small * 9 < large < small * ALLOWED


def test_the_copied_document_is_complete(runs: tuple[Run, Run]) -> None:
    operations = load("render_zoo")["paths"].values()
    each = sum(len([key for key in item if key in {"get", "post", "put", "patch", "delete"}]) for item in operations)
    assert [len(given.package.operations()) for given in runs] == [SMALL * each, LARGE * each]


def test_a_measure_that_grows_with_the_square_would_be_found() -> None:
    def work(size: int) -> None:
        for _ in range(size):
            [copy.copy(each) for each in range(size)]

    small, large = (calls(lambda size=size: work(size)) for size in (SMALL, LARGE))
    assert large > small * ALLOWED
