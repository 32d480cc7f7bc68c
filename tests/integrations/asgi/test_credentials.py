"""The session that a request presents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiostytch import MalformedTokenError, SessionJWT, SessionToken
from aiostytch.integrations.asgi.cookies import SessionCookies
from aiostytch.integrations.asgi.credentials import Credentials, credentials_of, digest, digests_of
from tests.local_auth.tokens import TOKENS

JWT, TOKEN = ("cookie", "stytch_session_jwt=j"), ("cookie", "stytch_session=t")


def bearer(token: str) -> Credentials:
    return Credentials((SessionJWT(token),))


def jwts(*values: str, **more: bool) -> Credentials:
    return Credentials(tuple(map(SessionJWT, values)), from_cookies=True, **more)


def tokens(*values: str, **more: bool) -> Credentials:
    return Credentials(tuple(map(SessionToken, values)), from_cookies=True, has_token_cookie=True, **more)


NOTHING = Credentials(from_cookies=True)


def read(*headers: tuple[str, str], cookies: SessionCookies | None = None) -> Credentials:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    return credentials_of(raw, cookies or SessionCookies())


@pytest.mark.parametrize("value", ["Bearer j", "bearer j", "BEARER   j ", " Bearer j"])
def test_a_bearer_token_is_a_jwt(value: str) -> None:
    assert read(("authorization", value)) == bearer("j")


@pytest.mark.parametrize("blank", ["\xa0", "\x85", "\x0b", "\x1c"])
def test_other_white_space_is_part_of_the_token(blank: str) -> None:
    assert read(("authorization", f"Bearer {blank}j{blank}")) == bearer(f"{blank}j{blank}")
    assert read(("authorization", f"{blank}Bearer j")) == NOTHING


def test_a_header_speaks_louder_than_cookies() -> None:
    assert read(JWT, TOKEN, ("authorization", "Bearer h")) == bearer("h")


@pytest.mark.parametrize("value", ["Bearer", "Bearer ", "Bearer \xfc"])
def test_a_bad_header_does_not_fall_back_to_cookies(value: str) -> None:
    assert not read(JWT, ("authorization", value)).from_cookies


def test_other_schemes_are_somebody_elses_business() -> None:
    assert read(("authorization", "Basic dTpw")) == NOTHING
    assert read(("authorization", "Basic dTpw"), JWT) == jwts("j")


def test_the_jwt_speaks_where_both_cookies_are_there() -> None:
    assert read(JWT, TOKEN) == jwts("j", has_token_cookie=True)


def test_the_opaque_token_speaks_where_it_is_alone() -> None:
    assert read(TOKEN) == tokens("t")


def test_an_opaque_token_needs_its_cookie() -> None:
    assert read(TOKEN, cookies=SessionCookies(token_name=None)) == NOTHING


def test_cookies_can_have_other_names() -> None:
    cookies = SessionCookies(jwt_name="__Host-jwt", token_name="__Host-token")
    assert read(JWT, TOKEN, cookies=cookies) == NOTHING
    assert read(("cookie", "__Host-jwt=j"), cookies=cookies) == jwts("j")


def test_it_is_refused_to_guess_which_of_two_headers_is_meant() -> None:
    with pytest.raises(MalformedTokenError):
        read(("authorization", "Bearer a"), ("authorization", "Bearer b"))


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        (["stytch_session_jwt=a; stytch_session_jwt=b"], jwts("a", "b", has_several=True)),
        (["stytch_session_jwt=b", "stytch_session_jwt=a"], jwts("a", "b", has_several=True)),
        (["stytch_session_jwt=a; stytch_session_jwt=a"], jwts("a")),
        (["stytch_session=a; stytch_session=b"], tokens("a", "b", has_several=True)),
        (
            ["stytch_session=a; stytch_session=b; stytch_session_jwt=j"],
            jwts("j", has_token_cookie=True, has_several=True),
        ),
        (["stytch_session_jwt=; stytch_session_jwt=a"], jwts("a")),
    ],
)
def test_each_value_of_a_cookie_is_found_once(headers: list[str], found: Credentials) -> None:
    assert read(*(("cookie", value) for value in headers)) == found


def test_digests_are_of_the_cookies_of_the_session() -> None:
    cookies = SessionCookies()
    line = b"a=1; stytch_session=t; stytch_session_jwt=a; stytch_session_jwt=b"
    assert digests_of([(b"cookie", line)], cookies) == {digest("t"), digest("a"), digest("b")}
    assert digests_of([(b"authorization", b"Bearer j")], cookies) == frozenset()
    many = "; ".join(f"stytch_session={number}" for number in range(1000)).encode()
    assert len(digests_of([(b"cookie", many)], cookies)) == 4


def test_nothing_shows_what_was_presented() -> None:
    assert "secret" not in repr(read(("cookie", "stytch_session_jwt=secret")))


@given(st.lists(st.tuples(st.sampled_from([b"cookie", b"authorization", b"x"]), st.binary(max_size=40))))
def test_any_headers_present_something_or_nothing_or_are_malformed(headers: list[tuple[bytes, bytes]]) -> None:
    try:
        found = credentials_of(headers, SessionCookies(jwt_name="a", token_name="b"))
    except MalformedTokenError:
        return
    assert isinstance(found, Credentials)


@pytest.mark.parametrize("kind", TOKENS)
def test_a_bearer_token_goes_where_its_kind_is_verified(kind: str) -> None:
    headers = [(b"authorization", f"Bearer {TOKENS[kind]}".encode())]
    session, token = bearer(TOKENS[kind]), Credentials(is_token=True)
    assert credentials_of(headers, SessionCookies()) == session
    assert credentials_of(headers, SessionCookies(), ("m2m", "access_token")) == token
    both = credentials_of(headers, SessionCookies(), ("session", "m2m"))
    assert both == (token if kind == "m2m" else session)


def test_without_sessions_cookies_are_not_looked_at() -> None:
    assert credentials_of([(b"cookie", b"stytch_session_jwt=j")], SessionCookies(), ("m2m",)) == Credentials()
