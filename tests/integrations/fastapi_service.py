"""A service made with FastAPI: its calls want a session, or a permission."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, FastAPI, WebSocket

from aiostytch import VerifiedSession
from aiostytch.integrations.fastapi import optional_session, require_permission, require_session

Session = Annotated[VerifiedSession[dict[str, Any]], Depends(require_session)]
OptionalSession = Annotated[VerifiedSession[dict[str, Any]] | None, Depends(optional_session)]
IN_ORGANIZATION = require_permission("documents", "read", organization_parameter="organization_id")


def make_app() -> FastAPI:
    app = FastAPI()

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
