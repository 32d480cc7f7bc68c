"""The request log."""

from __future__ import annotations

from ...contract.json_values import JSONObject
from ...http.request_log import Entry
from ...store.clock import timestamp
from ..endpoints import Context, Endpoints, Given, array_of

endpoints = Endpoints("requests")

_SHOWN = (
    "number",
    "method",
    "path",
    "query",
    "call_path",
    "status_code",
    "outcome",
    "request_body",
    "response_body",
)
_CALL_PATH = {"call_path": {"type": "string", "description": "Only the requests that called this operation."}}


@endpoints("GET", "/requests", query=_CALL_PATH, result=array_of("Request"))
def list_requests(context: Context, given: Given) -> list[JSONObject]:
    """List the last requests with their responses, the oldest first. Secrets are masked."""
    wanted = given.get("call_path")
    return [_to_json(entry) for entry in context.gateway.requests if wanted in {None, entry.call_path}]


@endpoints("DELETE", "/requests")
def clear_requests(context: Context, given: Given) -> None:
    """Clear the request log."""
    context.gateway.transact(context.gateway.requests.clear)


def _to_json(entry: Entry) -> JSONObject:
    return {"at": timestamp(entry.at), **{name: getattr(entry, name) for name in _SHOWN}}
