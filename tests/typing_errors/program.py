"""Code that type checkers must refuse, on each line with `error`. Checked by a test, never run."""

from __future__ import annotations

from aiostytch import B2BClient, RequestOptions, SessionJWT
from aiostytch.models.organizations import Organization


async def wrong(client: B2BClient, organization: Organization) -> None:
    await client.organizations.create()  # error: a required argument is missing
    await client.organizations.create(organization_name=1)  # error: not a string
    await client.organizations.create(organization_name="a", colour="red")  # error: unknown parameter
    await client.organizations.create("Acme")  # error: keyword-only
    await client.organizations.create(organization_name="a", session=SessionJWT("j"))  # error: takes no session
    await client.organizations.update("o", session="token")  # error: a plain string is not a session
    await client.organizations.get("o", options={"timeout": 1})  # error: a mapping is not `RequestOptions`
    await client.organizations.update("o", mfa_policy="REQUIRED_FOR_AL")  # error: a value that the API does not accept
    await client.organizations.update("o", allowed_mfa_methods=["sms"])  # error: an entry of a list, likewise
    await client.organizations.update("o", allowed_oauth_tenants={"gitlab": ["1"]})  # error: a key, likewise
    await client.otps.sms.send(organization_id="o", member_id="m", locale="en-GB")  # error: unknown enumeration value
    RequestOptions(timeout="1")  # error: a string is not a number of seconds
    async for _ in client.organizations.get("o"):  # error: not paginated
        pass
    _ = (await client.organizations.search()).name  # error: unknown field of a page
    _ = organization.colour  # error: unknown field
    B2BClient(environment="production")  # error: unknown environment
