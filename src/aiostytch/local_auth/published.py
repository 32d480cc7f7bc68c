"""The data that the API publishes for verification: the keys of a project, its policy, and those of organizations.

This module defines three operations of the specification again, because the generated ones depend on this package. It
decodes raw responses, because the decoders here ignore invalid parts.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Generic, TypeVar

import attrs

from ..call import CallRunner
from ..errors import StytchError
from ..fleet.revocations import subject
from ..fleet.values import SharedValue, SharedValues
from ..model import Response
from ..operation import Operation, sort_arguments
from . import key_cache, policy_cache
from .authorization import Grants, ProjectPolicy
from .cache import Aged, Lifetimes
from .jwks import Keys, read_keys
from .policy import read_organization_policy, read_project_policy

T = TypeVar("T")

_DEFAULT_LEASE = 30.0
"""The time that other processes wait for one that fetches without a deadline, in seconds."""

KEYS = Operation("api_b2b_session_v1_GetJWKS", "sessions.get_jwks", "GET /v1/b2b/sessions/jwks/{project_id}", Response)
PROJECT_POLICY = Operation("api_b2b_rbac_v1_Policy", "rbac.policy", "GET /v1/b2b/rbac/policy", Response)
ORGANIZATION_POLICY = Operation(
    "api_b2b_rbac_v1_b2b_rbac_organizations_GetOrgPolicy",
    "rbac.organizations.get_org_policy",
    "GET /v1/b2b/rbac/organizations/{organization_id}",
    Response,
)


@attrs.frozen
class Published:
    """Fetches published data, or uses data that another process has fetched.

    Each coroutine raises `StytchError` if the response is not usable.

    Attributes:
        runner: makes the calls.
        shared: the data of other processes, or None.
    """

    runner: CallRunner
    shared: SharedValues | None = None

    def keys(self, kid: str, *, must_have_it: bool = False) -> Coroutine[Any, Any, Keys | Aged[Keys]]:
        """Fetch the keys of the project.

        Args:
            kid: the ID of the wanted key.
            must_have_it: whether to ignore keys of another process that do not include it.
        """

        def accepts(keys: Keys, age: float) -> bool:
            is_young = age < key_cache.LIFETIMES.cooldown and not must_have_it
            return is_young or (kid in keys and age < key_cache.LIFETIMES.soft)

        source = _Source("keys", KEYS, _usable_keys, accepts, key_cache.LIFETIMES)
        return self._fetch(source, project_id=self.runner.config.project_id)

    def project_policy(self) -> Coroutine[Any, Any, ProjectPolicy | Aged[ProjectPolicy]]:
        """Fetch the permissions of the project's roles and scopes."""
        return self._fetch(_policy("policy", PROJECT_POLICY, read_project_policy))

    def organization_policy(self, organization_id: str) -> Coroutine[Any, Any, Grants | Aged[Grants]]:
        """Fetch the permissions of an organization's roles."""
        name = f"policy:{subject('organization', organization_id).hex()}"
        source = _policy(name, ORGANIZATION_POLICY, read_organization_policy)
        return self._fetch(source, organization_id=organization_id)

    async def _fetch(self, source: _Source[T], **path: str) -> T | Aged[T]:
        call = functools.partial(self._call, source, path)
        if self.shared is None:
            return source.read(await call())
        deadline = self.runner.options.deadline
        lease = 1.0 + (deadline if isinstance(deadline, int | float) else _DEFAULT_LEASE)
        found = await self.shared.get(source.name, call, source.is_usable, ttl=source.lifetimes.hard, lease=lease)
        return Aged(source.read(found.content), found.age)

    async def _call(self, source: _Source[Any], path: Mapping[str, str]) -> bytes:
        """Return the body of a response that can be decoded."""
        response = await self.runner.call(source.operation, sort_arguments(source.operation, {**path, "options": None}))
        source.read(response.raw.content)
        return response.raw.content


@attrs.frozen(eq=False)
class _Source(Generic[T]):
    """The operation and the decoder of a value, and the rule for values of another process."""

    name: str
    operation: Operation[Response]
    read: Callable[[bytes], T]
    accepts: Callable[[T, float], bool]
    lifetimes: Lifetimes

    def is_usable(self, found: SharedValue) -> bool:
        """Return whether a value of another process is usable."""
        with contextlib.suppress(StytchError):
            return self.accepts(self.read(found.content), found.age)
        return False


def _policy(name: str, operation: Operation[Response], read: Callable[[bytes], T]) -> _Source[T]:
    return _Source(name, operation, read, _is_fresh_policy, policy_cache.LIFETIMES)


def _is_fresh_policy(_: object, age: float) -> bool:
    return age < policy_cache.LIFETIMES.soft


def _usable_keys(content: bytes) -> Keys:
    keys = read_keys(content)
    if not keys:
        raise StytchError("the response has no usable key")
    return keys
