"""Dependencies for sessions and tokens in FastAPI. They use the middleware, and appear in the OpenAPI document.

    app = FastAPI()
    app.add_middleware(SessionMiddleware, client=client, accepts=["session", "m2m", "access_token"])

    @app.get("/me")
    async def me(session: Annotated[VerifiedSession, Depends(require_session)]) -> dict[str, str]:
        return {"member": session.member_id}

    @app.post("/documents", dependencies=[Depends(require_permission("documents", "write"))])
    async def write() -> None: ...

    @app.get("/documents", dependencies=[Depends(require_scopes("read:documents"))])
    async def read() -> None: ...

No session or token: 401. Missing permission or scope: 403. Could not check: 503. A WebSocket is rejected before it is
accepted, with the same statuses if the server supports `websocket.http.response`, and with a plain 403 otherwise.

Tests can override each dependency: `app.dependency_overrides[require_session] = lambda: session`. Dependencies that
require a permission then check that session. `require_permission`, `require_principal` and `require_scopes` with
the same arguments are the same dependency.
"""

try:
    import fastapi as _fastapi
except ImportError as error:
    raise ImportError("FastAPI is not installed: pip install 'aiostytch[fastapi]'") from error

from ..asgi import SessionCookies, SessionMiddleware
from .permissions import require_permission
from .schemes import document_oauth
from .sessions import optional_session, require_session
from .tokens import require_access, require_client, require_principal, require_scopes

__all__ = [
    "SessionCookies",
    "SessionMiddleware",
    "document_oauth",
    "optional_session",
    "require_access",
    "require_client",
    "require_permission",
    "require_principal",
    "require_scopes",
    "require_session",
]

del _fastapi
