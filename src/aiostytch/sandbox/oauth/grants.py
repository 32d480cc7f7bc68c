"""The grant types of the token endpoint."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import TypeAlias

from ..contract.json_values import JSONObject
from ..crypto import jwts
from ..entities import claims_templates
from ..store.clients import M2MClient
from ..store.state import State
from . import redemption, settings, token_exchange
from .claims import RESERVED
from .clients import Client, check_app
from .errors import OAuthError, invalid_scope, unauthorized_client
from .issuers import Issuer
from .parameters import Parameters, required, text, words

Grant: TypeAlias = Callable[[State, Issuer, Client, Parameters], JSONObject]

_USUAL = frozenset({"grant_type", "client_id", "client_secret", "scope"})
_M2M_LIFETIME = datetime.timedelta(hours=1)


def exchange(state: State, issuer: Issuer, client: Client, parameters: Parameters) -> JSONObject:
    """Return the response of the token endpoint (RFC 6749, section 5.1).

    Raises:
        OAuthError: the request is rejected.
    """
    grant = GRANTS.get(required(parameters, "grant_type"))
    if grant is None:
        raise OAuthError("unsupported_grant_type", f"grant_type must be one of {', '.join(GRANTS)}.")
    return grant(state, issuer, client, parameters)


def _client_credentials(state: State, issuer: Issuer, client: Client, parameters: Parameters) -> JSONObject:
    """Issue a token for an M2M client."""
    if not isinstance(client, M2MClient):
        raise unauthorized_client("Only M2M clients may use this grant.")
    requested = words(parameters, "scope")
    if not set(requested) <= set(client.scopes):
        raise invalid_scope("The client may not have one of the requested scopes.")
    template = settings.current(state).m2m_claims_template
    further = {name: value for name, value in parameters.items() if name not in _USUAL}
    custom = claims_templates.render(template, {"request": further}, RESERVED)
    claims = {**custom, "sub": client.id, "scope": " ".join(requested or client.scopes)}
    return {
        "access_token": jwts.sign(state, claims, issuer=issuer.name, lifetime=_M2M_LIFETIME),
        "token_type": "bearer",
        "expires_in": int(_M2M_LIFETIME.total_seconds()),
    }


def _authorization_code(state: State, issuer: Issuer, client: Client, parameters: Parameters) -> JSONObject:
    """Issue tokens for an app to which a member has consented."""
    return redemption.redeem_code(
        state,
        required(parameters, "code"),
        app=check_app(client),
        redirect_uri=required(parameters, "redirect_uri"),
        verifier=text(parameters, "code_verifier"),
        issuer=issuer.name,
    ).to_json()


def _refresh_token(state: State, issuer: Issuer, client: Client, parameters: Parameters) -> JSONObject:
    """Issue new tokens for an app that has a refresh token."""
    value, scopes = required(parameters, "refresh_token"), words(parameters, "scope")
    return redemption.refresh(state, check_app(client), value, scopes, issuer=issuer.name).to_json()


GRANTS: Mapping[str, Grant] = {
    "authorization_code": _authorization_code,
    "refresh_token": _refresh_token,
    "client_credentials": _client_credentials,
    token_exchange.GRANT_TYPE: token_exchange.exchange,
}
"""The functions that implement grants, by grant type."""
