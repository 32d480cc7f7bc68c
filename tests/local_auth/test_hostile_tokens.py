"""Tokens that attack the verification: the only results are a session or a `TokenVerificationError`."""

from __future__ import annotations

import json
import random
import string
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiostytch import ConfigurationError, LocalAuth
from aiostytch.errors import (
    BadSignatureError,
    MalformedTokenError,
    TokenVerificationError,
    WrongIssuerError,
)
from tests.local_auth.world import PROJECT, SESSION, World, claims, jwks, segment, sign, sign_raw

from .hostile import ALPHABET, GENUINE, GOOD, HOSTILE, PAYLOAD, SIGNATURE


@pytest.mark.parametrize(("token", "error"), HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_hostile_token_is_refused_for_its_reason(
    world: World, token: str, error: type[TokenVerificationError]
) -> None:
    with pytest.raises(TokenVerificationError) as caught:
        await world.verify(token)
    assert type(caught.value) is error


@pytest.mark.parametrize("token", [None, 7, b"a.b.c", GOOD.encode(), [GOOD], object()])
async def test_values_that_are_not_strings_are_malformed(world: World, token: Any) -> None:
    with pytest.raises(MalformedTokenError):
        await world.verify(token)


async def test_the_good_token_of_these_tests_is_good(world: World) -> None:
    assert (await world.verify(GOOD)).custom_claims == {"plan": "pro"}


@pytest.mark.parametrize("header", [{"typ": "jwt"}, {"x5t": "a"}, {"kid": "k1", "cty": ""}])
async def test_harmless_headers_are_accepted(world: World, header: dict[str, str]) -> None:
    assert (await world.verify(sign(**header))).member_id == "member-test-1"


async def test_a_token_of_the_greatest_size_is_accepted(world: World) -> None:
    padding = (16_384 - len(sign(claims(x="")))) * 3 // 4
    token = sign(claims(x="a" * padding))
    assert len(token) in {16_383, 16_384}
    assert len((await world.verify(token)).custom_claims["x"]) == padding


async def test_a_header_cannot_be_changed_under_a_signature(world: World) -> None:
    token = f"{segment({'alg': 'RS256', 'kid': 'k1', 'typ': 'JWT', 'x': 1})}.{PAYLOAD}.{SIGNATURE}"
    with pytest.raises(BadSignatureError):
        await world.verify(token)


async def outcome(verify: Callable[..., Any], token: str) -> str:
    """Return the session or the verification error of a token. Any other exception is raised."""
    try:
        await verify(token)
    except TokenVerificationError as error:
        return type(error).__name__
    return "accepted"


@pytest.mark.volume
async def test_no_change_of_one_character_is_accepted(world: World) -> None:
    verify = world.client().sessions.authenticate_jwt_local
    await verify(GOOD)
    for place, old in enumerate(GOOD):
        others = {ALPHABET[(ALPHABET.find(old) + step) % len(ALPHABET)] for step in (1, 2, 17)} | {"="}
        for new in others - {old}:
            assert await outcome(verify, GOOD[:place] + new + GOOD[place + 1 :]) != "accepted", (place, new)


async def test_no_shortened_or_doubled_token_is_accepted(world: World) -> None:
    verify = world.client().sessions.authenticate_jwt_local
    for place in range(len(GOOD)):
        assert await outcome(verify, GOOD[:place]) != "accepted", place
        assert await outcome(verify, GOOD[:place] + GOOD[place : place + 1] + GOOD[place:]) != "accepted", place


async def test_the_tokens_of_two_projects_never_pass_for_each_other() -> None:
    other = "project-test-2"
    tokens = {
        PROJECT: sign(kid="k1"),
        other: sign(claims(iss=f"stytch.com/{other}", aud=[other]), kid="k2"),
    }
    both = World(keys=jwks("k1", "k2"))  # one key set for both, so that the keys do not tell them apart
    clients = {project: both.client(project) for project in tokens}
    for round_ in range(75):
        for at, client in clients.items():
            for of, token in sorted(tokens.items(), reverse=bool(round_ % 2)):
                found = await outcome(client.sessions.authenticate_jwt_local, token)
                assert found == ("accepted" if at == of else "WrongIssuerError")


@pytest.mark.parametrize("remembered", [0, 1024])
async def test_two_projects_with_one_issuer_accept_no_token_of_the_other(remembered: int) -> None:
    world, auth = World(), LocalAuth(cached_tokens=remembered)
    here = world.client(auth=auth)
    there = world.client("project-test-2", auth=auth)
    token = sign(claims(iss="https://test.stytch.com"))
    for _ in range(3):
        assert await outcome(here.sessions.authenticate_jwt_local, token) == "accepted"
        assert await outcome(there.sessions.authenticate_jwt_local, token) == "WrongAudienceError"


@pytest.mark.parametrize(
    "name", ["alg none", "no signature", "unknown key id", "large payload, properly signed", "padding"]
)
async def test_a_traceback_with_its_variables_shows_no_token(world: World, name: str) -> None:
    token = HOSTILE[name][0]
    failing = world.client().sessions.authenticate_jwt_local(token)
    with pytest.raises(TokenVerificationError) as caught:
        await failing
    ours = caught.value.__traceback__
    while ours and "local_auth/sessions" not in ours.tb_frame.f_code.co_filename:
        ours = ours.tb_next
    assert ours is not None
    lines = traceback.TracebackException(type(caught.value), caught.value, ours, capture_locals=True).format()
    shown = "".join(lines)
    assert "session_jwt" in shown or "token" in shown
    assert not any(part in shown for part in token.split(".") if len(part) > 10)


@pytest.mark.volume
async def test_none_of_20_000_random_strings_is_accepted(world: World) -> None:
    chance, verify = random.Random(4711), world.client().sessions.authenticate_jwt_local
    alphabets = (ALPHABET, f"{ALPHABET}..=", string.printable, "é٣\0\ud800.")
    for _ in range(20_000):
        text = "".join(chance.choices(chance.choice(alphabets), k=chance.randrange(120)))
        assert await outcome(verify, text) != "accepted", text


@pytest.mark.volume
async def test_none_of_20_000_damaged_tokens_is_accepted(world: World) -> None:
    chance, verify = random.Random(4711), world.client().sessions.authenticate_jwt_local
    sources = [token for token, _ in HOSTILE.values() if len(token) < 3_000] + [GOOD] * 20
    for _ in range(20_000):
        parts = [chance.choice(sources).split(".")[at : at + 1] for at in range(3)]
        token = ".".join(part[0] if part else "" for part in parts)
        start = chance.randrange(len(token) + 1)
        end = start + chance.randrange(4)
        damaged = token[:start] + "".join(chance.choices(ALPHABET, k=chance.randrange(4))) + token[end:]
        assert damaged in GENUINE or await outcome(verify, damaged) != "accepted", damaged


FUZZ = settings(max_examples=500)


@pytest.mark.volume
@FUZZ
@given(st.one_of(st.text(max_size=200), st.text(ALPHABET + "._=", max_size=400)))
async def test_random_text_is_refused_and_nothing_else_happens(token: str) -> None:
    assert await outcome(FUZZED.client().sessions.authenticate_jwt_local, token) != "accepted"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
HEADERS = st.fixed_dictionaries(
    {}, optional={name: st.one_of(JSON, st.sampled_from(["RS256", "k1", "JWT", "none", "HS256"])) for name in (
        "alg", "kid", "typ", "crit", "b64", "jwk", "jku", "x5c", "zip", "enc",
    )},
)  # fmt: skip
CLAIM_NAMES = ("iss", "aud", "sub", "exp", "iat", "nbf", SESSION, "https://stytch.com/organization", "plan")
CHANGES = st.dictionaries(st.sampled_from(CLAIM_NAMES), JSON, max_size=3)
SESSION_CHANGES = st.dictionaries(st.sampled_from([*claims()[SESSION], "new"]), JSON, max_size=3)
FUZZED = World()


@pytest.mark.volume
@FUZZ
@given(HEADERS, st.binary(max_size=40), st.binary(max_size=300))
async def test_tokens_with_the_structure_of_a_jwt_are_refused(
    header: dict[str, Any], payload: bytes, signature: bytes
) -> None:
    token = f"{segment(header)}.{segment(payload)}.{segment(signature)}"
    assert await outcome(FUZZED.client().sessions.authenticate_jwt_local, token) != "accepted"


@pytest.mark.volume
@settings(max_examples=400)
@given(CHANGES, SESSION_CHANGES)
async def test_signed_claims_of_any_kind_are_a_session_or_refused(
    changes: dict[str, Any], session_changes: dict[str, Any]
) -> None:
    said = claims() | changes
    if SESSION not in changes:
        said[SESSION] |= session_changes
    await outcome(FUZZED.client().sessions.authenticate_jwt_local, sign_raw(json.dumps(said).encode()))


@pytest.mark.volume
@settings(max_examples=300)
@given(st.binary(max_size=200))
async def test_signed_bytes_of_any_kind_are_refused(payload: bytes) -> None:
    assert await outcome(FUZZED.client().sessions.authenticate_jwt_local, sign_raw(payload)) == "MalformedTokenError"


# -- issuers ----------------------------------------------------------------------------------------------------------

OWN_DOMAIN, CUSTOM = "https://acme.customers.stytch.com", "https://login.acme.example"


@pytest.mark.parametrize("issuer", [OWN_DOMAIN, CUSTOM, f"stytch.com/{PROJECT}", "https://test.stytch.com"])
async def test_issuers_that_are_given_count_beside_stytch(world: World, issuer: str) -> None:
    client = world.client(auth=LocalAuth(issuers=[OWN_DOMAIN, CUSTOM]))
    for verify in (client.sessions.authenticate_jwt_local, client.sessions.authenticate_jwt):
        assert (await verify(sign(claims(iss=issuer)))).member_id == "member-test-1"
    assert world.requests == []


@pytest.mark.parametrize(
    "issuer",
    [f"{CUSTOM}/", CUSTOM.upper(), CUSTOM[:-1], f"{CUSTOM}.evil.example", "login.acme.example", f"{CUSTOM}:443", ""],
)
async def test_an_issuer_is_compared_to_the_letter(world: World, issuer: str) -> None:
    client = world.client(auth=LocalAuth(issuers=(CUSTOM,)))
    with pytest.raises(WrongIssuerError) as caught:
        await client.sessions.authenticate_jwt(sign(claims(iss=issuer)))
    wanted = f"'{CUSTOM}', 'https://test.stytch.com', 'stytch.com/{PROJECT}'"
    assert str(caught.value) == f"the issuer of the token is {issuer!r}, but must be one of {wanted}"


@pytest.mark.parametrize("issuer", ["a" * 5_000, "two\nlines", "\x1b[31mred", "\u202e", "'; rm"])
async def test_an_issuer_is_shown_on_one_short_line(world: World, issuer: str) -> None:
    with pytest.raises(WrongIssuerError) as caught:
        await world.verify(sign(claims(iss=issuer)))
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 400


async def test_an_issuer_that_nobody_signed_is_not_shown(world: World) -> None:
    header, payload, _ = sign(claims(iss="https://evil.example")).split(".")
    with pytest.raises(BadSignatureError) as caught:
        await world.verify(f"{header}.{payload}.{SIGNATURE}")
    assert "evil" not in str(caught.value)


@pytest.mark.parametrize("issuers", [CUSTOM, b"a", 7, None, {CUSTOM: 1}, [None], [""], [CUSTOM, 7]])
def test_issuers_are_a_list_of_strings(world: World, issuers: Any) -> None:
    with pytest.raises(ConfigurationError, match="issuers"):
        world.client(auth=LocalAuth(issuers=issuers))
