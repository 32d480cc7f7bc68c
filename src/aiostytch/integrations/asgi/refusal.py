"""What a service answers who has no session or token, or one that is not enough. Nothing of it tells why."""

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
"""The code that a WebSocket is closed with (RFC 6455, section 7.4.1); before it is accepted, servers answer 403."""
_DENIAL = "websocket.http.response"
"""The ASGI extension with which a WebSocket is refused by an answer."""


def takes_denial(scope: Mapping[str, Any]) -> bool:
    """Return whether a server can refuse a WebSocket by an answer."""
    return _DENIAL in (scope.get("extensions") or {})


@attrs.frozen
class Refusal:
    """An answer to a request that is not let through, and an ASGI application that gives it.

    Attributes:
        status_code: 401, 403 or 503.
        detail: what its JSON body says.
        challenge: its `WWW-Authenticate` (RFC 6750, section 3), "" for none.
    """

    status_code: int
    detail: str
    challenge: str = ""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers that belong to it, those of the body aside."""
        challenge = {"www-authenticate": self.challenge} if self.challenge else {}
        return {**challenge, "cache-control": "no-store"}

    def wanting(self, scopes: Sequence[str]) -> Refusal:
        """Return the same answer, with the scopes that a token needs: what asks for tokens asks for these then."""
        if not scopes or not self.challenge:
            return self
        return attrs.evolve(self, challenge=f'{self.challenge}, scope="{" ".join(scopes)}"')

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request, or refuse a WebSocket before it is accepted (ASGI 3)."""
        if scope["type"] == "http":
            await self._respond("http.response", send)
            return
        await receive()
        if takes_denial(scope):
            await self.deny(send)
        else:
            await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": self.detail})

    async def deny(self, send: Send) -> None:
        """Refuse a WebSocket by an answer, where the server takes one, and it is asked for and not accepted yet."""
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
"""The first class that an error is of decides. The API answers 400 and 404 about sessions that it does not know."""


def refusal_for(error: StytchError) -> Refusal:
    """Return what to answer after an error: what does not say that the session is bad leaves it open, 503."""
    return next((refusal for kind, refusal in _REFUSALS if isinstance(error, kind)), UNAVAILABLE)
