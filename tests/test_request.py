"""Arguments become parts of a request, or are refused before anything is sent."""

from __future__ import annotations

import base64
import datetime
import decimal
import enum
import math
import uuid
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

import httpx
import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from aiostytch.errors import ConfigurationError, InvalidArgumentError
from aiostytch.member_session import SessionToken
from aiostytch.model import OpenEnum
from aiostytch.request import MAX_QUERY, credential_header, expand, form, header, path_segment, query_string
from aiostytch.secret import Secret

CANARY = "canary-4711"


class Plain(enum.Enum):
    A = "a/b"


Mixed = enum.Enum("Mixed", {"A": "a/b"}, type=str)
"""An enumeration in the style before StrEnum: `str()` of its members shows their names."""


class Number(enum.IntEnum):
    A = 7


class Flag(enum.Enum):
    A = True


class Open(OpenEnum):
    A = "a/b"


class Shouting(str):
    """A string whose `str()` is another string."""

    __slots__ = ()

    def __str__(self) -> str:
        return "../.."


class Frozen(datetime.datetime):
    """The replacement of datetime in freezegun."""


class FrozenDay(datetime.date): ...


UTC = datetime.UTC
EAST = datetime.timezone(datetime.timedelta(hours=2))

TEXTS: list[tuple[object, str]] = [
    ("a b", "a b"),
    ("é", "é"),
    (Shouting("a"), "a"),
    (True, "true"),
    (False, "false"),
    (0, "0"),
    (-5, "-5"),
    (2**63, "9223372036854775808"),
    (1.5, "1.5"),
    (1e22, "1e+22"),
    (b"\xff\xfe?", "//4/"),
    (b"", ""),
    (datetime.date(2026, 1, 2), "2026-01-02"),
    (datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "2026-01-02T03:04:05Z"),
    (datetime.datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=EAST), "2026-01-02T03:04:05.000006+02:00"),
    (Frozen(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "2026-01-02T03:04:05Z"),
    (FrozenDay(2026, 1, 2), "2026-01-02"),
    (uuid.UUID(int=5), "00000000-0000-0000-0000-000000000005"),
    (decimal.Decimal("1.50"), "1.50"),
    (Plain.A, "a/b"),
    (Mixed.A, "a/b"),
    (Open.A, "a/b"),
    (Open("new"), "new"),
    (Number.A, "7"),
    (Flag.A, "true"),
]
WITHOUT_TIME_ZONE = [datetime.datetime(2026, 1, 2), [datetime.datetime(2026, 1, 2)]]
NOT_FINITE = [decimal.Decimal(text) for text in ("NaN", "sNaN", "Infinity", "-Infinity")]
NO_STRINGS = bool | int | float | Flag
NOT_IN_MSGSPEC = Shouting | Frozen | FrozenDay
STRINGS_IN_JSON = [value for value, _ in TEXTS if not isinstance(value, NO_STRINGS | NOT_IN_MSGSPEC)]
NO_TEXTS: list[object] = [
    None,
    UNSET,
    {},
    {"a": 1},
    set(),
    object(),
    Secret(CANARY),
    SessionToken(CANARY),
    math.nan,
    math.inf,
    -math.inf,
    lambda: CANARY,
]


@pytest.mark.parametrize(("value", "text"), TEXTS)
def test_a_value_in_a_query_is_written_as_in_json(value: object, text: str) -> None:
    assert parse_qsl(query_string({"p": value}), keep_blank_values=True) == [("p", text)]


@pytest.mark.parametrize(("value", "text"), TEXTS)
def test_a_value_in_a_form_is_written_as_in_json(value: object, text: str) -> None:
    assert parse_qsl(form({"p": value}).decode("ascii"), keep_blank_values=True) == [("p", text)]


@pytest.mark.parametrize(("value", "text"), [(value, text) for value, text in TEXTS if text])
def test_a_value_in_a_path_is_written_as_in_json(value: object, text: str) -> None:
    assert unquote(path_segment("p", value)) == text


