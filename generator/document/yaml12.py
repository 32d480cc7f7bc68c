"""YAML 1.2 as OpenAPI uses it, JSON included: JSON types, string keys, and no shared values.

libyaml parses the text, and the core schema of YAML 1.2 gives the types: `no` is a string, as in other OpenAPI tools,
not the boolean of YAML 1.1. This module builds the values from libyaml's events and keeps its own stack, for two
reasons. libyaml's composer overflows the process stack if a document is deep enough. And a few lines of aliases can
expand to more values than fit in memory.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

import attrs
import yaml

from generator.problems import Problem, pointer

from . import plain_json
from .limits import MAX_DEPTH, MAX_DIGITS, MAX_VALUES
from .node import Json


def parse(text: str) -> tuple[Json, list[Problem]]:
    """Return the value of a text, and its problems.

    An invalid part becomes None; if the whole text cannot be read, the value is None. JSON is a subset of YAML with one
    exception: only JSON can have keys of more than 1,024 characters.
    """
    builder = _Builder()
    try:
        for event in yaml.parse(_with_whole_characters(text), Loader=yaml.CSafeLoader):
            builder.take(event)
    except _FatalError as error:
        return None, [*builder.problems, error.problem]
    except yaml.YAMLError as error:
        value = plain_json.parse(text)
        fault = Problem("", f"is not YAML: {_fault(error)}")
        return (value, []) if value is not None else (None, [*builder.problems, fault])
    return _copied(builder.root) if builder.shares else builder.root, builder.problems


def _fault(error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return f"line {error.problem_mark.line + 1}: {error.problem}"
    return str(error).partition("\n")[0]


_ESCAPE = re.compile(r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|.)", re.DOTALL)


def _with_whole_characters(text: str) -> str:
    r"""Replace the surrogate pairs of JSON (`\ud83d\ude00`) by their characters: YAML has no surrogates."""
    is_json = text.lstrip().startswith("{") and "\\u" in text
    return _ESCAPE.sub(_joined, text) if is_json else text


def _joined(match: re.Match[str]) -> str:
    return match[0] if match[1] is None else bytes.fromhex(match[1] + match[2]).decode("utf-16-be")


class _FatalError(Exception):
    """The rest of the document cannot be read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


@attrs.frozen
class _Anchored:
    """A value with an anchor, its number of values (itself included), and its number of levels of collections."""

    value: Json
    size: int
    height: int


@attrs.define
class _Open:
    """A mapping or a list that has not ended yet. `key` is the key of the entry whose value comes next."""

    value: dict[str, Json] | list[Json]
    anchor: str | None
    key: str | None = None
    size: int = 1
    height: int = 1

    @property
    def expects_key(self) -> bool:
        return self.key is None and isinstance(self.value, dict)

    @property
    def place(self) -> tuple[str | int, ...]:
        """The key or the index of the next value; empty if a key comes next."""
        if isinstance(self.value, list):
            return (len(self.value),)
        return () if self.key is None else (self.key,)

    def put(self, value: Json, size: int, height: int) -> None:
        self.size += size
        self.height = max(self.height, height + 1)
        if isinstance(self.value, list):
            self.value.append(value)
        else:
            self.value[self.key or ""] = value
            self.key = None


