"""A tour: an organization, 250 members in pages of 100, a change made as a member, and two typed errors.

It needs STYTCH_PROJECT_ID and STYTCH_SECRET of a test project. Set STYTCH_BASE_URL to use another server, such as
`aiostytch-sandbox`. The program deletes the objects that it creates.
"""

import asyncio
import hashlib
import secrets
import sys

from rich.console import Console

import aiostytch
from aiostytch import B2BClient, SessionToken


def tell(step: str, result: str) -> None:
    Console(highlight=False).print(f"[bold]{step:<30}[/bold] {result}", soft_wrap=True)


async def create_members(client: B2BClient, organization_id: str, domain: str) -> None:
    create = client.organizations.members.create
    await asyncio.gather(*(create(organization_id, email_address=f"member{n:03}@{domain}") for n in range(250)))
    tell("Create members", "250, 10 concurrently")


async def walk_members(client: B2BClient, organization_id: str) -> None:
    search = client.organizations.members.search(organization_ids=[organization_id], limit=100)
    sizes = [len(page.members) async for page in search.pages()]
    tell("List them page by page", f"{' + '.join(map(str, sizes))} = {sum(sizes)}")
    tell("List them one by one", f"{len({member.member_id async for member in search})} different members")


async def log_in(client: B2BClient, organization_id: str, email: str) -> SessionToken:
    """Import an administrator with a password hash from an older system, and log in with the password."""
    password = secrets.token_urlsafe(24)
    sha = hashlib.sha512(password.encode()).hexdigest()
    await client.passwords.migrate(
        organization_id=organization_id, email_address=email, hash=sha, hash_type="sha_512", roles=["stytch_admin"]
    )
    response = await client.passwords.authenticate(
        organization_id=organization_id, email_address=email, password=password
    )
    tell("Log in with a password", f"{email}, {'done' if response.member_authenticated else 'MFA required'}")
    return SessionToken(response.session_token)


async def tour(client: B2BClient, name: str, organization_id: str) -> None:
    await create_members(client, organization_id, domain := f"{name.lower()}.example.com")
    await walk_members(client, organization_id)
    me = client.as_member(await log_in(client, organization_id, f"ada@{domain}"))
    renamed = await me.organizations.update(organization_id, organization_name=f"{name}-Renamed")
    tell("Rename it as that member", renamed.organization.organization_name)
    try:
        await client.organizations.get("organization-test-00000000-0000-4000-8000-000000000000")
    except aiostytch.NotFoundError as error:
        tell("Get one that does not exist", f"{type(error).__name__}: {error.error_type}")
    try:
        await client.organizations.create(organization_name="")
    except aiostytch.BadRequestError as error:
        tell("Create one without a name", f"{type(error).__name__}: {error.error_message}")


async def main() -> None:
    async with B2BClient(max_concurrency=10, timeout=aiostytch.Timeout(pool=60), deadline=90) as client:
        created = await client.organizations.create(organization_name=(name := f"Quickstart-{secrets.token_hex(4)}"))
        tell("Create an organization", organization_id := created.organization.organization_id)
        try:
            await tour(client, name, organization_id)
        finally:
            await client.organizations.delete(organization_id)
            tell("Delete it", "done")


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except (aiostytch.ConfigurationError, aiostytch.ConnectError, aiostytch.UnauthorizedError) as problem:
        sys.exit(f"Cannot start: {problem}")
