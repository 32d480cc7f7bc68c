"""Logins by SSO: what an identity provider says about somebody, and which member that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..contract.json_values import JSONObject
from ..crypto import provider_tokens
from ..entities import members, metadata, sso_connections
from ..entities.sso_connections import OIDC
from ..store.connections import SSOConnection
from ..store.records import Member, ProviderTokens, SSORegistration, Token, email_key
from ..store.state import State
from . import tokens
from .factors import Proof
from .tokens import TokenKind

_LIFETIME_MINUTES = 5
"""How long a token works."""


def issue_token(state: State, connection: SSOConnection, email: str, said: JSONObject) -> Token:
    """Make the token that an application gets after a login at an identity provider.

    Args:
        state: where to.
        connection: the connection, an active one.
        email: the address that the provider names.
        said: `name`, `external_id`, `groups`, `attributes`, and the PKCE `challenge`.
    """
    return tokens.issue(
        state,
        TokenKind.SSO,
        minutes=_LIFETIME_MINUTES,
        organization_id=connection.organization_id,
        email=email,
        data={**said, "connection_id": connection.id},
    )


def find_member(state: State, connection: SSOConnection, token: Token) -> Member | None:
    """Return the member whom the provider means: the one that it named before, or the one with the address."""
    organization = state.organizations[connection.organization_id]
    for member in state.members_of(organization):
        if not member.is_deleted and _registration(member, connection, token):
            return member
    return state.member_by_email(organization, token.email)


def _registration(member: Member, connection: SSOConnection, token: Token) -> SSORegistration | None:
    for registration in member.sso_registrations:
        if (registration.connection_id, registration.external_id) == (connection.id, token.data["external_id"]):
            return registration
    return None


def register(state: State, connection: SSOConnection, member: Member, token: Token) -> tuple[Member, SSORegistration]:
    """Note what the provider said about a member: registration, name, and an address that is new."""
    known = _registration(member, connection, token)
    attributes = token.data["attributes"]
    registration = SSORegistration(
        id=known.id if known else state.new_id(f"{sso_connections.lender_of(state, connection).kind}-user"),
        connection_id=connection.id,
        external_id=token.data["external_id"],
        attributes=attributes,
        groups=tuple(token.data["groups"]),
        tokens=_provider_tokens(state, sso_connections.lender_of(state, connection), token),
    )
    others = [each for each in member.sso_registrations if each.id != registration.id]
    changes: dict[str, Any] = {
        "sso_registrations": (*others, registration),
        "name": token.data["name"] or member.name,
        "trusted_metadata": metadata.merge(member.trusted_metadata, _mapped_metadata(connection, attributes)),
    }
    if email_key(token.email) != email_key(member.email):
        changes |= members.email_change(state, member, token.email)
    return members.update(state, member, **changes), registration


def _mapped_metadata(connection: SSOConnection, attributes: Mapping[str, Any]) -> JSONObject:
    """Return what an OIDC connection's mapping puts into a member's trusted metadata."""
    if connection.kind != OIDC:
        return {}
    mapping = connection.settings.get("attribute_mapping", {})
    return {key: attributes[claim] for key, claim in mapping.items() if claim in attributes}


def _provider_tokens(state: State, connection: SSOConnection, token: Token) -> ProviderTokens | None:
    if connection.kind != OIDC:
        return None
    claims = {
        **token.data["attributes"],
        "iss": connection.settings["issuer"],
        "aud": connection.settings["client_id"],
        "sub": token.data["external_id"],
        "email": token.email,
    }
    return provider_tokens.issue(state, claims, ("openid", "email", "profile"))


def proof(state: State, connection: SSOConnection, registration: SSORegistration) -> Proof:
    """Return what somebody proves who logs in with a connection."""
    kind = sso_connections.lender_of(state, connection).kind
    detail = {
        "id": registration.id,
        "provider_id": registration.connection_id,
        "external_id": registration.external_id,
    }
    return Proof(type="sso", delivery_method=f"sso_{kind}", details={f"{kind}_sso_factor": detail}, verifies_email=True)
