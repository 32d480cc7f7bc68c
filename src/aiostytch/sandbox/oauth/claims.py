"""The claims of tokens: those of scopes, and those of an app's templates."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ..contract.json_values import JSONObject
from ..crypto.jwts import ORGANIZATION, SESSION
from ..entities import claims_templates, members, organizations, roles
from ..store.policy import ALL
from ..store.records import Member
from ..store.state import State

RESERVED = frozenset(
    {"aud", "exp", "iat", "iss", "jti", "nbf", "sub", "client_id", "scope", "nonce", "at_hash", "c_hash"}
    | {ORGANIZATION, SESSION}
)
"""The claims that templates cannot set. They are security-relevant, or distinguish kinds of tokens."""


def of_member(member: Member, scopes: Collection[str]) -> JSONObject:
    """Return the claims about a member that scopes request (OpenID Connect Core 1.0, section 5.4)."""
    known = [claims(member) for scope, claims in _BY_SCOPE.items() if scope in scopes]
    return {name: value for claims in known for name, value in claims.items() if value != ""}


def _profile(member: Member) -> JSONObject:
    """Return the claims of the `profile` scope. How the API splits a name is a guess."""
    first, *middle = member.name.split() or [""]
    last = middle.pop() if middle else ""
    registered = member.oauth_registrations[-1:]
    return {
        "name": member.name,
        "given_name": first,
        "middle_name": " ".join(middle),
        "family_name": last,
        "picture": registered[0].picture if registered else "",
        "locale": registered[0].locale if registered else "",
    }


def _email(member: Member) -> JSONObject:
    return {"email": member.email, "email_verified": member.email_verified}


def _phone(member: Member) -> JSONObject:
    verified = {"phone_number_verified": member.mfa_phone_number_verified} if member.mfa_phone_number else {}
    return {"phone_number": member.mfa_phone_number, **verified}


_BY_SCOPE = {"profile": _profile, "email": _email, "phone": _phone}


def organization_claim(state: State, member: Member) -> JSONObject:
    """Return the claim that names the organization of a member."""
    organization = state.organizations[member.organization_id]
    return {ORGANIZATION: {"organization_id": organization.id, "slug": organization.slug}}


def of_template(state: State, template: str, member: Member) -> JSONObject:
    """Return the claims of an app's template for a member."""
    return claims_templates.render(template, _values(state, member), RESERVED) if template else {}


def _values(state: State, member: Member) -> Mapping[str, Any]:
    organization = state.organizations[member.organization_id]
    return {
        "member": {**members.to_json(state, member), "rbac": _permissions(state, member)},
        "organization": organizations.to_json(state, organization),
    }


def _permissions(state: State, member: Member) -> JSONObject:
    held = roles.member_roles(state, member)
    known = roles.known_roles(state, state.organizations[member.organization_id])
    granted = [permission for role in known if role.role_id in held for permission in role.permissions]
    permissions: JSONObject = {"roles": held}
    for resource in roles.project_policy(state).resources:
        given = {action for each in granted if each.resource_id == resource.resource_id for action in each.actions}
        permissions[resource.resource_id] = {
            "actions": [action for action in resource.actions if given & {action, ALL}]
        }
    return permissions
