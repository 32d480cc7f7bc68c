"""Login by e-mail, a page for members, and logout in one file: `uvicorn fastapi_login:app --app-dir examples`.

The project's redirect URLs must contain http://localhost:8000/authenticate. `fastapi_app` is a more complete service.
"""

import contextlib
import html
import os
from collections.abc import AsyncGenerator, Iterable
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Form, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from aiostytch import B2BClient, StytchError, VerifiedSession
from aiostytch.integrations.fastapi import SessionCookies, SessionMiddleware, optional_session, require_session

URL = os.environ.get("APP_URL", "http://localhost:8000")
FORM = """<form method="post" action="/login"><input name="organization" aria-label="Organization">
<input name="email" type="email" aria-label="E-mail"> <button>Send me a link</button></form>"""
Session = VerifiedSession[dict[str, Any]]
client = B2BClient()
cookies = SessionCookies(secure=URL.startswith("https://"))


@contextlib.asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
    async with client:
        yield


app = FastAPI(lifespan=lifespan)
app.add_middleware(SessionMiddleware, client=client, cookies=cookies)


def home_with(set_cookies: Iterable[str]) -> Response:
    response = RedirectResponse("/", 303)
    for cookie in set_cookies:
        response.headers.append("set-cookie", cookie)
    return response


@app.get("/")
async def home(session: Annotated[Session | None, Depends(optional_session)]) -> HTMLResponse:
    return HTMLResponse("You are logged in. <a href='/members'>Who else?</a>" if session else FORM)


@app.post("/login")
async def send_link(organization: Annotated[str, Form()], email: Annotated[str, Form()]) -> HTMLResponse:
    url = f"{URL}/authenticate"
    with contextlib.suppress(StytchError):  # the response does not reveal whether the address is known
        await client.magic_links.email.login_or_signup(
            organization_id=organization, email_address=email, login_redirect_url=url, signup_redirect_url=url
        )
    return HTMLResponse("If we know this address, a link is on its way.")


@app.get("/authenticate")
async def follow_link(token: str) -> Response:
    try:
        login = await client.magic_links.authenticate(magic_links_token=token)
    except StytchError as error:
        raise HTTPException(400, "This link was used before, or has expired.") from error
    if login.member_session is None:
        raise HTTPException(403, "Your organization asks for a second factor.")
    ends = login.member_session.expires_at
    return home_with(cookies.begin(session_jwt=login.session_jwt, session_token=login.session_token, expires_at=ends))


@app.get("/members")
async def members(session: Annotated[Session, Depends(require_session)]) -> HTMLResponse:
    search = client.organizations.members.search(organization_ids=[session.organization_id])
    names = [html.escape(member.email_address) async for member in search]
    return HTMLResponse(f"{', '.join(names)} <form method='post' action='/logout'><button>Log out</button></form>")


@app.post("/logout")
async def log_out(session: Annotated[Session, Depends(require_session)]) -> Response:
    await client.sessions.revoke(member_session_id=session.member_session_id)
    return home_with(cookies.end())
