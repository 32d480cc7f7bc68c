"""A WebSocket that an application refuses before it accepts it: answered, where the server can do that.

Frameworks close such a WebSocket, whatever is raised, and servers make a plain 403 of that.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any

from aiostytch.asgi_types import Message, Send

from .refusal import Refusal, takes_denial

_KEY = "aiostytch.denial"


class _Denial:
    """Sends what an application sends, but for the first message: where that is a close, it can be an answer."""

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


def denying(scope: MutableMapping[str, Any], send: Send) -> Send:
    """Return what an application is to send through, so that `deny` in it has an effect."""
    if scope["type"] != "websocket" or not takes_denial(scope):
        return send
    scope[_KEY] = denial = _Denial(send)
    return denial


def deny(scope: Mapping[str, Any], refusal: Refusal) -> None:
    """Note how a WebSocket is to be refused. The application closes it then, as by an exception of its framework."""
    denial = scope.get(_KEY)
    if isinstance(denial, _Denial):
        denial.refusal = refusal
