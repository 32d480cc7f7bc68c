"""Denial responses to WebSockets that an application rejects before it accepts them, if the server supports them.

Frameworks close such a WebSocket after any exception, and servers convert that to a plain 403.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any

from aiostytch.asgi_types import Message, Send

from .refusal import Refusal, supports_denial

_KEY = "aiostytch.denial"


class _Denial:
    """Sends an application's messages, but replaces a close as the first message with a denial response."""

    def __init__(self, send: Send) -> None:
        self.refusal: Refusal | None = None
        self._send = send
        self._has_sent = False

    async def __call__(self, message: Message) -> None:
        is_first, self._has_sent = not self._has_sent, True
        if is_first and self.refusal is not None and message["type"] == "websocket.close":
            await self.refusal.deny(self._send)
        else:
            await self._send(message)


def with_denial(scope: MutableMapping[str, Any], send: Send) -> Send:
    """Return a `send` function for an application that uses `deny`."""
    if scope["type"] != "websocket" or not supports_denial(scope):
        return send
    scope[_KEY] = denial = _Denial(send)
    return denial


def deny(scope: Mapping[str, Any], refusal: Refusal) -> None:
    """Set the denial response of a WebSocket. The application must then close it, for example with an exception."""
    denial = scope.get(_KEY)
    if isinstance(denial, _Denial):
        denial.refusal = refusal
