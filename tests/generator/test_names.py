"""Every name of a document becomes a valid Python name: ASCII, not a keyword, not private, not reserved."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator import names

MAKERS: list[Callable[[str], str]] = [
    names.class_name,
    names.enum_member,
    names.field,
    names.method,
    names.module,
    names.parameter,
]
RESERVED = {
    names.class_name: names.RESERVED_CLASSES,
    names.field: names.RESERVED_FIELDS,
    names.method: names.RESERVED_METHODS,
    names.module: names.RESERVED_MODULES,
    names.parameter: names.RESERVED_PARAMETERS,
}
HOSTILE = [
    "",
    " ",
    "_",
    "__init__",
    "__class__",
    "2fa",
    "class",
    "None",
    "self",
    "import os",
    'x"""\nimport os',
    "\\N{BULLET}",
    "{{ 7*7 }}",
    "{% raw %}",
    "../../etc/passwd",
    "a/b",
    "a\x00b",
    "\ud800",
    "\uff45\uff56\uff41\uff4c",
    "\u0440\u0430ypal",
    "ﬁ",
    "İ",
    "ß",
    "₂",
    "²",
    "名前",
    "😀",
    "é" * 10,
    "A" * 100_000,
    "-" * 1_000,
]


@pytest.mark.parametrize("make", MAKERS)
@given(text=st.text())
@example(text="")
def test_every_text_gives_an_identifier(make: Callable[[str], str], text: str) -> None:
    name = make(text)
    assert name.isascii()
    assert name.isidentifier()
    assert not keyword.iskeyword(name)
    assert name[0].isalpha()
    assert name not in RESERVED.get(make, frozenset())


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
def test_hostile_texts_give_identifiers(make: Callable[[str], str], text: str) -> None:
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", make(text))


@pytest.mark.parametrize("make", MAKERS)
@given(text=st.text())
def test_a_name_that_is_one_stays_as_it_is(make: Callable[[str], str], text: str) -> None:
    name = make(text)
    assert make(name) == name or name.endswith("_")


@given(text=st.text())
def test_created_names_are_valid(text: str) -> None:
    assert names.is_method(names.method(text))
    assert names.is_module(names.module(text)) or len(names.module(text)) > names.MAX_MODULE
    assert names.is_class(names.class_name(text)) or names.class_name(text).endswith("_")


@pytest.mark.parametrize("text", ["", "Class", "_a", "a-b", "2", "class", "__init__", "a.b", "../a", "é", "a\n"])
def test_modules_and_methods_are_lower_case_identifiers(text: str) -> None:
    assert not names.is_module(text)
    assert not names.is_method(text)


@pytest.mark.parametrize("text", ["", "pet", "_Pet", "Pet-s", "2Pet", "None", "Response", "Pet_s", "Pét", "Pet\n"])
def test_classes_are_pascal_case_identifiers_that_are_free(text: str) -> None:
    assert not names.is_class(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("organization_id", "organization_id"),
        ("x5tS256", "x5tS256"),
        ("camelCase", "camelCase"),
        ("trailing_", "trailing_"),
        ("Organization", "organization"),
        ("X-Request-Id", "x_request_id"),
        ("HTTPServer", "http_server"),
        ("class", "class_"),
        ("match", "match"),
        ("raw", "raw_"),
        ("self", "self_"),
        ("Raw", "raw_"),
        ("_id", "id"),
        ("@type", "type"),
        ("2fa", "value_2fa"),
        ("+1", "plus_1"),
        ("-1", "minus_1"),
        ("-", "hyphen_minus"),
        ("", "value"),
        ("naïve", "naive"),
        ("\u0440\u0430ypal", "u440_u430_ypal"),
        ("名", "u540d"),
        ("ﬁ", "fi"),
    ],
)
def test_fields(text: str, expected: str) -> None:
    assert names.field(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("session", "session_"), ("self", "self_"), ("options", "options_"), ("list", "list")]
)
def test_parameters_leave_room_for_those_of_every_method(text: str, expected: str) -> None:
    assert names.parameter(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DeleteMFAPhoneNumber", "delete_mfa_phone_number"),
        ("OIDCProviders", "oidc_providers"),
        ("UpdateByURL", "update_by_url"),
        ("GetJWKS", "get_jwks"),
        ("list", "list"),
        ("import", "import_"),
        ("str", "str_"),
        ("pets/list", "pets_list"),
    ],
)
def test_methods(text: str, expected: str) -> None:
    assert names.method(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("X509Certificate", "X509Certificate"),
        ("oauth_providers", "OauthProviders"),
        ("Sort_Order", "SortOrder"),
        ("camelCase", "CamelCase"),
        ("2fa", "Value2fa"),
        ("Response", "Response_"),
        ("none", "None_"),
        ("", "Value"),
    ],
)
def test_classes(text: str, expected: str) -> None:
    assert names.class_name(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("con", "con_"), ("API.v2", "api_v2"), ("class", "class_"), ("__init__", "init"), ("../x", "x")],
)
def test_modules(text: str, expected: str) -> None:
    assert names.module(text) == expected


def test_names_that_look_alike_stay_apart() -> None:
    assert names.field("p\u0430ypal") != names.field("paypal")
