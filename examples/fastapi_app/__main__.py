"""Try the service without an account: it uses a sandbox in this process, and prints the e-mails.

cd examples && python -m fastapi_app
"""

import asyncio
import contextlib
import hashlib
import os
import secrets
import sys
from urllib.parse import urlsplit

import uvicorn

from aiostytch import B2BClient
from aiostytch.models.passwords import SHA512Config
from aiostytch.sandbox import PROJECT_ID, SECRET, Sandbox, serve

from .app import create_app

ORGANIZATION, EMAIL = "acme", "ada@acme.example"


async def main(url: str) -> None:
    sandbox = Sandbox()
    async with serve(sandbox) as base_url:
        client = B2BClient(PROJECT_ID, SECRET, base_url=base_url)
        tell(f"{url}\n  organization {ORGANIZATION}\n  e-mail       {EMAIL}\n  password     {await add_member(client)}")
        mail = asyncio.create_task(show_mail(sandbox))
        config = uvicorn.Config(create_app(client, url), port=urlsplit(url).port or 80, log_level="warning")
        await uvicorn.Server(config).serve()
        mail.cancel()


async def add_member(client: B2BClient) -> str:
    """Add an organization with a member, and return the member's password."""
    created = await client.organizations.create(organization_name="Acme", organization_slug=ORGANIZATION)
    password = secrets.token_urlsafe(9)
    await client.passwords.migrate(
        organization_id=created.organization.organization_id,
        email_address=EMAIL,
        name="Ada",
        hash=hashlib.sha512(password.encode()).hexdigest(),
        hash_type="sha_512",
        sha_512_config=SHA512Config(prepend_salt="", append_salt=""),
    )
    return password


async def show_mail(sandbox: Sandbox) -> None:
    while True:
        await sandbox.outbox.wait_for(timeout=float("inf"))
        for message in sandbox.outbox:
            tell(f"mail to {message.to}: {message.url}")
        sandbox.outbox.clear()


def tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main(os.environ.get("APP_URL", "http://localhost:8000")))
