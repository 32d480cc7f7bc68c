"""The backend: one page, and an API that reads the session from the cookies of the frontend SDK.

uvicorn --factory fullstack.app:create_app --app-dir examples --port 3000
"""

import os
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from aiostytch import B2BClient, VerifiedSession
from aiostytch.integrations.fastapi import SessionMiddleware, require_permission, require_session

HERE = Path(__file__).parent
SDK = Path("node_modules", "@stytch", "vanilla-js", "dist", "iife", "b2b", "index.headless.js")
"""The file of the frontend SDK, in the folder of npm."""

Session = Annotated[VerifiedSession[Any], Depends(require_session)]
Administrator = Annotated[VerifiedSession[Any], Depends(require_permission("stytch.member", "search"))]


def create_app(
    client: B2BClient | None = None, public_token: str | None = None, endpoints: dict[str, str] | None = None
) -> FastAPI:
    """Create the application. `endpoints` are the URLs of a sandbox in place of Stytch."""
    client = client or B2BClient()
    config = {"publicToken": public_token or os.environ["STYTCH_PUBLIC_TOKEN"], "endpoints": endpoints}
    app = FastAPI(title="Full stack")
    app.add_middleware(SessionMiddleware, client=client, skip=lambda scope: not scope["path"].startswith("/api/"))

    @app.get("/api/me")
    async def me(session: Session) -> dict[str, Any]:
        return {"member_id": session.member_id, "roles": session.roles}

    @app.get("/api/members")
    async def members(session: Administrator) -> list[str]:
        found = client.organizations.members.search(organization_ids=[session.organization_id])
        return [member.email_address async for member in found]

    @app.get("/config")
    async def tell_config() -> dict[str, Any]:
        return config

    @app.get("/sdk.js")
    async def sdk() -> FileResponse:
        return FileResponse(Path(os.environ.get("FRONTEND_PACKAGES", HERE), SDK))

    app.mount("/", StaticFiles(directory=HERE / "static", html=True))
    return app
