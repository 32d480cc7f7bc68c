"""The facts of the official SDK, by inspection of the installed package: its methods, parameters and models.

The name of a fact is built from the call path that users write: `method organizations.create`, `parameter
organizations.create(organization_name)`, `field organizations.create: organization.name`, and `value
otps.sms.send(locale): en`. SDKs are compared by these names, so the names of their classes do not matter.
"""

from __future__ import annotations

import enum
import importlib
import importlib.metadata
import inspect
import sys
import types
import typing
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, assert_never

import attrs

from generator.problems import InputError, Problem

PACKAGE = "stytch"

_ASYNC = "_async"
_PLUMBING = frozenset({"sync_client", "async_client", "jwks_client", "policy_cache", "rbac_client", "api_base"})
"""Attributes of the official client that are not resources."""
_DEPTH = 12
"""Maximum levels of nested models; the API has at most six."""


class Kind(enum.StrEnum):
    """The kinds of facts."""

    METHOD = enum.auto()
    PARAMETER = enum.auto()
    VALUE = enum.auto()
    FIELD = enum.auto()


@attrs.frozen
class Fact:
    """A method, a parameter, a value of a parameter, or a response field of the official SDK.

    `path` is the parameter, the parameter and its value, or the path of a response field. `schema` is the type as JSON
    Schema.
    """

    kind: Kind
    call_path: str
    path: tuple[str, ...] = ()
    schema: Mapping[str, Any] = attrs.field(factory=dict[str, Any], hash=False)

    @property
    def name(self) -> str:
        """The readable name of the fact."""
        match self.kind:
            case Kind.METHOD:
                return f"method {self.call_path}"
            case Kind.PARAMETER:
                return f"parameter {self.call_path}({self.path[0]})"
            case Kind.VALUE:
                return f"value {self.call_path}({self.path[0]}): {self.path[1]}"
            case Kind.FIELD:
                return f"field {self.call_path}: {'.'.join(self.path)}"
            case _ as never:
                assert_never(never)


def read_facts(folder: Path | None = None) -> tuple[str, list[Fact]]:
    """Return the version of the official package, and its facts, methods first.

    Args:
        folder: the folder with the package and its dependencies; by default the environment of this Python.

    Raises:
        InputError: the package is not installed there.
    """
    if folder is not None:
        sys.path.insert(0, str(folder))
    try:
        module: Any = importlib.import_module(PACKAGE)
        version = importlib.metadata.version(PACKAGE)
    except ImportError:
        raise InputError(str(folder or PACKAGE), [Problem("", f"the package {PACKAGE} is not installed")]) from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the client warns about test projects
        client = module.B2BClient(*_SETTINGS)
    return version, _facts(client)


_SETTINGS = ("project-test-00000000-0000-0000-0000-000000000000", "-")
"""Project ID and secret of a client that is only inspected, and never makes a call."""


def _facts(client: object) -> list[Fact]:
    methods = dict(sorted(_methods(client, ())))
    return [
        *(Fact(Kind.METHOD, call_path) for call_path in methods),
        *(fact for call_path, method in methods.items() for fact in _parameters(call_path, method)),
        *(fact for call_path, method in methods.items() for fact in _fields(call_path, method)),
    ]


def _methods(owner: object, above: tuple[str, ...]) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, value in vars(owner).items():
        is_part = type(value).__module__.partition(".")[0] == PACKAGE and name not in _PLUMBING
        if is_part and not name.startswith("_"):
            yield from _methods(value, (*above, name))
    for name, method in inspect.getmembers(type(owner), inspect.isfunction):
        if name.endswith(_ASYNC) and not name.startswith("_"):
            yield ".".join((*above, name.removesuffix(_ASYNC))), method


def _parameters(call_path: str, method: Callable[..., Any]) -> Iterator[Fact]:
    hints = typing.get_type_hints(method)
    for name in inspect.signature(method).parameters:
        if name in hints and name != "method_options":
            yield Fact(Kind.PARAMETER, call_path, (name,), _schema(hints[name]))
            yield from (Fact(Kind.VALUE, call_path, (name, value)) for value in _values(hints[name]))


def _fields(call_path: str, method: Callable[..., Any]) -> Iterator[Fact]:
    for path, annotation in _paths(typing.get_type_hints(method).get("return"), ()):
        yield Fact(Kind.FIELD, call_path, path, _schema(annotation))


def _paths(annotation: Any, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every field of a model and of its nested models, by path. Items of a list have the path of the list."""
    for model in _alternatives(annotation):
        fields: Mapping[str, Any] = getattr(model, "model_fields", {})
        for name, field in fields.items() if len(above) < _DEPTH else ():
            yield (*above, name), field.annotation
            yield from _paths(field.annotation, (*above, name))


def _alternatives(annotation: Any) -> Iterator[Any]:
    """Yield the possible types of a value, of its items or of its entries, without null."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in {typing.Union, types.UnionType, list, dict}:
        for argument in arguments if origin is not dict else arguments[1:]:
            yield from _alternatives(argument)
    elif annotation is not type(None):
        yield annotation


def _values(annotation: Any) -> Iterator[str]:
    for kind in _alternatives(annotation):
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            yield from (str(member.value) for member in kind)


_WORDS: Mapping[Any, Mapping[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
}


def _schema(annotation: Any) -> Mapping[str, Any]:
    """Return a type as JSON Schema. A model becomes an object with free keys, to be described by hand."""
    origin = typing.get_origin(annotation)
    if origin is list:
        return {"type": "array", "items": _schema(typing.get_args(annotation)[0])}
    if origin in {typing.Union, types.UnionType}:
        return next(_schema(kind) for kind in typing.get_args(annotation) if kind is not type(None))
    if getattr(annotation, "__name__", "") == "datetime":
        return {"type": "string", "format": "date-time"}
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return {"type": "string", "enum": [str(member.value) for member in annotation]}
    return _WORDS.get(annotation, {"type": "object", "additionalProperties": True})
