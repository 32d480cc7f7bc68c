"""A service with logins, by password or by a link in an e-mail: its application and its error handling.

uvicorn --factory fastapi_app.app:create_app --app-dir examples
"""

import contextlib
import logging
import os
from collections.abc import AsyncGenerator, Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from aiostytch import B2BClient, StytchError, preload
from aiostytch.integrations.fastapi import SessionMiddleware

from . import api, pages
from .service import HERE, Service, page, see_other

TEXTS = {
    403: "This is not permitted.",
    404: "There is no such page.",
    503: "This does not work at the moment. Please try again soon.",
}

log = logging.getLogger(__name__)


def create_app(client: B2BClient | None = None, url: str | None = None) -> FastAPI:
    """Create the service. The project and the public URL default to environment variables."""
    service = Service(client or B2BClient(), url or os.environ.get("APP_URL", "http://localhost:8000"))

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        preload()
        async with service.client:
            yield

    app = FastAPI(title="Protected by Stytch", lifespan=lifespan)
    app.state.service = service
    app.add_middleware(SessionMiddleware, client=service.client, cookies=service.cookies, skip=is_static)
    app.add_exception_handler(HTTPException, handle_http_error)
    app.add_exception_handler(StytchError, handle_stytch_error)
    app.include_router(pages.router)
    app.include_router(api.router)
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    return app


def is_static(scope: Mapping[str, Any]) -> bool:
    return str(scope["path"]).startswith("/static/")


async def handle_http_error(request: Request, error: Exception) -> Response:
    """Respond to programs in JSON and to browsers with a page; send people who are not logged in to the login page."""
    if not isinstance(error, HTTPException):
        raise error
    if request.url.path.startswith("/api/"):
        return await http_exception_handler(request, error)
    if error.status_code == 401:
        return see_other(f"/login?{urlencode({'next': request.url.path})}")
    text = TEXTS.get(error.status_code, "This did not work.")
    return page(request, "message", error.status_code, title="Sorry", text=text)


async def handle_stytch_error(request: Request, error: Exception) -> Response:
    """Respond with 503 after an unexpected failure of a call. Only the log has the details."""
    log.error("%s %s: %s", request.method, request.url.path, error)
    return await handle_http_error(request, HTTPException(503, "The service does not work at the moment."))
