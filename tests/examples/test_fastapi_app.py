"""The service with logins: in this process, started as its README says, and in a browser."""

from __future__ import annotations

import hashlib
import re
import signal
import socket
from collections.abc import AsyncIterator

import attrs
import httpx
import pytest
from fastapi import FastAPI

from aiostytch import B2BClient, InvalidArgumentError, NotFoundError
from aiostytch.models.passwords import SHA512Config
from aiostytch.sandbox import Sandbox
from examples.fastapi_app import login
from examples.fastapi_app.app import create_app

from ..browser import browsing, needs_chromium
from .program import EXAMPLES, Program

EMAIL, PASSWORD = "ada@acme.example", "correct horse battery staple"
URL = "http://service.example"
README = (EXAMPLES / "fastapi_app" / "README.md").read_text(encoding="utf-8")


@pytest.fixture
async def url(program: Program) -> AsyncIterator[str]:
    """Serve the app with the command of its README, on a socket that already listens."""
    (command,) = re.findall(r"^    uvicorn (.*)$", README, re.MULTILINE)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        served = attrs.evolve(program, environment={**program.environment, "APP_URL": url})
        arguments = ("-m", "uvicorn", *command.split(), "--fd", listener.fileno())
        async with served.running(*arguments, cwd=EXAMPLES.parent, pass_fds=[listener.fileno()]) as process:
            yield url
            process.send_signal(signal.SIGTERM)
            output, _ = await process.communicate()
    assert b"Traceback" not in output, output.decode()
    assert PASSWORD.encode() not in output


@pytest.fixture(autouse=True)
async def organization_id(client: B2BClient) -> str:
    created = await client.organizations.create(organization_name="Acme & Sons", organization_slug="acme")
    await client.passwords.migrate(
        organization_id=created.organization.organization_id,
        email_address=EMAIL,
        name="Ada",
        hash=hashlib.sha512(PASSWORD.encode()).hexdigest(),
        hash_type="sha_512",
        sha_512_config=SHA512Config(prepend_salt="", append_salt=""),
    )
    return created.organization.organization_id


@attrs.frozen
class Browser:
    """A browser without a user."""

    http: httpx.AsyncClient

    async def get(self, path: str) -> httpx.Response:
        return await self.http.get(path)

    async def post(self, path: str, site: str = "same-origin", **fields: str) -> httpx.Response:
        return await self.http.post(path, data=fields, headers={"sec-fetch-site": site})

    async def log_in(self, **fields: str) -> httpx.Response:
        return await self.post("/login", **{"organization": "acme", "email": EMAIL, "password": PASSWORD, **fields})


def new_browser(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=URL)


@pytest.fixture
async def app(sandbox: Sandbox) -> AsyncIterator[FastAPI]:
    app = create_app(sandbox.client(), URL)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def browser(app: FastAPI) -> AsyncIterator[Browser]:
    async with new_browser(app) as http:
        yield Browser(http)


def leads_to(response: httpx.Response) -> str:
    assert response.status_code == 303, response.text
    return response.headers["location"]


async def test_visitors_without_a_session_are_redirected_to_login_and_back(browser: Browser) -> None:
    assert leads_to(await browser.get("/")) == "/login?next=%2F"
    form = await browser.get("/login?next=/api/me")
    assert 'name="next" value="/api/me"' in form.text
    assert leads_to(await browser.log_in(next="/api/me")) == "/api/me"
    assert leads_to(await browser.get("/login?next=/api/me")) == "/api/me"


async def test_a_password_opens_the_page_and_the_api_until_the_log_out(browser: Browser) -> None:
    assert leads_to(await browser.log_in()) == "/"
    home = await browser.get("/")
    assert "Hello, Ada" in home.text
    assert "Acme &amp; Sons" in home.text
    assert (await browser.get("/api/me")).json()["roles"] == ["stytch_member"]
    assert leads_to(await browser.post("/logout")) == "/login"
    assert not browser.http.cookies
    assert leads_to(await browser.get("/")) == "/login?next=%2F"
    assert (await browser.get("/api/me")).status_code == 401


async def test_a_log_out_ends_the_session_itself(browser: Browser, client: B2BClient) -> None:
    await browser.log_in()
    token = browser.http.cookies["stytch_session"]
    await browser.post("/logout")
    with pytest.raises(NotFoundError):
        await client.sessions.authenticate(session_token=token)


async def test_the_session_is_in_safe_cookies(browser: Browser) -> None:
    written = (await browser.log_in()).headers.get_list("set-cookie")
    assert [text.partition("=")[0] for text in written] == ["stytch_session_jwt", "stytch_session"]
    assert all("; SameSite=Lax; HttpOnly" in text for text in written)


async def test_a_session_goes_on_with_a_fresh_jwt(browser: Browser) -> None:
    await browser.log_in()
    token = browser.http.cookies["stytch_session"]
    browser.http.cookies.delete("stytch_session_jwt")
    assert (await browser.get("/api/me")).status_code == 200
    assert "stytch_session_jwt" in browser.http.cookies
    assert browser.http.cookies["stytch_session"] == token


@pytest.mark.parametrize(
    "wrong", [{"password": "wrong"}, {"password": ""}, {"email": "nobody@acme.example"}, {"organization": "other"}]
)
async def test_a_wrong_login_does_not_tell_what_is_wrong(browser: Browser, wrong: dict[str, str]) -> None:
    response = await browser.log_in(**wrong)
    assert response.status_code == 400
    assert login.WRONG_LOGIN in response.text
    assert PASSWORD not in response.text
    assert not browser.http.cookies


