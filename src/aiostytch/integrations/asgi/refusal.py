"""The error responses of a service to requests without a sufficient session or token. They do not reveal the reason."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from aiostytch.asgi_types import Send

from ...errors import (
    AuthorizationError,
    BadRequestError,
    KeysUnavailableError,
    NotFoundError,
    PolicyUnavailableError,
    StytchError,
    TokenVerificationError,
)

POLICY_VIOLATION = 1008
"""The close code of a WebSocket (RFC 6455, section 7.4.1). If it is not accepted yet, servers send 403 instead."""
_DENIAL = "websocket.http.response"
"""The ASGI extension for denial responses to WebSockets."""


def supports_denial(scope: Mapping[str, Any]) -> bool:
    """Return whether a server supports denial responses to WebSockets."""
    return _DENIAL in (scope.get("extensions") or {})


@attrs.frozen
class Refusal:
    """An error response to a request, and an ASGI application that sends it.

    Attributes:
        status_code: 401, 403 or 503.
        detail: the text in its JSON body.
        challenge: its `WWW-Authenticate` header (RFC 6750, section 3), or "".
    """

    status_code: int
    detail: str
    challenge: str = ""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, except those of the body."""
        challenge = {"www-authenticate": self.challenge} if self.challenge else {}
        return {**challenge, "cache-control": "no-store"}

    def with_scopes(self, scopes: Sequence[str]) -> Refusal:
        """Return the same response with the required scopes, so that clients can request a token with them."""
        if not scopes or not self.challenge:
            return self
        return attrs.evolve(self, challenge=f'{self.challenge}, scope="{" ".join(scopes)}"')

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Respond to a request, or reject a WebSocket before it is accepted (ASGI 3)."""
        if scope["type"] == "http":
            await self._respond("http.response", send)
            return
        await receive()
        if supports_denial(scope):
            await self.deny(send)
        else:
            await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": self.detail})

    async def deny(self, send: Send) -> None:
        """Send a denial response to a WebSocket that is not accepted yet, if the server supports it."""
        await self._respond(_DENIAL, send)

    async def _respond(self, kind: str, send: Send) -> None:
        body = json.dumps({"detail": self.detail}).encode()
        about = {"content-type": "application/json", "content-length": str(len(body)), **self.headers}
        headers = [(name.encode(), value.encode()) for name, value in about.items()]
        await send({"type": f"{kind}.start", "status": self.status_code, "headers": headers})
        await send({"type": f"{kind}.body", "body": body})


_REALM = 'Bearer realm="stytch"'
NOT_AUTHENTICATED = Refusal(401, "not authenticated", _REALM)
INVALID_TOKEN = Refusal(401, "not authenticated", f'{_REALM}, error="invalid_token"')
NOT_PERMITTED = Refusal(403, "not permitted", f'{_REALM}, error="insufficient_scope"')
UNAVAILABLE = Refusal(503, "authentication cannot be checked at the moment")

_REFUSALS: tuple[tuple[type[StytchError], Refusal], ...] = (
    (KeysUnavailableError, UNAVAILABLE),
    (PolicyUnavailableError, UNAVAILABLE),
    (TokenVerificationError, INVALID_TOKEN),
    (AuthorizationError, NOT_PERMITTED),
    (BadRequestError, INVALID_TOKEN),
    (NotFoundError, INVALID_TOKEN),
)
"""The first matching class decides. The API responds with 400 and 404 to unknown sessions."""


def refusal_for(error: StytchError) -> Refusal:
    """Return the response to an error: 503 unless the error concerns the session or token."""
    return next((refusal for kind, refusal in _REFUSALS if isinstance(error, kind)), UNAVAILABLE)
