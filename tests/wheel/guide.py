"""Runs the blocks of a page with the names that pages assume: a client, an organization, a session, and a sandbox."""

import ast
import asyncio
import inspect
import os
import sys
from pathlib import Path
from typing import Any

from aiostytch import B2BClient
from aiostytch.sandbox import PROJECT_ID, SECRET, Sandbox, serve


async def main(blocks: list[Path]) -> None:
    sandbox = Sandbox()
    async with serve(sandbox) as base_url:
        os.environ.update(STYTCH_PROJECT_ID=PROJECT_ID, STYTCH_SECRET=SECRET, STYTCH_BASE_URL=base_url)
        async with B2BClient() as client:
            await run_all(blocks, await given(client, sandbox))


async def given(client: B2BClient, sandbox: Sandbox) -> dict[str, Any]:
    organization = (await client.organizations.create(organization_name="Example")).organization
    await client.magic_links.email.invite(
        organization_id=organization.organization_id, email_address="hedy@acme.example", roles=["stytch_admin"]
    )
    message = await sandbox.outbox.wait_for(email="hedy@acme.example")
    login = await client.magic_links.authenticate(magic_links_token=message.magic_link_token)
    names = {"client": client, "organization": organization, "sandbox": sandbox}
    return {**names, "session_jwt": login.session_jwt, "session_token": login.session_token, "__name__": __name__}


async def run_all(blocks: list[Path], names: dict[str, Any]) -> None:
    fixed = dict(names)
    for block in blocks:
        names.update(fixed)
        result = eval(
            compile(block.read_text(encoding="utf-8"), str(block), "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), names
        )
        if inspect.isawaitable(result):
            await result
        if names["client"] is not fixed["client"]:
            await names["client"].aclose()


if __name__ == "__main__":
    asyncio.run(main(sorted(Path(sys.argv[1]).glob("*.py"))))
