"""The base of calls that this process handles without a request."""

from __future__ import annotations

import functools
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any, TypeVar, cast

import attrs
import msgspec

from ..call import CallRunner
from ..errors import ConfigurationError, TokenVerificationError
from ..fleet.revocations import revoke_issued_of
from ..operation import Arguments, Operation, RequestOptions, Resource
from ..secret import Secret
from .access_token import VerifiedAccess
from .authorization import AuthorizationCheck, Grants, Policies, ProjectPolicy, check_grants, check_tenancy, check_type
from .cache import Aged
from .claims import check_issuer_and_audience, check_limits, check_times
from .conversion import claims_decoder, result_of
from .jwks import Keys
from .kind import Kind, wrong_kind
from .kinds import OPAQUE
from .published import Published
from .session import VerifiedSession
from .state import LocalState, state_of
from .tokens import Token, check_size, is_opaque, parse_jws
from .verify import Content, Verified, check_revoked, verify

R = TypeVar("R")


class Bounds(msgspec.Struct, frozen=True):
    """The caller's limits for a token.

    Attributes:
        leeway: the allowed clock skew, in seconds.
        max_token_age: the maximum age of the token, in seconds since it was issued; None for any age.
        audience: the required audience, None for the project; only for kinds of tokens that have others.
    """

    leeway: float
    max_token_age: float | None = None
    audience: str | None = None


