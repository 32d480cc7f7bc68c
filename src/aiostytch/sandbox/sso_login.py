"""Logins by SSO: what an identity provider says about somebody, and what `client.sso.authenticate` makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from . import admission, connections, login, members, metadata, pkce, provider_tokens, tokens
from .behaviour import Behaviours, Call
from .certificates import issue as issue_certificate
from .connection_records import SSOConnection
from .connections import OIDC
from .records import Fields, Member, ProviderTokens, SSORegistration, Token, email_key
from .refusal import not_found
from .state import Change, State
from .tokens import Kind

behaviour = Behaviours()

_MINUTES = 5
"""How long a token works."""
NO_ATTRIBUTES: Mapping[str, Any] = {}


class SingleSignOn:
    """The identity providers behind the SSO connections of a sandbox, as its user plays them.

        token = sandbox.sso.login(connection_id, "ada@acme.example", groups=["Engineering"])
        await client.sso.authenticate(sso_token=token)

    Args:
        state: that of the sandbox.
        change: changes it.
    """

    def __init__(self, state: State, change: Change) -> None:
        self._state = state
        self._change = change

    def login(
        self,
        connection_id: str,
        email: str,
        *,
        name: str = "",
        external_id: str = "",
        groups: Iterable[str] = (),
        attributes: Mapping[str, Any] = NO_ATTRIBUTES,
        pkce_code_challenge: str = "",
    ) -> str:
        """Let somebody log in at an identity provider.

        Args:
            connection_id: the connection.
            email: the address that the provider names.
            name: the full name.
            external_id: the id at the provider; the address by default.
            groups: the groups at the provider.
            attributes: what else the provider says.
            pkce_code_challenge: what the login began with; the verifier has to follow.

        Returns:
            The token that `client.sso.authenticate` takes, once and within five minutes.

        Raises:
            LookupError: there is no such connection, or it is pending.
        """
        connection = self._state.sso_connections.get(connection_id)
        if connection is None or not connections.is_active(self._state, connection):
            raise LookupError("there is no such connection that is active")
        said = {
            "name": name,
            "external_id": external_id or email,
            "groups": list(groups),
            "attributes": dict(attributes),
            "challenge": pkce_code_challenge,
        }
        return self._change(lambda: start(self._state, connection, email, said)).value

    def certificate(self) -> str:
        """Return a certificate of an identity provider, in PEM, for `x509_certificate`."""
        return self._change(lambda: issue_certificate(self._state, "Identity provider of the sandbox")).pem


def start(state: State, connection: SSOConnection, email: str, said: Fields) -> Token:
    """Make the token that an application gets after a login at an identity provider.

    Args:
        state: where to.
        connection: the connection, an active one.
        email: the address that the provider names.
        said: `name`, `external_id`, `groups`, `attributes`, and the PKCE `challenge`.
    """
    return tokens.issue(
        state,
        Kind.SSO,
        minutes=_MINUTES,
        organization_id=connection.organization_id,
        email=email,
        data={**said, "connection_id": connection.id},
    )


@behaviour("sso.authenticate", simplified="Assertions and id tokens are not exchanged: the provider's word is taken.")
def authenticate(state: State, call: Call) -> Fields:
    """Log in with the token of a login at an identity provider; join, if the organization takes new members by it."""
    token = pkce.redeem(state, call, Kind.SSO, "sso_token", not_found("sso_token"))
    connection = state.sso_connections.get(token.data["connection_id"])
    if connection is None:
        raise not_found("sso_token")
    member = _known(state, connection, token)
    organization = state.organizations[connection.organization_id]
    admission.check_method(organization, member, "sso")
    if member is None:
        admission.check_jit_by_connection(organization, connection.id)
        member = members.add(state, organization, token.email, {}, status="pending")
    member, registration = _registered(state, connection, member, token)
    return {**login.complete(state, call, member, _proof(state, connection, registration)), "reset_session": False}


def _known(state: State, connection: SSOConnection, token: Token) -> Member | None:
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


def _registered(
    state: State, connection: SSOConnection, member: Member, token: Token
) -> tuple[Member, SSORegistration]:
    """Note what the provider said about a member: registration, name, and an address that is new."""
    known = _registration(member, connection, token)
    attributes = token.data["attributes"]
    registration = SSORegistration(
        id=known.id if known else state.new_id(f"{connections.underlying(state, connection).kind}-user"),
        connection_id=connection.id,
        external_id=token.data["external_id"],
        attributes=attributes,
        groups=tuple(token.data["groups"]),
        tokens=_provider_tokens(state, connections.underlying(state, connection), token),
    )
    others = [each for each in member.sso_registrations if each.id != registration.id]
    changes: dict[str, Any] = {
        "sso_registrations": (*others, registration),
        "name": token.data["name"] or member.name,
        "trusted_metadata": metadata.merge(member.trusted_metadata, _mapped(connection, attributes)),
    }
    if email_key(token.email) != email_key(member.email):
        changes |= members.moved(state, member, token.email)
    return members.change(state, member, **changes), registration


def _mapped(connection: SSOConnection, attributes: Mapping[str, Any]) -> Fields:
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


def _proof(state: State, connection: SSOConnection, registration: SSORegistration) -> login.Proof:
    kind = connections.underlying(state, connection).kind
    detail = {
        "id": registration.id,
        "provider_id": registration.connection_id,
        "external_id": registration.external_id,
    }
    return login.Proof(
        type="sso", delivery_method=f"sso_{kind}", details={f"{kind}_sso_factor": detail}, verifies_email=True
    )
