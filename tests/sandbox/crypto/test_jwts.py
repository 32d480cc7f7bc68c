"""Session JWTs: local verification accepts those of the sandbox and no others."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from aiostytch import (
    B2BClient,
    BadSignatureError,
    SessionJWT,
    TokenExpiredError,
    TokenTooOldError,
    TokenVerificationError,
    UnknownKeyError,
    WrongAlgorithmError,
)
from aiostytch.sandbox import PROJECT_ID, SECRET, Clock, Sandbox

from ..world import CountedIds, World, log_in, promote, refused


def taken_apart(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the header and the claims of a token, without verification."""
    return jwt.get_unverified_header(token), jwt.decode(token, options={"verify_signature": False})


async def test_local_verification_accepts_the_jwt_of_a_session(
    client: B2BClient, verifier: B2BClient, world: World, clock: Clock
) -> None:
    login = await log_in(client, "acme", session_duration_minutes=30, session_custom_claims={"plan": "pro"})
    session = await verifier.sessions.authenticate_jwt_local(login.session_jwt, leeway=0)
    known = login.member_session
    assert session.member_session_id == known.member_session_id
    assert (session.member_id, session.organization_id) == (known.member_id, known.organization_id)
    assert (session.organization_slug, session.roles) == ("acme", ("stytch_member",))
    assert (session.started_at, session.expires_at) == (known.started_at, known.expires_at)
    assert [factor.type for factor in session.authentication_factors] == ["password"]
    assert session.custom_claims == {"plan": "pro"}
    assert session.issued_at == clock.now()
    assert (session.token_expires_at - clock.now()).total_seconds() == 5 * 60


async def test_a_jwt_expires_after_five_minutes_and_is_replaced_by_a_fresh_one(
    verifier: B2BClient, world: World, clock: Clock
) -> None:
    clock.advance(minutes=5)
    with pytest.raises(TokenExpiredError):
        await verifier.sessions.authenticate_jwt_local(world.session_jwt, leeway=0)
    fresh = (await verifier.sessions.authenticate(session_jwt=world.session_jwt)).session_jwt
    assert fresh != world.session_jwt
    assert (await verifier.sessions.authenticate_jwt_local(fresh)).issued_at == clock.now()


async def test_the_age_of_a_jwt_is_told_by_the_sandboxes_clock(verifier: B2BClient, world: World, clock: Clock) -> None:
    clock.advance(seconds=61)
    with pytest.raises(TokenTooOldError):
        await verifier.sessions.authenticate_jwt_local(world.session_jwt, max_token_age=60)


async def test_verification_falls_back_to_the_sandbox_for_an_expired_jwt(
    verifier: B2BClient, world: World, clock: Clock
) -> None:
    clock.advance(minutes=6)
    session = await verifier.sessions.authenticate_jwt(world.session_jwt)
    assert session.response is not None
    assert session.member_id == world.member.member_id


async def test_an_expired_jwt_names_its_session_wherever_one_is_named(
    client: B2BClient, world: World, clock: Clock
) -> None:
    await promote(client, world.member.member_id)
    clock.advance(minutes=59)
    me = client.as_member(SessionJWT(world.session_jwt))
    assert (await me.organizations.update("acme", organization_name="New")).organization.organization_name == "New"
    await client.sessions.revoke(session_jwt=world.session_jwt)
    with refused(404, "session_not_found"):
        await client.sessions.authenticate(session_jwt=world.session_jwt)


async def test_old_keys_stay_published_for_a_month_after_a_rotation(
    client: B2BClient, verifier: B2BClient, sandbox: Sandbox, world: World, clock: Clock
) -> None:
    old, _ = taken_apart(world.session_jwt)
    sandbox.rotate_keys()
    login = await log_in(client, "acme", session_duration_minutes=527_040)
    new, _ = taken_apart(login.session_jwt)
    assert new["kid"] != old["kid"]
    for token in (world.session_jwt, login.session_jwt):
        await verifier.sessions.authenticate_jwt_local(token)
    published = (await client.sessions.get_jwks(PROJECT_ID)).keys
    assert [key.kid for key in published] == [old["kid"], new["kid"]]
    clock.advance(days=30)
    published = (await client.sessions.get_jwks(PROJECT_ID)).keys
    assert [key.kid for key in published] == [new["kid"]]


