"""Which session a request presents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiostytch import MalformedTokenError, SessionJWT, SessionToken
from aiostytch.integrations.asgi.cookies import SessionCookies
from aiostytch.integrations.asgi.credentials import Credentials, credentials_of

JWT, TOKEN = ("cookie", "stytch_session_jwt=j"), ("cookie", "stytch_session=t")


def read(*headers: tuple[str, str], cookies: SessionCookies | None = None) -> Credentials | None:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    return credentials_of(raw, cookies or SessionCookies())


@pytest.mark.parametrize("value", ["Bearer j", "bearer j", "BEARER   j ", " Bearer j"])
def test_a_bearer_token_is_a_jwt(value: str) -> None:
    assert read(("authorization", value)) == Credentials(SessionJWT("j"), from_cookies=False)


@pytest.mark.parametrize("blank", ["\xa0", "\x85", "\x0b", "\x1c"])
def test_other_white_space_is_part_of_the_token(blank: str) -> None:
    assert read(("authorization", f"Bearer {blank}j{blank}")) == Credentials(
        SessionJWT(f"{blank}j{blank}"), from_cookies=False
    )
    assert read(("authorization", f"{blank}Bearer j")) is None


def test_a_header_speaks_louder_than_cookies() -> None:
    assert read(JWT, TOKEN, ("authorization", "Bearer h")) == Credentials(SessionJWT("h"), from_cookies=False)


@pytest.mark.parametrize("value", ["Bearer", "Bearer ", "Bearer \xfc"])
def test_there_is_no_second_try_with_cookies_if_the_header_is_bad(value: str) -> None:
    found = read(JWT, ("authorization", value))
    assert found is not None
    assert not found.from_cookies


def test_other_schemes_are_somebody_elses_business() -> None:
    assert read(("authorization", "Basic dTpw")) is None
    assert read(("authorization", "Basic dTpw"), JWT) == Credentials(SessionJWT("j"), from_cookies=True)


def test_the_jwt_speaks_where_both_cookies_are_there() -> None:
    assert read(JWT, TOKEN) == Credentials(SessionJWT("j"), from_cookies=True, has_token_cookie=True)


def test_the_opaque_token_speaks_where_it_is_alone() -> None:
    assert read(TOKEN) == Credentials(SessionToken("t"), from_cookies=True, has_token_cookie=True)


def test_the_opaque_token_is_not_looked_at_where_there_is_no_such_cookie() -> None:
    assert read(TOKEN, cookies=SessionCookies(token_name=None)) is None


def test_cookies_can_have_other_names() -> None:
    cookies = SessionCookies(jwt_name="__Host-jwt", token_name="__Host-token")
    assert read(JWT, TOKEN, cookies=cookies) is None
    assert read(("cookie", "__Host-jwt=j"), cookies=cookies) == Credentials(SessionJWT("j"), from_cookies=True)


@pytest.mark.parametrize(
    "headers",
    [
        [("authorization", "Bearer a"), ("authorization", "Bearer b")],
        [("cookie", "stytch_session_jwt=a; stytch_session_jwt=b")],
        [("cookie", "stytch_session_jwt=a"), ("cookie", "stytch_session_jwt=b")],
        [("cookie", "stytch_session=a; stytch_session=b; stytch_session_jwt=j")],
    ],
)
def test_it_is_refused_to_guess_which_of_two_is_meant(headers: list[tuple[str, str]]) -> None:
    with pytest.raises(MalformedTokenError):
        read(*headers)


def test_the_same_twice_is_once() -> None:
    assert read(JWT, JWT) == Credentials(SessionJWT("j"), from_cookies=True)


@pytest.mark.parametrize("value", ["a" * 1025, "\xfc", "a\x01b"])
def test_what_can_be_no_opaque_token_is_not_sent_to_the_api(value: str) -> None:
    with pytest.raises(MalformedTokenError) as caught:
        read(("cookie", f"stytch_session={value}"))
    assert value not in str(caught.value)


def test_nothing_shows_what_was_presented() -> None:
    assert "secret" not in repr(read(("cookie", "stytch_session_jwt=secret")))


@given(st.lists(st.tuples(st.sampled_from([b"cookie", b"authorization", b"x"]), st.binary(max_size=40))))
def test_any_headers_present_something_or_nothing_or_are_malformed(headers: list[tuple[bytes, bytes]]) -> None:
    try:
        found = credentials_of(headers, SessionCookies(jwt_name="a", token_name="b"))
    except MalformedTokenError:
        return
    assert found is None or isinstance(found, Credentials)
