"""A service made with Starlette: its calls want a session, or a permission."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from aiostytch.integrations.starlette import require_permission, require_session


async def me(request: Request) -> Response:
    return JSONResponse(require_session(request.scope).member_id)


async def act(request: Request) -> Response:
    organization_id = request.query_params.get("organization")
    action = request.path_params["action"]
    session = await require_permission(request.scope, "documents", action, organization_id=organization_id)
    return JSONResponse(session.member_id)


async def live(socket: WebSocket) -> None:
    await require_permission(socket.scope, "documents", socket.path_params["action"])
    await socket.accept()


ROUTES = [Route("/me", me), Route("/documents/{action}", act), WebSocketRoute("/live/{action}", live)]
