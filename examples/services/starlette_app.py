"""Starlette with a login by e-mail, in one file.

uvicorn services.starlette_app:app --app-dir examples

The project's redirect URLs must contain http://localhost:8000/authenticate.
"""

import contextlib
import html
import os
from collections.abc import AsyncGenerator, Iterable

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from aiostytch import (
    APIError,
    B2BClient,
    InvalidArgumentError,
    RateLimitError,
    ServerError,
    StytchError,
)
from aiostytch.integrations.starlette import (
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
client = B2BClient()
cookies = SessionCookies(secure=URL.startswith("https://"))


@contextlib.asynccontextmanager
async def lifespan(_: Starlette) -> AsyncGenerator[None]:
    async with client:
        yield


def home_with(set_cookies: Iterable[str]) -> Response:
    response = RedirectResponse("/", 303)
    for cookie in set_cookies:
        response.headers.append("set-cookie", cookie)
    return response


def failed(error: StytchError) -> Response:
    """Distinguish a refusal from an outage: a new link does not help in an outage."""
    if isinstance(error, (APIError, InvalidArgumentError)) and not isinstance(
        error, (RateLimitError, ServerError)
    ):
        return HTMLResponse("This link was used before, or has expired.", 400)
    return HTMLResponse("Logins do not work at the moment. Please try again soon.", 503)


async def home(request: Request) -> Response:
    return HTMLResponse(HOME if session_of(request.scope) else FORM)


async def send_link(request: Request) -> Response:
    url = f"{URL}/authenticate"
    async with request.form() as form:
        try:
            await client.magic_links.email.login_or_signup(
                organization_id=str(form.get("organization", "")),
                email_address=str(form.get("email", "")),
                login_redirect_url=url,
                signup_redirect_url=url,
            )
        except StytchError as error:
            response = failed(error)
            if response.status_code == 503:
                return response
    return HTMLResponse(
        "If we know this address, a link is on its way."
    )  # the same text for an unknown address


async def follow_link(request: Request) -> Response:
    try:
        login = await client.magic_links.authenticate(
            magic_links_token=request.query_params.get("token", "")
        )
    except StytchError as error:
        return failed(error)
    if login.member_session is None:
        return HTMLResponse("Your organization asks for a second factor.", 403)
    ends = login.member_session.expires_at
    return home_with(
        cookies.begin(
            session_jwt=login.session_jwt,
            session_token=login.session_token,
            expires_at=ends,
        )
    )


async def members(request: Request) -> Response:
    session = await require_permission(request.scope, "stytch.member", "search")
    search = client.organizations.members.search(
        organization_ids=[session.organization_id]
    )
    return HTMLResponse(
        ", ".join([html.escape(member.email_address) async for member in search])
    )


async def log_out(request: Request) -> Response:
    session = require_session(request.scope)
    await client.sessions.revoke(member_session_id=session.member_session_id)
    return home_with(cookies.end())


app = Starlette(
    routes=[
        Route("/", home),
        Route("/login", send_link, methods=["POST"]),
        Route("/authenticate", follow_link),
        Route("/members", members),
        Route("/logout", log_out, methods=["POST"]),
    ],
    middleware=[Middleware(SessionMiddleware, client=client, cookies=cookies)],
    lifespan=lifespan,
)
