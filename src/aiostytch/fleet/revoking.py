"""Revocations by calls: the steps before and after a call."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import msgspec

from ..errors import StytchError
from ..model import Response
from ..operation import UNSET, Arguments, Caller, Operation, RetryClass
from .fleet import Fleet
from .rules import RULES, CompletedCall

_NOTHING: Mapping[str, Any] = {}
_REVOKE = "sessions.revoke"
_AUTHENTICATE = Operation(
    "api_b2b_session_v1_Authenticate",
    "sessions.authenticate",
    "POST /v1/b2b/sessions/authenticate",
    Response,
    retry=RetryClass.IDEMPOTENT,
)

_log = logging.getLogger("aiostytch")


class _MemberSession(msgspec.Struct):
    member_session_id: str


class _SessionResponse(msgspec.Struct):
    member_session: _MemberSession


_session_response = msgspec.json.Decoder(_SessionResponse)


def is_revoking(operation: Operation[Any]) -> bool:
    """Return whether a call of this operation can revoke tokens."""
    return operation.call_path in RULES


async def find_session(fleet: Fleet, operation: Operation[Any], arguments: Arguments, caller: Caller) -> str:
    """Return the ID of the session that a call revokes by its opaque token, or "".

    An opaque token does not contain the session ID. If this process does not know it from a response, and other
    processes need it, this calls the API before the revocation.
    """
    if operation.call_path != _REVOKE or not _given(arguments).get("session_token"):
        return ""
    known = fleet.session_ids.find(str(_given(arguments)["session_token"]))
    if known or fleet.store is None:
        return known
    body = {"session_token": _given(arguments)["session_token"]}
    try:
        lookup = Arguments(path=_NOTHING, query=_NOTHING, headers=_NOTHING, body=body, session=None, options=None)
        del body  # keeps the token out of tracebacks with variables
        response = await caller.call(_AUTHENTICATE, lookup)
        return _session_response.decode(response.raw.content).member_session.member_session_id
    except (StytchError, msgspec.MsgspecError, ValueError) as error:
        _log.info(
            "the ID of a revoked session is not published to other processes: %s",
            type(error).__name__,
        )
    return ""


async def record_revocations(
    fleet: Fleet, operation: Operation[Any], arguments: Arguments, response: object, session_id: str, at: float
) -> None:
    """Record the revocations of a successful call."""
    call = CompletedCall(_given(arguments), response, session_id, at)
    await fleet.revoke(tuple(RULES[operation.call_path](call)))


def _given(arguments: Arguments) -> Mapping[str, Any]:
    body = arguments.body
    given = {**arguments.path, **(body if isinstance(body, Mapping) else _NOTHING)}
    return {name: value for name, value in given.items() if value is not UNSET}
