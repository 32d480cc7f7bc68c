"""Dynamic registration of apps (RFC 7591).

Registered apps are third-party apps: public with the authentication method `none`, otherwise confidential. Public
registrations with equal metadata share one app, as Stytch's reference says, since they are copies of one program.
"""

from __future__ import annotations

import hashlib

import msgspec

from ..contract.json_values import JSONObject
from ..entities import connected_apps
from ..store.apps import ConnectedApp
from ..store.state import State
from . import client_metadata, settings
from .client_metadata import Metadata
from .errors import OAuthError

METHODS = ("none", "client_secret_basic", "client_secret_post")
"""The authentication methods of the token endpoint."""
_DEFAULT_METHOD = "client_secret_basic"
"""The default in RFC 7591, section 2."""


def register(state: State, metadata: Metadata) -> JSONObject:
    """Register an app, and return its registered metadata. A confidential app gets a secret.

    Raises:
        OAuthError: the project does not allow registration, or the metadata is invalid.
    """
    if not settings.current(state).allows_registration:
        raise OAuthError("access_denied", "The project does not allow apps to register.", 403)
    method = metadata.get("token_endpoint_auth_method", _DEFAULT_METHOD)
    if method not in METHODS:
        raise client_metadata.invalid(f"token_endpoint_auth_method must be one of {', '.join(METHODS)}.")
    client_metadata.check(metadata)
    is_public = method == "none"
    uris = client_metadata.redirect_uris(metadata, is_public=is_public)
    digest = hashlib.sha256(msgspec.json.encode(dict(metadata), order="deterministic")).hexdigest()
    known = state.connected_apps.find("metadata", digest) if is_public else None
    app, secret = (known, "") if known else _create(state, metadata, uris, digest if is_public else "")
    return {
        **client_metadata.texts(metadata),
        "client_id": app.id,
        **({"client_secret": secret, "client_secret_expires_at": 0} if secret else {}),
        "client_id_issued_at": int(app.registered_at.timestamp()) if app.registered_at else 0,
        "redirect_uris": list(app.redirect_urls),
        "token_endpoint_auth_method": method,
        "grant_types": list(client_metadata.GRANT_TYPES),
        "response_types": list(client_metadata.RESPONSE_TYPES),
    }


def _create(state: State, metadata: Metadata, uris: tuple[str, ...], digest: str) -> tuple[ConnectedApp, str]:
    app, secret = connected_apps.create(
        state,
        name=metadata.get("client_name", ""),
        logo_url=metadata.get("logo_uri", ""),
        client_type="third_party_public" if digest else "third_party",
        redirect_urls=uris,
        creation_method="dynamic_client_registration",
        metadata_digest=digest,
        registered_at=state.now(),
    )
    return app, secret
