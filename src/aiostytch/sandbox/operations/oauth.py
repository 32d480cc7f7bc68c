"""Handlers of `client.oauth`."""

from __future__ import annotations

from ..auth import discovery, login, oauth, pkce
from ..auth.tokens import TokenKind
from ..contract.errors import not_found
from ..contract.json_values import JSONObject
from ..entities import admission, members
from ..entities.call import Call
from ..store.clock import timestamp
from ..store.records import OAuthRegistration
from ..store.state import State
from .handlers import Handlers

handles = Handlers()


@handles("oauth.authenticate")
def authenticate(state: State, call: Call) -> JSONObject:
    """Log in, or join the organization, with the token of an OAuth login."""
    token = pkce.redeem(state, call, TokenKind.OAUTH, "oauth_token", not_found("oauth_token"))
    account = oauth.account_of(token)
    organization = state.organizations[token.organization_id]
    member = oauth.find_member(state, organization, account)
    admission.check_method(organization, member, f"{account.provider}_oauth")
    if member is None:
        oauth.check_joining(organization, account)
        member = members.create(state, organization, account.email, {}, status="pending")
    member, registration = oauth.register(state, member, account)
    response = login.complete(state, call, member, oauth.proof(account, registration.id))
    return {**response, **_provider_json(registration), "reset_sessions": False}


@handles(
    "oauth.discovery.authenticate",
    simplified="Only `oauth.authenticate` creates the OAuth registration of a member.",
)
def discovery_authenticate(state: State, call: Call) -> JSONObject:
    """Start an intermediate session with the token of an OAuth login, and list its organizations."""
    token = pkce.redeem(state, call, TokenKind.DISCOVERY_OAUTH, "discovery_oauth_token", not_found("oauth_token"))
    account = oauth.account_of(token)
    proof = oauth.proof(account, state.new_id("oauth-user"))
    return {
        **discovery.begin(state, account.email, proof, tenants={account.provider: account.tenants}),
        "provider_type": account.provider.title(),
        "provider_tenant_id": account.tenants[0] if len(account.tenants) == 1 else "",
        "provider_tenant_ids": list(account.tenants),
        "full_name": account.name,
    }


def _provider_json(registration: OAuthRegistration) -> JSONObject:
    found = registration.tokens
    values = {
        "access_token": found.access_token,
        "refresh_token": found.refresh_token,
        "id_token": found.id_token,
        "expires_at": timestamp(found.expires_at) if found.expires_at else "",
    }
    return {
        "provider_type": registration.provider.title(),
        "provider_subject": registration.subject,
        "provider_values": {
            **{name: value for name, value in values.items() if value},
            "scopes": list(found.scopes),
        },
    }
