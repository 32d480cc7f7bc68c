"""OAuth protected resources: the metadata that tells clients where to get tokens for a service (RFC 9728).

    app = ProtectedResource(app, client, resource="https://api.acme.example", domain="https://login.acme.example")

It is an ASGI middleware, and needs no other library.
"""

from .resource import ProtectedResource

__all__ = ["ProtectedResource"]
