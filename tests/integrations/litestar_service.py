"""A Litestar service whose routes need a session, a token, scopes or a permission."""

from __future__ import annotations

from typing import Any

from litestar import Request, WebSocket, websocket
from litestar import get as route
from litestar.di import NamedDependency, Provide

from aiostytch import VerifiedAccess, VerifiedClient, VerifiedSession
from aiostytch.integrations.litestar import (
    require_access,
    require_client,
    require_permission,
    require_principal,
    require_scopes,
    require_session,
)

SESSION = {"session": Provide(require_session, sync_to_thread=False)}
CLIENT = {"client": Provide(require_client, sync_to_thread=False)}
ACCESS = {"access": Provide(require_access, sync_to_thread=False)}


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


@route("/app-or-member")
async def app_or_member(request: Request[Any, Any, Any]) -> str:
    accepts: Any = ["session", "access_token"]
    return type(await require_permission(request.scope, "documents", "read", accepts=accepts)).__name__


@route("/client", dependencies=CLIENT)
async def call_of_client(client: NamedDependency[VerifiedClient[Any]]) -> str:
    return client.client_id


@route("/access", dependencies=ACCESS)
async def call_of_app(access: NamedDependency[VerifiedAccess[Any]]) -> str:
    return access.client_id


@route("/anybody")
async def anybody(request: Request[Any, Any, Any]) -> str:
    return type(require_principal(request.scope)).__name__


@route("/read")
async def read(request: Request[Any, Any, Any]) -> str:
    return require_scopes(request.scope, "export:documents").client_id


@websocket("/live/{action:str}")
async def live(socket: WebSocket[Any, Any, Any]) -> None:
    await require_permission(socket.scope, "documents", socket.path_params["action"])
    await socket.accept()


@websocket("/injected/live", dependencies=SESSION)
async def injected_live(socket: WebSocket[Any, Any, Any], session: NamedDependency[VerifiedSession[Any]]) -> None:
    await socket.accept()


HANDLERS = [me, injected, act, app_or_member, call_of_client, call_of_app, anybody, read, live, injected_live]
