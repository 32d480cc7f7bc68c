"""Django with a login by e-mail, in one file.

uvicorn services.django_app:application --app-dir examples

The project's redirect URLs must contain http://localhost:8000/authenticate.
"""

import os
import secrets
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

import django
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import path
from django.utils.html import escape
from django.views.decorators.http import require_POST

from aiostytch import (
    APIError,
    B2BClient,
    InvalidArgumentError,
    RateLimitError,
    ServerError,
    StytchError,
    VerifiedSession,
)
from aiostytch.integrations.asgi import (
    Refusal,
    SessionCookies,
    SessionMiddleware,
    authentication_of,
    session_of,
)

URL = os.environ.get("APP_URL", "http://localhost:8000")
FIELDS = """<input name="organization" aria-label="Organization">
<input name="email" type="email" aria-label="E-mail">"""
Session = VerifiedSession[dict[str, Any]]
View = Callable[[ASGIRequest, Session], Coroutine[Any, Any, HttpResponse]]
client = B2BClient()
cookies = SessionCookies(secure=URL.startswith("https://"))


def for_members(
    view: View, *permission: str
) -> Callable[[ASGIRequest], Coroutine[Any, Any, HttpResponse]]:
    """Restrict a view to members, or to members with a permission."""

    async def checked(request: ASGIRequest) -> HttpResponse:
        authentication = authentication_of(request.scope)
        outcome = authentication.outcome
        if permission:
            outcome = await authentication.check(*permission) or outcome
        match outcome:
            case VerifiedSession():
                return await view(request, outcome)
            case Refusal():  # 401, 403, or 503 if the session cannot be checked
                headers = dict(outcome.headers)
                return HttpResponse(
                    outcome.detail, status=outcome.status_code, headers=headers
                )
            case _:
                raise TypeError("the middleware accepts sessions only")

    return checked


def form(request: ASGIRequest, action: str, fields: str, button: str) -> str:
    token = (
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">'
    )
    content = f"{token}{fields}<button>{button}</button>"
    return f'<form method="post" action="{action}">{content}</form>'


def home_with(set_cookies: Iterable[str]) -> HttpResponse:
    response = HttpResponseRedirect("/")
    for cookie in set_cookies:
        response.cookies.load(cookie)
    return response


def failed(error: StytchError) -> HttpResponse:
    """Distinguish a refusal from an outage: a new link does not help in an outage."""
    if isinstance(error, (APIError, InvalidArgumentError)) and not isinstance(
        error, (RateLimitError, ServerError)
    ):
        return HttpResponse("This link was used before, or has expired.", status=400)
    return HttpResponse(
        "Logins do not work at the moment. Please try again soon.", status=503
    )


async def home(request: ASGIRequest) -> HttpResponse:
    if session_of(request.scope) is None:
        return HttpResponse(form(request, "/login", FIELDS, "Send me a link"))
    return HttpResponse(
        f"<a href='/members'>Members</a> {form(request, '/logout', '', 'Log out')}"
    )


@require_POST
async def send_link(request: ASGIRequest) -> HttpResponse:
    url = f"{URL}/authenticate"
    try:
        await client.magic_links.email.login_or_signup(
            organization_id=request.POST.get("organization", ""),
            email_address=request.POST.get("email", ""),
            login_redirect_url=url,
            signup_redirect_url=url,
        )
    except StytchError as error:
        response = failed(error)
        if response.status_code == 503:
            return response
    return HttpResponse(
        "If we know this address, a link is on its way."
    )  # the same text for an unknown address


async def follow_link(request: ASGIRequest) -> HttpResponse:
    try:
        login = await client.magic_links.authenticate(
            magic_links_token=request.GET.get("token", "")
        )
    except StytchError as error:
        return failed(error)
    if login.member_session is None:
        return HttpResponse("Your organization asks for a second factor.", status=403)
    ends = login.member_session.expires_at
    return home_with(
        cookies.begin(
            session_jwt=login.session_jwt,
            session_token=login.session_token,
            expires_at=ends,
        )
    )


async def members(request: ASGIRequest, session: Session) -> HttpResponse:
    search = client.organizations.members.search(
        organization_ids=[session.organization_id]
    )
    return HttpResponse(
        ", ".join([escape(member.email_address) async for member in search])
    )


async def log_out(request: ASGIRequest, session: Session) -> HttpResponse:
    await client.sessions.revoke(member_session_id=session.member_session_id)
    return home_with(cookies.end())


urlpatterns = [
    path("", home),
    path("login", send_link),
    path("authenticate", follow_link),
    path("members", for_members(members, "stytch.member", "search")),
    path("logout", require_POST(for_members(log_out))),
]
settings.configure(
    ROOT_URLCONF=__name__,
    SECRET_KEY=os.environ.get("DJANGO_SECRET_KEY", secrets.token_urlsafe(50)),
    ALLOWED_HOSTS=["localhost", "127.0.0.1"],
    MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"],
)
django.setup()
service = SessionMiddleware(get_asgi_application(), client)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Close the client at shutdown: Django does not support the lifespan protocol."""
    if scope["type"] != "lifespan":
        await service(scope, receive, send)
        return
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await client.aclose()
    await send({"type": "lifespan.shutdown.complete"})
