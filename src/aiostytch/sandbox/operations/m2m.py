"""Handlers of `client.m2m`."""

from __future__ import annotations

from ..contract.json_values import JSONObject
from ..entities import client_secrets, m2m_clients
from ..entities.call import Call
from ..entities.search import Search, any_of
from ..store.clients import M2MClient
from ..store.state import State
from .handlers import Handlers

handles = Handlers()


@handles(
    "m2m.clients.create",
    simplified="The number of clients and of scopes is not limited.",
)
def clients_create(state: State, call: Call) -> JSONObject:
    """Create a client. Only this response shows its secret; the sandbox stores its digest."""
    client, secret = m2m_clients.create(state, call)
    return _response(client, client_secret=secret)


@handles("m2m.clients.get")
def clients_get(state: State, call: Call) -> JSONObject:
    """Return a client."""
    return _response(m2m_clients.find(state, call))


@handles("m2m.clients.update")
def clients_update(state: State, call: Call) -> JSONObject:
    """Change the fields in the call. Metadata is merged, scopes are replaced. An inactive client gets no tokens."""
    return _response(m2m_clients.update(state, m2m_clients.find(state, call), call))


@handles("m2m.clients.delete")
def clients_delete(state: State, call: Call) -> JSONObject:
    """Delete a client."""
    client = m2m_clients.find(state, call)
    state.m2m_clients.delete(client.id)
    return {"client_id": client.id}


@handles("m2m.clients.search")
def clients_search(state: State, call: Call) -> JSONObject:
    """Return a page of the clients that match the filters."""
    page, metadata = _SEARCH.page(state, call.arguments, state.m2m_clients)
    return {"m2m_clients": [m2m_clients.to_json(client) for client in page], "results_metadata": metadata}


@handles("m2m.clients.secrets.rotate_start")
def clients_secrets_rotate_start(state: State, call: Call) -> JSONObject:
    """Add a second secret, which only this response shows. Both are valid until the rotation ends."""
    client, secret = client_secrets.start_rotation(state, m2m_clients.find(state, call), m2m_clients.KIND)
    return _response(m2m_clients.save(state, client), next_client_secret=secret)


@handles("m2m.clients.secrets.rotate")
def clients_secrets_rotate(state: State, call: Call) -> JSONObject:
    """Replace the first secret by the second."""
    client = client_secrets.finish_rotation(m2m_clients.find(state, call), m2m_clients.KIND)
    return _response(m2m_clients.save(state, client))


@handles("m2m.clients.secrets.rotate_cancel")
def clients_secrets_rotate_cancel(state: State, call: Call) -> JSONObject:
    """Delete the second secret."""
    client = client_secrets.cancel_rotation(m2m_clients.find(state, call), m2m_clients.KIND)
    return _response(m2m_clients.save(state, client))


def _response(client: M2MClient, **secrets: str) -> JSONObject:
    return {"m2m_client": m2m_clients.to_json(client, **secrets)}


_SEARCH = Search[M2MClient](
    kind="m2m",
    filters={
        "client_id": any_of(lambda client: [client.id]),
        "client_name": any_of(lambda client: [client.name]),
        "scopes": any_of(lambda client: client.scopes),
    },
)
