"""Export all members of all organizations as flat JSON lines with the same columns, ready for Parquet.

    python export_members.py members.jsonl

It streams pages, so memory stays flat for any number of members. The file appears when it is complete.
"""

import asyncio
import datetime
import itertools
import json
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TextIO

from aiostytch import B2BClient
from aiostytch.models.organizations import Member

PAGE = 1000
"""Records per page: the maximum of the API."""


def columns(member: Member) -> dict[str, str | bool | None]:
    """Return a member as one row: scalars only, and lists as JSON."""
    return {
        "organization_id": member.organization_id,
        "member_id": member.member_id,
        "external_id": member.external_id or None,
        "email_address": member.email_address,
        "email_address_verified": member.email_address_verified,
        "name": member.name,
        "status": member.status,
        "is_admin": member.is_admin,
        "mfa_enrolled": member.mfa_enrolled,
        "roles": json.dumps(sorted(role.role_id for role in member.roles)),
        "created_at": written(member.created_at),
        "updated_at": written(member.updated_at),
    }


def written(moment: object) -> str | None:
    return moment.isoformat() if isinstance(moment, datetime.datetime) else None


async def all_members(client: B2BClient) -> AsyncIterator[Member]:
    """Yield all members, with one search for each page of organizations."""
    async for page in client.organizations.search(limit=PAGE).pages():
        ids = [organization.organization_id for organization in page.organizations]
        if ids:
            async for member in client.organizations.members.search(organization_ids=ids, limit=PAGE):
                yield member


async def export(client: B2BClient, file: TextIO) -> int:
    """Write all members; return their number."""
    counter = itertools.count()
    async for member in all_members(client):
        file.write(json.dumps(columns(member), ensure_ascii=False) + "\n")
        next(counter)
    return next(counter)


async def main(path: Path) -> None:
    unfinished = path.with_name(f"{path.name}.part")
    async with B2BClient() as client:
        with unfinished.open("w", encoding="utf-8") as file:
            count = await export(client, file)
    os.replace(unfinished, path)
    print(f"{count} members in {path}")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
