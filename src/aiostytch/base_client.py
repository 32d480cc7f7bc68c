"""The base of all clients, without resources: lifecycle, views, and calls of any endpoint."""

from __future__ import annotations

import functools
import os
from collections.abc import Coroutine, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, overload

import attrs
from msgspec import UNSET, UnsetType

from .build import merge_options
from .call import CallRunner
from .checks import check_kind, check_rate_limit, check_whole
from .client_state import ClientState
from .clock import Clock
from .config import MAX_RESPONSE_SIZE, Environment, configure
from .endpoint import read_endpoint
from .fleet.events import ObjectChange, revoked_by
from .fleet.fleet import Fleet
from .limits import ConcurrencyLimiter, RateLimit, RateLimiter
from .member_session import SessionJWT, SessionToken, check_session
from .middleware import Middleware, check_middleware, compose
from .observe import CallRecord, Hook, Instrument, Observer, RetryRecord, check_hook, check_instruments
from .operation import Arguments, RequestOptions
from .retry import RetryClass, RetryPolicy
from .tolerant import Drift
from .transports import Transport
from .transports.choose import choose
from .transports.lazy import LazyTransport
from .wire import RawResponse, Timeout

if TYPE_CHECKING:  # for annotations only: callers have imported it
    import httpx

    from .local_auth.bearer import Accepted, Principal
    from .local_auth.settings import LocalAuth
    from .store import Store

DEFAULT_TIMEOUT = Timeout()
DEFAULT_RETRY = RetryPolicy()
REAL_TIME = Clock()
NOTHING: Mapping[str, Any] = {}

R = TypeVar("R")


