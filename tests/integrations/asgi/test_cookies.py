"""The cookies of a session: written, read, refreshed and removed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import pytest

from aiostytch import ConfigurationError
from aiostytch.integrations.asgi.cookies import SessionCookies, values_of, with_cookies, writes_any

END = datetime.datetime(2026, 11, 23, 21, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
NAMES = SessionCookies().names


def test_cookies_are_safe_by_default() -> None:
    attributes = "; Path=/; Expires=Mon, 23 Nov 2026 20:00:00 GMT; SameSite=Lax; HttpOnly; Secure"
    written = SessionCookies().begin(session_jwt="a.b.c", session_token="t", expires_at=END)
    assert written == [f"stytch_session_jwt=a.b.c{attributes}", f"stytch_session=t{attributes}"]


def test_a_service_can_have_other_cookies() -> None:
    cookies = SessionCookies(
        jwt_name="jwt",
        token_name=None,
        secure=False,
        http_only=False,
        same_site="strict",
        domain="acme.example",
        path="/a",
    )
    assert cookies.begin(session_jwt="a", session_token="t", expires_at=END) == [
        "jwt=a; Path=/a; Domain=acme.example; Expires=Mon, 23 Nov 2026 20:00:00 GMT; SameSite=Strict"
    ]


@pytest.mark.parametrize(
    ("moment", "expires"),
    [
        ("9999-12-31T23:59:59-01:00", "Fri, 31 Dec 9999 23:59:59 GMT"),
        ("9999-12-31T23:59:59-23:59", "Fri, 31 Dec 9999 23:59:59 GMT"),
        ("9999-12-31T23:59:59+01:00", "Fri, 31 Dec 9999 22:59:59 GMT"),
        ("9999-12-31T23:59:59+00:00", "Fri, 31 Dec 9999 23:59:59 GMT"),
        ("0001-01-01T00:00:00+01:00", "Mon, 01 Jan 0001 00:00:00 GMT"),
        ("0001-01-01T00:00:00-01:00", "Mon, 01 Jan 0001 01:00:00 GMT"),
    ],
)
def test_a_session_can_end_where_the_calendar_does(moment: str, expires: str) -> None:
    expires_at = datetime.datetime.fromisoformat(moment)
    (written,) = SessionCookies().begin(session_jwt="a", expires_at=expires_at)
    assert f"; Expires={expires};" in written


def test_the_end_of_a_session_needs_a_time_zone() -> None:
    with pytest.raises(ConfigurationError, match="expires_at"):
        SessionCookies().begin(session_jwt="a", expires_at=END.replace(tzinfo=None))


def places(texts: Sequence[str], name: str) -> list[tuple[str, str]]:
    """Return the domains and paths that `Set-Cookie` headers remove a cookie from."""
    found = []
    for text in texts:
        pair, _, attributes = text.partition("; ")
        assert "Expires=Thu, 01 Jan 1970 00:00:00 GMT" in attributes
        assert attributes.endswith("; Max-Age=0")
        told = dict(part.split("=") for part in attributes.split("; ") if "=" in part)
        if pair == f"{name}=":
            found.append((told.get("Domain", ""), told["Path"]))
    return found


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, [("", "/")]),
        ({"domain": "acme.example"}, [("", "/"), ("acme.example", "/")]),
        ({"path": "/app"}, [("", "/app")]),
        (
            {"domain": "acme.example", "former_domains": ["app.acme.example", None, "acme.example"]},
            [("", "/"), ("acme.example", "/"), ("app.acme.example", "/")],
        ),
        (
            {"former_domains": ["acme.example"], "former_paths": ["/app", "/"]},
            [("", "/"), ("", "/app"), ("acme.example", "/"), ("acme.example", "/app")],
        ),
    ],
)
def test_a_logout_removes_both_cookies_from_all_places(
    settings: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    ended = SessionCookies(**settings).end()
    assert len(ended) == 2 * len(expected)
    for name in NAMES:
        assert sorted(places(ended, name)) == expected


def test_a_cookie_of_a_host_alone_has_one_place() -> None:
    cookies = SessionCookies(jwt_name="__Host-jwt", former_domains=["acme.example"], former_paths=["/app"])
    assert places(cookies.end(), "__Host-jwt") == [("", "/")]
    assert len(places(cookies.end(), "stytch_session")) == 4


def test_a_login_removes_what_is_left_in_former_places() -> None:
    cookies = SessionCookies(domain="acme.example", former_domains=["app.acme.example"], former_paths=["/app"])
    *removed, jwt, token = cookies.begin(session_jwt="a", session_token="t", expires_at=END)
    assert jwt.startswith("stytch_session_jwt=a; Path=/; Domain=acme.example;")
    assert token.startswith("stytch_session=t; Path=/; Domain=acme.example;")
    for name in NAMES:
        assert sorted(places(removed, name)) == [
            ("acme.example", "/app"),
            ("app.acme.example", "/"),
            ("app.acme.example", "/app"),
        ]


def test_a_token_that_is_left_alone_is_left_alone_in_all_places() -> None:
    cookies = SessionCookies(former_domains=["acme.example"])
    *removed, _ = cookies.begin(session_jwt="a", expires_at=END)
    assert places(removed, "stytch_session_jwt") == [("acme.example", "/")]
    assert places(removed, "stytch_session") == []


def test_cookies_can_be_made_the_only_ones() -> None:
    """They are written last: some browsers treat a host cookie as one of the domain with the same name."""
    cookies = SessionCookies(domain="acme.example", former_domains=["app.acme.example"])
    *removed, jwt = cookies.begin(session_jwt="a", expires_at=END, remove_others=True)
    assert jwt.startswith("stytch_session_jwt=a;")
    assert sorted(places(removed, "stytch_session_jwt")) == [("", "/"), ("app.acme.example", "/")]


def test_settings_are_values() -> None:
    first, second = (SessionCookies(former_domains=["a.example"]) for _ in range(2))
    assert (first, hash(first)) == (second, hash(second))


@pytest.mark.parametrize("value", ["", "a b", "a;b", "a\r\nb", "ü", '"', "a,b", None, 7])
def test_invalid_cookie_values_are_not_written(value: Any) -> None:
    (only,) = SessionCookies().begin(session_jwt=value, session_token=value, expires_at=END)
    assert only == SessionCookies().end()[0]


def test_an_opaque_token_that_is_not_given_leaves_its_cookie_alone() -> None:
    (only,) = SessionCookies().begin(session_jwt="a.b.c", expires_at=END)
    assert only.startswith("stytch_session_jwt=a.b.c;")


def test_a_jwt_too_large_for_browsers_removes_an_older_one() -> None:
    """Browsers would drop it and keep the JWT of an older session."""
    cookies = SessionCookies(path="/a")
    fits = "a" * (4096 - len("stytch_session_jwt"))
    (written,) = cookies.begin(session_jwt=fits, expires_at=END)
    assert written.startswith(f"stytch_session_jwt={fits};")
    removed, token = cookies.begin(session_jwt=f"{fits}a", session_token="t", expires_at=END)
    assert removed == cookies.end()[0]
    assert token.startswith("stytch_session=t;")


@pytest.mark.parametrize(
    "settings",
    [
        {"jwt_name": ""},
        {"jwt_name": "a b"},
        {"token_name": "a;b"},
        {"path": "/;"},
        {"path": ""},
        {"path": "app"},
        {"same_site": "Lax"},
        {"domain": "a\r\nb"},
        {"same_site": "none", "secure": False},
        {"jwt_name": "__Secure-a", "secure": False},
        {"jwt_name": "__Host-a", "secure": False},
        {"jwt_name": "__Host-a", "path": "/a"},
        {"token_name": "__Host-a", "domain": "acme.example"},
        {"former_domains": "acme.example"},
        {"former_domains": ["a;b"]},
        {"former_paths": "/app"},
        {"former_paths": ["app"]},
    ],
)
def test_cookies_that_no_browser_takes_cannot_be_asked_for(settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError):
        SessionCookies(**settings)


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("a=1", {"1"}),
        ("b=2;a=1 ; c", {"1"}),
        ('a="1"', {"1"}),
        ("a=1=2", {"1=2"}),
        ("a=; aa=1; A=2", set()),
        ("a=1; a=1", {"1"}),
        ("a=1; a=2", {"1", "2"}),
        ("a=\xfc", {"\xfc"}),
        ("a", set()),
        ("", set()),
        ("\ta\t=\t1\t", {"1"}),
        ('a=""', set()),
        ('a="', {'"'}),
        ('a="1', {'"1'}),
        ('a=""1""', {'"1"'}),
        ("a=\xa01\x85", {"\xa01\x85"}),
        ("a=1\x1c", {"1\x1c"}),
        ("a=1\x0b\x0c", {"1\x0b\x0c"}),
        ("\xa0a=1; \x85a=1; a\x1c=1; a\x0b=1; a\x0c=1", set()),
    ],
)
def test_a_cookie_is_read_as_often_as_it_is_sent(line: str, values: set[str]) -> None:
    assert values_of([(b"x", b"a=3"), (b"Cookie", line.encode("latin-1"))], "a") == values


def test_cookies_in_several_headers_are_all_read() -> None:
    assert values_of([(b"cookie", b"a=1"), (b"cookie", b"b=1; a=2")], "a") == {"1", "2"}


def test_a_response_with_a_cookie_is_kept_by_no_cache() -> None:
    given = [
        (b"Cache-Control", b"public, max-age=60"),
        (b"cdn-cache-control", b"max-age=60"),
        (b"Expires", b"later"),
        (b"vary", b"accept"),
        (b"set-cookie", b"theme=dark"),
    ]
    assert with_cookies(given, ["stytch_session=t"]) == [
        (b"vary", b"accept"),
        (b"set-cookie", b"theme=dark"),
        (b"set-cookie", b"stytch_session=t"),
        (b"cache-control", b"no-store"),
        (b"vary", b"Cookie"),
    ]


@pytest.mark.parametrize(
    ("value", "is_one"),
    [
        *(
            (f"{before}{name}{after}=; Max-Age=0", True)
            for name in NAMES
            for before in ("", " ", "\t")
            for after in ("", " ")
        ),
        *((f"{blank}stytch_session=; Max-Age=0", False) for blank in "\xa0\x85\x0b\x0c\x1c"),
        ("stytch_session2=t", False),
        ("Stytch_session=t", False),
        ("theme=stytch_session=t", False),
    ],
)
def test_a_response_that_writes_a_session_cookie_is_known(value: str, is_one: bool) -> None:
    """Other whitespace is part of a name."""
    for header in (b"set-cookie", b"Set-Cookie"):
        assert writes_any([(header, value.encode("latin-1"))], NAMES) is is_one
    assert not writes_any([(b"cookie", value.encode("latin-1"))], NAMES)
