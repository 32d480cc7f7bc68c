"""Searches: filters, pages and cursors.

A cursor contains the number of the last record on its page. So records that are added or deleted between two requests
neither shift nor duplicate others. A cursor is signed together with its search, so that a forged cursor and a cursor of
another search are rejected.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import attrs
import msgspec

from ..contract.errors import RefusedError, bad_request
from ..contract.json_values import JSONObject
from ..contract.validation import Validator
from ..store.state import State
from ..store.tables import Record

_MIN_FUZZY = 3
"""The minimum length of the value of a fuzzy filter."""

R = TypeVar("R", bound=Record)
T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Search(Generic[R]):
    """A kind of records that can be searched.

    Attributes:
        kind: the name in error types: `organization` or `member`.
        filters: the filters, by name.
        default_limit: the default number of records on a page.
        max_limit: the maximum number of records on a page.
    """

    kind: str
    filters: Mapping[str, Filter[R]]
    default_limit: int = 100
    max_limit: int = 1000

    def page(self, state: State, arguments: Mapping[str, Any], records: Iterable[R]) -> tuple[list[R], JSONObject]:
        """Return the records of a page, and the metadata of the search.

        Args:
            state: the state, with the key of cursors.
            arguments: the arguments of the call: `cursor`, `limit`, `query`, and others that are part of the search.
            records: the records to search, in the order of their numbers; read after the arguments are checked.

        Raises:
            RefusedError: an operand, the limit or the cursor is invalid.
        """
        limit = self._limit(arguments)
        matches = self._test(state, arguments.get("query", {}))
        cursors = _Cursors(state.cursor_key, self.kind, arguments)
        after = cursors.read(arguments.get("cursor", ""))
        found = [record for record in records if matches(record)]
        rest = [record for record in found if record.number > after]
        metadata: JSONObject = {"total": len(found)}
        if len(rest) > limit:
            metadata["next_cursor"] = cursors.write(rest[limit - 1].number)
        return rest[:limit], metadata

    def _limit(self, arguments: Mapping[str, Any]) -> int:
        limit: int = arguments.get("limit", 0) or self.default_limit
        if limit < 0:
            raise bad_request("invalid_argument", "body: $.limit must be 0 or more.")
        if limit > self.max_limit:
            raise bad_request("invalid_argument", f"body: $.limit must be {self.max_limit} or less.")
        return limit

    def _test(self, state: State, query: Mapping[str, Any]) -> Callable[[R], bool]:
        tests = [self._operand(state, place, operand) for place, operand in enumerate(query.get("operands", ()))]
        if not tests:
            return lambda _: True
        combine = any if query["operator"] == "OR" else all
        return lambda record: combine(test(record) for test in tests)

    def _operand(self, state: State, place: int, operand: Mapping[str, Any]) -> Callable[[R], bool]:
        def refused(problem: str, text: str) -> RefusedError:
            return bad_request(f"{self.kind}_search_{problem}", f"body: $.query.operands[{place}]{text}.")

        if "filter_name" not in operand:
            raise refused("missing_filter_name", ".filter_name is missing")
        name = operand["filter_name"]
        if not isinstance(name, str):
            raise refused("filter_name_must_be_string", ".filter_name must be a string")
        if name not in self.filters:
            raise refused("filter_name_not_recognized", f".filter_name must be one of {', '.join(self.filters)}")
        if "filter_value" not in operand:
            raise refused("missing_filter_value", ".filter_value is missing")
        chosen, value = self.filters[name], operand["filter_value"]
        if not _VALIDATORS[chosen.expects].accepts(value):
            raise refused(f"expected_{chosen.expects}", f".filter_value must be of type {chosen.expects}")
        if name.endswith("_fuzzy") and len(value) < _MIN_FUZZY:
            raise refused(f"{name}_too_short", f".filter_value must have {_MIN_FUZZY} characters or more")
        return chosen.prepare(state, value)


@attrs.frozen(kw_only=True)
class Filter(Generic[T]):
    """A filter that an operand can name.

    Attributes:
        expects: the type of the value: `string`, `boolean` or `array_of_strings`.
        prepare: returns the test of records for a state and a value. It is called once for each search.
    """

    expects: str
    prepare: Callable[[State, Any], Callable[[T], bool]]


def any_of(values: Callable[[T], Iterable[str]]) -> Filter[T]:
    """Return a filter for records that have one of the values. Case matters: IDs, slugs, roles."""

    def prepare(_: State, wanted: Sequence[str]) -> Callable[[T], bool]:
        return lambda record: not set(wanted).isdisjoint(values(record))

    return Filter(expects="array_of_strings", prepare=prepare)


def any_of_folded(values: Callable[[T], Iterable[str]]) -> Filter[T]:
    """Return a filter for records that have one of the values. Case does not matter: addresses, domains."""

    def prepare(_: State, wanted: Sequence[str]) -> Callable[[T], bool]:
        folded = {value.casefold() for value in wanted}
        return lambda record: any(value.casefold() in folded for value in values(record))

    return Filter(expects="array_of_strings", prepare=prepare)


def fuzzy(values: Callable[[T], Iterable[str]]) -> Filter[T]:
    """Return a filter for records that have a value which contains a text. Case does not matter."""

    def prepare(_: State, wanted: str) -> Callable[[T], bool]:
        return lambda record: any(wanted.casefold() in value.casefold() for value in values(record))

    return Filter(expects="string", prepare=prepare)


def flag(value: Callable[[T], bool]) -> Filter[T]:
    """Return a filter for records that have a flag, or do not have it."""
    return Filter(expects="boolean", prepare=lambda _, wanted: lambda record: value(record) is wanted)


_VALIDATORS: Mapping[str, Validator] = {
    "string": Validator({"type": "string"}),
    "boolean": Validator({"type": "boolean"}),
    "array_of_strings": Validator({"type": "array", "items": {"type": "string"}}),
}


class _Cursors:
    """Writes and reads the cursors of a search."""

    def __init__(self, key: bytes, kind: str, arguments: Mapping[str, Any]) -> None:
        parts = {name: value for name, value in arguments.items() if name not in {"cursor", "limit"}}
        search = msgspec.json.encode([kind, parts], order="deterministic")
        self._signer = hashlib.blake2b(search, key=key, digest_size=12)

    def write(self, number: int) -> str:
        """Return the cursor of the page after a record."""
        content = number.to_bytes(8, "big")
        return base64.urlsafe_b64encode(content + self._signature(content)).decode()

    def read(self, cursor: str) -> int:
        """Return the number of the record that precedes a page, 0 for the first page.

        Raises:
            RefusedError: the cursor does not belong to this search.
        """
        if not cursor:
            return 0
        try:
            raw = base64.b64decode(cursor, altchars=b"-_", validate=True)
        except ValueError:
            raw = b""
        content, signature = raw[:8], raw[8:]
        if not hmac.compare_digest(signature, self._signature(content)):
            raise bad_request("invalid_argument", "body: $.cursor does not belong to this search.")
        return int.from_bytes(content, "big")

    def _signature(self, content: bytes) -> bytes:
        signer = self._signer.copy()
        signer.update(content)
        return signer.digest()
