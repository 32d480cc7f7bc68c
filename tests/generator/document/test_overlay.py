"""Overlays: their form, the effect of actions, and errors for actions without effect."""

from __future__ import annotations

import copy
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.document import yaml12
from generator.document.overlay import Action, Overlay, apply, read_overlay
from generator.problems import InputError

FRAME: dict[str, Any] = {"overlay": "1.0.0", "info": {"title": "What we add", "version": "1"}}
WHY = {"target": "$.info", "description": "Why."}

PETS: dict[str, Any] = {
    "info": {"title": "Pets", "version": "1"},
    "tags": [{"name": "a"}, {"name": "b"}, {"name": "c"}],
    "paths": {
        "/a": {"get": {"parameters": [{"name": "x"}, {"name": "y"}], "deprecated": True}},
        "/b": {"get": {"parameters": [{"name": "y"}]}},
    },
    "matrix": [[1, 2], [3]],
    "nothing": None,
}


def overlay(*actions: dict[str, Any]) -> Overlay:
    found = (
        Action(f"/actions/{n}", a["target"], a.get("update"), a.get("remove", False)) for n, a in enumerate(actions)
    )
    return Overlay("overlay.yaml", tuple(found))


def applied(*actions: dict[str, Any]) -> dict[str, Any]:
    return apply(PETS, overlay(*actions))