@pytest.mark.parametrize("value", STRINGS_IN_JSON)
def test_json_strings_stay_strings(value: object) -> None:
    assert query_string({"p": value}) == query_string({"p": msgspec.json.decode(msgspec.json.encode(value))})


@pytest.mark.parametrize("write", [path_segment, lambda name, value: query_string({name: [value]}), header])
@pytest.mark.parametrize("value", NO_TEXTS, ids=lambda value: type(value).__name__)
def test_values_that_are_not_strings_are_refused_by_name_and_type(
    value: object, write: Callable[[str, object], object]
) -> None:
    with pytest.raises(
        InvalidArgumentError, match=f"name-1 must be a string, not this {type(value).__name__}"
    ) as caught:
        write("name-1", value)
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize("write", [path_segment, lambda name, value: query_string({name: [value]}), header])
@pytest.mark.parametrize("value", [1 << 64, -(1 << 64), 10**5000], ids=lambda value: f"{value.bit_length()} bits")
def test_a_whole_number_that_is_too_large_is_refused_for_that(
    value: object, write: Callable[[str, object], object]
) -> None:
    with pytest.raises(InvalidArgumentError, match="name-1 has an integer of more than 64 bits"):
        write("name-1", value)


@pytest.mark.parametrize("write", [query_string, form])
@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((value, "after holds a time without a time zone") for value in WITHOUT_TIME_ZONE),
        *((value, "after holds a number that is not finite") for value in NOT_FINITE),
    ],
    ids=repr,
)
def test_values_that_json_would_change_are_refused(
    value: object, text: str, write: Callable[[Mapping[str, object]], object]
) -> None:
    with pytest.raises(InvalidArgumentError, match=text) as caught:
        write({"after": value})
    assert caught.value.__context__ is None


# Paths.

ACCEPTED_SEGMENTS = [
    "member-test-1",
    "...",
    "....",
    " .",
    ". ",
    "..;",
    "..\\",
    "\\..\\..",
    "a/../b",
    "../..",
    "/..",
    "../",
    "./.",
    "/",
    "//",
    "//evil.example/",
    "%2e%2e",
    "%2E%2e",
    "%2e",
    "%252e%252e",
    "..%2f",
    "%2f..",
    "..;/",
    "..%00",
    "%",
    "%zz",
    "?",
    "?a=b",
    "#",
    "#x",
    "&",
    ";",
    ":",
    "@",
    "http://evil.example",
    "\x00",
    "\r\nX-Injected: 1",
    "\n",
    "\t",
    " ",
    "\u2024\u2024",
    "\uff0e\uff0e",
    "\uff0f",
    "\u2215..\u2215",
    "\u202e..",
    "é",
    "e\u0301",
    "日本語",
    "🙂" * 10,
    "{organization_id}",
    "{}",
    "'\"<>",
    "+",
    "~",
    "x" * 256,
    "é" * 256,
]
REFUSED_SEGMENTS: list[object] = [
    "",
    ".",
    "..",
    Shouting(".."),
    Shouting(""),
    b"",
    "x" * 257,
    "x" * 10_000,
    "\ud800",
    "a\udfff",
    "\udcff..",
]


def sent_path(path: str) -> bytes:
    """Return the path as httpx sends it."""
    return httpx.URL(f"https://host.example{path}").raw_path


@pytest.mark.parametrize("value", ACCEPTED_SEGMENTS)
def test_a_segment_stays_one_segment_all_the_way(value: str) -> None:
    path = f"/v1/organizations/{path_segment('id', value)}/members"
    assert sent_path(path) == path.encode("ascii")
    assert [unquote(part) for part in path.split("/")] == ["", "v1", "organizations", value, "members"]


@pytest.mark.parametrize("value", REFUSED_SEGMENTS, ids=lambda value: repr(value)[:20])
def test_a_value_that_cannot_be_a_segment_is_refused_by_name(value: object) -> None:
    with pytest.raises(InvalidArgumentError, match="member_id") as caught:
        path_segment("member_id", value)
    assert caught.value.__context__ is None


HOSTILE = st.text(alphabet="./\\%2eEfF;?#:@ \x00\r\n\uff0eé~a\ud800", max_size=12)


