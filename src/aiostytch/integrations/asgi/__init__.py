"""Sessions in any ASGI service: a middleware that verifies them, refuses, and keeps the browser's cookies fresh.

    app = SessionMiddleware(app, client)

    session = session_of(request.scope)  # None where nobody is logged in

It needs no other library, and works with Starlette, FastAPI, Litestar and whatever else speaks ASGI.
"""

from .authentication import Authentication, authentication_of, session_of
from .cookies import SessionCookies
from .middleware import SessionMiddleware
from .refusal import Refusal

__all__ = ["Authentication", "Refusal", "SessionCookies", "SessionMiddleware", "authentication_of", "session_of"]
