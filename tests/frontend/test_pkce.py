"""Logins that redirect to a provider and back, with and without a code challenge."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio

from aiostytch.sandbox import Bootstrap, Sandbox
from tests.sandbox.stages.connections import connect_oidc
from tests.sandbox.world import LOGIN, NEW_PASSWORD, World

from .visits import APP, HEADLESS, Visit, headless

ARRIVE = "return c.authenticateByUrl({session_duration_minutes: 60}).then(found => found.data)"


@pytest.fixture(params=[False, True], ids=["without PKCE", "with PKCE"])
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    return Sandbox(bootstrap=Bootstrap(pkce_required=request.param))


@pytest_asyncio.fixture(loop_scope="session")
async def page(visiting: Callable[..., Awaitable[Visit]], sandbox: Sandbox) -> AsyncIterator[Visit]:
    page = await visiting(sandbox, headless(sandbox), HEADLESS)
    await page.open()
    yield page


async def follow_mail(page: Visit, sandbox: Sandbox) -> None:
    await page.page.goto((await sandbox.outbox.wait_for(email=LOGIN[0])).url)


async def log_in_at_provider(page: Visit, start: str) -> None:
    """Follow the redirect to a provider, choose an account there, and return."""
    await page.page.evaluate(start)
    await page.page.get_by_label("E-mail address").fill(LOGIN[0])
    await page.page.get_by_role("button", name="Log in").click()
    await page.page.wait_for_url(f"{APP}/**")


async def test_a_magic_link(page: Visit, sandbox: Sandbox, world: World) -> None:
    await page.run(
        "await c.magicLinks.email.loginOrSignup(a)",
        email_address=LOGIN[0],
        organization_id=world.organization.organization_id,
        login_redirect_url=f"{APP}/in",
    )
    await follow_mail(page, sandbox)
    assert (await page.run(ARRIVE))["member_id"] == world.member.member_id


async def test_a_magic_link_in_another_browser(
    page: Visit, visiting: Callable[..., Awaitable[Visit]], sandbox: Sandbox, world: World
) -> None:
    """A code challenge binds a link to the browser that requested it."""
    await page.run(
        "await c.magicLinks.email.loginOrSignup(a)",
        email_address=LOGIN[0],
        organization_id=world.organization.organization_id,
        login_redirect_url=f"{APP}/in",
    )
    other = await visiting(sandbox, headless(sandbox), HEADLESS)
    await follow_mail(other, sandbox)
    outcome = await other.run(f"const arrive = async () => {{ {ARRIVE} }}; return arrive().catch(e => e.error_type)")
    if sandbox.bootstrap.pkce_required:
        assert outcome == "pkce_expected_code_verifier"
    else:
        assert outcome["member_id"] == world.member.member_id


async def test_a_discovery(page: Visit, sandbox: Sandbox, world: World) -> None:
    await page.run(
        "await c.magicLinks.email.discovery.send(a)", email_address=LOGIN[0], discovery_redirect_url=f"{APP}/in"
    )
    await follow_mail(page, sandbox)
    found = (await page.run(ARRIVE))["discovered_organizations"]
    assert [each["organization"]["organization_slug"] for each in found] == ["acme"]
    chosen = await page.run(
        "return c.discovery.intermediateSessions.exchange({...a, session_duration_minutes: 60})",
        organization_id=found[0]["organization"]["organization_id"],
    )
    assert chosen["member_id"] == world.member.member_id
    assert (await page.cookies()).keys() == {"stytch_session", "stytch_session_jwt"}


async def test_a_new_password(page: Visit, sandbox: Sandbox, world: World) -> None:
    await page.run(
        "await c.passwords.resetByEmailStart(a)",
        email_address=LOGIN[0],
        organization_id=world.organization.organization_id,
        reset_password_redirect_url=f"{APP}/in",
    )
    await follow_mail(page, sandbox)
    script = """
        const token = new URL(location.href).searchParams.get("token");
        return c.passwords.resetByEmail({...a, password_reset_token: token, session_duration_minutes: 60});
    """
    assert (await page.run(script, password=NEW_PASSWORD))["member_id"] == world.member.member_id


async def test_single_sign_on(page: Visit, sandbox: Sandbox, world: World) -> None:
    connection_id = await connect_oidc(sandbox.client())
    urls = f"login_redirect_url: '{APP}/in', signup_redirect_url: '{APP}/in'"
    await log_in_at_provider(page, f"client.sso.start({{connection_id: '{connection_id}', {urls}}})")
    assert (await page.run(ARRIVE))["member_id"] == world.member.member_id


@pytest.mark.parametrize("provider", ["google", "microsoft", "hubspot", "slack", "github"])
async def test_oauth(provider: str, page: Visit, world: World) -> None:
    urls = f"login_redirect_url: '{APP}/in', signup_redirect_url: '{APP}/in'"
    organization = f"organization_id: '{world.organization.organization_id}'"
    await log_in_at_provider(page, f"client.oauth.{provider}.start({{{organization}, {urls}}})")
    assert (await page.run(ARRIVE))["member_id"] == world.member.member_id


async def test_oauth_with_discovery(page: Visit, world: World) -> None:
    await log_in_at_provider(page, f"client.oauth.google.discovery.start({{discovery_redirect_url: '{APP}/in'}})")
    found = (await page.run(ARRIVE))["discovered_organizations"]
    assert [each["organization"]["organization_slug"] for each in found] == ["acme"]
