"""Tokens of issuers that the project trusts. They replace a login."""

from __future__ import annotations

from typing import Any

from ...checks import is_number
from ..contract.errors import RefusedError, bad_request
from ..contract.json_values import JSONObject
from ..store.apps import TrustedProfile
from ..store.records import Organization
from ..store.state import State


def read_claims(state: State, profile: TrustedProfile, token: str) -> JSONObject:
    """Return the claims of a token.

    Raises:
        RefusedError: the signature, the issuer, the audience or the expiry is invalid.
    """
    import jwt  # few tests use trusted tokens

    try:
        claims: JSONObject = jwt.decode(
            token,
            profile.public_key,
            ["RS256"],
            audience=profile.audience,
            issuer=profile.issuer,
            options={"verify_exp": False, "verify_nbf": False, "verify_iat": False, "require": ["exp"]},
        )
    except jwt.PyJWTError:
        raise _not_trusted() from None
    if not is_number(claims["exp"]) or claims["exp"] <= state.now().timestamp():  # PyJWT would use the real time
        raise _not_trusted()
    return claims


def _not_trusted() -> RefusedError:
    return bad_request("invalid_trusted_auth_token", "The profile does not trust this token.")


def find_organization(state: State, profile: TrustedProfile, claims: JSONObject, arguments: Any) -> Organization:
    """Return the organization that the token, the call, or both name.

    Raises:
        RefusedError: neither names an organization, or they name different ones.
    """
    claimed = str(claims.get(profile.organization_claim, "")) if profile.organization_claim else ""
    given = arguments.get("organization_id", "")
    if not claimed and not given:
        raise bad_request("token_missing_organization_id_claim", "Neither token nor call names an organization.")
    organization = state.organization(given or claimed)
    if claimed and claimed not in organization.identifiers():
        raise bad_request("invalid_token_organization_id_claim", "The token and the call name different organizations.")
    return organization
