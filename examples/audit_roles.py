"""List the members by role in each organization, and the roles that are missing from the policies.

python audit_roles.py [--role stytch_admin]
"""

import argparse
import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.table import Table

from aiostytch import B2BClient
from aiostytch.models.organizations import Organization

AT_ONCE = 5
Holders = Mapping[str, list[str]]
"""E-mail addresses by role."""


async def known_roles(client: B2BClient, organization: Organization) -> set[str]:
    """Return the roles of the project's policy and of the organization's own."""
    project, own = await asyncio.gather(
        client.rbac.policy(), client.rbac.organizations.get_org_policy(organization.organization_id)
    )
    in_project = {role.role_id for role in project.policy.roles} if project.policy else set[str]()
    return in_project | {role.role_id for role in own.org_policy.roles}


async def holders(client: B2BClient, organization: Organization) -> Holders:
    """Return the members by role."""
    found: dict[str, list[str]] = defaultdict(list)
    ids = [organization.organization_id]
    async for member in client.organizations.members.search(organization_ids=ids, limit=1000):
        for role in member.roles:
            found[role.role_id].append(member.email_address)
    return found


def rows(organization: Organization, found: Holders, known: set[str], wanted: str | None) -> Iterator[tuple[str, ...]]:
    """Yield a row of the table for each role."""
    for role, addresses in sorted(found.items()):
        if wanted in {None, role}:
            mark = "" if role in known else "in no policy"
            yield organization.organization_name, role, str(len(addresses)), ", ".join(sorted(addresses)[:3]), mark


async def audit(client: B2BClient, wanted: str | None) -> Table:
    """Return the table; query a few organizations concurrently."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def look_at(organization: Organization) -> list[tuple[str, ...]]:
        async with gate:
            found, known = await holders(client, organization), await known_roles(client, organization)
            return list(rows(organization, found, known, wanted))

    organizations = await client.organizations.search(limit=1000).collect()
    table = Table("Organization", "Role", "Members", "Among them", "Remark")
    for part in await asyncio.gather(*map(look_at, organizations)):
        for row in part:
            table.add_row(*row)
    return table


async def main() -> None:
    parser = argparse.ArgumentParser(description="List the members by role in each organization.")
    parser.add_argument("--role", help="show this role only")
    options = parser.parse_args()
    async with B2BClient() as client:
        Console().print(await audit(client, options.role))


if __name__ == "__main__":
    asyncio.run(main())
