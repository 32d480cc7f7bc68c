"""The pages: login, profile, logout."""

import logging
import secrets
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from aiostytch import StytchError, VerifiedSession
from aiostytch.integrations.fastapi import optional_session, require_session
from aiostytch.models.magic_links import AuthenticateResponse as LinkResponse
from aiostytch.models.passwords import AuthenticateResponse as PasswordResponse

from .login import UNFINISHED, WRONG_LINK, WRONG_LOGIN, code_challenge, explain, safe_path
from .service import Service, Shared, page, refuse_other_sites, see_other

SESSION_MINUTES = 8 * 60
LINK_MINUTES = 60
VERIFIER = "login_verifier"

Session = VerifiedSession[dict[str, Any]]
Text = Annotated[str, Form(max_length=1000)]

log = logging.getLogger(__name__)
router = APIRouter(include_in_schema=False)
own = [Depends(refuse_other_sites)]


@router.get("/")
async def home(request: Request, service: Shared, session: Annotated[Session, Depends(require_session)]) -> Response:
    members = service.client.organizations.members
    found = await members.get(session.organization_id, member_id=session.member_id)
    return page(request, "home", session=session, member=found.member, organization=found.organization)


@router.get("/login")
async def show_login(
    request: Request,
    session: Annotated[Session | None, Depends(optional_session)],
    next_path: Annotated[str, Query(alias="next")] = "/",
) -> Response:
    if session is not None:
        return see_other(safe_path(next_path))
    return page(request, "login", next=safe_path(next_path))


@router.post("/login", dependencies=own)
async def log_in(
    request: Request,
    service: Shared,
    organization: Text = "",
    email: Text = "",
    password: Text = "",
    next_path: Annotated[str, Form(alias="next")] = "/",
) -> Response:
    path = safe_path(next_path)
    try:
        login = await service.client.passwords.authenticate(
            organization_id=organization,
            email_address=email,
            password=password,
            session_duration_minutes=SESSION_MINUTES,
        )
    except StytchError as error:
        log.info("no login: %s", error)
        status, text = explain(error, WRONG_LOGIN)
        return page(request, "login", status, problem=text, organization=organization, email=email, next=path)
    return begin(request, service, login, path)


@router.post("/login/link", dependencies=own)
async def send_link(request: Request, service: Shared, organization: Text = "", email: Text = "") -> Response:
    verifier = secrets.token_urlsafe(32)
    url = f"{service.url}/authenticate"
    try:
        await service.client.magic_links.email.login_or_signup(
            organization_id=organization,
            email_address=email,
            login_redirect_url=url,
            signup_redirect_url=url,
            login_expiration_minutes=LINK_MINUTES,
            pkce_code_challenge=code_challenge(verifier),
        )
    except StytchError as error:
        log.info("no link: %s", error)
        status, text = explain(error, WRONG_LINK)
        if status != 400:  # the response does not reveal whether the address is known
            return page(request, "login", status, problem=text, organization=organization, email=email, next="/")
    response = see_other("/login/sent")
    response.set_cookie(
        VERIFIER,
        verifier,
        max_age=LINK_MINUTES * 60,
        path="/authenticate",
        secure=service.cookies.secure,
        httponly=True,
        samesite="lax",
    )
    return response


@router.get("/login/sent")
async def show_sent(request: Request) -> Response:
    text = "If we know this address, we have sent you a link to log in. Open it in this browser."
    return page(request, "message", title="Check your inbox", text=text)


@router.get("/authenticate")
async def follow_link(request: Request, service: Shared, token: str = "") -> Response:
    try:
        login = await service.client.magic_links.authenticate(
            magic_links_token=token,
            pkce_code_verifier=request.cookies.get(VERIFIER, ""),
            session_duration_minutes=SESSION_MINUTES,
        )
    except StytchError as error:
        log.info("no login: %s", error)
        status, text = explain(error, WRONG_LINK)
        return page(request, "login", status, problem=text, next="/")
    response = begin(request, service, login, "/")
    response.delete_cookie(VERIFIER, path="/authenticate")
    return response


@router.post("/logout", dependencies=own)
async def log_out(service: Shared, session: Annotated[Session | None, Depends(optional_session)]) -> Response:
    if session is not None:
        try:
            await service.client.sessions.revoke(member_session_id=session.member_session_id)
        except StytchError as error:
            log.warning("a session lives on until it expires: %s", error)
    return with_cookies(see_other("/login"), service.cookies.end())


def begin(request: Request, service: Service, login: PasswordResponse | LinkResponse, path: str) -> Response:
    """Set the cookies of a new session, and redirect to a path."""
    if login.member_session is None:
        return page(request, "login", 403, problem=UNFINISHED, next=path)
    cookies = service.cookies.begin(
        session_jwt=login.session_jwt,
        session_token=login.session_token,
        expires_at=login.member_session.expires_at,
    )
    return with_cookies(see_other(path), cookies)


def with_cookies(response: Response, cookies: Sequence[str]) -> Response:
    for cookie in cookies:
        response.headers.append("set-cookie", cookie)
    return response
