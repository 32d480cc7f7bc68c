"""A FastAPI service whose routes need a session, a token, scopes or a permission."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, FastAPI, Security, WebSocket

from aiostytch import VerifiedAccess, VerifiedClient, VerifiedSession
from aiostytch.integrations.fastapi import (
    optional_session,
    require_access,
    require_client,
    require_permission,
    require_principal,
    require_scopes,
    require_session,
)

Session = Annotated[VerifiedSession[dict[str, Any]], Depends(require_session)]
OptionalSession = Annotated[VerifiedSession[dict[str, Any]] | None, Depends(optional_session)]
IN_ORGANIZATION = require_permission("documents", "read", organization_parameter="organization_id")
APP_OR_MEMBER = require_permission("documents", "read", accepts=["session", "access_token"])
MEMBER_OR_PROGRAM = require_principal("session", "m2m")
READ = require_scopes("export:documents")


def make_app() -> FastAPI:
    app = FastAPI()
    add_tokens(app)

    @app.get("/")
    async def home(session: OptionalSession) -> str | None:
        return None if session is None else session.member_id

    @app.get("/me")
    async def me(session: Session) -> str:
        return session.member_id

    @app.get("/write")
    async def write(session: Annotated[Any, Depends(require_permission("documents", "write"))]) -> str:
        return str(session.member_id)

    @app.get("/delete", dependencies=[Depends(require_permission("documents", "delete"))])
    async def delete() -> None: ...

    @app.get("/organizations/{organization_id}/documents", dependencies=[Depends(IN_ORGANIZATION)])
    async def documents() -> None: ...

    @app.get("/mistaken", dependencies=[Depends(IN_ORGANIZATION)])
    async def mistaken() -> None: ...

    @app.get("/health")
    async def health() -> None: ...

    @app.websocket("/live")
    async def live(socket: WebSocket, session: Session) -> None:
        await socket.accept()

    @app.websocket("/live/delete")
    async def live_delete(
        socket: WebSocket, session: Annotated[Any, Depends(require_permission("documents", "delete"))]
    ) -> None: ...

    return app


def add_tokens(app: FastAPI) -> None:
    @app.get("/app-or-member")
    async def app_or_member(principal: Annotated[Any, Depends(APP_OR_MEMBER)]) -> str:
        return type(principal).__name__

    @app.get("/client")
    async def client(client: Annotated[VerifiedClient[dict[str, Any]], Depends(require_client)]) -> str:
        return client.client_id

    @app.get("/access")
    async def access(access: Annotated[VerifiedAccess[dict[str, Any]], Depends(require_access)]) -> str:
        return access.client_id

    @app.get("/anybody")
    async def anybody(
        principal: Annotated[Any, Depends(require_principal("session", "m2m", "access_token"))],
    ) -> str:
        return type(principal).__name__

    @app.get("/member-or-program")
    async def member_or_program(principal: Annotated[Any, Depends(MEMBER_OR_PROGRAM)]) -> str:
        return type(principal).__name__

    @app.get("/read")
    async def read(caller: Annotated[Any, Depends(READ)]) -> str:
        return str(caller.client_id)

    @app.get("/native")
    async def native(access: Annotated[Any, Security(require_access, scopes=["export:documents"])]) -> str:
        return str(access.client_id)

    @app.get("/native-program", dependencies=[Security(require_client, scopes=["export:documents"])])
    async def native_program() -> None: ...

    @app.get("/native-any", dependencies=[Security(MEMBER_OR_PROGRAM, scopes=["export:documents"])])
    async def native_any() -> None: ...

    @app.websocket("/live/read")
    async def live_read(socket: WebSocket, caller: Annotated[Any, Depends(READ)]) -> None:
        await socket.accept()
