"""Authentication of clients.

    Authorization: Basic    RFC 6749, section 2.3.1: both halves are percent-encoded
    client_secret           in the body
    client_id alone         a public app

The official SDKs also send the credentials of the project in the header, which do not identify the client.
"""

from __future__ import annotations

import base64
from typing import TypeAlias
from urllib.parse import unquote_plus

import attrs

from ..contract.messages import Request
from ..entities import client_secrets
from ..store.apps import ConnectedApp
from ..store.clients import M2MClient
from ..store.state import State
from .errors import invalid_client, invalid_request, unauthorized_client
from .parameters import Parameters, text

Client: TypeAlias = M2MClient | ConnectedApp


@attrs.frozen
class _Presented:
    client_id: str
    secret: str = attrs.field(repr=False)


def authenticate(state: State, request: Request, parameters: Parameters) -> Client:
    """Return the client that makes a request.

    Raises:
        OAuthError: it does not prove that, or is inactive; or it presents two secrets.
    """
    presented = _presented(state, request, parameters)
    client = _proven(state, presented)
    if client is None:
        raise invalid_client("The client is unknown, or its secret is missing or wrong.")
    if client.status != "active":
        raise invalid_client("The client is inactive.")
    return client


def authenticate_app(state: State, request: Request, parameters: Parameters) -> ConnectedApp:
    """Return the connected app that makes a request.

    Raises:
        OAuthError: it is another client, or does not prove who it is.
    """
    return check_app(authenticate(state, request, parameters))


def check_app(client: Client) -> ConnectedApp:
    """Return a client that is a connected app.

    Raises:
        OAuthError: it is another one.
    """
    if isinstance(client, ConnectedApp):
        return client
    raise unauthorized_client("This is for connected apps, and not for M2M clients.")


def _presented(state: State, request: Request, parameters: Parameters) -> _Presented:
    in_body = _Presented(text(parameters, "client_id"), text(parameters, "client_secret"))
    in_header = _in_header(",".join(request.header("Authorization")))
    if in_header is None or (in_header.client_id == state.project_id and in_body.client_id):
        return in_body
    if in_body.secret or in_body.client_id not in {"", in_header.client_id}:
        raise invalid_request("The client must present one secret, in the body or in the header.")
    return in_header


def _in_header(authorization: str) -> _Presented | None:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, colon, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
        presented = _Presented(unquote_plus(client_id, errors="strict"), unquote_plus(secret, errors="strict"))
    except ValueError:
        colon, presented = "", None
    if not colon or presented is None:
        raise invalid_client("The Authorization header cannot be read.")
    return presented


def _proven(state: State, presented: _Presented) -> Client | None:
    client_id, secret = presented.client_id, presented.secret
    if secret:
        return client_secrets.authenticate(state.m2m_clients, client_id, secret) or client_secrets.authenticate(
            state.connected_apps, client_id, secret
        )
    app = state.connected_apps.get(client_id)
    return app if app and app.is_public else None
