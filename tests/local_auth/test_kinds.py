"""A token of one kind is never accepted as another, although all are signed with the same keys."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from aiostytch import (
    B2BClient,
    LocalAuth,
    NotAnAccessTokenError,
    NotAnM2MTokenError,
    NotASessionTokenError,
    TokenVerificationError,
    WrongTokenKindError,
)
from aiostytch.local_auth.state import state_of
from tests.local_auth.hostile import ALPHABET
from tests.local_auth.tokens import REFRESH_TOKEN, TOKENS
from tests.local_auth.world import (
    ORGANIZATION,
    SESSION,
    World,
    access_claims,
    claims,
    id_claims,
    m2m_claims,
    sign,
    sign_raw,
)

VERIFIERS: dict[str, tuple[Callable[[B2BClient, str], Any], type[WrongTokenKindError]]] = {
    "session": (lambda client, token: client.sessions.authenticate_jwt_local(token), NotASessionTokenError),
    "session or API": (lambda client, token: client.sessions.authenticate_jwt(token), NotASessionTokenError),
    "m2m": (lambda client, token: client.m2m.authenticate_token(token), NotAnM2MTokenError),
    "access_token": (lambda client, token: client.idp.introspect_access_token_local(token), NotAnAccessTokenError),
}


def kind_of(result: object) -> str:
    return {"VerifiedSession": "session", "VerifiedClient": "m2m", "VerifiedAccess": "access_token"}[
        type(result).__name__
    ]


@pytest.mark.parametrize("remembered", [0, 1024])
async def test_each_kind_is_accepted_where_it_is_wanted_and_named_elsewhere(world: World, remembered: int) -> None:
    client = world.client(auth=LocalAuth(cached_tokens=remembered))
    for _ in range(2):  # the second time from the cache
        for wanted, (verify, refusal) in VERIFIERS.items():
            for kind, token in TOKENS.items():
                if wanted.startswith(kind):
                    assert kind_of(await verify(client, token)) == kind
                    continue
                with pytest.raises(WrongTokenKindError) as caught:
                    await verify(client, token)
                assert (type(caught.value), caught.value.seen) == (refusal, kind)
    assert world.requests == []


MIXED: Mapping[str, tuple[dict[str, Any], str]] = {
    "session without an organization": (claims(**{ORGANIZATION: None}), "unknown"),
    "session with the claims of an access token": (claims(client_id="connected-app-test-1", scope="a"), "session"),
    "session whose custom scope is a list": (claims(scope=["a"], client_id=7), "session"),
    "M2M token with an organization": (m2m_claims(**{ORGANIZATION: {"organization_id": "o"}}), "unknown"),
    "M2M token of a member": (m2m_claims(sub="member-test-1"), "id_token"),
    "M2M token of a consumer": (m2m_claims(sub="user-test-1"), "id_token"),
    "M2M token with a nonce": (m2m_claims(nonce="a"), "unknown"),
    "M2M token without scopes": (m2m_claims(scope=None), "m2m"),
    "M2M token of a client with a name of its own": (m2m_claims(sub="billing"), "m2m"),
    "nobody's token without scopes": (m2m_claims(sub="billing", scope=None), "id_token"),
    "access token without scopes": (access_claims(scope=None), "access_token"),
    "access token without an organization": (access_claims(**{ORGANIZATION: None}), "access_token"),
    "access token with a session": (access_claims(**{SESSION: claims()[SESSION]}), "session"),
    "ID token for the project": (id_claims(aud=claims()["aud"]), "id_token"),
    "ID token with a nonce and an organization": (
        id_claims(nonce="a", **{ORGANIZATION: {"organization_id": "o"}}),
        "id_token",
    ),
    "ID token with a client id": (id_claims(nonce="a", client_id="connected-app-test-1"), "id_token"),
}


@pytest.mark.parametrize(("said", "kind"), MIXED.values(), ids=MIXED.keys())
async def test_claims_tell_the_kind(world: World, said: dict[str, Any], kind: str) -> None:
    client, token = world.client(), sign(said)
    for wanted in ("session", "m2m", "access_token"):
        verify, _ = VERIFIERS[wanted]
        if wanted == kind:
            assert kind_of(await verify(client, token)) == kind
            continue
        with pytest.raises(WrongTokenKindError) as caught:
            await verify(client, token)
        assert caught.value.seen == kind


@pytest.mark.parametrize("typ", ["at+jwt", "AT+JWT", "application/at+jwt"])
async def test_the_type_of_access_tokens_is_for_them_alone(world: World, typ: str) -> None:
    client = world.client()
    assert (await client.idp.introspect_access_token_local(sign(access_claims(), typ=typ))).scopes
    for said in (claims(), m2m_claims(), id_claims()):
        for verify, _ in VERIFIERS.values():
            with pytest.raises(WrongTokenKindError) as caught:
                await verify(client, sign(said, typ=typ))
            assert caught.value.seen == "unknown"


@pytest.mark.parametrize("typ", ["logout+jwt", "secevent+jwt", "dpop+jwt", ""])
async def test_tokens_of_other_types_are_of_no_kind(world: World, typ: str) -> None:
    for said in (claims(), m2m_claims(), access_claims()):
        for verify, _ in VERIFIERS.values():
            with pytest.raises(WrongTokenKindError):
                await verify(world.client(), sign(said, typ=typ))


async def test_the_message_names_both_kinds(world: World) -> None:
    with pytest.raises(NotASessionTokenError, match=r"^the token is an M2M token, but must be a session JWT$"):
        await world.verify(TOKENS["m2m"])
    with pytest.raises(NotAnAccessTokenError, match="opaque, such as a refresh token"):
        await world.client().idp.introspect_access_token_local(REFRESH_TOKEN)


async def test_tokens_of_all_kinds_share_one_memory(world: World) -> None:
    """The cache has a limit of `cached_tokens` for all kinds together, and all kinds use it."""
    client = world.client(auth=LocalAuth(cached_tokens=4))
    for number in range(5):
        await client.sessions.authenticate_jwt_local(sign(claims(n=number)))
        await client.m2m.authenticate_token(sign(m2m_claims(n=number)))
        await client.idp.introspect_access_token_local(sign(access_claims(n=number)))
    assert len(state_of(client._runner).tokens._known) == 4
    assert world.fetches == 1


def mutated(chance: random.Random) -> str:
    """Create a token of some kind with a few claims of others, and sometimes damage it."""
    kinds = (claims(), m2m_claims(), access_claims(), id_claims())
    said = dict(chance.choice(kinds))
    for _ in range(chance.randrange(4)):
        name = chance.choice([*claims(), *access_claims(), "nonce"])
        values = [kind[name] for kind in kinds if name in kind] + [None, "", 7, [], {}, "member-1", "m2m-client-1"]
        said[name] = chance.choice(values)
    for name in chance.sample(sorted(said), chance.randrange(2)):
        del said[name]
    return json.dumps(said)


@pytest.mark.volume
async def test_20_000_mutated_tokens_of_all_kinds_end_in_one_family_of_errors(world: World) -> None:
    """A token is accepted as at most one kind, and all others raise `TokenVerificationError`."""
    chance, client = random.Random(4711), world.client()
    for number in range(20_000):
        token = SIGNED[number % 2_000] if number >= 2_000 else sign_raw(mutated(chance).encode())
        if number < 2_000:
            SIGNED.append(token)
        else:
            place = chance.randrange(len(token))
            token = token[:place] + "".join(chance.choices(ALPHABET, k=chance.randrange(3))) + token[place + 1 :]
        accepted = []
        for wanted in ("session", "m2m", "access_token"):
            try:
                accepted.append(kind_of(await VERIFIERS[wanted][0](client, token)))
            except TokenVerificationError:
                continue
            assert accepted[-1] == wanted
        assert len(accepted) <= 1, token
        assert number < 2_000 or token in SIGNED or not accepted, token


SIGNED: list[str] = []
