"""The base of all clients, without resources: lifecycle, views, and calls of any endpoint."""

from __future__ import annotations

import functools
from collections.abc import Coroutine, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypedDict, TypeVar, overload

import attrs
from msgspec import UNSET, UnsetType

from .build import merge_options
from .call import CallRunner
from .checks import check_instance, check_integer, check_methods, check_rate_limit
from .client_state import ClientState
from .clock import Clock
from .config import MAX_RESPONSE_SIZE, Target, configure
from .endpoint import read_endpoint
from .errors import ConfigurationError
from .fleet.fleet import Fleet
from .fleet.rates import SharedRateLimiter
from .limits import ConcurrencyLimiter, RateLimit, RateLimiter
from .member_session import SessionJWT, SessionToken
from .middleware import Middleware, check_middleware, compose
from .observe import CallRecord, Hook, Instrument, Observer, RetryRecord, check_hook, check_instruments
from .operation import Arguments, Caller, RequestOptions
from .retry import RetryClass, RetryPolicy
from .store import Store
from .tolerant import Drift
from .transports import Transport
from .transports.choose import choose
from .transports.lazy import LazyTransport
from .wire import RawResponse, Timeout

if TYPE_CHECKING:  # for annotations only: callers have imported it
    import httpx

DEFAULT_TIMEOUT = Timeout()
DEFAULT_RETRY = RetryPolicy()
REAL_TIME = Clock()
NOTHING: Mapping[str, Any] = {}

R = TypeVar("R")


class ClientSettings(TypedDict, total=False):
    """The settings of any client, except servers and credentials; see `aiostytch.B2BClient`."""

    servers: Mapping[str, str]
    allow_insecure_http: bool
    transport: str | Transport
    http_client: httpx.AsyncClient | httpx.AsyncBaseTransport | None
    timeout: Timeout | float
    deadline: float | None
    retry: RetryPolicy
    max_response_size: int
    max_concurrency: int
    rate_limit: RateLimit | None
    middleware: Sequence[Middleware]
    strict_decoding: bool
    on_call: Hook[CallRecord] | None
    on_retry: Hook[RetryRecord] | None
    on_drift: Hook[Drift] | None
    instruments: Sequence[Instrument]
    clock: Clock


class BaseClient:
    """A client of any API, without resources. The other settings are those of `B2BClient`.

    Args:
        target: the servers and the credentials.

    Raises:
        ConfigurationError: a setting is missing or invalid; the message names it.
    """

    def __init__(
        self,
        target: Target,
        *,
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
        store: Store | None = None,
        clock: Clock = REAL_TIME,
    ) -> None:
        config = configure(
            target,
            servers=servers,
            allow_insecure_http=allow_insecure_http,
            timeout=timeout,
            deadline=deadline,
            retry=retry,
            max_response_size=max_response_size,
            strict_decoding=strict_decoding,
        )
        clock = check_instance("clock", clock, Clock, "a Clock")
        instruments = check_instruments(instruments)
        if store is not None:
            check_methods("store", store, Store, "a store, such as a RedisStore")
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
            concurrency=ConcurrencyLimiter(check_integer("max_concurrency", max_concurrency, minimum=1)),
            rate=None if rate_limit is None else _limiter(check_rate_limit(rate_limit), store, config.project_id),
            observer=observer,
            fleet=Fleet(clock, config.project_id, config.secret, store, observer.store),
        )
        self._start(CallRunner(config=config, state=state, options=RequestOptions(), clock=clock))

    def _start(self, runner: CallRunner) -> None:
        self._runner = runner
        self._caller: Caller = runner  # of the resources, which a client is the root of

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
        target = self._runner.config.target
        state = "closed" if self._runner.state.lifecycle.is_closed else "open"
        at = " ".join(part for part in (target.project_id, "at", target.base_url) if part)
        return f"<{type(self).__name__} {at}, {state}>"


def _limiter(limit: RateLimit, store: Store | None, project_id: str) -> RateLimiter | SharedRateLimiter:
    if not limit.shared:
        return RateLimiter(limit)
    if store is None:
        raise ConfigurationError("a shared rate_limit needs a store: pass store=…")
    return SharedRateLimiter(store, project_id, limit)
