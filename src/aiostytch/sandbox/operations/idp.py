"""Handlers of `client.idp`: a member lets a connected app act for them, by OAuth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..auth import consent, delivery
from ..contract.errors import bad_request
from ..contract.json_values import JSONObject
from ..entities import members, organizations
from ..entities.call import Call
from ..store.state import State
from .handlers import Handlers

handles = Handlers()


@handles("idp.oauth.authorize_start")
def oauth_authorize_start(state: State, call: Call) -> JSONObject:
    """Check an app's request; return what the member would grant, and whether the member has to be asked."""
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


@handles(
    "idp.oauth.authorize",
    simplified="Apps redeem codes by `sandbox.connected_apps.redeem(…)`; `nonce` and `resources` have no effect.",
)
def oauth_authorize(state: State, call: Call) -> JSONObject:
    """Record whether the member consents: a code for the app if so, an error of OAuth otherwise."""
    request = consent.read_request(state, call.arguments)
    if request.app.is_public and not call.arguments.get("code_challenge"):
        raise bad_request("pkce_required_for_idp_authorization_flow", "A public app has to bring a code_challenge.")
    if not call.arguments["consent_granted"]:
        return {"redirect_uri": _redirect_back(call.arguments, error="access_denied")}
    if not all(consent.is_grantable(state, request, scope) for scope in request.scopes):
        return {"redirect_uri": _redirect_back(call.arguments, error="invalid_scope")}
    consent.save_grant(state, request)
    code = consent.issue_code(state, request)
    return {"redirect_uri": _redirect_back(call.arguments, code=code.value), "authorization_code": code.value}


def _redirect_back(arguments: Mapping[str, Any], **added: str) -> str:
    state = {"state": arguments["state"]} if arguments.get("state") else {}
    return delivery.add_query(arguments["redirect_uri"], {**added, **state})