async def test_a_rotation_is_noticed_by_a_verifier_that_knows_the_old_keys(
    client: B2BClient, verifier: B2BClient, sandbox: Sandbox, world: World, clock: Clock
) -> None:
    await verifier.sessions.authenticate_jwt_local(world.session_jwt)
    sandbox.rotate_keys()
    clock.advance(minutes=1)
    login = await log_in(client, "acme")
    await verifier.sessions.authenticate_jwt_local(login.session_jwt)


async def test_a_published_key_holds_nothing_private(client: B2BClient) -> None:
    (key,) = (await client.sessions.get_jwks(PROJECT_ID)).raw.json()["keys"]
    assert set(key) == {"kty", "use", "alg", "key_ops", "kid", "n", "e", "x5c", "x5tS256"}
    assert (key["kty"], key["use"], key["alg"], key["key_ops"]) == ("RSA", "sig", "RS256", ["verify"])


async def test_keys_are_those_of_the_project(client: B2BClient) -> None:
    with refused(404, "project_not_found"):
        await client.sessions.get_jwks("project-test-another")


async def test_two_sandboxes_do_not_accept_each_others_sessions(client: B2BClient, world: World) -> None:
    other = Sandbox(project_id="project-test-other", new_uuid=CountedIds())
    async with B2BClient("project-test-other", SECRET, http_client=httpx.ASGITransport(other)) as stranger:
        with refused(400, "unable_to_parse_session_jwt"):
            await stranger.sessions.authenticate(session_jwt=world.session_jwt)


STRANGER = rsa.generate_private_key(65537, 2048)
FORGERIES: list[tuple[dict[str, Any], type[TokenVerificationError]]] = [
    ({"kid": "jwk-test-unknown"}, UnknownKeyError),
    ({}, BadSignatureError),
    ({"key": "a secret that is shared by too many people", "algorithm": "HS256"}, WrongAlgorithmError),
    ({"key": None, "algorithm": "none"}, WrongAlgorithmError),
]


@pytest.mark.parametrize(("changes", "error"), FORGERIES)
async def test_a_forged_jwt_is_refused_by_the_sandbox_and_locally(
    client: B2BClient,
    verifier: B2BClient,
    world: World,
    changes: dict[str, Any],
    error: type[TokenVerificationError],
) -> None:
    header, claims = taken_apart(world.session_jwt)
    made = {"key": STRANGER, "algorithm": "RS256", "kid": header["kid"], **changes}
    forged = jwt.encode(claims, made["key"], made["algorithm"], headers={"kid": made["kid"]})
    with refused(400, "unable_to_parse_session_jwt"):
        await client.sessions.authenticate(session_jwt=forged)
    with pytest.raises(error):
        await verifier.sessions.authenticate_jwt_local(forged)


async def test_a_jwt_with_other_claims_is_refused(client: B2BClient, verifier: B2BClient, world: World) -> None:
    head, body, signature = world.session_jwt.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    claims["sub"] = "member-test-another"
    changed = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    forged = f"{head}.{changed}.{signature}"
    with refused(400, "unable_to_parse_session_jwt"):
        await client.sessions.authenticate(session_jwt=forged)
    with pytest.raises(BadSignatureError):
        await verifier.sessions.authenticate_jwt_local(forged)


@pytest.mark.parametrize("token", ["x", "a.b", "a.b.c", "." * 30, "x" * 70_000])
async def test_invalid_jwts_are_refused(client: B2BClient, world: World, token: str) -> None:
    with refused(400, "unable_to_parse_session_jwt"):
        await client.sessions.authenticate(session_jwt=token)
