"""Handlers of `client.idp`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..auth import delivery
from ..contract.json_values import JSONObject
from ..entities import members, organizations
from ..entities.call import Call
from ..oauth import consent
from ..oauth.errors import OAuthError
from ..store.state import State
from .handlers import Handlers

handles = Handlers()


@handles("idp.oauth.authorize_start")
def oauth_authorize_start(state: State, call: Call) -> JSONObject:
    """Check the authorization request of an app. Return its scopes, and whether the member must consent."""
    request = consent.read_request(state, call.arguments)
    return {
        **members.response(state, request.member),
        "organization": organizations.to_json(state, request.organization),
        "client": {
            "client_id": request.app.id,
            "client_name": request.app.name,
            "client_description": request.app.description,
            "client_type": request.app.client_type,
            "logo_url": request.app.logo_url,
        },
        "consent_required": consent.needs_consent(state, request),
        "scope_results": [
            {
                "scope": scope.scope,
                "description": scope.description,
                "is_grantable": consent.is_grantable(state, request, scope),
            }
            for scope in request.scopes
        ],
    }


@handles("idp.oauth.authorize", simplified="`resources` have no effect.")
def oauth_authorize(state: State, call: Call) -> JSONObject:
    """Save the decision of the member. The redirect has an authorization code after consent, otherwise an error."""
    request = consent.read_request(state, call.arguments)
    consent.check_pkce(request.app, call.arguments)
    try:
        code = consent.decide(state, request, is_granted=call.arguments["consent_granted"])
    except OAuthError as error:
        return {"redirect_uri": _redirect_back(call.arguments, error=error.error)}
    return {"redirect_uri": _redirect_back(call.arguments, code=code.value), "authorization_code": code.value}


def _redirect_back(arguments: Mapping[str, Any], **added: str) -> str:
    state = {"state": arguments["state"]} if arguments.get("state") else {}
    return delivery.add_query(arguments["redirect_uri"], {**added, **state})
