"""The client: its life, its views, and the tree of resources it carries."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

import attrs
from msgspec import UNSET, UnsetType

from .build import merge_options
from .call import Caller, Shared, limited
from .checks import check_kind, check_rate_limit, check_whole
from .clock import Clock
from .config import MAX_RESPONSE_SIZE, Environment, configure
from .limits import Bucket, Gate, RateLimit
from .member_session import SessionJWT, SessionToken, check_session
from .middleware import Middleware, check_middleware, compose
from .observe import CallRecord, Hook, Instrument, Observer, RetryRecord, check_hook, check_instruments
from .operation import RequestOptions
from .resources import Resources
from .retry import RetryPolicy
from .tolerant import Drift
from .transports import Transport
from .transports.choose import choose
from .transports.lazy import LazyTransport
from .wire import Timeout

if TYPE_CHECKING:  # named in annotations only: who gives one has imported where it is from
    import httpx

    from .local_auth.settings import LocalAuth

DEFAULT_TIMEOUT = Timeout()
DEFAULT_RETRY = RetryPolicy()
REAL_TIME = Clock()
NO_HEADERS: Mapping[str, str] = {}


class B2BClient(Resources):
    """A client of the Stytch B2B API.

        async with B2BClient() as client:
            organization = await client.organizations.create(organization_name="Acme")

    Args:
        project_id: the project's id; else the environment's STYTCH_PROJECT_ID.
        secret: the project's secret; else STYTCH_SECRET.
        environment: "live" or "test"; else the project id tells.
        base_url: another server than the environment's, without the `/v1/b2b` that calls bring; else STYTCH_BASE_URL.
            https, or http on loopback.
        allow_insecure_http: whether `base_url` may be http elsewhere too. The secret and the sessions of members then
            travel unencrypted: only for a sandbox, such as one in another container.
        transport: what sends requests: "httpx", or an object with the methods of `aiostytch.transports.Transport`.
        http_client: an `httpx.AsyncClient` or `httpx.AsyncBaseTransport` to send them through instead. It stays yours:
            it is not closed with the client, and it must not be shared with another event loop.
        timeout: limits of the steps of each attempt; a number is the limit, in seconds, of each step.
        deadline: seconds for a whole call, repeats and waits included; None is no deadline.
        retry: how failed attempts are repeated.
        max_response_size: bytes that a decompressed body may have.
        max_concurrency: how many requests may be under way at once; further ones wait in line, for as long as the
            timeout's `pool` allows.
        rate_limit: how many requests are sent in a second; further ones wait, inside the deadline. None is no limit.
        middleware: async functions around each attempt, the first one outermost.
        strict_decoding: whether an answer that deviates from the document raises `DecodeError`. By default what fits is
            decoded, what does not is kept as it came, and each deviation is reported once.
        on_call: called with the record of each call that ended.
        on_retry: called with the record of each failed attempt that is going to be repeated.
        on_drift: called once with each deviation from the document.
        instruments: see calls while they happen, as tracing does.
        local_auth: how session JWTs are verified in this process; None is the defaults.
        clock: the time, for tests.

    Raises:
        ConfigurationError: a setting is missing or cannot be used; the message names it.
    """

    def __init__(
        self,
        project_id: str | None = None,
        secret: str | None = None,
        *,
        environment: Environment | None = None,
        base_url: str | None = None,
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
        clock: Clock = REAL_TIME,
    ) -> None:
        config = configure(
            project_id=project_id,
            secret=secret,
            environment=environment,
            base_url=base_url,
            allow_insecure_http=allow_insecure_http,
            timeout=timeout,
            deadline=deadline,
            retry=retry,
            max_response_size=max_response_size,
            strict_decoding=strict_decoding,
            environ=os.environ,
        )
        instruments = check_instruments(instruments)
        around = (*check_middleware(middleware), *(instrument.attempt for instrument in instruments))
        opened = choose(transport, http_client)
        shared = Shared(
            transport=opened,
            send=compose(around, limited(opened, config.max_response_size)),
            gate=Gate(check_whole("max_concurrency", max_concurrency, least=1)),
            bucket=None if rate_limit is None else Bucket(check_rate_limit(rate_limit)),
            observer=Observer(
                on_call=check_hook("on_call", on_call),
                on_retry=check_hook("on_retry", on_retry),
                on_drift=check_hook("on_drift", on_drift),
                instruments=instruments,
            ),
        )
        clock = check_kind("clock", clock, Clock, "a Clock")
        self._start(Caller(config=config, shared=shared, options=RequestOptions(), clock=clock))
        if local_auth is not None:
            from .local_auth.settings import LocalAuth
            from .local_auth.state import set_up  # and models with it: for those who verify sessions only

            set_up(self._calls, check_kind("local_auth", local_auth, LocalAuth, "a LocalAuth(…)"))

    def _start(self, caller: Caller) -> None:
        super().__init__(caller)
        self._calls = caller

    def with_options(
        self,
        *,
        timeout: Timeout | float | UnsetType = UNSET,
        deadline: float | UnsetType | None = UNSET,
        max_retries: int | UnsetType = UNSET,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> Self:
        """Return a view of this client whose calls use these options unless they bring their own.

        The view shares connections, quota and life with the client; the client itself does not change. The
        arguments are those of `RequestOptions`.
        """
        options = RequestOptions(timeout=timeout, deadline=deadline, max_retries=max_retries, headers=headers)
        return self._view(attrs.evolve(self._calls, options=merge_options(self._calls.options, options)))

    def as_member(self, session: SessionToken | SessionJWT) -> Self:
        """Return a view of this client that makes calls with the permissions of a member.

        The session is sent with the calls that accept one, and with no other.
        """
        return self._view(attrs.evolve(self._calls, session=check_session(session)))

    def _view(self, caller: Caller) -> Self:
        view = type(self).__new__(type(self))
        view._start(caller)
        return view

    async def aclose(self) -> None:
        """Close the client and all its views. Calls under way are not waited for. Closing again does nothing."""
        shared = self._calls.shared
        if shared.life.end():
            await shared.transport.aclose()

    async def __aenter__(self) -> Self:
        shared = self._calls.shared
        shared.life.start()
        if isinstance(shared.transport, LazyTransport):
            await shared.transport.open()  # a service starts its client when there is time to import a library
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        config = self._calls.config
        state = "closed" if self._calls.shared.life.is_over else "open"
        return f"<B2BClient {config.project_id} at {config.base_url}, {state}>"
