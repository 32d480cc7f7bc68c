"""Whether a session permits an action: tenancy first, then roles, and no without a reason for yes. No I/O."""

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
"""The actions that each role permits on each resource. Never changed once it is made."""


class Policies(msgspec.Struct, frozen=True):
    """What is in force in an organization.

    Attributes:
        known: the policies at hand, that of the project and what the organization adds. A role permits what any of
            them says.
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


def is_permitted(policies: Policies, roles: Collection[str], resource_id: str, action: str) -> bool:
    """Return whether one of the roles permits an action; what is unknown permits nothing."""
    for grants in policies.known:
        for role in roles:
            actions = grants.get(role, _NOTHING).get(resource_id)
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


def check_tenancy(organization_id: str, check: AuthorizationCheck) -> None:
    """Check that a session is of the organization that a check is about.

    Raises:
        TenancyMismatchError: it is of another.
    """
    if organization_id != check.organization_id:
        raise TenancyMismatchError("the session is of another organization")


def check_roles(policies: Policies, roles: Collection[str], check: AuthorizationCheck) -> None:
    """Check that one of the roles of a session permits an action.

    Raises:
        PermissionDeniedError: none does.
        PolicyUnavailableError: none does by the policies at hand, and one is missing.
    """
    if is_permitted(policies, roles, check.resource_id, check.action):
        return
    if policies.is_complete:
        raise PermissionDeniedError("no role of the session permits the action")
    raise PolicyUnavailableError("no known policy permits the action, and one is not available") from policies.failure
