"""A service as a protected resource of OAuth: it says where clients get tokens for it (RFC 9728).

    app = ProtectedResource(app, client, resource="https://api.acme.example", domain="https://login.acme.example")

It is an ASGI middleware, and needs no other library.
"""

from .resource import ProtectedResource

__all__ = ["ProtectedResource"]
