"""Client ID Metadata Documents: the client ID of an app is the URL of its metadata.

The rules are those of draft-ietf-oauth-client-id-metadata-document-00, with one exception: `http` is permitted on this
machine. The sandbox fetches documents only from this machine. Tests add others.
"""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlsplit

import attrs
import msgspec

from ..contract.json_values import is_object
from ..contract.messages import ClientDocument, Request
from ..entities import connected_apps, redirect_urls
from ..store.apps import ConnectedApp
from ..store.state import State
from . import client_metadata, parameters, settings
from .client_metadata import Metadata
from .errors import OAuthError

LIFETIME = datetime.timedelta(minutes=5)
"""How long a fetched document is cached. Stytch does not publish the value."""
_AUTHORIZE, _START = "/oauth2/authorize", "/oauth/authorize/start"
"""The ends of the paths that start an authorization: the page, and the operation for pages of services."""


def url_to_fetch(state: State, request: Request) -> str:
    """Return the URL of the document that a request requires and that is not cached, "" for none."""
    client_id = _client_id(request)
    if not client_id:
        return ""
    if not settings.current(state).allows_client_documents or not is_document_url(client_id):
        return ""
    known = state.connected_apps.get(client_id)
    is_fresh = known is not None and (known.document_expires_at is None or state.now() < known.document_expires_at)
    return client_id if redirect_urls.is_on_this_machine(client_id) and not is_fresh else ""


def _client_id(request: Request) -> str:
    try:
        if request.method == "GET" and request.path.endswith(_AUTHORIZE):
            return parameters.text(parameters.read_form(request.query), "client_id")
        if request.method == "POST" and request.path.endswith(_START):
            return parameters.text(parameters.read_object(request), "client_id")
    except OAuthError:
        pass
    return ""


def is_document_url(client_id: str) -> bool:
    """Return whether a client ID is the URL of a document: it has a path, but no credentials, dots or fragment."""
    try:
        parts = urlsplit(client_id)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    is_secure = parts.scheme == "https" or redirect_urls.is_on_this_machine(client_id)
    has_path = len(parts.path) > 1 and not {".", ".."} & set(parts.path.split("/"))
    has_more = "@" in parts.netloc or "#" in client_id
    return bool(is_secure and parts.hostname and has_port and has_path and not has_more)


def register_fetched(state: State, document: ClientDocument) -> None:
    """Register the app of a fetched document. An invalid document has no effect."""
    try:
        metadata = check(document)
    except OAuthError:
        return
    _save(state, document.url, metadata, state.now() + LIFETIME)


def check(document: ClientDocument) -> Metadata:
    """Return the metadata in a fetched document.

    Raises:
        OAuthError: the document could not be fetched, or is invalid.
    """
    if document.problem:
        raise client_metadata.invalid(f"The client metadata document cannot be fetched: {document.problem}.")
    try:
        value: Any = msgspec.json.decode(document.content)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        value = None
    if not is_object(value):
        raise client_metadata.invalid("The client metadata document is not a JSON object.")
    _check(document.url, value)
    return value


def register(state: State, metadata: Metadata) -> ConnectedApp:
    """Register the app of a document without fetching it.

    Raises:
        OAuthError: the document is invalid.
    """
    url = metadata.get("client_id")
    if not isinstance(url, str) or not is_document_url(url):
        raise client_metadata.invalid("client_id must be the URL of the document: https, with a path.")
    _check(url, metadata)
    return _save(state, url, metadata, None)


def _check(url: str, metadata: Metadata) -> None:
    if metadata.get("client_id") != url:
        raise client_metadata.invalid("client_id must be the URL of the document.")
    if metadata.get("token_endpoint_auth_method", "none") != "none" or "client_secret" in metadata:
        raise client_metadata.invalid("token_endpoint_auth_method must be none, since a document is public.")
    client_metadata.check(metadata)
    client_metadata.redirect_uris(metadata, is_public=True)


def _save(state: State, url: str, metadata: Metadata, expires_at: datetime.datetime | None) -> ConnectedApp:
    known = state.connected_apps.get(url) or ConnectedApp(
        number=state.next_number(),
        id=url,
        name="",
        client_type="third_party_public",
        creation_method="client_id_metadata_document",
    )
    changed = attrs.evolve(
        known,
        name=metadata.get("client_name", ""),
        logo_url=metadata.get("logo_uri", ""),
        redirect_urls=client_metadata.redirect_uris(metadata, is_public=True),
        document_expires_at=expires_at,
    )
    return connected_apps.save(state, changed)
