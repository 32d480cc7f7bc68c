"""The same service in each framework, started with the command in its docstring, and used like a browser does."""

from __future__ import annotations

import contextlib
import re
import signal
import socket
from collections.abc import AsyncIterator

import attrs
import httpx
import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox, Status

from .program import EXAMPLES, Program

EMAIL = "ada@acme.example"
FOLDER = EXAMPLES / "services"
WITH_LOGIN = ("django_app", "fastapi_app", "litestar_app", "starlette_app")


@contextlib.asynccontextmanager
async def served(program: Program, name: str) -> AsyncIterator[httpx.AsyncClient]:
    """Serve an example with its own command, on a socket that already listens, and open a browser for it."""
    (command,) = re.findall(r"uvicorn (services\.[^\n`]*)", (FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        here = attrs.evolve(program, environment={**program.environment, "APP_URL": url})
        arguments = ("-m", "uvicorn", *command.split(), "--fd", listener.fileno())
        async with (
            here.running(*arguments, cwd=EXAMPLES.parent, pass_fds=[listener.fileno()]) as process,
            httpx.AsyncClient(base_url=url, timeout=30, follow_redirects=True) as browser,
        ):
            yield browser
            process.send_signal(signal.SIGTERM)
            output, _ = await process.communicate()
    assert b"Traceback" not in output, output.decode()


@pytest.fixture(autouse=True)
async def organization_id(client: B2BClient) -> str:
    created = await client.organizations.create(organization_name="Acme", organization_slug="acme")
    organization_id = created.organization.organization_id
    await client.organizations.members.create(organization_id, email_address=EMAIL, roles=["stytch_admin"])
    await client.organizations.members.create(organization_id, email_address="grace@acme.example")
    return organization_id


async def submit(browser: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    """Submit a form of the start page, with its CSRF token, if any."""
    page = await browser.get("/")
    tokens = re.findall(r'name="csrfmiddlewaretoken" value="(.*?)"', page.text)
    return await browser.post(path, data={**fields, **({"csrfmiddlewaretoken": tokens[0]} if tokens else {})})


async def log_in(browser: httpx.AsyncClient, sandbox: Sandbox, email: str) -> httpx.Response:
    sandbox.outbox.clear()
    asked = await submit(browser, "/login", organization="acme", email=email)
    assert "on its way" in asked.text
    message = await sandbox.outbox.wait_for(email=email)
    return await browser.get(message.url)


@pytest.mark.parametrize("name", WITH_LOGIN)
async def test_a_member_logs_in_and_out(program: Program, sandbox: Sandbox, name: str) -> None:
    async with served(program, name) as browser:
        assert (await browser.get("/members")).status_code == 401
        assert "on its way" in (await submit(browser, "/login", organization="acme", email="x@acme.example")).text
        assert "Members" in (await log_in(browser, sandbox, EMAIL)).text
        assert (await browser.get("/authenticate", params={"token": "used"})).status_code == 400
        assert "grace@acme.example" in (await browser.get("/members")).text
        assert "Members" not in (await submit(browser, "/logout")).text
        assert (await browser.get("/members")).status_code == 401


@pytest.mark.parametrize("name", WITH_LOGIN)
async def test_a_member_without_the_permission_gets_403(program: Program, sandbox: Sandbox, name: str) -> None:
    async with served(program, name) as browser:
        await log_in(browser, sandbox, "grace@acme.example")
        assert (await browser.get("/members")).status_code == 403


@pytest.mark.parametrize("name", WITH_LOGIN)
async def test_an_outage_is_not_called_an_old_link(program: Program, sandbox: Sandbox, name: str) -> None:
    async with served(program, name) as browser:
        sandbox.faults.add("*", Status(500), times=None)
        asked = await submit(browser, "/login", organization="acme", email=EMAIL)
        followed = await browser.get("/authenticate", params={"token": "any"})
        for response in (asked, followed):
            assert response.status_code == 503
            assert "Please try again soon" in response.text


async def test_fastapi_asks_for_the_second_factor(
    program: Program, client: B2BClient, sandbox: Sandbox, organization_id: str
) -> None:
    await client.organizations.update(organization_id, mfa_policy="REQUIRED_FOR_ALL")
    async with served(program, "fastapi_app") as browser:
        assert (await browser.post("/mfa", data={"code": "123456"})).status_code == 422
        assert "Text me a code" in (await log_in(browser, sandbox, EMAIL)).text
        assert (await browser.get("/members")).status_code == 401
        await browser.post("/mfa/send", data={"phone": "+12025550123"})
        text = await sandbox.outbox.wait_for(phone_number="+12025550123")
        wrong = "000000" if text.code != "000000" else "000001"
        assert (await browser.post("/mfa", data={"code": wrong})).status_code == 400
        assert "Members" in (await browser.post("/mfa", data={"code": text.code})).text
        assert (await browser.get("/admin")).status_code == 200


async def test_fastapi_lets_admins_alone_see_the_page_for_admins(program: Program, sandbox: Sandbox) -> None:
    async with served(program, "fastapi_app") as browser:
        assert (await browser.get("/admin")).status_code == 401
        await log_in(browser, sandbox, "grace@acme.example")
        assert (await browser.get("/admin")).status_code == 403
        browser.cookies.set("unfinished_login", "x")
        assert (await browser.post("/mfa", data={"code": "123456"})).status_code == 400
        assert (await browser.get("/health")).status_code == 200


async def test_plain_asgi_shows_members_to_those_who_may_see_them(
    program: Program, client: B2BClient, sandbox: Sandbox
) -> None:
    async def jwt_of(email: str) -> str:
        await client.magic_links.email.login_or_signup(organization_id="acme", email_address=email)
        message = await sandbox.outbox.wait_for(email=email)
        return (await client.magic_links.authenticate(magic_links_token=message.magic_link_token)).session_jwt

    async with served(program, "asgi_app") as browser:
        assert (await browser.get("/me")).status_code == 401
        assert (await browser.get("/nowhere")).status_code == 404
        browser.headers["authorization"] = f"Bearer {await jwt_of('grace@acme.example')}"
        assert (await browser.get("/me")).json()["roles"] == ["stytch_member"]
        assert (await browser.get("/members")).status_code == 403
        browser.headers["authorization"] = f"Bearer {await jwt_of(EMAIL)}"
        assert (await browser.get("/members")).json() == {"members": [EMAIL, "grace@acme.example"]}
