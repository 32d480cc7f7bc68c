"""Whether a token permits an action: tenancy first, then roles or scopes, and no without a reason for yes. No I/O."""

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
"""What a permission says instead of naming actions. There is no such thing for resources."""

Grants: TypeAlias = Mapping[str, Mapping[str, frozenset[str]]]
"""The actions that each role, or each scope, permits on each resource. Never changed once it is made."""


class ProjectPolicy(msgspec.Struct, frozen=True):
    """What the project says of roles, which sessions have, and of scopes, which access tokens have."""

    roles: Grants
    scopes: Grants


class Policies(msgspec.Struct, frozen=True):
    """What is in force for a token.

    Attributes:
        known: the policies at hand. For roles these are that of the project and what the organization adds, for scopes
            that of the project. A role, or a scope, permits what any of them says.
        is_complete: whether these are all there are.
        failure: why one is missing, where it could not be fetched.
    """

    known: Sequence[Grants]
    is_complete: bool = True
    failure: Exception | None = None


_NOTHING: Mapping[str, frozenset[str]] = {}


def _check_name(_: object, field: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, str) or not value:
        raise InvalidArgumentError(f"{field.name} of an authorization check must be a string that is not empty")


@attrs.frozen
class AuthorizationCheck:
    """An action on a resource of an organization, to be permitted or not.

    Attributes:
        organization_id: the organization; a session of another one permits nothing in it.
        resource_id: the kind of thing to act on, e.g. `documents`; it has to be that of a permission to the letter.
        action: what is to be done with it, e.g. `write`.

    Raises:
        InvalidArgumentError: one of them is no string, or empty.
    """

    organization_id: str = attrs.field(validator=_check_name)
    resource_id: str = attrs.field(validator=_check_name)
    action: str = attrs.field(validator=_check_name)


def is_permitted(policies: Policies, names: Collection[str], resource_id: str, action: str) -> bool:
    """Return whether one of some roles or scopes permits an action; what is unknown permits nothing."""
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
    """Check that a session, or an access token, is of the organization that a check is about.

    Raises:
        TenancyMismatchError: it is of another, or of none.
    """
    if organization_id != check.organization_id:
        raise TenancyMismatchError(f"the {what} is of {'no' if organization_id is None else 'another'} organization")


def check_grants(what: str, policies: Policies, names: Collection[str], check: AuthorizationCheck) -> None:
    """Check that one of the roles of a session, or one of the scopes of an access token, permits an action.

    Raises:
        PermissionDeniedError: none does.
        PolicyUnavailableError: none does by the policies at hand, and one is missing.
    """
    if is_permitted(policies, names, check.resource_id, check.action):
        return
    if policies.is_complete:
        raise PermissionDeniedError(f"no {what} permits the action")
    raise PolicyUnavailableError("no known policy permits the action, and one is not available") from policies.failure
