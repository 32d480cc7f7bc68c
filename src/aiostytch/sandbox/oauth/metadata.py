"""The metadata of the authorization server (RFC 8414, and OpenID Connect Discovery 1.0)."""

from __future__ import annotations

from ..contract.json_values import JSONObject
from ..crypto import jwts
from ..entities import roles
from ..store.state import State
from . import grants, registration, settings
from .issuers import Issuer

_CLAIMS = (
    "aud exp iat iss nbf nonce sub name given_name middle_name family_name picture locale email email_verified"
    " phone_number phone_number_verified"
)


def authorization_server(state: State, issuer: Issuer) -> JSONObject:
    """Return the metadata of the authorization server."""
    known = settings.current(state)
    own_page = known.authorization_url
    register = {"registration_endpoint": issuer.endpoint("register")} if known.allows_registration else {}
    return {
        "issuer": issuer.name,
        "authorization_endpoint": own_page or issuer.endpoint("authorize"),
        "token_endpoint": issuer.endpoint("token"),
        "introspection_endpoint": issuer.endpoint("introspect"),
        "revocation_endpoint": issuer.endpoint("revoke"),
        **register,
        "jwks_uri": issuer.keys,
        "scopes_supported": [scope.scope for scope in roles.project_policy(state).scopes],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": list(grants.GRANTS),
        **{
            f"{name}_endpoint_auth_methods_supported": list(registration.METHODS)
            for name in ("token", "introspection", "revocation")
        },
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": not own_page,
        "client_id_metadata_document_supported": known.allows_client_documents,
    }


def openid_provider(state: State, issuer: Issuer) -> JSONObject:
    """Return the metadata of the OpenID provider."""
    return {
        **authorization_server(state, issuer),
        "userinfo_endpoint": issuer.endpoint("userinfo"),
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [jwts.ALGORITHM],
        "claims_supported": _CLAIMS.split(),
    }
