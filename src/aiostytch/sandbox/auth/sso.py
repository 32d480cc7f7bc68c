"""SSO logins: identities at identity providers, and their members."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
import msgspec

from ..contract.json_values import JSONObject
from ..crypto import provider_tokens
from ..entities import members, metadata, sso_connections
from ..entities.sso_connections import OIDC
from ..store.connections import SSOConnection
from ..store.records import Member, ProviderTokens, SSORegistration, Token
from ..store.state import State
from . import pkce, tokens
from .factors import Proof
from .tokens import TokenKind

_LIFETIME_MINUTES = 5
"""The lifetime of a token, in minutes."""


@attrs.frozen(kw_only=True)
class Identity:
    """An identity that an identity provider asserts.

    Attributes:
        email: the e-mail address.
        external_id: the ID at the provider.
        name: the full name.
        groups: the groups at the provider.
        attributes: all other attributes.
    """

    email: str
    external_id: str
    name: str = ""
    groups: tuple[str, ...] = ()
    attributes: Mapping[str, Any] = attrs.field(factory=dict[str, Any])


def issue_token(state: State, connection: SSOConnection, identity: Identity, challenge: str) -> Token:
    """Issue the token that an application gets after an SSO login with an active connection.

    Raises:
        RefusedError: the challenge is invalid.
    """
    return tokens.issue(
        state,
        TokenKind.SSO,
        minutes=_LIFETIME_MINUTES,
        organization_id=connection.organization_id,
        email=identity.email,
        data={**attrs.asdict(identity), "connection_id": connection.id, "challenge": pkce.check_challenge(challenge)},
    )


def identity_of(token: Token) -> Identity:
    """Return the identity that a token was issued for."""
    fields = {name: value for name, value in token.data.items() if name not in {"connection_id", "challenge"}}
    return msgspec.convert(fields, Identity)


def find_member(state: State, connection: SSOConnection, identity: Identity) -> Member | None:
    """Return the member of an identity, by an earlier login with it or by its address."""
    organization = state.organizations[connection.organization_id]
    for member in state.members_of(organization):
        if not member.is_deleted and _registration(member, connection, identity):
            return member
    return state.member_by_email(organization, identity.email)


def register(
    state: State, connection: SSOConnection, member: Member, identity: Identity
) -> tuple[Member, SSORegistration]:
    """Register an identity of a member. The member gets its name, its mapped attributes and its address."""
    known = _registration(member, connection, identity)
    underlying = sso_connections.underlying_connection(state, connection)
    registration = SSORegistration(
        id=known.id if known else state.new_id(f"{underlying.kind}-user"),
        connection_id=connection.id,
        external_id=identity.external_id,
        attributes=identity.attributes,
        groups=identity.groups if sso_connections.maps_groups(underlying) else (),
        tokens=_provider_tokens(state, underlying, identity),
    )
    others = [each for each in member.sso_registrations if each.id != registration.id]
    mapped = _mapped_metadata(connection, identity.attributes)
    changes: dict[str, Any] = {
        "sso_registrations": (*others, registration),
        "name": identity.name or member.name,
        "trusted_metadata": metadata.merge(member.trusted_metadata, mapped),
        **members.surfaced_email(state, member, identity.email),
    }
    return members.update(state, member, **changes), registration


def proof(state: State, connection: SSOConnection, registration: SSORegistration) -> Proof:
    """Return the proof of a login with a connection."""
    kind = sso_connections.underlying_connection(state, connection).kind
    detail = {
        "id": registration.id,
        "provider_id": registration.connection_id,
        "external_id": registration.external_id,
    }
    return Proof(type="sso", delivery_method=f"sso_{kind}", details={f"{kind}_sso_factor": detail}, verifies_email=True)


def _registration(member: Member, connection: SSOConnection, identity: Identity) -> SSORegistration | None:
    for registration in member.sso_registrations:
        if (registration.connection_id, registration.external_id) == (connection.id, identity.external_id):
            return registration
    return None


def _mapped_metadata(connection: SSOConnection, attributes: Mapping[str, Any]) -> JSONObject:
    """Return the trusted metadata that the attribute mapping of an OIDC connection produces."""
    if connection.kind != OIDC:
        return {}
    mapping = connection.settings.get("attribute_mapping", {})
    return {key: attributes[claim] for key, claim in mapping.items() if claim in attributes}


def _provider_tokens(state: State, connection: SSOConnection, identity: Identity) -> ProviderTokens | None:
    if connection.kind != OIDC:
        return None
    claims = {
        **identity.attributes,
        "iss": connection.settings["issuer"],
        "aud": connection.settings["client_id"],
        "sub": identity.external_id,
        "email": identity.email,
    }
    return provider_tokens.issue(state, claims, ("openid", "email", "profile"))
