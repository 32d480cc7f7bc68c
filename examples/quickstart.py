"""A tour: an organization, 250 members in pages of 100, a change made as a member, and two typed errors.

It needs STYTCH_PROJECT_ID and STYTCH_SECRET of a test project. STYTCH_BASE_URL leads to another server than Stytch's,
such as `python -m aiostytch.sandbox`. What it creates it deletes at the end.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import sys

from rich.console import Console

from aiostytch import (
    B2BClient,
    BadRequestError,
    ConfigurationError,
    ConnectError,
    NotFoundError,
    RetryPolicy,
    SessionToken,
    UnauthorizedError,
)
from aiostytch.models.errors import ErrorType
from aiostytch.models.passwords import SHA512Config

MEMBERS = 250
PAGE = 100
AT_ONCE = 10

console = Console(highlight=False)


def tell(step: str, result: str) -> None:
    console.print(f"[bold]{step:<30}[/bold] {result}", soft_wrap=True)


async def create_organization(client: B2BClient, name: str) -> str:
    response = await client.organizations.create(organization_name=name, organization_slug=name.lower())
    organization = response.organization
    tell("Create an organization", f"{organization.organization_name} ({organization.organization_id})")
    return organization.organization_id


async def create_members(client: B2BClient, organization_id: str, domain: str) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def create(number: int) -> None:
        async with gate:
            await client.organizations.members.create(
                organization_id, email_address=f"member{number:03}@{domain}", name=f"Member {number}"
            )

    async with asyncio.TaskGroup() as tasks:
        for number in range(MEMBERS):
            tasks.create_task(create(number))
    tell("Create members", f"{MEMBERS}, {AT_ONCE} at once")


async def walk_members(client: B2BClient, organization_id: str) -> None:
    search = client.organizations.members.search(organization_ids=[organization_id], limit=PAGE)
    sizes = [len(page.members) async for page in search.pages()]
    tell("Walk them page by page", f"{' + '.join(map(str, sizes))} = {sum(sizes)}")
    addresses = {member.email_address async for member in search}
    tell("Walk them one by one", f"{len(addresses)} different e-mail addresses")


async def log_in(client: B2BClient, organization_id: str, domain: str) -> SessionToken:
    """Import a member with a password hash from an older system, and log in with the password."""
    email_address, password, salt = f"ada@{domain}", secrets.token_urlsafe(24), secrets.token_hex(8)
    await client.passwords.migrate(
        organization_id=organization_id,
        email_address=email_address,
        hash=hashlib.sha512(f"{salt}{password}".encode()).hexdigest(),
        hash_type="sha_512",
        sha_512_config=SHA512Config(prepend_salt=salt, append_salt=""),
        roles=["stytch_admin"],
    )
    response = await client.passwords.authenticate(
        organization_id=organization_id, email_address=email_address, password=password
    )
    if response.member_session is None:
        raise SystemExit("The project asks for a second factor: no session was started.")
    tell("Log in with a password", f"{email_address}, session until {response.member_session.expires_at:%H:%M} UTC")
    return SessionToken(response.session_token)


async def rename_as_member(client: B2BClient, organization_id: str, session: SessionToken, name: str) -> None:
    member = client.as_member(session)
    response = await member.organizations.update(organization_id, organization_name=name)
    tell("Rename it as that member", response.organization.organization_name)


async def show_errors(client: B2BClient) -> None:
    try:
        await client.organizations.get("organization-test-00000000-0000-4000-8000-000000000000")
    except NotFoundError as error:
        known = error.error_type is ErrorType.ORGANIZATION_NOT_FOUND
        tell("Ask for one that is not there", f"{type(error).__name__}: {error.error_type} (known: {known})")
    try:
        await client.organizations.create(organization_name="")
    except BadRequestError as error:
        tell("Create one without a name", f"{type(error).__name__}: {error.error_message}")


async def tour(client: B2BClient) -> None:
    name = f"Quickstart-{secrets.token_hex(4)}"
    domain = f"{name.lower()}.example.com"
    organization_id = await create_organization(client, name)
    try:
        await create_members(client, organization_id, domain)
        await walk_members(client, organization_id)
        session = await log_in(client, organization_id, domain)
        await rename_as_member(client, organization_id, session, f"{name}-Renamed")
        await show_errors(client)
    finally:
        await client.organizations.delete(organization_id)
        tell("Delete it", "done")


async def main() -> int:
    try:
        async with B2BClient(retry=RetryPolicy(max_retries=4)) as client:
            console.print(repr(client), markup=False, soft_wrap=True)
            await tour(client)
    except (ConfigurationError, ConnectError, UnauthorizedError) as error:
        console.print(f"Cannot start: {error}", style="red", markup=False)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
