"""20,000 responses that deviate from the document: each is decoded, and every valid part of it arrives."""

from __future__ import annotations

import copy
import json
import random
import sys
from typing import Any

import msgspec
import pytest

from aiostytch import B2BClient, Drift
from aiostytch.codec import BodyError, decode
from aiostytch.model import Response
from aiostytch.preload import operations_of

from .facts import FACTS, Fact, response_schema, sample
from .operations import each_operation, method

pytestmark = pytest.mark.volume

MUTATIONS = 207
REMOVED = object()
VALUES: list[Any] = [None, "", "x", 7, -1.5, True, [], {}, [None], {"a": 1}, "2026-13-45T99:00:00Z", 10**30, REMOVED]

Place = tuple[str | int, ...]


def places(value: Any, at: Place = ()) -> list[Place]:
    """Return the paths of all values in a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, item in items for place in [(*at, key), *places(item, (*at, key))]]


def replaced(value: Any, place: Place, new: Any) -> Any:
    """Return a JSON value with one value replaced."""
    changed = copy.deepcopy(value)
    parent = changed
    for key in place[:-1]:
        parent = parent[key]
    if new is REMOVED:
        del parent[place[-1]]
    else:
        parent[place[-1]] = new
    return changed


def without(value: Any, place: Place) -> Any:
    """Return the surroundings of a place: the value with None at the place, or with its list cut off there."""
    head, *rest = place
    if isinstance(value, list):
        return [*value[:head], without(value[head], tuple(rest))] if rest else value[:head]
    kept = {key: item for key, item in value.items() if key != head}
    return {**kept, head: without(value[head], tuple(rest))} if rest else kept


def response_of(fact: Fact) -> type[Response]:
    bound: Any = method(fact, B2BClient("project-test-1", "secret"))
    module = sys.modules[type(bound.__self__).__module__]
    return next(operation.response for operation in operations_of(module) if operation.id == fact.operation_id)


@each_operation
def test_the_valid_parts_of_a_wrong_response_arrive(fact: Fact) -> None:
    chance = random.Random(fact.operation_id)
    right = {**sample(response_schema(fact)), "request_id": "r"}
    kind = response_of(fact)
    for _ in range(MUTATIONS):
        place, new = chance.choice(places(right)), chance.choice(VALUES)
        drifts: list[Drift] = []
        content = json.dumps(replaced(right, place, new)).encode()
        response = decode(content, kind, wire_names=False, strict=False, report=drifts.append)
        assert isinstance(response, kind)
        assert without(msgspec.to_builtins(response), place) == without(right, place), (place, new)


@each_operation
def test_truncated_bodies_and_other_values_are_one_kind_of_error(fact: Fact) -> None:
    content = json.dumps(sample(response_schema(fact))).encode()
    kind = response_of(fact)
    for wrong in [
        b"",
        b"null",
        b"[]",
        b'"x"',
        b"7",
        b"NaN",
        b"{",
        content[:-1],
        content[: len(content) // 2],
        b"[" * 9999,
    ]:
        with pytest.raises(BodyError):
            decode(wrong, kind, wire_names=False, strict=False, report=[].append)


def test_there_are_20_000_of_them() -> None:
    assert len(FACTS) * MUTATIONS >= 20_000
