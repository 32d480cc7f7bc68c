"""Documents: fetched, parsed and checked, with every problem found named by its place."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import httpx
import yaml
from openapi_python_client.schema import OpenAPI
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
from pydantic import ValidationError

from .problems import InputError, Problem, pointer

MAX_BYTES = 32 * 1024 * 1024
MAX_DEPTH = 200
MAX_NODES = 1_000_000
"""Nodes of a document with all its aliases expanded: a few lines of YAML can stand for more than fits in memory."""

Document = dict[str, Any]


def _problem(source: str, reason: str, at: str = "") -> InputError:
    return InputError(source, [Problem(at, reason)])


def read_bytes(source: str) -> bytes:
    """Read a file, or fetch an https URL (http is accepted for loopback addresses). Redirects are not followed.

    Raises:
        InputError: it cannot be read, or has more than 32 MiB.
    """
    if re.match(r"[a-z]+://", source):
        return _fetch(source)
    try:
        data = Path(source).read_bytes()
    except OSError as error:
        raise _problem(source, error.strerror or "cannot be read") from None
    return _bounded(data, source)


def _bounded(data: bytes, source: str) -> bytes:
    if len(data) > MAX_BYTES:
        raise _problem(source, f"has more than {MAX_BYTES} bytes")
    return data


def _fetch(url: str) -> bytes:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1", "localhost"}):
        raise _problem(url, "must be a path or an https URL")
    data = bytearray()
    try:
        with httpx.stream("GET", url, timeout=30.0, follow_redirects=False) as response:
            if response.status_code != 200:
                raise _problem(url, f"answered with status {response.status_code}")
            for chunk in response.iter_bytes():
                data += _bounded(chunk, url)
                _bounded(data, url)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _problem(url, f"cannot be fetched: {type(error).__name__}") from None
    return bytes(data)


def load(source: str) -> Document:
    """Read and parse a document, YAML or JSON.

    Raises:
        InputError: it cannot be read or parsed.
    """
    return parse(read_bytes(source), source)


def parse(data: bytes, source: str) -> Document:
    """Parse a document. Mapping keys become strings, timestamps stay strings.

    Raises:
        InputError: it is not UTF-8, not YAML, not a mapping, has a key twice, or is too large or too deep.
    """
    try:
        node = yaml.compose(data.decode("utf-8"), Loader=_Loader)
        if not isinstance(node, yaml.MappingNode):
            raise _problem(source, "must be a mapping")
        _check_size(node, source)
        problems = list(_key_problems(node, (), set()))
        if problems:
            raise InputError(source, problems)
        value = _Loader("").construct_document(node)
    except UnicodeDecodeError:
        raise _problem(source, "is not UTF-8") from None
    except yaml.YAMLError as error:
        raise _problem(source, f"is not YAML: {_one_line(str(error))}") from None
    except RecursionError:
        raise _problem(source, f"is nested more than {MAX_DEPTH} deep") from None
    return cast("Document", value)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:300]


class _Loader(yaml.CSafeLoader):
    """The safe loader, whose mapping keys are always text, and to which a timestamp is text too."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def _construct_mapping(loader: yaml.CSafeLoader, node: yaml.MappingNode) -> dict[str, Any]:
    return {key.value: loader.construct_object(value, deep=True) for key, value in node.value}


def _construct_float(loader: yaml.CSafeLoader, node: yaml.ScalarNode) -> float:
    value = loader.construct_yaml_float(node)
    if not math.isfinite(value):
        raise yaml.MarkedYAMLError(problem="a number must be finite", problem_mark=node.start_mark)
    return value


_Loader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)
_Loader.add_constructor("tag:yaml.org,2002:float", _construct_float)


def _check_size(root: yaml.Node, source: str) -> None:
    """Count nodes with aliases expanded, and levels, without expanding anything: each node is counted once."""
    counted: dict[int, tuple[int, int]] = {}
    nodes, depth = _measure(root, counted, frozenset(), source)
    if nodes > MAX_NODES:
        raise _problem(source, f"has more than {MAX_NODES} values once its aliases are expanded")
    if depth > MAX_DEPTH:
        raise _problem(source, f"is nested more than {MAX_DEPTH} deep")


def _measure(
    node: yaml.Node, counted: dict[int, tuple[int, int]], above: frozenset[int], source: str
) -> tuple[int, int]:
    if id(node) in above:
        raise _problem(source, f"line {node.start_mark.line + 1}: an alias contains itself")
    if id(node) not in counted:
        inner = [_measure(child, counted, above | {id(node)}, source) for child in _children(node)]
        counted[id(node)] = (1 + sum(size for size, _ in inner), 1 + max((depth for _, depth in inner), default=0))
    return counted[id(node)]


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [value for _, value in node.value]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _key_problems(node: yaml.Node, path: tuple[str | int, ...], seen: set[int]) -> Iterator[Problem]:
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        yield from _own_key_problems(node, path)
        for key, value in node.value:
            yield from _key_problems(value, (*path, str(key.value)), seen)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _key_problems(item, (*path, index), seen)


_KEY_TAGS = frozenset({"tag:yaml.org,2002:str", "tag:yaml.org,2002:int"})


def _own_key_problems(node: yaml.MappingNode, path: tuple[str | int, ...]) -> Iterator[Problem]:
    names: set[str] = set()
    for key, _ in node.value:
        line = key.start_mark.line + 1
        if key.tag not in _KEY_TAGS:
            yield Problem(pointer(*path), f"line {line}: a key must be text; put it in quotes")
        elif key.value in names:
            yield Problem(pointer(*path, key.value), f"line {line}: the key is there twice")
        else:
            names.add(key.value)


def validate(document: Mapping[str, Any], source: str) -> None:
    """Check a document against the OpenAPI Specification, with two independent readers of it.

    Raises:
        InputError: it is not OpenAPI 3.0 or 3.1, or not valid.
    """
    problems = [*_specification_problems(document), *_model_problems(document)]
    if problems:
        raise InputError(source, sorted(set(problems)))


def _specification_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    version = document.get("openapi")
    validator = next((kind for prefix, kind in _VALIDATORS.items() if str(version).startswith(prefix)), None)
    if validator is None:
        yield Problem("/openapi", "must be the version of an OpenAPI document, 3.0 or 3.1")
        return
    for error in validator(dict(document)).iter_errors():
        yield Problem(pointer(*error.absolute_path), _one_line(error.message))


_VALIDATORS = {"3.0.": OpenAPIV30SpecValidator, "3.1.": OpenAPIV31SpecValidator}


def _model_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    try:
        OpenAPI.model_validate(document)
    except ValidationError as error:
        for detail in error.errors():
            yield Problem(pointer(*detail["loc"]), _one_line(detail["msg"]))
