"""Litestar with a login by e-mail, in one file.

uvicorn services.litestar_app:app --app-dir examples

The project's redirect URLs must contain http://localhost:8000/authenticate.
"""

import contextlib
import html
import os
from collections.abc import AsyncGenerator, Iterable
from typing import Annotated, Any

import attrs
from litestar import Litestar, MediaType, Request, get, post
from litestar.enums import RequestEncodingType
from litestar.middleware import DefineMiddleware
from litestar.params import Body, FromQuery
from litestar.response.base import ASGIResponse

from aiostytch import (
    APIError,
    B2BClient,
    InvalidArgumentError,
    RateLimitError,
    ServerError,
    StytchError,
)
from aiostytch.integrations.litestar import (
    SessionCookies,
    SessionMiddleware,
    require_permission,
    require_session,
    session_of,
)

URL = os.environ.get("APP_URL", "http://localhost:8000")
FORM = """<form method="post" action="/login">
<input name="organization" aria-label="Organization">
<input name="email" type="email" aria-label="E-mail">
<button>Send me a link</button></form>"""
HOME = """<a href="/members">Members</a>
<form method="post" action="/logout"><button>Log out</button></form>"""
AnyRequest = Request[Any, Any, Any]
client = B2BClient()
cookies = SessionCookies(secure=URL.startswith("https://"))


@attrs.frozen
class Login:
    """The form of the login page."""

    organization: str
    email: str


def page(text: str, status_code: int = 200) -> ASGIResponse:
    return ASGIResponse(body=text, status_code=status_code, media_type=MediaType.HTML)


def home_with(set_cookies: Iterable[str]) -> ASGIResponse:
    headers = [("location", "/"), *(("set-cookie", cookie) for cookie in set_cookies)]
    return ASGIResponse(status_code=303, headers=headers)


def failed(error: StytchError) -> ASGIResponse:
    """Distinguish a refusal from an outage: a new link does not help in an outage."""
    if isinstance(error, (APIError, InvalidArgumentError)) and not isinstance(
        error, (RateLimitError, ServerError)
    ):
        return page("This link was used before, or has expired.", 400)
    return page("Logins do not work at the moment. Please try again soon.", 503)


@get("/")
async def home(request: AnyRequest) -> ASGIResponse:
    return page(HOME if session_of(request.scope) else FORM)


@post("/login", status_code=200)
async def send_link(
    data: Annotated[Login, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> ASGIResponse:
    url = f"{URL}/authenticate"
    try:
        await client.magic_links.email.login_or_signup(
            organization_id=data.organization,
            email_address=data.email,
            login_redirect_url=url,
            signup_redirect_url=url,
        )
    except StytchError as error:
        response = failed(error)
        if response.status_code == 503:
            return response
    return page(
        "If we know this address, a link is on its way."
    )  # the same text for an unknown address


@get("/authenticate")
async def follow_link(token: FromQuery[str]) -> ASGIResponse:
    try:
        login = await client.magic_links.authenticate(magic_links_token=token)
    except StytchError as error:
        return failed(error)
    if login.member_session is None:
        return page("Your organization asks for a second factor.", 403)
    ends = login.member_session.expires_at
    return home_with(
        cookies.begin(
            session_jwt=login.session_jwt,
            session_token=login.session_token,
            expires_at=ends,
        )
    )


@get("/members")
async def members(request: AnyRequest) -> ASGIResponse:
    session = await require_permission(request.scope, "stytch.member", "search")
    search = client.organizations.members.search(
        organization_ids=[session.organization_id]
    )
    return page(
        ", ".join([html.escape(member.email_address) async for member in search])
    )


@post("/logout")
async def log_out(request: AnyRequest) -> ASGIResponse:
    session = require_session(request.scope)
    await client.sessions.revoke(member_session_id=session.member_session_id)
    return home_with(cookies.end())


@contextlib.asynccontextmanager
async def lifespan(_: Litestar) -> AsyncGenerator[None]:
    async with client:
        yield


app = Litestar(
    [home, send_link, follow_link, members, log_out],
    middleware=[DefineMiddleware(SessionMiddleware, client=client, cookies=cookies)],
    lifespan=[lifespan],
)