def problems(*actions: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        applied(*actions)
    assert caught.value.source == "overlay.yaml"
    return {problem.pointer: problem.reason for problem in caught.value.problems}


def test_an_update_is_merged_into_an_object() -> None:
    found = applied({"target": "$.info", "update": {"version": "2", "x-new": {"a": [1]}}})
    assert found["info"] == {"title": "Pets", "version": "2", "x-new": {"a": [1]}}


def test_merging_goes_down_into_objects_and_adds_to_arrays() -> None:
    update = {"paths": {"/a": {"get": {"deprecated": False, "parameters": [{"name": "z"}]}, "put": {}}, "/c": {}}}
    found = applied({"target": "$", "update": update})
    assert found["paths"] == {
        "/a": {"get": {"parameters": [{"name": "x"}, {"name": "y"}, {"name": "z"}], "deprecated": False}, "put": {}},
        "/b": PETS["paths"]["/b"],
        "/c": {},
    }


def test_an_update_is_appended_to_an_array_as_one_entry() -> None:
    assert applied({"target": "$.tags", "update": {"name": "d"}})["tags"] == [*PETS["tags"], {"name": "d"}]
    assert applied({"target": "$.matrix", "update": [4]})["matrix"] == [[1, 2], [3], [4]]
    assert applied({"target": "$.matrix[1]", "update": None})["matrix"] == [[1, 2], [3, None]]


def test_an_update_reaches_everything_that_the_target_finds() -> None:
    found = applied({"target": "$.paths.*.get.parameters[?@.name == 'y']", "update": {"required": True}})
    assert found["paths"]["/a"]["get"]["parameters"] == [{"name": "x"}, {"name": "y", "required": True}]
    assert found["paths"]["/b"]["get"]["parameters"] == [{"name": "y", "required": True}]


def test_updates_in_several_places_are_not_shared() -> None:
    found = applied(
        {"target": "$.paths.*.get", "update": {"x-a": {"b": []}}},
        {"target": "$.paths['/a'].get['x-a'].b", "update": 1},
    )
    assert found["paths"]["/b"]["get"]["x-a"] == {"b": []}


def test_duplicate_matches_are_updated_once() -> None:
    assert applied({"target": "$['tags', 'tags']", "update": 1})["tags"] == [*PETS["tags"], 1]


def test_plain_values_take_the_place_of_plain_values() -> None:
    found = applied({"target": "$", "update": {"nothing": 1}}, {"target": "$.info", "update": {"title": None}})
    assert (found["nothing"], found["info"]["title"]) == (1, None)


def test_a_member_of_an_object_is_removed() -> None:
    assert list(applied({"target": "$.paths['/a']", "remove": True})["paths"]) == ["/b"]


@pytest.mark.parametrize(
    ("target", "left"),
    [
        ("$.tags[0]", ["b", "c"]),
        ("$.tags[-1]", ["a", "b"]),
        ("$.tags[0, 2]", ["b"]),
        ("$.tags[2, 0]", ["b"]),
        ("$.tags[1, 1]", ["a", "c"]),
        ("$.tags[*]", []),
        ("$.tags[::-1]", []),
        ("$.tags[?@.name != 'b']", ["b"]),
    ],
)
def test_exactly_the_entries_found_are_removed_from_an_array(target: str, left: list[str]) -> None:
    assert [tag["name"] for tag in applied({"target": target, "remove": True})["tags"]] == left


def test_removing_nested_matches_works() -> None:
    found = applied({"target": "$.paths..[?@.get || @.parameters || @.name]", "remove": True})
    assert found["paths"] == {}


def test_actions_work_on_what_the_ones_before_left() -> None:
    found = applied(
        {"target": "$.paths['/a']", "remove": True},
        {"target": "$.paths", "update": {"/a": {"put": {}}}},
        {"target": "$.paths['/a'].put", "update": {"x-a": 1}},
    )
    assert found["paths"]["/a"] == {"put": {"x-a": 1}}


def test_the_document_and_the_overlay_do_not_change() -> None:
    before, update = copy.deepcopy(PETS), {"x-a": {"b": [1]}}
    actions = [
        {"target": "$", "update": update},
        {"target": "$['x-a'].b", "update": 2},
        {"target": "$.tags", "remove": True},
    ]
    assert applied(*actions)["x-a"] == {"b": [1, 2]}
    assert before == PETS
    assert update == {"x-a": {"b": [1]}}


def test_an_overlay_of_a_document_with_aliases_changes_one_place_only() -> None:
    document, _ = yaml12.parse("a: &x {b: [1]}\nc: *x")
    assert isinstance(document, dict)
    found = apply(document, overlay({"target": "$.a.b", "update": 2}))
    assert found == {"a": {"b": [1, 2]}, "c": {"b": [1]}}


@pytest.mark.parametrize("target", ["$.gone", "$.paths['/z']", "$.tags[9]", "$.tags[?@.name == 'z']", "$.info.title.x"])
@pytest.mark.parametrize("change", [{"update": {}}, {"remove": True}])
def test_an_action_that_finds_nothing_is_an_error(target: str, change: dict[str, Any]) -> None:
    assert problems({"target": target, **change}) == {"/actions/0/target": f"matches nothing: {target}"}


@pytest.mark.parametrize("target", ["", "info", "$.", "$[", "$.info | $.tags", "$[?]", "$[1e9999]", "$.~keys", "{{}}"])
def test_a_target_that_is_not_a_json_path_is_an_error(target: str) -> None:
    (reason,) = problems({"target": target, "update": {}}).values()
    assert reason.startswith("is not a JSONPath: ")


@pytest.mark.parametrize("change", [{"update": {}}, {"remove": True}])
def test_a_target_is_an_object_or_an_array(change: dict[str, Any]) -> None:
    found = problems({"target": "$.info.title", **change})
    assert found == {"/actions/0/target": "matches neither an object nor an array: /info/title"}


def test_the_whole_document_cannot_be_removed() -> None:
    assert problems({"target": "$", "remove": True}) == {
        "/actions/0/target": "matches the whole document, which cannot be removed"
    }


@pytest.mark.parametrize("update", [1, "a", None, [1], True])
def test_only_an_object_can_be_merged_into_an_object(update: Any) -> None:
    assert problems({"target": "$.info", "update": update}) == {
        "/actions/0/update": "must be an object, like its target /info"
    }


@pytest.mark.parametrize(
    ("update", "at"),
    [
        ({"info": []}, "/info"),
        ({"info": None}, "/info"),
        ({"info": "text"}, "/info"),
        ({"tags": {}}, "/tags"),
        ({"tags": 1}, "/tags"),
        ({"nothing": {}}, "/nothing"),
        ({"nothing": []}, "/nothing"),
        ({"paths": {"/a": {"get": {"deprecated": {}}}}}, "/paths/~1a/get/deprecated"),
    ],
    ids=str,
)
def test_an_update_that_does_not_fit_is_an_error(update: dict[str, Any], at: str) -> None:
    assert problems({"target": "$", "update": update}) == {
        f"/actions/0/update{at}": f"must have the same type as its target {at}"
    }


def test_the_problems_of_all_actions_come_together() -> None:
    found = problems(
        {"target": "$.gone", "update": {}},
        {"target": "$.info", "update": {"x-a": 1}},
        {"target": "$[", "remove": True},
        {"target": "$.paths.*", "update": 1},
        {"target": "$.info", "update": {"title": [], "version": []}},
    )
    assert list(found) == [
        "/actions/0/target",
        "/actions/2/target",
        "/actions/3/update",
        "/actions/4/update/title",
        "/actions/4/update/version",
    ]


@given(st.text(alphabet="$.[]*'\"?@=&|()!,:-01aeE\\u ~#^length", max_size=20))
def test_any_text_is_a_target_or_refused(text: str) -> None:
    with suppress(InputError):
        assert apply(PETS, overlay({"target": f"${text}", "remove": True})) != PETS


def read(tmp_path: Path, content: Any) -> Overlay:
    path = tmp_path / "overlay.yaml"
    path.write_text(yaml12.dump(content), encoding="utf-8")
    return read_overlay(path)


def test_an_overlay_is_read_with_its_actions_in_order(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {
            **FRAME,
            "extends": "pets.yaml",
            "x-a": 1,
            "actions": [{**WHY, "update": {"x": 1}, "x-b": 2}, {**WHY, "remove": True}, {**WHY, "update": None}],
        },
    )
    assert found.source == str(tmp_path / "overlay.yaml")
    assert found.actions == (
        Action("/actions/0", "$.info", {"x": 1}, False),
        Action("/actions/1", "$.info", None, True),
        Action("/actions/2", "$.info", None, False),
    )


@pytest.mark.parametrize("version", ["1.0.0", "1.0.1", "1.0.12"])
def test_every_overlay_1_0_is_read(tmp_path: Path, version: str) -> None:
    assert read(tmp_path, {**FRAME, "overlay": version, "actions": [{**WHY, "remove": True}]}).actions


ACTION = {**WHY, "update": {}}
WRONG: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "empty": (
        {},
        {
            "/actions": "must be a list of actions",
            "/info/title": "must be a string",
            "/info/version": "must be a string",
            "/overlay": "must be 1.0.0",
        },
    ),
    "another version": ({**FRAME, "overlay": "1.1.0", "actions": [ACTION]}, {"/overlay": "must be 1.0.0"}),
    "a version that is a number": ({**FRAME, "overlay": 1.0, "actions": [ACTION]}, {"/overlay": "must be 1.0.0"}),
    "a stray key": ({**FRAME, "action": [], "actions": [ACTION]}, {"/action": "is not a key of an overlay"}),
    "stray information": (
        {**FRAME, "info": {**FRAME["info"], "summary": "a"}, "actions": [ACTION]},
        {"/info/summary": "is not a key of the info of an overlay"},
    ),
    "no information": (
        {"overlay": "1.0.0", "info": "text", "actions": [ACTION]},
        {"/info/title": "must be a string", "/info/version": "must be a string"},
    ),
    "what it extends is a number": ({**FRAME, "extends": 1, "actions": [ACTION]}, {"/extends": "must be a string"}),
    "no actions": ({**FRAME, "actions": []}, {"/actions": "must be a list of actions"}),
    "actions that are no list": ({**FRAME, "actions": ACTION}, {"/actions": "must be a list of actions"}),
    "an action that is no mapping": ({**FRAME, "actions": [1]}, {"/actions/0": "must be a mapping"}),
    "no reason": (
        {**FRAME, "actions": [{"target": "$", "update": {}}]},
        {"/actions/0/description": "must give the reason for the action"},
    ),
    "an empty reason": (
        {**FRAME, "actions": [{**ACTION, "description": " "}]},
        {"/actions/0/description": "must give the reason for the action"},
    ),
    "no target": (
        {**FRAME, "actions": [{"description": "Why.", "update": {}}]},
        {"/actions/0/target": "must be a JSONPath"},
    ),
    "neither": ({**FRAME, "actions": [WHY]}, {"/actions/0": "must have either `update` or `remove: true`"}),
    "not removed": (
        {**FRAME, "actions": [{**WHY, "remove": False}]},
        {"/actions/0": "must have either `update` or `remove: true`"},
    ),
    "both": (
        {**FRAME, "actions": [{**ACTION, "remove": True}]},
        {"/actions/0": "must have either `update` or `remove: true`"},
    ),
    "removed, in words": (
        {**FRAME, "actions": [{**ACTION, "remove": "yes"}]},
        {"/actions/0/remove": "must be true or false"},
    ),
    "a stray key of an action": (
        {**FRAME, "actions": [ACTION, {**ACTION, "upgrade": {}}]},
        {"/actions/1/upgrade": "is not a key of an action"},
    ),
    "several": (
        {**FRAME, "colour": 1, "actions": [{}, {**ACTION, "target": 1}]},
        {
            "/actions/0": "must have either `update` or `remove: true`",
            "/actions/0/description": "must give the reason for the action",
            "/actions/0/target": "must be a JSONPath",
            "/actions/1/target": "must be a JSONPath",
            "/colour": "is not a key of an overlay",
        },
    ),
}


@pytest.mark.parametrize(("content", "expected"), WRONG.values(), ids=WRONG)
def test_invalid_overlays_are_refused(tmp_path: Path, content: Any, expected: dict[str, str]) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, content)
    assert caught.value.source == str(tmp_path / "overlay.yaml")
    assert {problem.pointer: problem.reason for problem in caught.value.problems} == expected


def test_an_update_and_no_removal_is_an_update(tmp_path: Path) -> None:
    assert read(tmp_path, {**FRAME, "actions": [{**ACTION, "remove": False}]}).actions[0].remove is False
