"""What clients learn of the authorization server: RFC 8414, and OpenID Connect Discovery 1.0."""

from __future__ import annotations

from ..contract.json_values import JSONObject
from ..crypto import jwts
from ..entities import roles
from ..store.state import State
from . import grants
from .issuers import Issuer

_METHODS = ["none", "client_secret_basic", "client_secret_post"]
_CLAIMS = (
    "aud exp iat iss nbf nonce sub name given_name middle_name family_name picture locale email email_verified"
    " phone_number phone_number_verified"
)


def authorization_server(state: State, issuer: Issuer) -> JSONObject:
    """Return the metadata of the authorization server."""
    return {
        "issuer": issuer.name,
        "authorization_endpoint": issuer.endpoint("authorize"),
        "token_endpoint": issuer.endpoint("token"),
        "introspection_endpoint": issuer.endpoint("introspect"),
        "revocation_endpoint": issuer.endpoint("revoke"),
        "jwks_uri": issuer.keys,
        "scopes_supported": [scope.scope for scope in roles.project_policy(state).scopes],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": list(grants.GRANTS),
        **{f"{name}_endpoint_auth_methods_supported": _METHODS for name in ("token", "introspection", "revocation")},
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
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
