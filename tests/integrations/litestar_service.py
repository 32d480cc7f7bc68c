"""A service made with Litestar: its calls want a session, or a permission."""

from __future__ import annotations

from typing import Any

from litestar import Request, WebSocket, websocket
from litestar import get as route
from litestar.di import NamedDependency, Provide

from aiostytch import VerifiedSession
from aiostytch.integrations.litestar import require_permission, require_session

SESSION = {"session": Provide(require_session, sync_to_thread=False)}


@route("/me")
async def me(request: Request[Any, Any, Any]) -> dict[str, str]:
    return {"member": require_session(request.scope).member_id}


@route("/injected", dependencies=SESSION)
async def injected(session: NamedDependency[VerifiedSession[Any]]) -> dict[str, str]:
    return {"member": session.member_id}


@route("/documents/{action:str}")
async def act(request: Request[Any, Any, Any]) -> dict[str, str]:
    organization = request.query_params.get("organization")
    action = request.path_params["action"]
    session = await require_permission(request.scope, "documents", action, organization_id=organization)
    return {"member": session.member_id}


@websocket("/live/{action:str}")
async def live(socket: WebSocket[Any, Any, Any]) -> None:
    await require_permission(socket.scope, "documents", socket.path_params["action"])
    await socket.accept()


@websocket("/injected/live", dependencies=SESSION)
async def injected_live(socket: WebSocket[Any, Any, Any], session: NamedDependency[VerifiedSession[Any]]) -> None:
    await socket.accept()


HANDLERS = [me, injected, act, live, injected_live]
