"""FastAPI with a login by e-mail and a second factor, in one file.

uvicorn services.fastapi_app:create_app --factory --app-dir examples

The project's redirect URLs must contain http://localhost:8000/authenticate.
"""

import contextlib
import html
import os
from collections.abc import AsyncGenerator, Iterable
from typing import Annotated, Any

from fastapi import Cookie, Depends, FastAPI, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

import aiostytch
from aiostytch import (
    APIError,
    B2BClient,
    InvalidArgumentError,
    RateLimitError,
    ServerError,
    StytchError,
    VerifiedSession,
)
from aiostytch.integrations.fastapi import (
    SessionCookies,
    SessionMiddleware,
    optional_session,
    require_permission,
    require_session,
)
from aiostytch.models.magic_links import AuthenticateResponse as LinkResponse
from aiostytch.models.otp_sms import AuthenticateResponse as CodeResponse

URL = os.environ.get("APP_URL", "http://localhost:8000")
SESSION_MINUTES = 8 * 60
UNFINISHED = "unfinished_login"
UNFINISHED_SECONDS = 600  # the lifetime of Stytch's intermediate sessions

Session = Annotated[VerifiedSession[Any], Depends(require_session)]
MaybeSession = Annotated[VerifiedSession[Any] | None, Depends(optional_session)]
Text = Annotated[str, Form(max_length=200)]
Unfinished = Annotated[str, Cookie(max_length=500)]
cookies = SessionCookies(secure=URL.startswith("https://"))


def form(action: str, button: str, *fields: str) -> str:
    inputs = " ".join(
        f'<label>{field} <input name="{field}" required></label>' for field in fields
    )
    content = f"{inputs} <button>{button}</button>"
    return f'<form method="post" action="{action}">{content}</form>'


def redirect(path: str, set_cookies: Iterable[str] = ()) -> Response:
    response = RedirectResponse(path, 303)
    for cookie in set_cookies:
        response.headers.append("set-cookie", cookie)
    return response


def begin(login: LinkResponse | CodeResponse) -> Response:
    """Write the cookies of a complete login."""
    if login.member_session is None:
        raise HTTPException(403, "This login is not complete.")
    ends = login.member_session.expires_at
    return redirect(
        "/",
        cookies.begin(
            session_jwt=login.session_jwt,
            session_token=login.session_token,
            expires_at=ends,
        ),
    )


def require_admin(session: Session) -> VerifiedSession[Any]:
    """Allow only admins of the member's own organization: a decision by role."""
    if "stytch_admin" not in session.roles:
        raise HTTPException(403, "Only admins may do this.")
    return session


def split(unfinished_login: str) -> tuple[str, str, str]:
    """Return organization, member and intermediate session token of a first step."""
    try:
        organization_id, member_id, token = unfinished_login.split(" ")
    except ValueError:
        raise HTTPException(400, "Please log in again.") from None
    return organization_id, member_id, token


async def show_failure(request: Request, error: Exception) -> Response:
    """Distinguish a refusal from an outage: a new link does not help in an outage."""
    if isinstance(error, (APIError, InvalidArgumentError)) and not isinstance(
        error, (RateLimitError, ServerError)
    ):
        return HTMLResponse(
            "This did not work: the link or code was used before, or has expired.", 400
        )
    return HTMLResponse("Logins do not work at the moment. Please try again soon.", 503)


def create_app() -> FastAPI:
    """Create the service. Each start has its own client: a closed one stays closed."""
    client = B2BClient()

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        aiostytch.preload()
        async with client:
            yield

    app = FastAPI(lifespan=lifespan)
    app.add_middleware(
        SessionMiddleware,
        client=client,
        cookies=cookies,
        skip=lambda scope: scope["path"] == "/health",
    )
    app.add_exception_handler(StytchError, show_failure)

    @app.get("/health")
    async def health() -> str:
        return "ok"

    @app.get("/")
    async def home(session: MaybeSession) -> HTMLResponse:
        if session is None:
            return HTMLResponse(
                form("/login", "Send me a link", "organization", "email")
            )
        return HTMLResponse(
            f"<a href='/members'>Members</a> {form('/logout', 'Log out')}"
        )

    @app.post("/login")
    async def send_link(organization: Text, email: Text) -> HTMLResponse:
        url = f"{URL}/authenticate"
        with contextlib.suppress(aiostytch.NotFoundError, aiostytch.BadRequestError):
            await client.magic_links.email.login_or_signup(
                organization_id=organization,
                email_address=email,
                login_redirect_url=url,
                signup_redirect_url=url,
            )
        return HTMLResponse("If we know this address, a link is on its way.")

    @app.get("/authenticate")
    async def follow_link(token: str) -> Response:
        login = await client.magic_links.authenticate(
            magic_links_token=token, session_duration_minutes=SESSION_MINUTES
        )
        if login.member_session is not None:
            return begin(login)
        response = redirect("/mfa")  # the organization requires a second factor
        parts = login.organization_id, login.member_id, login.intermediate_session_token
        response.set_cookie(
            UNFINISHED,
            " ".join(parts),
            max_age=UNFINISHED_SECONDS,
            httponly=True,
            secure=cookies.secure,
            samesite="lax",
        )
        return response

    @app.get("/mfa")
    async def ask_for_code() -> HTMLResponse:
        return HTMLResponse(
            form("/mfa/send", "Text me a code", "phone")
            + form("/mfa", "Log in", "code")
        )

    @app.post("/mfa/send")
    async def send_code(phone: Text, unfinished_login: Unfinished) -> Response:
        organization_id, member_id, token = split(unfinished_login)
        await client.otps.sms.send(
            organization_id=organization_id,
            member_id=member_id,
            mfa_phone_number=phone,
            intermediate_session_token=token,
        )
        return redirect("/mfa")

    @app.post("/mfa")
    async def take_code(code: Text, unfinished_login: Unfinished) -> Response:
        organization_id, member_id, token = split(unfinished_login)
        login = await client.otps.sms.authenticate(
            organization_id=organization_id,
            member_id=member_id,
            code=code,
            intermediate_session_token=token,
            session_duration_minutes=SESSION_MINUTES,
        )
        response = begin(login)
        response.delete_cookie(UNFINISHED)
        return response

    @app.get(
        "/members",
        dependencies=[Depends(require_permission("stytch.member", "search"))],
    )
    async def members(session: Session) -> HTMLResponse:
        search = client.organizations.members.search(
            organization_ids=[session.organization_id]
        )
        return HTMLResponse(
            ", ".join([html.escape(member.email_address) async for member in search])
        )

    @app.get("/admin", dependencies=[Depends(require_admin)])
    async def admin() -> str:
        return "only admins see this"

    @app.post("/logout")
    async def log_out(session: Session) -> Response:
        await client.sessions.revoke(member_session_id=session.member_session_id)
        return redirect("/", cookies.end())

    return app
