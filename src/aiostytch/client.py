"""The client: its life, its views, and the tree of resources it carries."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Self

import attrs
from msgspec import UNSET, UnsetType

from .call import Caller, Clockwork, Shared, merge_options
from .config import MAX_RESPONSE_SIZE, Environment, configure
from .errors import ClientClosedError, ConfigurationError
from .member_session import SessionJWT, SessionToken
from .operation import RequestOptions
from .resources import Resources
from .retry import RetryPolicy
from .tolerant import Drift
from .transports import Transport
from .wire import Timeout

if TYPE_CHECKING:  # named in annotations only: who gives an engine has imported its library
    import httpx

DEFAULT_TIMEOUT = Timeout()
DEFAULT_RETRY = RetryPolicy()
REAL_TIME = Clockwork()
NO_HEADERS: Mapping[str, str] = {}

_log = logging.getLogger("aiostytch")


class B2BClient(Resources):
    """A client of the Stytch B2B API.

        async with B2BClient() as client:
            organization = await client.organizations.create(organization_name="Acme")

    Args:
        project_id: the project's id; else the environment's STYTCH_PROJECT_ID.
        secret: the project's secret; else STYTCH_SECRET.
        environment: "live" or "test"; else the project id tells.
        base_url: another server than the environment's, with its path; else STYTCH_BASE_URL. https, or http on
            loopback.
        transport: what sends requests: "httpx", or an object with the methods of `aiostytch.transports.Transport`.
        http_client: an `httpx.AsyncClient` or `httpx.AsyncBaseTransport` to send them through instead. It stays yours:
            it is not closed with the client, and it must not be shared with another event loop.
        timeout: limits of the steps of each attempt; a number is the limit, in seconds, of each step.
        deadline: seconds for a whole call, repeats and waits included; None is no deadline.
        retry: how failed attempts are repeated.
        max_response_size: bytes that a decompressed body may have.
        strict_decoding: whether an answer that deviates from the document raises `DecodeError`. By default what fits is
            decoded, what does not is kept as it came, and each deviation is reported once.
        on_drift: called once with each deviation; it is logged in any case.
        clockwork: time and chance, for tests.

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
        transport: str | Transport = "httpx",
        http_client: httpx.AsyncClient | httpx.AsyncBaseTransport | None = None,
        timeout: Timeout | float = DEFAULT_TIMEOUT,
        deadline: float | None = 30.0,
        retry: RetryPolicy = DEFAULT_RETRY,
        max_response_size: int = MAX_RESPONSE_SIZE,
        strict_decoding: bool = False,
        on_drift: Callable[[Drift], None] | None = None,
        clockwork: Clockwork = REAL_TIME,
    ) -> None:
        config = configure(
            project_id=project_id,
            secret=secret,
            environment=environment,
            base_url=base_url,
            timeout=timeout,
            deadline=deadline,
            retry=retry,
            max_response_size=max_response_size,
            strict_decoding=strict_decoding,
            environ=os.environ,
        )
        shared = Shared(transport=_open_transport(transport, http_client), report=_Reporter(on_drift))
        self._start(Caller(config=config, shared=shared, options=RequestOptions(), clockwork=clockwork))

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
        return self._view(attrs.evolve(self._calls, session=session))

    def _view(self, caller: Caller) -> Self:
        view = type(self).__new__(type(self))
        view._start(caller)
        return view

    async def aclose(self) -> None:
        """Close the client and all its views. Calls under way are not waited for. Closing again does nothing."""
        shared = self._calls.shared
        if not shared.closed:
            shared.closed = True
            await shared.transport.aclose()

    async def __aenter__(self) -> Self:
        if self._calls.shared.closed:
            raise ClientClosedError("the client is closed")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        config = self._calls.config
        state = "closed" if self._calls.shared.closed else "open"
        return f"<B2BClient {config.project_id} at {config.base_url}, {state}>"


def _open_transport(
    transport: str | Transport, http_client: httpx.AsyncClient | httpx.AsyncBaseTransport | None
) -> Transport:
    if isinstance(transport, Transport):
        return transport
    if transport != "httpx":
        raise ConfigurationError("transport must be 'httpx' or an object with the methods of Transport")
    from .transports.httpx import HttpxClientTransport, HttpxTransport

    return HttpxTransport() if http_client is None else HttpxClientTransport(http_client)


class _Reporter:
    """Reports each deviation from the document once. Its memory is bounded by the fields that the document has."""

    def __init__(self, hook: Callable[[Drift], None] | None) -> None:
        self._hook = hook
        self._seen: set[Drift] = set()

    def __call__(self, drift: Drift) -> None:
        if drift in self._seen:
            return
        self._seen.add(drift)
        _log.warning("the API's answer deviates from its document: %s", drift)
        if self._hook is not None:
            self._hook(drift)
