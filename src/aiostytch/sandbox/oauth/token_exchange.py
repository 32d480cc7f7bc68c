"""Token exchange (RFC 8693): a service exchanges an access token that it has received for its own access token.

Stytch does not publish rules. Here, a confidential app can exchange its own tokens, and a first-party app those of all
apps. The new token does not have more scopes, does not expire later, and is revoked together with the old one.
"""

from __future__ import annotations

import attrs

from ..contract.errors import RefusedError
from ..contract.json_values import JSONObject
from ..entities import connected_apps
from ..store.apps import AppToken, ConnectedApp
from ..store.state import State
from . import consent, issuing, redemption
from .clients import Client, check_app
from .errors import OAuthError, invalid_request, invalid_scope, unauthorized_client
from .issuers import Issuer
from .parameters import Parameters, required, text, words

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:token-exchange"
_ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"
_TYPES = frozenset({_ACCESS_TOKEN, "urn:ietf:params:oauth:token-type:jwt"})


def exchange(state: State, issuer: Issuer, client: Client, parameters: Parameters) -> JSONObject:
    """Exchange an access token for another one."""
    app = check_app(client)
    if app.is_public:
        raise unauthorized_client("Only confidential apps may use this grant.")
    _check_types(parameters)
    _check_target(state, app, parameters)
    subject = _subject(state, app, required(parameters, "subject_token"))
    tokens = issuing.renew(
        state,
        issuer.name,
        issuing.Authorization(
            id=subject.authorization_id,
            app=app,
            member=state.members[subject.member_id],
            scopes=_scopes(state, app, subject, words(parameters, "scope")),
            session_id=subject.session_id,
            ends_at=subject.expires_at,
        ),
    )
    return {**attrs.evolve(tokens, id_token="").to_json(), "issued_token_type": _ACCESS_TOKEN}


def _check_types(parameters: Parameters) -> None:
    if required(parameters, "subject_token_type") not in _TYPES:
        raise invalid_request("subject_token_type must be that of an access token.")
    if text(parameters, "requested_token_type") not in {"", *_TYPES}:
        raise invalid_request("requested_token_type must be that of an access token.")
    if "actor_token" in parameters:
        raise invalid_request("Actor tokens are not supported.")


def _check_target(state: State, app: ConnectedApp, parameters: Parameters) -> None:
    known = {"", state.project_id, app.access_token_custom_audience}
    if not known.issuperset([text(parameters, "audience"), text(parameters, "resource")]):
        raise OAuthError("invalid_target", "The app gets tokens only for the project and for its custom audience.")


def _subject(state: State, app: ConnectedApp, value: str) -> AppToken:
    token = redemption.find_access_token(state, value)
    if token is None or (token.app_id != app.id and app.party != "first_party"):
        raise invalid_request("The subject_token is invalid, or belongs to another app.")
    if not connected_apps.is_allowed(state.organizations[token.organization_id], app):
        raise unauthorized_client("The organization does not allow this app.")
    return token


def _scopes(state: State, app: ConnectedApp, subject: AppToken, requested: tuple[str, ...]) -> tuple[str, ...]:
    narrowed = redemption.narrow_scopes(subject.scopes, requested)
    try:
        return tuple(each.scope for each in consent.find_scopes(state, app, narrowed))
    except RefusedError as refusal:
        raise invalid_scope(refusal.error_message) from None
