"""The code that all pages share: the client of the API, the cookies, and the rendering of pages."""

from pathlib import Path
from typing import Annotated, Any, cast

import attrs
from fastapi import Depends, HTTPException, Request, Response
from starlette.responses import RedirectResponse
from starlette.templating import Jinja2Templates

from aiostytch import B2BClient
from aiostytch.integrations.fastapi import SessionCookies

from .login import is_own_request

HERE = Path(__file__).parent
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",  # links from e-mails carry a token
    "X-Content-Type-Options": "nosniff",
}
templates = Jinja2Templates(HERE / "templates")


@attrs.frozen
class Service:
    """The client, and the public URL of the service. If that is an https URL, cookies are `Secure`."""

    client: B2BClient
    url: str

    @property
    def cookies(self) -> SessionCookies:
        return SessionCookies(secure=self.url.startswith("https://"))


def service_of(request: Request) -> Service:
    return cast("Service", request.app.state.service)


Shared = Annotated[Service, Depends(service_of)]


def refuse_other_sites(request: Request, service: Shared) -> None:
    """Refuse requests from pages of other sites."""
    headers = request.headers
    if not is_own_request(headers.get("sec-fetch-site"), headers.get("origin"), service.url):
        raise HTTPException(403)


def page(request: Request, name: str, status_code: int = 200, **context: Any) -> Response:
    return templates.TemplateResponse(request, f"{name}.html", context, status_code, headers=HEADERS)


def see_other(path: str) -> RedirectResponse:
    """Redirect after a POST, so that the browser does not send it again on reload."""
    return RedirectResponse(path, 303)
