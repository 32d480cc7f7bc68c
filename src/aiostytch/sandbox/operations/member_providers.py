"""Handlers of `client.organizations.members.oauth_providers` and `oidc_providers`: the tokens of providers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import attrs

from ..contract.errors import not_found
from ..contract.json_values import JSONObject
from ..crypto import provider_tokens
from ..entities import members
from ..entities.call import Call
from ..store.records import Member, OAuthRegistration, ProviderTokens, SSORegistration
from ..store.state import State
from .handlers import Handlers

handles = Handlers()

R = TypeVar("R", OAuthRegistration, SSORegistration)

_REFRESHES = "Refreshing an expired access token always succeeds."


@handles("organizations.members.oauth_providers.google", simplified=_REFRESHES)
def oauth_providers_google(state: State, call: Call) -> JSONObject:
    """Return the tokens of the last login; the access token is refreshed if necessary."""
    return _latest(state, call, "google")


@handles("organizations.members.oauth_providers.microsoft", simplified=_REFRESHES)
def oauth_providers_microsoft(state: State, call: Call) -> JSONObject:
    """Return the tokens of the last login; the access token is refreshed if necessary."""
    return _latest(state, call, "microsoft")


@handles("organizations.members.oauth_providers.slack", simplified=_REFRESHES)
def oauth_providers_slack(state: State, call: Call) -> JSONObject:
    """Return the tokens of all accounts at the provider; access tokens are refreshed if necessary."""
    return _all(state, call, "slack", _slack)


@handles("organizations.members.oauth_providers.github", simplified=_REFRESHES)
def oauth_providers_github(state: State, call: Call) -> JSONObject:
    """Return the tokens of all accounts at the provider; access tokens are refreshed if necessary."""
    return _all(state, call, "github", _github)


@handles("organizations.members.oauth_providers.hubspot", simplified=_REFRESHES)
def oauth_providers_hubspot(state: State, call: Call) -> JSONObject:
    """Return the tokens of all accounts at the provider; access tokens are refreshed if necessary."""
    return _all(state, call, "hubspot", _hubspot)


@handles("organizations.members.oidc_providers", simplified=_REFRESHES)
def oidc_providers(state: State, call: Call) -> JSONObject:
    """Return the tokens of all OIDC logins; access tokens are refreshed if necessary."""
    shown = [
        {
            "provider_subject": each.external_id,
            "connection_id": each.connection_id,
            **_tokens(state, call, each.tokens),
        }
        for each in _refreshed_member(state, call).sso_registrations
        if each.tokens
    ]
    if not shown:
        raise not_found("member_oidc_token")
    return {"registrations": shown}


def _latest(state: State, call: Call, provider: str) -> JSONObject:
    registration = _registrations(state, call, provider)[-1]
    about = {"provider_type": provider.title(), "provider_subject": registration.subject}
    return {**about, **_tokens(state, call, registration.tokens)}


def _all(
    state: State, call: Call, provider: str, shape: Callable[[OAuthRegistration, JSONObject], JSONObject]
) -> JSONObject:
    shown = [
        {"provider_subject": each.subject, **shape(each, _tokens(state, call, each.tokens))}
        for each in _registrations(state, call, provider)
    ]
    return {"provider_type": provider.title(), "registrations": shown}


def _slack(registration: OAuthRegistration, shown: JSONObject) -> JSONObject:
    return {
        "provider_tenant_id": _tenant(registration),
        "access_token": shown["access_token"],
        "scopes": shown["scopes"],
        "bot_access_token": "",
        "bot_scopes": [],
    }


def _github(registration: OAuthRegistration, shown: JSONObject) -> JSONObject:
    kept = {name: shown[name] for name in ("access_token", "scopes")}
    return {**kept, "provider_tenant_ids": list(registration.tenants)}


def _hubspot(registration: OAuthRegistration, shown: JSONObject) -> JSONObject:
    kept: dict[str, Any] = {name: value for name, value in shown.items() if name != "id_token"}
    return {**kept, "provider_tenant_id": _tenant(registration)}


def _tenant(registration: OAuthRegistration) -> str:
    return registration.tenants[0] if len(registration.tenants) == 1 else ""


def _registrations(state: State, call: Call, provider: str) -> list[OAuthRegistration]:
    found = [each for each in _refreshed_member(state, call).oauth_registrations if each.provider == provider]
    if not found:
        raise not_found("member_oauth_token")
    return found


def _refreshed_member(state: State, call: Call) -> Member:
    member = members.find(state, call)
    return members.update(
        state,
        member,
        oauth_registrations=tuple(_refreshed(state, each) for each in member.oauth_registrations),
        sso_registrations=tuple(_refreshed(state, each) for each in member.sso_registrations),
    )


def _refreshed(state: State, registration: R) -> R:
    """Return a registration with a valid access token."""
    if registration.tokens is None:
        return registration
    return attrs.evolve(registration, tokens=provider_tokens.refresh(state, registration.tokens))


def _tokens(state: State, call: Call, found: ProviderTokens) -> JSONObject:
    shown: JSONObject = {
        "access_token": found.access_token,
        "access_token_expires_in": provider_tokens.seconds_left(state, found),
        "id_token": found.id_token,
        "scopes": list(found.scopes),
    }
    return {**shown, "refresh_token": found.refresh_token} if call.arguments.get("include_refresh_token") else shown