class LocalResource(Resource):
    """A part of the API with calls that this process handles."""

    @functools.cached_property
    def _runner(self) -> CallRunner:
        return cast("CallRunner", self._caller)  # `operation` cannot import its class

    @functools.cached_property
    def _state(self) -> LocalState:
        return state_of(self._runner)

    def _usable_state(self) -> LocalState:
        self._runner.state.lifecycle.check_open()
        return self._state

    async def _verified(self, token: Secret, wanted: Sequence[Kind], claims: type[Any], bounds: Bounds) -> Any:
        """Return the result of a token of one of the accepted kinds, with its custom claims decoded."""
        state = self._usable_state()
        turn = state.scheduler.next_turn()
        if turn is not None:
            await turn
        ready = state.fleet.ready()
        if ready is not None:
            await ready
        check_limits(bounds.leeway, bounds.max_token_age)
        decoder = claims_decoder(claims)
        try:
            digest = state.tokens.digest(check_size(token.reveal()))
            verified = self._verify_known(digest, wanted, state, bounds)
            if verified is None:
                verified = await self._verify_new(token, digest, wanted, state, bounds)
            return result_of(verified.content, decoder)
        except TokenVerificationError as error:
            raise error.with_traceback(None) from error.__cause__

    def _verify_known(
        self, digest: bytes, wanted: Sequence[Kind], state: LocalState, bounds: Bounds
    ) -> Verified | None:
        """Verify a token whose signature was checked before; None if it was not, or if its key is no longer current."""
        verified = state.tokens.get(digest)
        if verified is None:
            return None
        keys = state.keys.peek(verified.key.kid)
        if keys is None or verified.key not in keys:
            return None
        content = verified.content
        if content.kind not in wanted:
            raise wrong_kind(wanted, content.kind)
        self._check_now(content, state, bounds)
        return verified

    async def _verify_new(
        self, token: Secret, digest: bytes, wanted: Sequence[Kind], state: LocalState, bounds: Bounds
    ) -> Verified:
        """Verify a token of valid size, and cache it."""
        parsed = _parse(token, wanted)
        keys = state.keys.peek(parsed.kid)
        if keys is None:
            keys = await state.keys.find(parsed.kid, functools.partial(self._fetch_keys, parsed.kid))
            turn = state.scheduler.next_turn()  # all tasks that waited for the keys continue at the same time
            if turn is not None:
                await turn
        verified = verify(parsed, keys, wanted, state.read_factors)
        self._check_now(verified.content, state, bounds)
        state.tokens.put(digest, verified)
        return verified

    def _check_now(self, content: Content, state: LocalState, bounds: Bounds) -> None:
        """Check what can change while a token is cached: whether it is revoked, the audience and the time."""
        subjects = content.subjects
        if state.revoked and (subjects is None or not state.is_clear(subjects)):
            check_revoked(content, state.fleet.revocations)
        self._check(content, state, bounds)

    def _check(self, content: Content, state: LocalState, bounds: Bounds) -> None:
        """Check the issuer, the audience and the times of a token."""
        expect = state.expect
        audience = (bounds.audience if content.kind.accepts_audience else None) or expect.project_id
        if content.checked_audience != audience:
            check_issuer_and_audience(content.claims, expect.issuers, audience)
            content.checked_audience = audience
        check_times(content.times, now=state.now(), leeway=bounds.leeway, max_token_age=bounds.max_token_age)

    def _call_oauth(
        self, operation: Operation[R], body: Mapping[str, Any], options: RequestOptions | None
    ) -> Coroutine[Any, Any, R]:
        """Call an OAuth endpoint with a client's credentials in the body, without them in the frame of a coroutine."""
        path = {"project_id": self._runner.config.project_id}
        arguments = Arguments(path=path, query={}, headers={}, body=body, session=None, options=options)
        return self._runner.call(operation, arguments)

    async def _authorize(self, session: VerifiedSession[Any], check: AuthorizationCheck) -> None:
        check_type(check)
        cache, organization_id = self._usable_state().policies, session.organization_id
        check_tenancy("session", organization_id, check)
        policies = cache.peek(organization_id)
        if policies is None:
            fetch = functools.partial(self._fetch_organization_policy, organization_id)
            policies = await cache.get(organization_id, self._fetch_project_policy, fetch)
        check_grants("role of the session", policies, session.roles, check)

    async def _authorize_access(self, access: VerifiedAccess[Any], check: AuthorizationCheck) -> None:
        check_type(check)
        self._usable_state()
        check_tenancy("access token", access.organization_id, check)
        check_grants("scope of the access token", await self._scope_policies(), access.scopes, check)

    async def _scope_policies(self) -> Policies:
        cache = self._usable_state().policies
        return cache.peek_scopes() or await cache.get_scopes(self._fetch_project_policy)

    async def _refuse(self, named: Mapping[str, object]) -> None:
        """Reject all current tokens of subjects."""
        self._usable_state()
        ids = [(kind, each) for kind, each in named.items() if isinstance(each, str) and each]
        if not ids or len(ids) < len(named):
            raise ConfigurationError("the ID must be a non-empty string")
        now = self._runner.clock.now()
        await self._runner.state.fleet.revoke([revoke_issued_of(kind, each, now) for kind, each in ids])

    def _fetch_keys(self, kid: str, *, must_have_it: bool = False) -> Coroutine[Any, Any, Keys | Aged[Keys]]:
        return self._published().keys(kid, must_have_it=must_have_it)

    def _fetch_project_policy(self) -> Coroutine[Any, Any, ProjectPolicy | Aged[ProjectPolicy]]:
        return self._published().project_policy()

    def _fetch_organization_policy(self, organization_id: str) -> Coroutine[Any, Any, Grants | Aged[Grants]]:
        return self._published().organization_policy(organization_id)

    def _published(self) -> Published:
        """Return the fetcher that all views of the client share.

        Raises:
            ConfigurationError: calls are not possible in this event loop.
        """
        self._runner.state.lifecycle.check_event_loop()
        runner = attrs.evolve(self._runner, options=self._state.fetch_options, session=None)
        return Published(runner, self._runner.state.fleet.values)


def _parse(token: Secret, wanted: Sequence[Kind]) -> Token:
    text = token.reveal().encode("ascii")
    if is_opaque(text):
        raise wrong_kind(wanted, OPAQUE)
    return parse_jws(text)


def check_audience(audience: object) -> str | None:
    """Return an audience, None for the project.

    Raises:
        ConfigurationError: it is something else, or empty.
    """
    if audience is None or (isinstance(audience, str) and audience):
        return audience
    raise ConfigurationError("audience must be a non-empty string, or None")
