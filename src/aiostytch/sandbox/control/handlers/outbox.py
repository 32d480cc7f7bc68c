"""Messages that the API would have sent."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from typing import Any

import attrs

from ...contract.errors import RefusedError
from ...contract.json_values import JSONObject
from ...contract.schemas import Schema
from ...store.clock import timestamp
from ...store.records import Message
from ..endpoints import Doors, Endpoints, Given, array_of, reference

endpoints = Endpoints("outbox")

_MAX_WAIT = 60
_SELECTION: Mapping[str, Schema] = {
    "email": {"type": "string", "description": "The address, in any case of letters."},
    "phone_number": {"type": "string", "description": "The phone number, in the form of E.164."},
    "purpose": {"type": "string", "description": "Its purpose, such as `login`."},
}
_TIMEOUT: Schema = {"type": "number", "minimum": 0, "maximum": _MAX_WAIT, "default": 5, "description": "Seconds."}


@endpoints("GET", "/outbox", query=_SELECTION, gives=array_of("Message"))
def list_messages(doors: Doors, given: Given) -> list[JSONObject]:
    """List the messages, the oldest first."""
    return [_to_json(message) for message in doors.gateway.state.outbox.select(**given)]


@endpoints("GET", "/outbox/wait", query={**_SELECTION, "timeout": _TIMEOUT}, gives=reference("Message"))
def wait_for_message(doors: Doors, given: Given) -> Coroutine[Any, Any, JSONObject]:
    """Return the newest message to an address or a phone number; wait for the first one if there is none yet.

    The status is 404 if none was sent in time; the error lists those that were.
    """
    return _wait(doors, given)


async def _wait(doors: Doors, given: Given) -> JSONObject:
    try:
        return _to_json(await doors.gateway.state.outbox.wait_for(**given))
    except TimeoutError as error:
        raise RefusedError(404, "message_not_found", str(error)) from None


@endpoints("DELETE", "/outbox")
def clear_outbox(doors: Doors, given: Given) -> None:
    """Delete all messages. Their links and codes still work."""
    doors.gateway.transact(doors.gateway.state.outbox.clear)


def _to_json(message: Message) -> JSONObject:
    fields = attrs.asdict(message)
    del fields["number"]
    return {**fields, "sent_at": timestamp(message.sent_at)}
