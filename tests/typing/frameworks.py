"""Code that type checkers must accept: the middleware and sessions in each framework. Checked, never run."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, FastAPI
from litestar import Litestar
from litestar import Request as LitestarRequest
from litestar import WebSocket as LitestarWebSocket
from litestar import asgi as litestar_asgi
from litestar import get as litestar_get
from litestar import websocket as litestar_websocket
from litestar.di import NamedDependency, Provide
from litestar.middleware import DefineMiddleware
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.websockets import WebSocket

from aiostytch import B2BClient, VerifiedSession
from aiostytch.integrations import asgi, fastapi, litestar, starlette
from aiostytch.integrations.asgi import SessionMiddleware
from aiostytch.webhooks import Webhooks

client = B2BClient()


# Starlette.


async def me(request: Request) -> Response:
    session: VerifiedSession[Any] = starlette.require_session(request.scope)
    return JSONResponse(session.member_id)


async def write(request: Request) -> Response:
    session = await starlette.require_permission(request.scope, "documents", "write", organization_id="o")
    return JSONResponse(session.member_id)


async def live(socket: WebSocket) -> None:
    starlette.require_session(socket.scope)


async def delete(request: Request) -> asgi.Refusal | Response:
    return await asgi.authentication_of(request.scope).check("documents", "delete") or JSONResponse("done")


Starlette(
    routes=[Route("/me", me), Route("/delete", delete)],
    middleware=[Middleware(SessionMiddleware, client), Middleware(SessionMiddleware, client=client, max_token_age=60)],
).add_middleware(SessionMiddleware, client=client)
SessionMiddleware(Starlette(), client)


# Litestar.


@litestar_get("/me")
async def litestar_me(request: LitestarRequest[Any, Any, Any]) -> str:
    session: VerifiedSession[Any] = litestar.require_session(request.scope)
    return session.member_id


@litestar_get("/write")
async def litestar_write(
    request: LitestarRequest[Any, Any, Any], session: NamedDependency[VerifiedSession[Any]]
) -> str:
    return (await litestar.require_permission(request.scope, "documents", session.member_id)).member_id


@litestar_websocket("/live")
async def litestar_live(socket: LitestarWebSocket[Any, Any, Any]) -> None:
    found: VerifiedSession[Any] | None = asgi.session_of(socket.scope)
    if found is None:
        litestar.require_session(socket.scope)


Litestar(
    [litestar_me, litestar_write, litestar_live],
    middleware=[DefineMiddleware(SessionMiddleware, client=client), DefineMiddleware(SessionMiddleware, client)],
    dependencies={"me": Provide(litestar.require_session, sync_to_thread=False)},
)
SessionMiddleware(Litestar([litestar_me]), client)


# FastAPI.

app = FastAPI(dependencies=[Depends(fastapi.require_permission("documents", "read"))])
app.add_middleware(SessionMiddleware, client=client)
app.add_middleware(fastapi.SessionMiddleware, client)


@app.get("/me")
async def fastapi_me(
    session: Annotated[VerifiedSession[Any], Depends(fastapi.require_session)],
    maybe: Annotated[VerifiedSession[Any] | None, Depends(fastapi.optional_session)],
) -> str:
    return session.member_id


# Webhooks.


webhooks = Webhooks("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", client=client)
Starlette(routes=[Route("/webhooks", webhooks.app)]).mount("/more", webhooks.app)
FastAPI().mount("/webhooks", webhooks.app)
Litestar([litestar_asgi("/webhooks")(webhooks.app)])
