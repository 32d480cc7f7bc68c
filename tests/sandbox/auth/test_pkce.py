"""Proof Key for Code Exchange."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from aiostytch import APIError, B2BClient
from aiostytch.sandbox import Sandbox
from aiostytch.sandbox.auth import pkce
from aiostytch.sandbox.contract.errors import RefusedError

from ..stages.connections import connect_saml
from ..stages.trusted import add_app, authorize
from ..world import CHALLENGE, LOGIN, VERIFIER, World


def test_the_verifier_of_the_rfc_belongs_to_its_challenge() -> None:
    pkce.verify(CHALLENGE, VERIFIER)


def test_a_login_without_a_challenge_needs_no_verifier() -> None:
    pkce.verify("", None)
    pkce.verify("", "")


@pytest.mark.parametrize(
    ("challenge", "verifier", "error_type"),
    [
        ("", VERIFIER, "pkce_did_not_expect_code_verifier"),
        (CHALLENGE, None, "pkce_expected_code_verifier"),
        (CHALLENGE, "", "pkce_expected_code_verifier"),
        (CHALLENGE, CHALLENGE, "pkce_mismatch"),
        (CHALLENGE, VERIFIER + "x", "pkce_mismatch"),
        (CHALLENGE + "=", VERIFIER, "pkce_mismatch"),
        ("é", VERIFIER, "pkce_mismatch"),
    ],
)
def test_a_login_ends_with_the_verifier_that_it_began_with_only(
    challenge: str, verifier: str | None, error_type: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        pkce.verify(challenge, verifier)
    assert (caught.value.status_code, caught.value.error_type) == (400, error_type)
    assert VERIFIER not in caught.value.error_message


Begin = Callable[[B2BClient, Sandbox, World, str], Awaitable[Any]]


async def by_link(client: B2BClient, sandbox: Sandbox, world: World, challenge: str) -> None:
    await client.magic_links.email.login_or_signup(
        organization_id="acme", email_address=LOGIN[0], pkce_code_challenge=challenge
    )


async def by_discovery_link(client: B2BClient, sandbox: Sandbox, world: World, challenge: str) -> None:
    await client.magic_links.email.discovery.send(email_address=LOGIN[0], pkce_code_challenge=challenge)


async def by_reset(client: B2BClient, sandbox: Sandbox, world: World, challenge: str) -> None:
    await client.passwords.email.reset_start(organization_id="acme", email_address=LOGIN[0], code_challenge=challenge)


async def by_discovery_reset(client: B2BClient, sandbox: Sandbox, world: World, challenge: str) -> None:
    await client.passwords.discovery.email.reset_start(email_address=LOGIN[0], pkce_code_challenge=challenge)


async def by_oauth(client: B2BClient, sandbox: Sandbox, world: World, challenge: str) -> None:
    sandbox.oauth.login("acme", "google", LOGIN[0], pkce_code_challenge=challenge)


async def by_oauth_discovery(client: B2BClient, sandbox: Sandbox, world: World, challenge: str) -> None:
    sandbox.oauth.discover("google", LOGIN[0], pkce_code_challenge=challenge)


async def by_sso(client: B2BClient, sandbox: Sandbox, world: World, challenge: str) -> None:
    sandbox.sso.login(await connect_saml(client, sandbox), LOGIN[0], pkce_code_challenge=challenge)


async def by_app(client: B2BClient, sandbox: Sandbox, world: World, challenge: str) -> None:
    await authorize(client, add_app(sandbox), "openid", session_token=world.session_token, code_challenge=challenge)


NONE = [
    "challenge",
    VERIFIER + "x",
    CHALLENGE + "=",
    CHALLENGE[:-1],
    CHALLENGE[:-1] + "N",
    CHALLENGE[:-1] + "+",
    "é" * 43,
]
BEGINNINGS = [by_link, by_discovery_link, by_reset, by_discovery_reset, by_oauth, by_oauth_discovery, by_sso, by_app]


@pytest.mark.parametrize("begin", BEGINNINGS)
async def test_an_invalid_challenge_is_refused(client: B2BClient, sandbox: Sandbox, world: World, begin: Begin) -> None:
    for challenge in NONE:
        with pytest.raises((APIError, RefusedError)) as caught:
            await begin(client, sandbox, world, challenge)
        assert (caught.value.status_code, caught.value.error_type) == (400, "invalid_pkce_code_challenge")
    assert len(sandbox.outbox) == 0
    await begin(client, sandbox, world, CHALLENGE)
