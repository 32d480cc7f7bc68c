"""A Starlette service whose routes need a session, a token, scopes or a permission."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from aiostytch.integrations.starlette import (
    require_access,
    require_client,
    require_permission,
    require_principal,
    require_scopes,
    require_session,
)


async def me(request: Request) -> Response:
    return JSONResponse(require_session(request.scope).member_id)


async def act(request: Request) -> Response:
    organization_id = request.query_params.get("organization")
    action = request.path_params["action"]
    session = await require_permission(request.scope, "documents", action, organization_id=organization_id)
    return JSONResponse(session.member_id)


async def app_or_member(request: Request) -> Response:
    principal = await require_permission(request.scope, "documents", "read", accepts=["session", "access_token"])
    return JSONResponse(type(principal).__name__)


async def client(request: Request) -> Response:
    return JSONResponse(require_client(request.scope).client_id)


async def access(request: Request) -> Response:
    return JSONResponse(require_access(request.scope).client_id)


async def anybody(request: Request) -> Response:
    return JSONResponse(type(require_principal(request.scope)).__name__)


async def read(request: Request) -> Response:
    return JSONResponse(require_scopes(request.scope, "export:documents").client_id)


async def live(socket: WebSocket) -> None:
    await require_permission(socket.scope, "documents", socket.path_params["action"])
    await socket.accept()


ROUTES = [
    Route("/me", me),
    Route("/documents/{action}", act),
    Route("/app-or-member", app_or_member),
    Route("/client", client),
    Route("/access", access),
    Route("/anybody", anybody),
    Route("/read", read),
    WebSocketRoute("/live/{action}", live),
]
