"""A complete login in a sandbox, without an account, a network or a mailbox, and with a clock that you can move."""

import asyncio

from rich.console import Console

from aiostytch import B2BClient, TokenExpiredError, UnauthorizedError
from aiostytch.sandbox import Sandbox, Status

ADA = "ada@acme.example"


def tell(step: str, result: str) -> None:
    Console(highlight=False).print(f"[bold]{step:<30}[/bold] {result}", soft_wrap=True)


async def log_in(client: B2BClient, sandbox: Sandbox) -> str:
    """Invite Ada, and open the link in her message. Return the JWT of her session."""
    await client.organizations.create(organization_name="Acme", organization_slug="acme")
    await client.magic_links.email.invite(organization_id="acme", email_address=ADA)
    message = await sandbox.outbox.wait_for(email=ADA)
    tell("A link is in the outbox", f"{message.purpose} to {message.to}")
    login = await client.magic_links.authenticate(magic_links_token=message.magic_link_token)
    tell("Ada opens it", f"she is {login.member.status}, and has a session")
    try:
        await client.magic_links.authenticate(magic_links_token=message.magic_link_token)
    except UnauthorizedError as error:
        tell("Someone opens it again", f"{type(error).__name__}: {error.error_type}")
    return login.session_jwt


async def use_session(client: B2BClient, sandbox: Sandbox, session_jwt: str) -> None:
    """Check the session with every request, like a service, until its JWT expires."""
    session = await client.sessions.authenticate_jwt_local(session_jwt)
    tell("Her JWT is checked here", "verified with the keys of the project")
    sandbox.clock.advance(minutes=6)
    try:
        await client.sessions.authenticate_jwt_local(session_jwt)
    except TokenExpiredError as error:
        tell("Six minutes later", f"{type(error).__name__}: {error}")
    renewed = await client.sessions.authenticate_jwt(session_jwt)
    if renewed.response:
        same = await client.sessions.authenticate_jwt_local(renewed.response.session_jwt)
        tell("The API gives a fresh one", f"the same session: {same.member_session_id == session.member_session_id}")


async def survive(client: B2BClient, sandbox: Sandbox) -> None:
    """Make the API fail once. The SDK retries, and the call succeeds."""
    sandbox.faults.add("organizations.get", Status(503), times=1)
    response = await client.organizations.get("acme")
    tell("The API fails once", f"{response.organization.organization_name} after {response.raw.attempts} attempts")


async def main() -> None:
    async with Sandbox() as sandbox:
        client = sandbox.client()
        session_jwt = await log_in(client, sandbox)
        await use_session(client, sandbox, session_jwt)
        await survive(client, sandbox)


if __name__ == "__main__":
    asyncio.run(main())
