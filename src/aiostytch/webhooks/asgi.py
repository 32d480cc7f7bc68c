"""An ASGI application for one endpoint.

    204  the handlers ran, now or in an earlier attempt
    400  the signature headers or the body are malformed
    401  the signature does not match, or the timestamp is too old
    405  the request is not a POST
    409  the same delivery is being handled
    413  the body is too large
    500  a handler raised, or the event has no handler and requires one

Responses have no body. The logger `aiostytch.webhooks` logs exceptions of handlers.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias

from aiostytch.asgi_types import Receive, Scope, Send
from aiostytch.errors import WebhookError, WebhookTooLargeError

Headers: TypeAlias = Sequence[tuple[bytes, bytes]]

logger = logging.getLogger("aiostytch.webhooks")


class DisconnectedError(Exception):
    """The sender disconnected before the body was complete."""


class WebhookApp:
    """Receives deliveries and passes them to `handle`. Use it as a route of Starlette, FastAPI and Litestar."""

    def __init__(self, handle: Callable[[Headers, bytes], Awaitable[object]], max_body_size: int) -> None:
        self._handle = handle
        self._max_body_size = max_body_size

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Respond to one request, or to the events of a lifespan."""
        match scope["type"]:
            case "http":
                await self._http(scope, receive, send)
            case "lifespan":
                await _lifespan(receive, send)
            case _:
                await send({"type": "websocket.close", "code": 1000})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            await _respond(send, 405, [(b"allow", b"POST")])
            return
        try:
            status = await self._status(scope["headers"], receive)
        except DisconnectedError:
            return
        await _respond(send, status, [])

    async def _status(self, headers: Headers, receive: Receive) -> int:
        """Run the handlers of a delivery, and return the status of the response."""
        try:
            await self._handle(headers, await self._body(headers, receive))
        except WebhookError as error:
            return error.status
        except DisconnectedError:
            raise
        except Exception:
            logger.exception("a webhook handler failed; Svix will retry the delivery")
            return 500
        return 204

    async def _body(self, headers: Headers, receive: Receive) -> bytes:
        """Read the body up to the size limit."""
        self._check(_content_length(headers))
        chunks: list[bytes] = []
        size, is_complete = 0, False
        while not is_complete:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise DisconnectedError
            chunks.append(message.get("body", b""))
            size += len(chunks[-1])
            self._check(size)
            is_complete = not message.get("more_body", False)
        return b"".join(chunks)

    def _check(self, size: int) -> None:
        if size > self._max_body_size:
            raise WebhookTooLargeError(f"the body of the delivery has more than {self._max_body_size} bytes")


def _content_length(headers: Headers) -> int:
    found = next((value for name, value in headers if name.lower() == b"content-length"), b"0")
    return int(found) if found.isdigit() and len(found) < 20 else 0


async def _respond(send: Send, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [*headers, (b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


async def _lifespan(receive: Receive, send: Send) -> None:
    while (message := await receive())["type"] != "lifespan.shutdown":
        await send({"type": f"{message['type']}.complete"})
    await send({"type": "lifespan.shutdown.complete"})
