"""Handlers of `client.impersonation`."""

from __future__ import annotations

from ..auth import sessions, tokens
from ..auth.factors import Proof, make_factor
from ..auth.tokens import TokenKind
from ..contract.errors import RefusedError
from ..contract.json_values import JSONObject
from ..entities.call import Call
from ..store.state import State
from .handlers import Handlers

handles = Handlers()


@handles("impersonation.authenticate")
def authenticate(state: State, call: Call) -> JSONObject:
    """Start a session of the impersonated member, for an hour. `sandbox.impersonate(…)` returns the token."""
    token = tokens.redeem(state, TokenKind.IMPERSONATION, call.arguments["impersonation_token"], _not_impersonated())
    member = state.members[token.member_id]
    proof = Proof(
        type="impersonated",
        delivery_method="impersonation",
        details={
            "impersonated_factor": {
                "impersonator_id": token.data["impersonator_id"],
                "impersonator_email_address": token.data["impersonator_email_address"],
            }
        },
    )
    response = sessions.start_response(state, {}, member, [make_factor(state, proof, member.email)])
    return {
        **response,
        "organization_id": member.organization_id,
        "intermediate_session_token": "",
        "member_authenticated": True,
    }


def _not_impersonated() -> RefusedError:
    return RefusedError(401, "unable_to_auth_impersonation_token", "The token is unknown, was used, or has expired.")
