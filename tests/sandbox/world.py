"""The starting point of the tests of the sandbox."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import itertools
import uuid
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any

import attrs
import httpx
import pytest

from aiostytch import APIError, B2BClient
from aiostytch.models.organizations import Member, Organization
from aiostytch.sandbox import PROJECT_ID, SECRET, Sandbox

PASSWORD = "correct horse battery staple"
NEW_PASSWORD = "a quite different and rather long one"
SHA_512 = hashlib.sha512(PASSWORD.encode()).hexdigest()
LOGIN = ("ada@acme.example", PASSWORD)
VERIFIER, CHALLENGE = (  # RFC 7636, appendix B
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
)
PHONE = "+12025550123"
OWN = "secret-test-of-ones-own"
"""The secret of a sandbox whose secret is not the default one."""
TOTP_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # from RFC 6238, appendix B


NOON = datetime.datetime(2026, 1, 31, 12, 0, tzinfo=datetime.UTC)


POLICY = {
    "resources": [{"resource_id": "documents", "description": "Papers.", "actions": ["read", "write"]}],
    "roles": [
        {
            "role_id": "stytch_member",
            "permissions": [
                {"resource_id": "stytch.self", "actions": ["*"]},
                {"resource_id": "documents", "actions": ["read"]},
            ],
        },
        {"role_id": "editor", "permissions": [{"resource_id": "documents", "actions": ["*"]}]},
        {"role_id": "recruiter", "permissions": [{"resource_id": "stytch.member", "actions": ["create", "search"]}]},
    ],
    "scopes": [{"scope": "write:documents", "permissions": [{"resource_id": "documents", "actions": ["write"]}]}],
}
"""The policy of the project in these tests: all members can read documents, and editors can also write them."""


class CountedIds:
    """1, 2, 3, … as UUIDs."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def __call__(self) -> uuid.UUID:
        return uuid.UUID(int=next(self._numbers))


@attrs.frozen
class World:
    """An organization, a member with a password, a session and a retired address, and a deleted member."""

    organization: Organization
    member: Member
    session_token: str
    session_jwt: str
    deleted_member_id: str


async def make_world(client: B2BClient) -> World:
    created = await client.organizations.create(organization_name="Acme", organization_slug="acme")
    organization_id = created.organization.organization_id
    first = await client.organizations.members.create(organization_id, email_address="countess@acme.example")
    await client.organizations.members.update(organization_id, first.member_id, email_address=LOGIN[0])
    await migrate(client, organization_id)
    gone = await migrate(client, organization_id, email_address="gone@acme.example")
    await client.organizations.members.delete(organization_id, gone.member_id)
    login = await log_in(client, organization_id)
    return World(created.organization, login.member, login.session_token, login.session_jwt, gone.member_id)


def migrate(client: B2BClient, organization_id: str, **given: Any) -> Awaitable[Any]:
    """Set the password of all test members for a member, who is created if necessary."""
    arguments = {"email_address": LOGIN[0], "hash": SHA_512, "hash_type": "sha_512", **given}
    return client.passwords.migrate(organization_id=organization_id, **arguments)


def log_in(client: B2BClient, organization_id: str, **given: Any) -> Awaitable[Any]:
    arguments = {"email_address": LOGIN[0], "password": LOGIN[1], **given}
    return client.passwords.authenticate(organization_id=organization_id, **arguments)


async def discover(client: B2BClient, sandbox: Sandbox, email: str = LOGIN[0]) -> str:
    """Verify an address with a link, and return the token of the intermediate session."""
    await client.magic_links.email.discovery.send(email_address=email)
    token = (await sandbox.outbox.wait_for(email=email, purpose="discovery")).magic_link_token
    response = await client.magic_links.discovery.authenticate(discovery_magic_links_token=token)
    return response.intermediate_session_token


async def promote(client: B2BClient, member_id: str, *roles: str) -> None:
    """Replace the roles of a member, by default with that of an administrator."""
    await client.organizations.members.update("acme", member_id, roles=list(roles) or ["stytch_admin"])


@contextlib.contextmanager
def refused(status_code: int, error_type: str) -> Iterator[None]:
    """Expect an API error with a type that the SDK lists."""
    with pytest.raises(APIError) as caught:
        yield
    assert (caught.value.status_code, caught.value.error_type) == (status_code, error_type)
    assert caught.value.error_type.is_known


def operand(name: str, value: Any) -> dict[str, Any]:
    return {"filter_name": name, "filter_value": value}


def query(*operands: dict[str, Any], operator: str = "AND") -> dict[str, Any]:
    return {"operator": operator, "operands": list(operands)}


def method(client: B2BClient, call_path: str) -> Callable[..., Any]:
    """Return the SDK's method at a call path."""
    value: Any = client
    for name in call_path.split("."):
        value = getattr(value, name)
    return value


async def send(
    sandbox: Sandbox,
    verb: str,
    path: str,
    *,
    headers: Iterable[tuple[str, str]] = (),
    auth: tuple[str, str] | None = (PROJECT_ID, SECRET),
    **rest: Any,
) -> httpx.Response:
    """Send a request that the SDK cannot send."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(sandbox), base_url="http://sandbox") as http:
        return await http.request(verb, path, headers=list(headers), auth=auth, **rest)
