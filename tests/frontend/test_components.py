"""The vendor's components in a browser, with React and without it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox
from tests.sandbox.stages.connections import connect_oidc
from tests.sandbox.world import LOGIN, NEW_PASSWORD, World, promote

from .packages import bundle, reason_to_skip
from .visits import Visit

NEWCOMER = "grace@new.example"


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if reason_to_skip():
        pytest.skip(reason_to_skip())
    return bundle(Path(__file__).with_name("app.jsx"), tmp_path_factory.mktemp("app"))


@pytest_asyncio.fixture(loop_scope="session")
async def page(visiting: Callable[..., Awaitable[Visit]], sandbox: Sandbox, app: Path) -> Visit:
    return await visiting(sandbox, with_token(sandbox), app)


def with_token(sandbox: Sandbox) -> str:
    """Return the HTML of a page that a bundle fills."""
    return f"""
        <div id="root"></div>
        <script>window.publicToken = {json.dumps(sandbox.public_token)}</script>
        <script src="/app.js"></script>
    """


def me(page: Visit) -> Locator:
    return page.page.get_by_test_id("me")


async def press(page: Visit, name: str) -> None:
    await page.page.get_by_role("button", name=name, exact=True).click()


async def follow_mail(page: Visit, sandbox: Sandbox, email: str) -> None:
    await page.page.goto((await sandbox.outbox.wait_for(email=email)).url)


async def begin_with_mail(page: Visit, sandbox: Sandbox, email: str) -> None:
    await page.open("/discovery")
    await page.page.get_by_label("Email").fill(email)
    await press(page, "Continue with email")
    await follow_mail(page, sandbox, email)


async def test_a_member_discovers_an_organization(page: Visit, sandbox: Sandbox, world: World) -> None:
    await begin_with_mail(page, sandbox, LOGIN[0])
    await page.page.get_by_text("Acme").click()
    await expect(me(page)).to_have_text(LOGIN[0])


async def test_a_newcomer_creates_an_organization(page: Visit, sandbox: Sandbox, world: World) -> None:
    await begin_with_mail(page, sandbox, NEWCOMER)
    await press(page, "Create an organization")
    await expect(me(page)).to_have_text(f"{NEWCOMER}, who connects")
    assert len(sandbox.state.organizations) == 2


async def log_in_with_password(page: Visit) -> None:
    await page.open("/acme")
    await press(page, "Use a password instead")
    await page.page.get_by_label("Email").fill(LOGIN[0])
    await page.page.get_by_label("Password", exact=True).fill(LOGIN[1])
    await press(page, "Continue")


async def test_a_member_logs_in_with_a_password(page: Visit, world: World) -> None:
    await log_in_with_password(page)
    await expect(me(page)).to_have_text(LOGIN[0])


async def test_a_member_sets_a_password(page: Visit, sandbox: Sandbox, world: World) -> None:
    await page.open("/acme")
    await press(page, "Use a password instead")
    await press(page, "Sign up or reset password")
    await page.page.get_by_label("Email").fill(LOGIN[0])
    await press(page, "Continue")
    await follow_mail(page, sandbox, LOGIN[0])
    await page.page.get_by_label("Password", exact=True).fill(NEW_PASSWORD)
    await press(page, "Continue")
    await expect(me(page)).to_have_text(LOGIN[0])
    assert ("frontend.find_member", 200) in page.asked()


async def test_a_member_enrols_in_mfa_with_an_app(
    page: Visit, sandbox: Sandbox, client: B2BClient, world: World
) -> None:
    await client.organizations.update("acme", mfa_policy="REQUIRED_FOR_ALL")
    await log_in_with_password(page)
    await press(page, "Use an authenticator app")
    await press(page, "Having trouble scanning?")
    await press(page, "Continue")
    (totp,) = sandbox.state.totps
    await page.page.get_by_label("One-time passcode").press_sequentially(sandbox.totp_code(totp.secret))
    await expect(page.page.get_by_text(totp.recovery_codes[0])).to_be_visible()
    await press(page, "Done")
    await expect(me(page)).to_have_text(LOGIN[0])


async def test_a_member_enrols_in_mfa_with_a_phone(
    page: Visit, sandbox: Sandbox, client: B2BClient, world: World
) -> None:
    await client.organizations.update("acme", mfa_policy="REQUIRED_FOR_ALL")
    await log_in_with_password(page)
    await press(page, "Text me a code")
    await page.page.get_by_label("Phone number").press_sequentially("2025550123")
    await press(page, "Continue")
    message = await sandbox.outbox.wait_for(phone_number="+12025550123")
    await page.page.get_by_label("One-time passcode").press_sequentially(message.code)
    await expect(me(page)).to_have_text(LOGIN[0])


async def test_a_member_leaves_for_google(page: Visit, world: World) -> None:
    await page.open("/acme")
    await press(page, "Continue with Google")
    await page.page.get_by_label("E-mail address").fill(LOGIN[0])
    await press(page, "Log in")
    await expect(me(page)).to_have_text(LOGIN[0])


async def test_a_member_finds_the_identity_provider(page: Visit, client: B2BClient, world: World) -> None:
    await connect_oidc(client)
    await page.open("/discovery")
    await press(page, "Use single sign-on")
    await page.page.get_by_label("Email").fill(LOGIN[0])
    await press(page, "Continue")
    await expect(page.page.get_by_role("heading", name="Log in at Google (SSO)")).to_be_visible()
    await page.page.get_by_label("E-mail address").fill(LOGIN[0])
    await press(page, "Log in")
    await expect(me(page)).to_have_text(LOGIN[0])
    assert ("frontend.discover_connections", 200) in page.asked()


async def test_without_react(
    visiting: Callable[..., Awaitable[Visit]], sandbox: Sandbox, world: World, tmp_path: Path
) -> None:
    script = bundle(Path(__file__).with_name("plain.js"), tmp_path)
    page = await visiting(sandbox, with_token(sandbox), script)
    await page.open()
    await page.page.get_by_label("Email").fill(LOGIN[0])
    await press(page, "Continue with email")
    await follow_mail(page, sandbox, LOGIN[0])
    await page.page.get_by_text("Acme").click()
    await page.page.wait_for_function("client.session.getSync() !== null")
    assert await page.run("return c.self.getSync().email_address") == LOGIN[0]


@pytest_asyncio.fixture(loop_scope="session")
async def admin(page: Visit, client: B2BClient, world: World) -> Visit:
    await promote(client, world.member.member_id)
    await page.log_in(world.session_token)
    return page


async def test_an_administrator_invites(admin: Visit, sandbox: Sandbox) -> None:
    await admin.open("/admin/members")
    await press(admin, "Invite")
    dialog = admin.page.get_by_role("dialog")
    await dialog.get_by_label("Email address").fill("bob@acme.example")
    await dialog.get_by_role("button", name="Invite").click()
    assert (await sandbox.outbox.wait_for(email="bob@acme.example")).purpose == "invite"
    await expect(admin.page.get_by_text("bob@acme.example").first).to_be_visible()


async def test_an_administrator_renames_the_organization(admin: Visit, client: B2BClient) -> None:
    await admin.open("/admin/organization")
    await admin.page.get_by_role("button", name="Edit").first.click()
    await admin.page.get_by_role("textbox").first.fill("Acme Limited")
    await press(admin, "Save")
    await press(admin, "Save changes")
    await expect(admin.page.get_by_text("Acme Limited")).to_be_visible()
    assert (await client.organizations.get("acme")).organization.organization_name == "Acme Limited"


async def test_an_administrator_connects_an_identity_provider(admin: Visit, client: B2BClient) -> None:
    await admin.open("/admin/sso")
    await press(admin, "New connection")
    await admin.page.get_by_role("textbox").first.fill("Okta")
    await admin.page.get_by_role("combobox").click()
    await admin.page.get_by_text("Okta SAML", exact=True).click()
    await press(admin, "Create")
    await expect(admin.page.get_by_text("Okta").first).to_be_visible()
    found = await client.sso.get_connections("acme")
    assert [each.display_name for each in [*found.saml_connections, *found.oidc_connections]] == ["Okta"]


async def test_an_administrator_connects_a_directory(admin: Visit, client: B2BClient) -> None:
    await admin.open("/admin/scim")
    await press(admin, "Create")
    await admin.page.get_by_role("combobox").click()
    await admin.page.get_by_text("Okta", exact=True).click()
    await admin.page.get_by_role("textbox").first.fill("Directory")
    await press(admin, "Create")
    await expect(admin.page.get_by_text("Directory").first).to_be_visible()
    assert (await client.scim.connection.get("acme")).connection.display_name == "Directory"
