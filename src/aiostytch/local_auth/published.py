"""What the API publishes for verification: the keys of a project, its policy, and what organizations add to it.

These are three operations of the document, said once more: nothing here depends on generated calls, which depend on
this package. Their answers are read as they come, since each reader here takes what it can use.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import attrs

from ..call import CallRunner
from ..errors import StytchError
from ..model import Response
from ..operation import Operation, sort_arguments
from .authorization import Grants, ProjectPolicy
from .jwks import Keys, read_keys
from .policy import read_organization_policy, read_project_policy

T = TypeVar("T")

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
    """Fetches what is published. Each raises `StytchError` where nothing usable comes.

    Attributes:
        runner: makes the calls.
    """

    runner: CallRunner

    def keys(self) -> Coroutine[Any, Any, Keys]:
        """Fetch the keys of the project."""
        return self._fetch(KEYS, _usable_keys, project_id=self.runner.config.project_id)

    def project_policy(self) -> Coroutine[Any, Any, ProjectPolicy]:
        """Fetch what the roles and scopes of the project permit."""
        return self._fetch(PROJECT_POLICY, read_project_policy)

    def organization_policy(self, organization_id: str) -> Coroutine[Any, Any, Grants]:
        """Fetch what an organization's own roles permit."""
        return self._fetch(ORGANIZATION_POLICY, read_organization_policy, organization_id=organization_id)

    async def _fetch(self, operation: Operation[Response], read: Callable[[bytes], T], **path: str) -> T:
        response = await self.runner.call(operation, sort_arguments(operation, {**path, "options": None}))
        return read(response.raw.content)


def _usable_keys(content: bytes) -> Keys:
    keys = read_keys(content)
    if not keys:
        raise StytchError("the answer holds no usable key")
    return keys