@pytest.mark.parametrize("path", ["/login", "/login/link", "/logout"])
@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
async def test_a_post_from_another_site_is_refused(browser: Browser, path: str, site: str) -> None:
    await browser.log_in()
    response = await browser.post(path, site)
    assert response.status_code == 403
    assert "not permitted" in response.text
    assert (await browser.get("/api/me")).status_code == 200


async def test_a_link_by_mail_opens_the_page_once(browser: Browser, sandbox: Sandbox) -> None:
    asked = await browser.post("/login/link", organization="acme", email=EMAIL)
    assert leads_to(asked) == "/login/sent"
    assert "inbox" in (await browser.get("/login/sent")).text
    link = (await sandbox.outbox.wait_for(email=EMAIL)).url
    assert leads_to(await browser.get(link)) == "/"
    assert "Hello, Ada" in (await browser.get("/")).text
    again = await browser.get(link)
    assert (again.status_code, login.WRONG_LINK in again.text) == (400, True)


async def test_a_link_opens_nothing_in_another_browser(browser: Browser, sandbox: Sandbox, app: FastAPI) -> None:
    await browser.post("/login/link", organization="acme", email=EMAIL)
    link = (await sandbox.outbox.wait_for(email=EMAIL)).url
    async with new_browser(app) as other:
        assert (await other.get(link)).status_code == 400
        assert not other.cookies
    assert leads_to(await browser.get(link)) == "/"


async def test_nobody_learns_who_has_an_account(browser: Browser, sandbox: Sandbox) -> None:
    for fields in ({"organization": "acme", "email": "nobody@other.example"}, {"organization": "other"}):
        assert leads_to(await browser.post("/login/link", **fields)) == "/login/sent"
    assert len(sandbox.outbox) == 0


async def test_the_api_refuses_in_json_and_the_pages_in_html(browser: Browser) -> None:
    response = await browser.get("/api/members")
    assert (response.status_code, response.json()) == (401, {"detail": "not authenticated"})
    assert response.headers["www-authenticate"].startswith("Bearer ")
    response = await browser.get("/nowhere")
    assert (response.status_code, "no such page" in response.text) == (404, True)


async def test_the_api_lists_members_for_those_who_may_search_them(
    browser: Browser, client: B2BClient, organization_id: str
) -> None:
    await browser.log_in()
    response = await browser.get("/api/members")
    assert (response.status_code, response.json()) == (403, {"detail": "not permitted"})
    ada = (await browser.get("/api/me")).json()["member_id"]
    await client.organizations.members.update(organization_id, ada, roles=["stytch_admin"])
    await browser.log_in()
    response = await browser.get("/api/members")
    assert (response.status_code, response.json()) == (200, [{"member_id": ada, "email_address": EMAIL}])


async def test_it_is_started_as_its_readme_says(url: str) -> None:
    async with httpx.AsyncClient(base_url=url, timeout=None) as http:
        browser = Browser(http)
        assert leads_to(await browser.get("/")) == "/login?next=%2F"
        assert leads_to(await browser.log_in()) == "/"
        assert "Hello, Ada" in (await browser.get("/")).text
        assert (await browser.get("/api/me")).json()["roles"] == ["stytch_member"]
        assert leads_to(await browser.post("/logout")) == "/login"


@needs_chromium
async def test_a_person_logs_in_looks_around_and_logs_out(url: str) -> None:
    async with browsing() as page:
        await page.goto(url)
        await page.get_by_label("Organization").first.fill("acme")
        await page.get_by_label("E-mail").first.fill(EMAIL)
        await page.get_by_label("Password").fill(PASSWORD)
        await page.get_by_role("button", name="Log in", exact=True).click()
        assert await page.get_by_role("heading", name="Hello, Ada").is_visible()
        await page.get_by_role("button", name="Log out").click()
        assert "/login" in page.url


async def test_the_service_can_be_tried_without_an_account(program: Program) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    tried = attrs.evolve(program, environment={**program.environment, "APP_URL": url})
    async with tried.running("-m", "fastapi_app", cwd=EXAMPLES) as process:
        assert process.stdout is not None
        said = [(await process.stdout.readline()).decode().strip() for _ in range(4)]
        process.send_signal(signal.SIGINT)
        await process.communicate()
    assert said[0] == url
    assert [line.split()[0] for line in said[1:]] == ["organization", "e-mail", "password"]


async def test_pages_are_kept_by_nobody_and_shown_inside_nothing(browser: Browser) -> None:
    headers = (await browser.get("/login")).headers
    assert headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    ["", "login", "//evil.example", "/\\evil.example", "https://evil.example", "/a\nb", "/\t/evil.example", "\\/evil"],
)
def test_nobody_is_led_to_another_site(path: str) -> None:
    assert login.safe_path(path) == "/"


@pytest.mark.parametrize("path", ["/", "/api/me", "/a?b=https://c.example"])
def test_paths_of_the_service_are_kept(path: str) -> None:
    assert login.safe_path(path) == path


@pytest.mark.parametrize(
    ("site", "origin", "is_own"),
    [
        ("same-origin", None, True),
        ("cross-site", "https://app.example", False),
        (None, "https://app.example", True),
        (None, "https://app.example.evil.example", False),
        (None, "http://app.example", False),
        (None, "null", False),
        (None, None, False),
    ],
)
def test_a_post_has_to_come_from_a_page_of_the_service(site: str | None, origin: str | None, is_own: bool) -> None:
    assert login.is_own_request(site, origin, "https://app.example/") is is_own


def test_a_value_that_cannot_be_sent_is_a_wrong_login() -> None:
    assert login.explain(InvalidArgumentError("a value"), login.WRONG_LOGIN) == (400, login.WRONG_LOGIN)