class BaseClient:
    """A client without resources. The arguments are those of `B2BClient`.

    Raises:
        ConfigurationError: a setting is missing or invalid; the message names it.
    """

    def __init__(
        self,
        project_id: str | None = None,
        secret: str | None = None,
        *,
        environment: Environment | None = None,
        base_url: str | None = None,
        servers: Mapping[str, str] = NOTHING,
        allow_insecure_http: bool = False,
        transport: str | Transport = "httpx",
        http_client: httpx.AsyncClient | httpx.AsyncBaseTransport | None = None,
        timeout: Timeout | float = DEFAULT_TIMEOUT,
        deadline: float | None = 30.0,
        retry: RetryPolicy = DEFAULT_RETRY,
        max_response_size: int = MAX_RESPONSE_SIZE,
        max_concurrency: int = 100,
        rate_limit: RateLimit | None = None,
        middleware: Sequence[Middleware] = (),
        strict_decoding: bool = False,
        on_call: Hook[CallRecord] | None = None,
        on_retry: Hook[RetryRecord] | None = None,
        on_drift: Hook[Drift] | None = None,
        instruments: Sequence[Instrument] = (),
        local_auth: LocalAuth | None = None,
        store: Store | None = None,
        clock: Clock = REAL_TIME,
    ) -> None:
        config = configure(
            project_id=project_id,
            secret=secret,
            environment=environment,
            base_url=base_url,
            servers=servers,
            allow_insecure_http=allow_insecure_http,
            timeout=timeout,
            deadline=deadline,
            retry=retry,
            max_response_size=max_response_size,
            strict_decoding=strict_decoding,
            environ=os.environ,
        )
        clock = check_kind("clock", clock, Clock, "a Clock")
        instruments = check_instruments(instruments)
        around = (*check_middleware(middleware), *(instrument.attempt for instrument in instruments))
        opened = choose(transport, http_client)
        observer = Observer(
            on_call=check_hook("on_call", on_call),
            on_retry=check_hook("on_retry", on_retry),
            on_drift=check_hook("on_drift", on_drift),
            instruments=instruments,
        )
        state = ClientState(
            transport=opened,
            send=compose(around, functools.partial(opened.send, max_size=config.max_response_size)),
            concurrency=ConcurrencyLimiter(check_whole("max_concurrency", max_concurrency, least=1)),
            rate=None if rate_limit is None else RateLimiter(check_rate_limit(rate_limit)),
            observer=observer,
            fleet=Fleet(clock, config.project_id, config.secret, store, observer.store),
        )
        self._start(CallRunner(config=config, state=state, options=RequestOptions(), clock=clock))
        if local_auth is not None:
            from .local_auth.settings import LocalAuth
            from .local_auth.state import set_up  # imports models: only services that verify sessions need it

            set_up(self._runner, check_kind("local_auth", local_auth, LocalAuth, "a LocalAuth(…)"))

    def _start(self, runner: CallRunner) -> None:
        self._runner = runner

    def with_options(
        self,
        *,
        timeout: Timeout | float | UnsetType = UNSET,
        deadline: float | UnsetType | None = UNSET,
        max_retries: int | UnsetType = UNSET,
        headers: Mapping[str, str] = NOTHING,
    ) -> Self:
        """Return a view of this client that uses these options, unless a call has its own.

        The view shares connections, quota and lifecycle with the client. The client does not change. The arguments are
        those of `RequestOptions`.
        """
        options = RequestOptions(timeout=timeout, deadline=deadline, max_retries=max_retries, headers=headers)
        return self._view(attrs.evolve(self._runner, options=merge_options(self._runner.options, options)))

    def as_member(self, session: SessionToken | SessionJWT) -> Self:
        """Return a view of this client that makes calls with the permissions of a member.

        The view sends the session with the calls that accept one, and with no others.
        """
        return self._view(attrs.evolve(self._runner, session=check_session(session)))

    @overload
    def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = ...,
        query: Mapping[str, Any] = ...,
        retry: RetryClass | None = ...,
        session: SessionToken | SessionJWT | None = ...,
        options: RequestOptions | None = ...,
    ) -> Coroutine[Any, Any, RawResponse]: ...
    @overload
    def request(
        self,
        method: str,
        path: str,
        *,
        response_type: type[R],
        json: Any = ...,
        query: Mapping[str, Any] = ...,
        retry: RetryClass | None = ...,
        session: SessionToken | SessionJWT | None = ...,
        options: RequestOptions | None = ...,
    ) -> Coroutine[Any, Any, R]: ...
    def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        query: Mapping[str, Any] = NOTHING,
        response_type: type[Any] = RawResponse,
        retry: RetryClass | None = None,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, Any]:
        """Call an endpoint that has no method. The client checks, sends, retries and records it like any other call.

            response = await client.request("POST", "/v1/b2b/new_things", json={"name": "a"})
            print(response.status_code, response.json()["thing"])

        Args:
            method: GET, POST, PUT, PATCH or DELETE.
            path: the path after the base URL, with `/v1/b2b`. Quote user input with
                `urllib.parse.quote(value, safe="")`: a slash in it would select another endpoint.
            json: the body: models, mappings, lists, strings, numbers, booleans; None means no body.
            query: the query parameters; a list sends its parameter several times.
            response_type: the type to decode the response to: a model of this package, a dataclass, an attrs or msgspec
                class, or a type such as `dict[str, Any]`. By default, the call returns the raw response.
            retry: the effect of a second execution. By default, the HTTP method decides: GET has no effect, PUT and
                DELETE have no further effect, POST and PATCH have another effect, so they are not retried if the
                outcome is unknown.
            session: the session of the member to make the call as, instead of the one of `as_member`.
            options: timeout, deadline, retries and headers of this call.

        Raises:
            StytchError: the same errors as any other call.
        """
        arguments = Arguments(
            path=NOTHING,
            query=query,
            headers=NOTHING,
            body=UNSET if json is None else json,
            session=session,
            options=options,
        )
        endpoint = functools.partial(read_endpoint, method, path, response_type, retry)
        return self._runner.call_endpoint(endpoint, arguments)

    async def authenticate(
        self,
        request: object,
        accepts: Sequence[Accepted] = ("session", "m2m", "access_token"),
        *,
        audience: str | None = None,
        max_token_age: float | None = None,
        leeway: float = 10.0,
    ) -> Principal:
        """Verify the bearer token of a request in this process, for any kind of token.

            match await client.authenticate(request):
                case VerifiedSession(member_id=member_id): ...
                case VerifiedClient(client_id=client_id): ...
                case VerifiedAccess(member_id=member_id, scopes=scopes): ...

        It ignores cookies; the middleware of `aiostytch.integrations` reads them.

        Args:
            request: A request of any framework, an ASGI scope, or headers: a mapping, or pairs of names and values.
            accepts: The accepted kinds of tokens.
            audience: The required audience of an access token; by default the project.
            max_token_age: The maximum age of the token, in seconds since it was issued.
            leeway: The allowed clock skew, 0 to 60 seconds.

        Raises:
            MissingTokenError: The request has no bearer token.
            WrongTokenKindError: The token is of another kind; the error's `seen` is its kind.
            TokenVerificationError: The token is not accepted; each reason has its own class.
            ConfigurationError: Another argument is invalid.
            ClientClosedError: The client is closed.
        """
        from .local_auth.bearer import BearerAuthentication  # imports models: only services that verify tokens need it

        bearer = BearerAuthentication(self._runner)
        return await bearer.authenticate(request, accepts, audience, max_token_age, leeway)

    async def learn(self, event: ObjectChange) -> None:
        """Reject the tokens of members and organizations that a webhook reports as deleted.

        `Webhooks(secrets, client=client)` calls it with each event. Tokens of a deleted or deactivated member, and of a
        deleted organization, are invalid if they were issued before the event. All processes that share a store reject
        them.

        Args:
            event: An event of this project with a verified signature. Events of other projects are ignored.

        Raises:
            ClientClosedError: The client is closed.
        """
        runner = self._runner
        runner.state.lifecycle.check_open()
        if event.project_id == runner.config.project_id:
            await runner.state.fleet.revoke(tuple(revoked_by(event, runner.clock.now())))

    def _view(self, runner: CallRunner) -> Self:
        view = type(self).__new__(type(self))
        view._start(runner)
        return view

    async def aclose(self) -> None:
        """Close the client and all its views, without waiting for pending calls. Closing it again has no effect."""
        state = self._runner.state
        if state.lifecycle.end():
            try:
                await state.fleet.aclose()
            finally:
                await state.transport.aclose()

    async def __aenter__(self) -> Self:
        state = self._runner.state
        state.lifecycle.start()
        if isinstance(state.transport, LazyTransport):
            await state.transport.open()  # imports the library when the service starts, not at its first call
        await state.fleet.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        config = self._runner.config
        state = "closed" if self._runner.state.lifecycle.is_closed else "open"
        return f"<{type(self).__name__} {config.project_id} at {config.base_url}, {state}>"
