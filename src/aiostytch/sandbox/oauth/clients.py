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
class _Credentials:
    client_id: str
    secret: str = attrs.field(repr=False)


def authenticate(state: State, request: Request, parameters: Parameters) -> Client:
    """Return the client that makes a request.

    Raises:
        OAuthError: the credentials are invalid, the client is inactive, or the request has two secrets.
    """
    client = _find(state, _read_credentials(state, request, parameters))
    if client is None:
        raise invalid_client("The client is unknown, or its secret is missing or wrong.")
    if client.status != "active":
        raise invalid_client("The client is inactive.")
    return client


def authenticate_app(state: State, request: Request, parameters: Parameters) -> ConnectedApp:
    """Return the Connected App that makes a request.

    Raises:
        OAuthError: the credentials are invalid, or the client is not a Connected App.
    """
    return check_app(authenticate(state, request, parameters))


def check_app(client: Client) -> ConnectedApp:
    """Return a client if it is a Connected App.

    Raises:
        OAuthError: the client is not a Connected App.
    """
    if isinstance(client, ConnectedApp):
        return client
    raise unauthorized_client("Only Connected Apps may do this, M2M clients may not.")


def _read_credentials(state: State, request: Request, parameters: Parameters) -> _Credentials:
    in_body = _Credentials(text(parameters, "client_id"), text(parameters, "client_secret"))
    in_header = _read_header(",".join(request.header("Authorization")))
    if in_header is None or (in_header.client_id == state.project_id and in_body.client_id):
        return in_body
    if in_body.secret or in_body.client_id not in {"", in_header.client_id}:
        raise invalid_request("The client must send its secret either in the body or in the header.")
    return in_header


def _read_header(authorization: str) -> _Credentials | None:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, colon, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
        credentials = _Credentials(unquote_plus(client_id, errors="strict"), unquote_plus(secret, errors="strict"))
    except ValueError:
        colon, credentials = "", None
    if not colon or credentials is None:
        raise invalid_client("The Authorization header is malformed.")
    return credentials


def _find(state: State, credentials: _Credentials) -> Client | None:
    client_id, secret = credentials.client_id, credentials.secret
    if secret:
        return client_secrets.authenticate(state.m2m_clients, client_id, secret) or client_secrets.authenticate(
            state.connected_apps, client_id, secret
        )
    app = state.connected_apps.get(client_id)
    return app if app and app.is_public else None
