"""Authorization: tenancy first, then roles or scopes. Denied unless a policy permits the action. No I/O."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeAlias

import attrs
import msgspec

from ..errors import (
    ConfigurationError,
    InvalidArgumentError,
    PermissionDeniedError,
    PolicyUnavailableError,
    TenancyMismatchError,
)

ALL_ACTIONS = "*"
"""The wildcard for all actions of a permission. There is no wildcard for resources."""

Grants: TypeAlias = Mapping[str, Mapping[str, frozenset[str]]]
"""The actions that each role or scope permits on each resource. Immutable."""


class ProjectPolicy(msgspec.Struct, frozen=True):
    """The project's roles (of sessions) and scopes (of access tokens)."""

    roles: Grants
    scopes: Grants


class Policies(msgspec.Struct, frozen=True):
    """The policies that apply to a token.

    Attributes:
        known: the available policies: for roles those of the project and the organization, for scopes that of the
            project. A role or a scope has the permissions of all of them.
        is_complete: whether all policies are available.
        failure: the error, if a policy could not be fetched.
    """

    known: Sequence[Grants]
    is_complete: bool = True
    failure: Exception | None = None


_NOTHING: Mapping[str, frozenset[str]] = {}


def _check_name(_: object, field: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, str) or not value:
        raise InvalidArgumentError(f"{field.name} of an authorization check must be a non-empty string")


@attrs.frozen
class AuthorizationCheck:
    """An action on a resource of an organization, to authorize.

    Attributes:
        organization_id: the organization; sessions of other organizations are denied.
        resource_id: the resource, such as `documents`, exactly as in the policy.
        action: the action, such as `write`.

    Raises:
        InvalidArgumentError: one of them is not a string, or empty.
    """

    organization_id: str = attrs.field(validator=_check_name)
    resource_id: str = attrs.field(validator=_check_name)
    action: str = attrs.field(validator=_check_name)


def is_permitted(policies: Policies, names: Collection[str], resource_id: str, action: str) -> bool:
    """Return whether one of the roles or scopes permits an action; unknown names permit nothing."""
    for grants in policies.known:
        for name in names:
            actions = grants.get(name, _NOTHING).get(resource_id)
            if actions and (action in actions or ALL_ACTIONS in actions):
                return True
    return False


def check_type(check: object) -> None:
    """Check that an argument is an authorization check.

    Raises:
        ConfigurationError: it is something else.
    """
    if not isinstance(check, AuthorizationCheck):
        raise ConfigurationError("an authorization check must be an AuthorizationCheck")


def check_tenancy(what: str, organization_id: str | None, check: AuthorizationCheck) -> None:
    """Check that a session or an access token belongs to the organization of the check.

    Raises:
        TenancyMismatchError: it belongs to another organization, or to no organization.
    """
    if organization_id != check.organization_id:
        raise TenancyMismatchError(
            f"the {what} belongs to {'no' if organization_id is None else 'another'} organization"
        )


def check_grants(what: str, policies: Policies, names: Collection[str], check: AuthorizationCheck) -> None:
    """Check that one of the roles of a session, or one of the scopes of an access token, permits an action.

    Raises:
        PermissionDeniedError: none of them permits it.
        PolicyUnavailableError: no available policy permits it, and one is missing.
    """
    if is_permitted(policies, names, check.resource_id, check.action):
        return
    if policies.is_complete:
        raise PermissionDeniedError(f"no {what} permits the action")
    raise PolicyUnavailableError("no known policy permits the action, and one is not available") from policies.failure
