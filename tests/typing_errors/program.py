"""What type checkers must refuse, each line that says `error`. Checked by a test, never run."""

from __future__ import annotations

from aiostytch import B2BClient, RequestOptions, SessionJWT
from aiostytch.models.organizations import Organization


async def wrong(client: B2BClient, organization: Organization) -> None:
    await client.organizations.create()  # error: a required argument is missing
    await client.organizations.create(organization_name=1)  # error: it is no string
    await client.organizations.create(organization_name="a", colour="red")  # error: there is no such parameter
    await client.organizations.create("Acme")  # error: it must be named
    await client.organizations.create(organization_name="a", session=SessionJWT("j"))  # error: no session here
    await client.organizations.update("o", session="token")  # error: a plain string is no session
    await client.organizations.get("o", options={"timeout": 1})  # error: a mapping is no options
    await client.organizations.update("o", mfa_policy="REQUIRED_FOR_AL")  # error: a value that the API does not accept
    await client.organizations.update("o", allowed_mfa_methods=["sms"])  # error: an entry of a list, likewise
    await client.organizations.update("o", allowed_oauth_tenants={"gitlab": ["1"]})  # error: a key, likewise
    await client.otps.sms.send(organization_id="o", member_id="m", locale="en-GB")  # error: no value of the enumeration
    RequestOptions(timeout="1")  # error: a text is no number of seconds
    async for _ in client.organizations.get("o"):  # error: it has no pages
        pass
    _ = (await client.organizations.search()).name  # error: a page has no such field
    _ = organization.colour  # error: there is no such field
    B2BClient(environment="production")  # error: there is no such environment