@settings(max_examples=200)
@given(st.text(max_size=300) | HOSTILE)
@example("..")
@example(".")
@example("")
@example("%2e%2e")
def test_any_text_is_refused_or_stays_one_segment(value: str) -> None:
    try:
        segment = path_segment("id", value)
    except InvalidArgumentError:
        return
    path = f"/a/{segment}/b"
    assert sent_path(path) == path.encode("ascii")
    assert httpx.URL(f"https://host.example{path}").path == f"/a/{value}/b"
    assert unquote(segment) == value


def test_a_refusal_does_not_show_the_value() -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        path_segment("id", f"{CANARY}\ud800")
    assert CANARY not in repr(caught.value)


@pytest.mark.parametrize(
    ("template", "parameters", "path"),
    [
        ("/v1/organizations", {}, "/v1/organizations"),
        ("/v1/{a}/b/{c}", {"a": "1", "c": "2"}, "/v1/1/b/2"),
        ("/v1/{a}/b/{c}", {"a": "{c}", "c": "2"}, "/v1/%7Bc%7D/b/2"),
        ("/v1/{a}/{b}.json", {"a": "x/y", "b": "z"}, "/v1/x%2Fy/z.json"),
        ("/v1/{a}/{a}", {"a": "x"}, "/v1/x/x"),
    ],
)
def test_a_template_is_filled_with_quoted_values(template: str, parameters: Mapping[str, object], path: str) -> None:
    assert expand(template, parameters) == path


# Queries and forms.


@pytest.mark.parametrize(
    ("parameters", "query"),
    [
        ({}, ""),
        ({"a": UNSET}, ""),
        ({"a": UNSET, "b": 1}, "b=1"),
        ({"a": []}, ""),
        ({"a": ()}, ""),
        ({"a": ["x", "y"]}, "a=x&a=y"),
        ({"a": ("x", True, 3)}, "a=x&a=true&a=3"),
        ({"include_deleted": True, "b": False}, "include_deleted=true&b=false"),
        ({"a": ""}, "a="),
        ({"a": "x y+z"}, "a=x%20y%2Bz"),
        ({"a": "&b=c#d?"}, "a=%26b%3Dc%23d%3F"),
        ({"a": "\r\n\x00"}, "a=%0D%0A%00"),
        ({"é&": "1"}, "%C3%A9%26=1"),
        ({"email_address": "ada@example.com"}, "email_address=ada%40example.com"),
    ],
)
def test_a_query_holds_what_was_given(parameters: Mapping[str, object], query: str) -> None:
    assert query_string(parameters) == query


@pytest.mark.parametrize(
    ("parameters", "body"),
    [
        ({}, b""),
        ({"a": UNSET, "b": "x y+z"}, b"b=x+y%2Bz"),
        ({"scope": ["a", "b"], "ok": True}, b"scope=a&scope=b&ok=true"),
    ],
)
def test_a_form_holds_what_was_given(parameters: Mapping[str, object], body: bytes) -> None:
    assert form(parameters) == body


@pytest.mark.parametrize("write", [query_string, form])
@pytest.mark.parametrize("parameters", [{"a": f"{CANARY}\ud800"}, {"a": [f"{CANARY}\udfff"]}, {f"{CANARY}\ud800": "a"}])
def test_a_lone_surrogate_is_refused_without_being_shown(
    parameters: Mapping[str, object], write: Callable[[Mapping[str, object]], object]
) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        write(parameters)
    assert CANARY not in repr(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("value", [["a", None], [["a"]], [UNSET], [{}]])
def test_a_list_in_a_query_holds_strings(value: list[Any]) -> None:
    with pytest.raises(InvalidArgumentError, match="a must be a string"):
        query_string({"a": value})


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), st.lists(st.text(st.characters(codec="utf-8")))))
def test_any_query_is_read_as_it_was_given(parameters: dict[str, list[str]]) -> None:
    pairs = [(name, item) for name, items in parameters.items() for item in items]
    url = httpx.URL(f"https://host.example/path?{query_string(parameters)}")
    assert (url.path, url.fragment) == ("/path", "")
    assert parse_qsl(url.query.decode("ascii"), keep_blank_values=True) == pairs
    assert parse_qsl(form(parameters).decode("ascii"), keep_blank_values=True) == pairs


