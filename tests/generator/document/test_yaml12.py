"""YAML 1.2 with JSON types: values, refused texts, and limits on time and memory."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.document import yaml12
from generator.problems import Problem

VALUES = [
    ("no", "no"),
    ("on", "on"),
    ("Yes", "Yes"),
    ("true", True),
    ("False", False),
    ("null", None),
    ("~", None),
    ("", None),
    ("2020-01-01", "2020-01-01"),
    ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z"),
    ("12:30:45", "12:30:45"),
    ("010", 10),
    ("0o10", 8),
    ("0x1F", 31),
    ("-7", -7),
    ("1_000", "1_000"),
    ("1e3", 1000.0),
    ("-1.5E-2", -0.015),
    (".5", 0.5),
    ("1.", 1.0),
    ("'1'", "1"),
    ('"true"', "true"),
    ("! 1", "1"),
    ("!!str 1", "1"),
    ("!!int '1'", 1),
    ("!!float 1", 1.0),
    ("!!null null", None),
    ("!!map {}", {}),
    ("!!seq []", []),
    ("=", "="),
    ("|\n  a\n  b\n", "a\nb\n"),
]


@pytest.mark.parametrize(("text", "expected"), VALUES)
def test_a_scalar_is_what_the_core_schema_says(text: str, expected: Any) -> None:
    value, problems = yaml12.parse(f"a: {text}")
    assert not problems
    assert value == {"a": expected}
    assert type(value["a"]) is type(expected)


REFUSED = [
    ("a: .inf", "/a", "line 1: a number must be finite"),
    ("a: -.INF", "/a", "line 1: a number must be finite"),
    ("a: .nan", "/a", "line 1: a number must be finite"),
    ("a: 1e999", "/a", "line 1: a number must be finite"),
    (f"a: {'9' * 301}", "/a", "line 1: an integer has more than 300 digits"),
    ("a: !!int x", "/a", "line 1: `x` is not of the type integer"),
    ("a: !!int 1.5", "/a", "line 1: `1.5` is not of the type integer"),
    ("a: !!float x", "/a", "line 1: `x` is not of the type number"),
    ("a: !!bool 1", "/a", "line 1: `1` is not of the type boolean"),
    ("a: !!null x", "/a", "line 1: `x` is not of the type null"),
    ("a: !!binary aGVsbG8=", "/a", "line 1: `tag:yaml.org,2002:binary` is not a JSON type"),
    ("a: !!timestamp 2020-01-01", "/a", "line 1: `tag:yaml.org,2002:timestamp` is not a JSON type"),
    ("a: !!set {x}", "/a", "line 1: `tag:yaml.org,2002:set` is not a JSON type"),
    ("a: !!omap [x: 1]", "/a", "line 1: `tag:yaml.org,2002:omap` is not a JSON type"),
    ("a: !pet x", "/a", "line 1: `!pet` is not a JSON type"),
    (
        "a: !!python/object/apply:os.system [x]",
        "/a",
        "line 1: `tag:yaml.org,2002:python/object/apply:os.system` is not a JSON type",
    ),
    ("a:\n  - b: 1\n    b: 2", "/a/0/b", "line 3: duplicate key"),
    ('{"200": 1, 200: 2}', "/200", "line 1: duplicate key"),
    ("null: 1", "/null", "line 1: a key must be a string; put it in quotes"),
    ("true: 1", "/true", "line 1: a key must be a string; put it in quotes"),
    ("1.5: 1", "/1.5", "line 1: a key must be a string; put it in quotes"),
    ("? [a]\n: 1", "", "line 1: a key must be a string"),
    ("? {a: 1}\n: 1", "", "line 1: a key must be a string"),
    ("a: &x b\n*x : 1", "", "line 2: a key must be a string"),
    ("a: &x {b: 1}\nc:\n  <<: *x", "/c/<<", "line 3: YAML 1.2 does not have merge keys; write the entries out"),
    ("a: *x", "/a", "line 1: the anchor `x` is not defined before this alias"),
    ("a: &x [*x]", "/a/0", "line 1: an alias contains itself"),
    ("a: &x {b: [{c: *x}]}", "/a/b/0/c", "line 1: an alias contains itself"),
    ("a: 1\n---\nb: 2", "", "line 2: a second document begins"),
    ("a: [\n", "", "is not YAML: line 2: did not find expected node content"),
    ('a: "\\ud800"', "", "is not YAML: line 1: found invalid Unicode character escape code"),
    ('{"a": "\\ud800"}', "", "is not YAML: line 1: found invalid Unicode character escape code"),
    ("a: \x00", "", "is not YAML: unacceptable character #x0000: control characters are not allowed"),
]


@pytest.mark.parametrize(("text", "at", "reason"), REFUSED)
def test_values_that_json_lacks_are_refused_with_their_place(text: str, at: str, reason: str) -> None:
    assert yaml12.parse(text)[1] == [Problem(at, reason)]


def test_all_problems_come_together() -> None:
    text = "a: .inf\nb: {c: !!set {}, d: 1, d: 2}\nnull: x\ne: [*x]"
    assert [problem.pointer for problem in yaml12.parse(text)[1]] == ["/a", "/b/c", "/b/d", "/null", "/e/0"]


def test_a_merge_key_in_quotes_is_a_key() -> None:
    assert yaml12.parse("'<<': 1") == ({"<<": 1}, [])


def test_a_key_may_be_a_number_of_a_response() -> None:
    assert yaml12.parse("200: x\n0x1F: y") == ({"200": "x", "0x1F": "y"}, [])


def test_json_is_read_with_all_its_escapes() -> None:
    value = {'\ud83d\ude00 / \\ " \u00e9\x1f': ["\ud83d\ude00", "\\ud83d\\ude00", 1e3, None]}
    whole = json.loads(json.dumps(value))
    assert yaml12.parse(json.dumps(value, indent="\t")) == (whole, [])


def test_halves_of_characters_that_yaml_does_not_escape_stay() -> None:
    assert yaml12.parse("a: '\\ud83d\\ude00'") == ({"a": "\\ud83d\\ude00"}, [])


def test_an_alias_is_a_value_of_its_own() -> None:
    value, problems = yaml12.parse("a: &x {b: [{c: 1}]}\nd: *x\ne: &y text\nf: *y")
    assert not problems
    value["a"]["b"][0]["c"] = 2
    assert value == {"a": {"b": [{"c": 2}]}, "d": {"b": [{"c": 1}]}, "e": "text", "f": "text"}


def test_an_alias_means_the_anchor_that_began_last() -> None:
    assert yaml12.parse("a: &x {b: &x 1}\nc: *x\nd: &x 2\ne: *x")[0] == {"a": {"b": 1}, "c": 1, "d": 2, "e": 2}


def test_a_document_can_be_any_value() -> None:
    assert yaml12.parse("[1]") == ([1], [])
    assert yaml12.parse("a") == ("a", [])
    assert yaml12.parse("") == (None, [])


DEEP = {
    "lists": "[" * 100_000,
    "mappings": "{a: " * 100_000,
    "dashes": "- " * 20_000,
    "indented": "".join(f"{' ' * depth}a:\n" for depth in range(1_000)),
    "aliases": "a: &a " + "[" * 150 + "]" * 150 + "\nb: " + "[" * 100 + "*a" + "]" * 100,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_depth_is_limited(text: str) -> None:
    (problem,) = yaml12.parse(text)[1]
    assert problem.reason.endswith(f": nested more than {yaml12.MAX_DEPTH} levels deep")


def test_documents_below_the_depth_limit_are_read() -> None:
    depth = yaml12.MAX_DEPTH
    assert yaml12.parse("[" * depth + "]" * depth)[1] == []
    inner = "[" * (depth - 10) + "]" * (depth - 10)
    assert yaml12.parse("a: &a " + inner + "\nb: " + "[" * 9 + "*a" + "]" * 9)[1] == []


def bomb(levels: int) -> str:
    """Return a few lines that expand to 10 to the power of `levels` values."""
    lines = ["a0: &a0 [x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels + 1)]
    return "\n".join(lines)


@pytest.mark.parametrize("levels", [6, 9, 100])
def test_a_bomb_of_aliases_stops_before_it_explodes(levels: int) -> None:
    value, (problem,) = yaml12.parse(bomb(levels))
    assert problem.reason.endswith(f"the document has more than {yaml12.MAX_VALUES} values with its aliases expanded")
    assert value is None


def test_aliases_are_counted_as_what_they_stand_for(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: &a [1, {b: 2}]\nc: *a"
    monkeypatch.setattr(yaml12, "MAX_VALUES", 9)
    assert yaml12.parse(text)[1] == []
    monkeypatch.setattr(yaml12, "MAX_VALUES", 8)
    assert [problem.pointer for problem in yaml12.parse(text)[1]] == ["/c"]


TEXTS = (
    st.text()
    | st.sampled_from(["no", "~", "null", "<<", "=", "1e3", "0o7", "010", "12:30", "2020-01-01", ".inf"])
    | st.from_regex(r"\A[-+.0-9a-foxE_:]{1,8}\Z")
)
KEYS = TEXTS.filter(lambda text: len(json.dumps(text)) <= 1024)  # the limit of YAML for an implicit key
VALUES_OF_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(KEYS, VALUES_OF_JSON, max_size=3))
def test_written_values_are_read_again(value: dict[str, Any]) -> None:
    assert yaml12.parse(yaml12.dump(value)) == (value, [])


@given(st.dictionaries(KEYS, VALUES_OF_JSON, max_size=3))
def test_json_is_yaml(value: dict[str, Any]) -> None:
    assert yaml12.parse(json.dumps(value)) == (value, [])


@given(st.text(alphabet="ab01-:?[]{},&*!|>'\"%#. \n\t\\u", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    value, problems = yaml12.parse(text)
    assert problems or json.loads(json.dumps(value)) == value


LONG = "k" * 1025


@pytest.mark.parametrize("value", [{LONG: [1, 2.5, "\u00e9", None, True, {"a": {}}]}, {"a": {LONG: 1}}])
def test_json_may_have_a_key_of_any_length(value: Any) -> None:
    """YAML ends implicit keys at 1,024 characters."""
    assert yaml12.parse(json.dumps(value)) == (value, [])


@pytest.mark.parametrize(
    "more",
    [
        '"b": 1, "b": 2',
        '"b": NaN',
        '"b": 1e999',
        f'"b": {"9" * 301}',
        '"b": "\\ud800"',
        f'"b": {"[" * 300}{"]" * 300}',
        f'"b": {"[" * 100_000}',
        '"b": ',
    ],
    ids=lambda text: text[:12],
)
def test_such_json_has_nothing_that_a_document_must_not_have(more: str) -> None:
    value, problems = yaml12.parse(f'{{"{LONG}": 1, {more}}}')
    assert value is None
    assert problems
