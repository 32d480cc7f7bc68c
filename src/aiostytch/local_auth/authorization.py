"""Whether a session permits an action: tenancy first, then roles, and no without a reason for yes. No I/O."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import attrs

from ..errors import ConfigurationError, TenancyMismatchError

ALL_ACTIONS = "*"
"""What a permission says instead of naming actions. There is no such thing for resources."""

Grants: TypeAlias = Mapping[str, Mapping[str, frozenset[str]]]
"""The actions that each role permits on each resource. Never changed once it is made."""


def _check_name(_: object, field: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, str) or not value:
        raise ConfigurationError(f"{field.name} of an authorization check must be a string that is not empty")


@attrs.frozen
class AuthorizationCheck:
    """An action on a resource of an organization, to be permitted or not.

    Attributes:
        organization_id: the organization; a session of another one permits nothing in it.
        resource_id: the kind of thing to act on, e.g. `documents`; it has to be that of a permission to the letter.
        action: what is to be done with it, e.g. `write`.

    Raises:
        ConfigurationError: one of them is no string, or empty.
    """

    organization_id: str = attrs.field(validator=_check_name)
    resource_id: str = attrs.field(validator=_check_name)
    action: str = attrs.field(validator=_check_name)


def is_granted(grants: Grants, roles: Iterable[str], resource_id: str, action: str) -> bool:
    """Return whether one of the roles permits an action; what is unknown permits nothing."""
    for role in roles:
        permitted = grants.get(role)
        actions = permitted and permitted.get(resource_id)
        if actions and (action in actions or ALL_ACTIONS in actions):
            return True
    return False


def check_type(check: object) -> None:
    """Check that an argument is an authorization check.

    Raises:
        ConfigurationError: it is none.
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