def test_a_query_longer_than_any_server_takes_is_refused() -> None:
    assert len(query_string({"a": "x" * (MAX_QUERY - 2)})) == MAX_QUERY
    with pytest.raises(InvalidArgumentError, match="the query"):
        query_string({"a": "é" * (MAX_QUERY // 6), "b": ""})


# Headers.

VISIBLE = frozenset(range(0x21, 0x7F))
LOOK_ALIKES = [
    *"\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f",
    *"\u2028\u2029\u202a\u202e\u202f\u205f\u2060\u2061\u3000\ufeff\uff21\uff1a\u0130\u0131\u212a\u560a\u560d\u010a",
    *"\u0661\ud800\udfff\U0001f642\u0301",
]
PLACES: list[Callable[[str], str]] = [
    lambda character: f"{character}{CANARY}",
    lambda character: f"{CANARY}{character}{CANARY}",
    lambda character: f"{CANARY}{character}",
]


def outcome(value: str) -> str:
    try:
        return credential_header("X-Session", value)[1]
    except InvalidArgumentError as error:
        return str(error)


@pytest.mark.parametrize("place", PLACES)
def test_a_credential_is_made_of_the_94_visible_characters(place: Callable[[str], str]) -> None:
    results = {code: outcome(place(chr(code))) for code in range(256)}
    assert {code for code, result in results.items() if result == place(chr(code))} == VISIBLE
    assert {result for code, result in results.items() if code not in VISIBLE} == {
        "X-Session must be 1 to 8192 visible ASCII characters, without spaces"
    }


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("character", LOOK_ALIKES, ids=ascii)
def test_a_look_alike_is_refused_in_a_credential_without_being_shown(
    character: str, place: Callable[[str], str]
) -> None:
    with pytest.raises(InvalidArgumentError, match="X-Session") as caught:
        credential_header("X-Session", place(character))
    assert CANARY not in repr(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("value", ["", "x" * 8193, None, 1, b"token", UNSET])
def test_invalid_credentials_are_refused(value: object) -> None:
    with pytest.raises(InvalidArgumentError, match="X-Session"):
        credential_header("X-Session", value)


def test_a_credential_may_have_8192_characters() -> None:
    assert credential_header("X-Session", "x" * 8192) == ("X-Session", "x" * 8192)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("traceparent", "00-1-2-03", "00-1-2-03"),
        ("X-A", "a b\tc", "a b\tc"),
        ("X-A", "a", "a"),
        ("X-A", "x" * 8192, "x" * 8192),
        ("X-A", 5, "5"),
        ("X-A", True, "true"),
        ("X-A", b"\xff", base64.b64encode(b"\xff").decode()),
        ("!#$%&'*+.^_`|~-09azAZ", "a", "a"),
    ],
)
def test_a_header_is_written_as_it_was_given(name: str, value: object, text: str) -> None:
    assert header(name, value) == (name, text)


@pytest.mark.parametrize("value", ["", " ", " a", "a ", "\ta", "a\t", "a\r\nb: c", "a\nb", "a\x00", "é", "x" * 8193])
def test_a_header_that_would_not_arrive_as_it_is_is_refused(value: str) -> None:
    with pytest.raises(InvalidArgumentError, match="the header X-A"):
        header("X-A", value)


@pytest.mark.parametrize("name", ["", " ", "a b", "a:", "a\r\nb", "é", "a\x00", "(a)", "a/b", '"a"', "a,b", "[a]"])
def test_the_name_of_a_header_is_a_token(name: str) -> None:
    with pytest.raises(ConfigurationError, match="token"):
        header(name, "a")


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_header_is_refused_or_is_one_header(name: str, value: str) -> None:
    try:
        pair = header(name, value)
    except (ConfigurationError, InvalidArgumentError):
        return
    assert pair == (name, value)
    assert f"{name}: {value}".splitlines() == [f"{name}: {value}"]
    assert value == value.strip()
