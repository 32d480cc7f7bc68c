"""Sessions and tokens in any ASGI service: a middleware that verifies them and refreshes cookies.

    app = SessionMiddleware(app, client)

    session = session_of(request.scope) # None without a session

    app = SessionMiddleware(app, client, accepts=["m2m", "access_token"])

    match Requirement(scopes=["read:documents"]).check(authentication_of(request.scope).outcome):
        case Refusal() as refusal: await refusal(scope, receive, send)
        case VerifiedClient(client_id=client_id): ...

It needs no other library, and works with Starlette, FastAPI, Litestar and all other ASGI frameworks.
"""

from .authentication import Authentication, authentication_of, session_of
from .cookies import SessionCookies
from .middleware import SessionMiddleware
from .refusal import Refusal
from .requirements import Requirement

__all__ = [
    "Authentication",
    "Refusal",
    "Requirement",
    "SessionCookies",
    "SessionMiddleware",
    "authentication_of",
    "session_of",
]