@attrs.define
class _Builder:
    """Builds the value of a document from its events. In `_anchors`, None marks a collection that has not ended yet."""

    root: Json = None
    shares: bool = False
    """Whether one object is the value at several places."""
    problems: list[Problem] = attrs.field(factory=list[Problem])
    _documents: int = 0
    _size: int = 0
    _open: list[_Open] = attrs.field(factory=list[_Open])
    _anchors: dict[str, _Anchored | None] = attrs.field(factory=dict[str, "_Anchored | None"])

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent():
                self._start(event, {}, "tag:yaml.org,2002:map")
            case yaml.SequenceStartEvent():
                self._start(event, [], "tag:yaml.org,2002:seq")
            case yaml.CollectionEndEvent():
                self._end()
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise self._fatal(event, "a second document begins")
            case _:
                pass

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if self._open and self._open[-1].expects_key:
            self._key(event, self._open[-1])
            return
        self._count(event, 1, 0)
        value: Json = None
        try:
            value = _value(event)
        except ValueError as error:
            self._report(event, str(error))
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(value, 1, 0)
        self._put(value, 1, 0)

    def _key(self, event: yaml.ScalarEvent, mapping: _Open) -> None:
        mapping.key = event.value
        if event.value == "<<" and event.implicit[0]:
            self._report(event, "YAML 1.2 does not have merge keys; write the entries out")
        elif _kind(event) not in _KEYS:
            self._report(event, "a key must be a string; put it in quotes")
        elif event.value in mapping.value:
            self._report(event, "duplicate key")

    def _start(self, event: yaml.CollectionStartEvent, value: dict[str, Json] | list[Json], tag: str) -> None:
        self._check_place(event)
        self._count(event, 1, 1)
        if event.tag not in {None, "!", tag}:
            self._report(event, f"`{event.tag}` is not a JSON type")
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self._open.append(_Open(value, event.anchor))

    def _end(self) -> None:
        done = self._open.pop()
        if done.anchor is not None and self._anchors[done.anchor] is None:
            self._anchors[done.anchor] = _Anchored(done.value, done.size, done.height)
        self._put(done.value, done.size, done.height)

    def _alias(self, event: yaml.AliasEvent) -> None:
        self._check_place(event)
        name = event.anchor or ""
        if name not in self._anchors:
            raise self._fatal(event, f"the anchor `{name}` is not defined before this alias")
        anchored = self._anchors[name]
        if anchored is None:
            raise self._fatal(event, "an alias contains itself")
        self._count(event, anchored.size, anchored.height)
        self.shares = True
        self._put(anchored.value, anchored.size, anchored.height)

    def _check_place(self, event: yaml.Event) -> None:
        if self._open and self._open[-1].expects_key:
            raise self._fatal(event, "a key must be a string")

    def _count(self, event: yaml.Event, size: int, height: int) -> None:
        """Stop before a value exceeds a limit."""
        self._size += size
        if self._size > MAX_VALUES:
            raise self._fatal(event, f"the document has more than {MAX_VALUES} values with its aliases expanded")
        if len(self._open) + height > MAX_DEPTH:
            raise self._fatal(event, f"nested more than {MAX_DEPTH} levels deep")

    def _put(self, value: Json, size: int, height: int) -> None:
        if self._open:
            self._open[-1].put(value, size, height)
        else:
            self.root = value

    def _report(self, event: yaml.Event, reason: str) -> None:
        self.problems.append(self._fatal(event, reason).problem)

    def _fatal(self, event: yaml.Event, reason: str) -> _FatalError:
        place = pointer(*(part for level in self._open for part in level.place))
        return _FatalError(Problem(place, f"line {_line(event)}: {reason}"))


def _line(event: yaml.Event) -> int:
    return 1 if event.start_mark is None else event.start_mark.line + 1


def _copied(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value


def dump(value: dict[str, Any]) -> str:
    """Return a mapping as text, in its order. A string that YAML 1.1 or 1.2 would read as another type is quoted."""
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)


_TEXT = "text"
_KINDS: Mapping[str | None, str] = {
    "!": _TEXT,
    "tag:yaml.org,2002:bool": "boolean",
    "tag:yaml.org,2002:float": "number",
    "tag:yaml.org,2002:int": "integer",
    "tag:yaml.org,2002:null": "null",
    "tag:yaml.org,2002:str": _TEXT,
}
"""The type that a tag gives a scalar."""
_KEYS = frozenset({_TEXT, "integer"})
"""The types that an unquoted key may have: the status codes of responses are often not quoted."""
_FORMS = re.compile(
    r"(?P<null>~|null|Null|NULL|)"
    r"|(?P<boolean>true|True|TRUE|false|False|FALSE)"
    r"|(?P<integer>[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)"
    r"|(?P<number>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))",
    re.ASCII,
)
"""The core schema: the types of scalars without a tag and without quotes (YAML 1.2.2, section 10.3.2)."""


class _Dumper(yaml.CSafeDumper):
    """The dumper for YAML 1.1; the types of the core schema are added below."""


_NUMBER = ("tag:yaml.org,2002:float", re.compile(rf"(?:{_FORMS.pattern})\Z", re.ASCII))
_Dumper.yaml_implicit_resolvers = yaml.CSafeDumper.yaml_implicit_resolvers | {
    first: [*yaml.CSafeDumper.yaml_implicit_resolvers.get(first, []), _NUMBER] for first in "+-.0123456789"
}


def _form(text: str) -> str:
    match = _FORMS.fullmatch(text)
    return _TEXT if match is None else match.lastgroup or _TEXT


def _kind(event: yaml.ScalarEvent) -> str | None:
    """Return the type of a scalar; None if it is not a JSON type."""
    if event.tag is not None:
        return _KINDS.get(event.tag)
    return _form(event.value) if event.implicit[0] else _TEXT


def _value(event: yaml.ScalarEvent) -> str | float | bool | None:
    """Return the value of a scalar.

    Raises:
        ValueError: JSON does not have such a value; the message says why.
    """
    kind, text = _kind(event), event.value
    if kind == _TEXT:
        return text
    if kind is None:
        raise ValueError(f"`{event.tag}` is not a JSON type")
    if kind != _form(text) and (kind, _form(text)) != ("number", "integer"):
        raise ValueError(f"`{text}` is not of the type {kind}")
    return _CONVERSIONS[kind](text)


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise ValueError(f"an integer has more than {MAX_DIGITS} digits")
    return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))


def _number(text: str) -> float:
    value = float(text) if text[-1] in "0123456789." else math.inf
    if not math.isfinite(value):
        raise ValueError("a number must be finite")
    return value


_CONVERSIONS: Mapping[str, Callable[[str], float | bool | None]] = {
    "boolean": lambda text: text[0] in "tT",
    "integer": _integer,
    "null": lambda _: None,
    "number": _number,
}
