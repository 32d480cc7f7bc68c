"""CORS: the pages that may call a sandbox behind a socket."""

from __future__ import annotations

import pytest

from aiostytch.sandbox import Bootstrap, Clock, Sandbox

from .pages import Page, refused

OURS, THEIRS = "http://localhost:3000", "http://localhost:3001"
BOOTSTRAP = "GET /projects/bootstrap/{}"


@pytest.fixture
def page(clock: Clock) -> Page:
    return Page(Sandbox(clock=clock, bootstrap=Bootstrap(allowed_origins=[OURS])), origin=OURS)


async def test_a_page_that_may_ask_is_told_so_exactly(page: Page) -> None:
    response = await page.send("OPTIONS /b2b/new", Origin=OURS, Access_Control_Request_Method="POST")
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == OURS
    assert response.headers["Access-Control-Allow-Credentials"] == "true"
    assert response.headers["Access-Control-Allow-Headers"].lower().split(", ") == [
        "authorization",
        "content-type",
        "x-sdk-client",
        "x-sdk-parent-host",
    ]
    assert response.headers["Access-Control-Allow-Methods"] == "GET, POST, PUT, DELETE"
    assert response.headers["Vary"] == "Origin"
    assert len(page.sandbox.requests) == 0


async def test_it_may_read_responses_and_errors(page: Page) -> None:
    for path, status in ((BOOTSTRAP.format(page.sandbox.public_token), 200), ("GET /b2b/new", 404)):
        response = await page.send(path, Origin=OURS)
        assert response.status_code == status
        assert response.headers["Access-Control-Allow-Origin"] == OURS
        assert response.headers["Vary"] == "Origin"


async def test_another_page_may_not(page: Page) -> None:
    response = await page.send("OPTIONS /b2b/new", Origin=THEIRS, Access_Control_Request_Method="POST")
    assert (response.status_code, response.json()["error_type"]) == (403, "bad_domain_for_stytch_sdk")
    assert "Access-Control-Allow-Origin" not in response.headers
    assert response.headers["Vary"] == "Origin"
    assert [entry.status_code for entry in page.sandbox.requests] == [403]
    for headers in ({"Origin": THEIRS}, {"X_SDK_Parent_Host": THEIRS}):
        with refused(403, "bad_domain_for_stytch_sdk", r"is not allowed\.$"):
            await page.ask(BOOTSTRAP.format(page.sandbox.public_token), **headers)


async def test_without_origins_no_browser_may_ask_through_a_socket(clock: Clock) -> None:
    page = Page(Sandbox(clock=clock))
    response = await page.send("OPTIONS /b2b/new", Origin=OURS, Access_Control_Request_Method="POST")
    assert (response.status_code, response.json()["error_type"]) == (403, "bad_domain_for_stytch_sdk")
    response = await page.send(BOOTSTRAP.format(page.sandbox.public_token), Origin=OURS)
    assert response.status_code == 200
    assert "Access-Control-Allow-Origin" not in response.headers


async def test_the_api_of_servers_is_not_for_pages(page: Page) -> None:
    response = await page.send("OPTIONS /../../v1/b2b/sessions", Origin=OURS)
    assert "Access-Control-Allow-Origin" not in response.headers
