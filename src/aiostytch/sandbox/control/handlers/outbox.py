"""The messages that the API would have sent."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from typing import Any

import attrs

from ...contract.errors import RefusedError
from ...contract.json_values import JSONObject
from ...contract.schemas import Schema
from ...store.clock import timestamp
from ...store.records import Message
from ..endpoints import Context, Endpoints, Given, array_of, reference

endpoints = Endpoints("outbox")

_MAX_WAIT = 60
_SELECTION: Mapping[str, Schema] = {
    "email": {"type": "string", "description": "The e-mail address of the recipient; case does not matter."},
    "phone_number": {"type": "string", "description": "The phone number of the recipient, in E.164."},
    "purpose": {"type": "string", "description": "The purpose of the message, such as `login`."},
}
_TIMEOUT: Schema = {"type": "number", "minimum": 0, "maximum": _MAX_WAIT, "default": 5, "description": "Seconds."}


@endpoints("GET", "/outbox", query=_SELECTION, result=array_of("Message"))
def list_messages(context: Context, given: Given) -> list[JSONObject]:
    """List the messages, the oldest first."""
    return [_to_json(message) for message in context.gateway.state.outbox.select(**given)]


@endpoints("GET", "/outbox/wait", query={**_SELECTION, "timeout": _TIMEOUT}, result=reference("Message"))
def wait_for_message(context: Context, given: Given) -> Coroutine[Any, Any, JSONObject]:
    """Return the newest matching message. If there is none yet, wait for the first.

    The status is 404 if no matching message was sent in time. The error lists the messages that were sent.
    """
    return _wait(context, given)


async def _wait(context: Context, given: Given) -> JSONObject:
    try:
        return _to_json(await context.gateway.state.outbox.wait_for(**given))
    except TimeoutError as error:
        raise RefusedError(404, "message_not_found", str(error)) from None


@endpoints("DELETE", "/outbox")
def clear_outbox(context: Context, given: Given) -> None:
    """Delete all messages. Their links and codes still work."""
    context.gateway.transact(context.gateway.state.outbox.clear)


def _to_json(message: Message) -> JSONObject:
    fields = attrs.asdict(message)
    del fields["number"]
    return {**fields, "sent_at": timestamp(message.sent_at)}
