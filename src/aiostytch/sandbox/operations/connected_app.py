"""Handlers of `client.connected_app`."""

from __future__ import annotations

from ..contract.json_values import JSONObject
from ..entities import client_secrets, connected_apps
from ..entities.call import Call
from ..entities.search import Search
from ..store.apps import ConnectedApp
from ..store.state import State
from .handlers import Handlers

handles = Handlers()

_SEARCH = Search[ConnectedApp](kind="connected_app", filters={})


@handles("connected_app.clients.create", simplified="The number of apps is not limited.")
def clients_create(state: State, call: Call) -> JSONObject:
    """Create an app. Only this response shows the secret of a confidential app; the sandbox stores its digest."""
    app, secret = connected_apps.create(state, **connected_apps.read_fields(call.arguments))
    return {"connected_app": connected_apps.with_secret_to_json(app, client_secret=secret)}


@handles("connected_app.clients.get")
def clients_get(state: State, call: Call) -> JSONObject:
    """Return an app."""
    return _response(connected_apps.find(state, call.arguments["client_id"]))


@handles("connected_app.clients.update")
def clients_update(state: State, call: Call) -> JSONObject:
    """Change the fields in the call."""
    app = connected_apps.find(state, call.arguments["client_id"])
    return _response(connected_apps.update(state, app, **connected_apps.read_fields(call.without("client_id"))))


@handles("connected_app.clients.delete")
def clients_delete(state: State, call: Call) -> JSONObject:
    """Delete an app, its grants, and its authorization codes and tokens."""
    app = connected_apps.find(state, call.arguments["client_id"])
    connected_apps.delete(state, app)
    return {"client_id": app.id}


@handles("connected_app.clients.search")
def clients_search(state: State, call: Call) -> JSONObject:
    """Return a page of the apps."""
    page, metadata = _SEARCH.page(state, call.arguments, state.connected_apps)
    return {"connected_apps": [connected_apps.client_to_json(app) for app in page], "results_metadata": metadata}


@handles("connected_app.clients.secrets.rotate_start")
def clients_secrets_rotate_start(state: State, call: Call) -> JSONObject:
    """Add a second secret, which only this response shows. Both are valid until the rotation ends."""
    app, secret = client_secrets.start_rotation(state, connected_apps.find_confidential(state, call), _KIND)
    saved = connected_apps.save(state, app)
    return {"connected_app": connected_apps.with_secret_to_json(saved, next_client_secret=secret)}


@handles("connected_app.clients.secrets.rotate")
def clients_secrets_rotate(state: State, call: Call) -> JSONObject:
    """Replace the first secret by the second."""
    app = client_secrets.finish_rotation(connected_apps.find_confidential(state, call), _KIND)
    return _response(connected_apps.save(state, app))


@handles("connected_app.clients.secrets.rotate_cancel")
def clients_secrets_rotate_cancel(state: State, call: Call) -> JSONObject:
    """Delete the second secret."""
    app = client_secrets.cancel_rotation(connected_apps.find_confidential(state, call), _KIND)
    return _response(connected_apps.save(state, app))


_KIND = "connected_app"
"""The prefix of its error types."""


def _response(app: ConnectedApp) -> JSONObject:
    return {"connected_app": connected_apps.client_to_json(app)}
