"""Import members from a CSV file with the columns `email_address` and `name`.

    python bulk_import.py ORGANIZATION_ID members.csv

It makes at most 50 concurrent calls and 100 a second, and shows its progress. You can interrupt it at any time: it
records imported members in `members.csv.done`, and the next run continues with the rest.
"""

import asyncio
import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.progress import Progress

from aiostytch import B2BClient, BadRequestError, RateLimit, StytchError
from aiostytch.models.errors import ErrorType

AT_ONCE, PER_SECOND = 50, 100
Row = dict[str, str]


async def import_row(client: B2BClient, organization_id: str, row: Row) -> str | None:
    """Create a member. Return the failure, or None if the member now exists."""
    try:
        await client.organizations.members.create(organization_id, email_address=row["email_address"], name=row["name"])
    except BadRequestError as error:
        if (
            error.error_type != ErrorType.DUPLICATE_MEMBER_EMAIL
        ):  # an earlier run was interrupted before it recorded the member
            return str(error)
    except StytchError as error:
        return str(error)
    return None


async def import_all(client: B2BClient, organization_id: str, rows: list[Row], journal: TextIO) -> list[str]:
    """Create all members, `AT_ONCE` at a time. Return the failures."""
    failures: list[str] = []

    async def work(remaining: Iterator[Row]) -> None:
        for row in remaining:
            if failure := await import_row(client, organization_id, row):
                failures.append(f"{row['email_address']}: {failure}")
            else:
                print(row["email_address"], file=journal)
            progress.advance(bar)

    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task("Importing", total=len(rows))
        async with asyncio.TaskGroup() as workers:
            remaining = iter(rows)
            for _ in range(AT_ONCE):
                workers.create_task(work(remaining))
    return failures


async def main(organization_id: str, path: Path) -> None:
    noted = path.with_name(f"{path.name}.done")
    done = set(noted.read_text(encoding="utf-8").splitlines()) if noted.exists() else set[str]()
    with path.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["email_address"] not in done]
    with noted.open(
        "a", encoding="utf-8", buffering=1
    ) as journal:  # written line by line, so an interruption loses nothing
        async with B2BClient(rate_limit=RateLimit(PER_SECOND)) as client:
            failures = await import_all(client, organization_id, rows, journal)
    print(f"{len(rows) - len(failures)} imported, {len(failures)} failed, {len(done)} done before")
    sys.exit("\n".join(failures) if failures else 0)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
