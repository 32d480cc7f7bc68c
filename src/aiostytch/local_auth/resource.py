"""What calls have in common that are answered in this process."""

from __future__ import annotations

import functools
from collections.abc import Coroutine
from typing import Any, cast

import attrs

from ..call import CallRunner
from ..operation import Resource
from .authorization import AuthorizationCheck, Grants, check_roles, check_tenancy, check_type
from .jwks import Keys
from .published import Published
from .session import VerifiedSession
from .state import LocalState, state_of


class LocalResource(Resource):
    """A part of the API with calls that are answered in this process."""

    @functools.cached_property
    def _runner(self) -> CallRunner:
        return cast("CallRunner", self._caller)  # `operation` cannot name the one there is

    @functools.cached_property
    def _state(self) -> LocalState:
        return state_of(self._runner)

    def _usable_state(self) -> LocalState:
        self._runner.state.life.check_open()
        return self._state

    async def _authorize(self, session: VerifiedSession[Any], check: AuthorizationCheck) -> None:
        check_type(check)
        cache, organization_id = self._usable_state().policies, session.organization_id
        check_tenancy(organization_id, check)
        policies = cache.peek(organization_id)
        if policies is None:
            fetch = functools.partial(self._fetch_organization_policy, organization_id)
            policies = await cache.get(organization_id, self._fetch_project_policy, fetch)
        check_roles(policies, session.roles, check)

    def _fetch_keys(self) -> Coroutine[Any, Any, Keys]:
        return self._published().keys()

    def _fetch_project_policy(self) -> Coroutine[Any, Any, Grants]:
        return self._published().project_policy()

    def _fetch_organization_policy(self, organization_id: str) -> Coroutine[Any, Any, Grants]:
        return self._published().organization_policy(organization_id)

    def _published(self) -> Published:
        """Return what fetches for all views of the client.

        Raises:
            ConfigurationError: no call can be made in this event loop.
        """
        self._runner.state.life.check_here()
        return Published(attrs.evolve(self._runner, options=self._state.fetch_options, session=None))
