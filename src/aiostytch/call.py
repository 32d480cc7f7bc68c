"""The life of one call: build, attempt, repeat, decode. The one place where all the others meet."""

from __future__ import annotations

import asyncio
import base64
import math
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import attrs
from msgspec import UNSET, UnsetType

from . import codec
from .answer import failed_answer, too_large_answer, undecodable_answer
from .config import Config, check_deadline, check_timeout, is_number
from .errors import (
    APIError,
    ClientClosedError,
    ConfigurationError,
    ConnectError,
    DeadlineExceededError,
    StytchError,
    TransportError,
)
from .member_session import SessionJWT, SessionToken
from .model import Response
from .operation import Arguments, Body, Operation, RequestOptions
from .request import credential_header, expand, form, header, query_string
from .retry import Failure, RetryQuota, failure_of_status, is_retry_safe
from .tolerant import Drift
from .transports import Transport
from .transports.body import ACCEPT_ENCODING, BodyTooLargeError
from .version import __version__
from .wire import RawResponse, Request, Timeout

R = TypeVar("R")

_OWN_HEADERS = frozenset(
    {
        "accept",
        "accept-encoding",
        "authorization",
        "connection",
        "content-length",
        "content-type",
        "host",
        "transfer-encoding",
        "user-agent",
        SessionToken.header.lower(),
        SessionJWT.header.lower(),
    }
)


@attrs.frozen(kw_only=True)
class Clockwork:
    """Time and chance, for tests to decide: seconds, a wait of seconds, a number in [0, 1), the wall clock."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    draw: Callable[[], float] = random.random
    now: Callable[[], float] = time.time


@attrs.define(kw_only=True, eq=False)
class Shared:
    """What a client and its views have in common: connections, quota, and whether it is closed."""

    transport: Transport
    quota: RetryQuota = attrs.field(factory=RetryQuota)
    report: Callable[[Drift], None]
    closed: bool = False


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Caller:
    """Makes the calls of one view of a client. Immutable, so that tasks can share it."""

    config: Config
    shared: Shared
    options: RequestOptions
    session: SessionToken | SessionJWT | None = None
    clockwork: Clockwork = attrs.field(factory=Clockwork)

    async def call(self, operation: Operation[R], arguments: Arguments) -> R:
        """Make one call and return its decoded answer.

        Raises:
            StytchError: the tree of `aiostytch.errors`, and nothing else.
        """
        if self.shared.closed:
            raise ClientClosedError("the client is closed", operation_id=operation.id)
        started = self.clockwork.monotonic()
        try:
            settings = _settle(self.config, self.options, arguments.options or RequestOptions())
            request = self._build(operation, arguments, settings)
            raw = await self._within_deadline(operation, request, settings)
            raw.elapsed = self.clockwork.monotonic() - started
            return self._decode(operation, raw)
        except StytchError as error:
            error.operation_id = operation.id
            raise

    def _build(self, operation: Operation[Any], arguments: Arguments, settings: _Settings) -> Request:
        path = expand(operation.path, arguments.path)
        query = query_string(arguments.query) if arguments.query else ""
        content = _content(operation, arguments.body)
        return Request(
            method=operation.method,
            url=f"{operation.server or self.config.base_url}{path}{'?' if query else ''}{query}",
            headers=(*self._headers(operation, arguments, content), *settings.headers),
            content=content,
            timeout=settings.timeout,
            operation_id=operation.id,
            template=operation.path,
        )

    def _headers(self, operation: Operation[Any], arguments: Arguments, content: bytes) -> list[tuple[str, str]]:
        headers = [
            ("Authorization", _basic(self.config)),
            ("Accept", "application/json"),
            ("Accept-Encoding", ACCEPT_ENCODING),
            ("User-Agent", f"aiostytch/{__version__}"),
        ]
        if content:
            headers.append(("Content-Type", _CONTENT_TYPES[operation.body]))
        session = arguments.session or self.session
        if session is not None and operation.session:
            headers.append((session.header, credential_header(session.header, session.reveal())))
        headers.extend(header(name, value) for name, value in arguments.headers.items() if value is not UNSET)
        return headers

    async def _within_deadline(self, operation: Operation[Any], request: Request, settings: _Settings) -> RawResponse:
        attempts = _Attempts(ends=self.clockwork.monotonic() + (settings.deadline or math.inf))
        limit = asyncio.timeout(settings.deadline)
        try:
            async with limit:
                return await self._repeat(operation, request, settings, attempts)
        except TimeoutError:
            if not limit.expired():
                raise
        raise DeadlineExceededError(
            f"{operation.id}: no answer within {settings.deadline} seconds",
            attempts=attempts.made,
            is_retry_safe=is_retry_safe(Failure.UNKNOWN, operation.retry),
        )

    async def _repeat(
        self, operation: Operation[Any], request: Request, settings: _Settings, attempts: _Attempts
    ) -> RawResponse:
        while True:
            attempts.made += 1
            try:
                raw = await self._attempt(request)
            except StytchError as error:
                wait = self._wait_before_repeat(operation, error, settings, attempts)
                if wait is None:
                    raise
            else:
                self.shared.quota.give_back(attempts.last_cost)
                raw.attempts = attempts.made
                return raw
            await self.clockwork.sleep(wait)

    async def _attempt(self, request: Request) -> RawResponse:
        try:
            raw = await self.shared.transport.send(request, max_size=self.config.max_response_size)
        except TransportError as error:
            failure: StytchError = error.with_traceback(None)  # the frames below hold the body and the headers
        except BodyTooLargeError as error:
            failure = too_large_answer(
                request.operation_id, error.status_code, error.headers, self.config.max_response_size
            )
        else:
            if 200 <= raw.status_code <= 299:
                return raw
            failure = failed_answer(request.operation_id, raw, self.clockwork.now)
        raise failure

    def _wait_before_repeat(
        self, operation: Operation[Any], error: StytchError, settings: _Settings, attempts: _Attempts
    ) -> float | None:
        """Note on the error what is known, and return the seconds to wait for the next attempt, None for no attempt."""
        failure = _failure(error)
        error.attempts = attempts.made
        error.is_retry_safe = failure is not None and is_retry_safe(failure, operation.retry)
        if failure is None or not error.is_retry_safe or attempts.made > settings.max_retries:
            return None
        retry_after = error.retry_after if isinstance(error, APIError) else None
        wait = self.config.retry.delay(failure, attempts.made, retry_after, self.clockwork.draw)
        cost = RetryQuota.cost(failure)
        if self.clockwork.monotonic() + wait >= attempts.ends or not self.shared.quota.take(cost):
            return None
        attempts.last_cost = cost
        return wait

    def _decode(self, operation: Operation[R], raw: RawResponse) -> R:
        try:
            answer = codec.decode(
                raw.content,
                operation.response,
                wire_names=operation.wire_names,
                strict=self.config.strict_decoding,
                report=self.shared.report,
            )
        except codec.BodyError as error:
            reason = str(error)
        else:
            if isinstance(answer, Response):
                answer.received(raw)
            return answer
        raise undecodable_answer(operation.id, raw, reason)


@attrs.define
class _Attempts:
    """The attempts of one call: when they must have ended, how many were made, what the last repeat cost."""

    ends: float
    made: int = 0
    last_cost: int | None = None


@attrs.frozen
class _Settings:
    """What holds for one call, its own options over those of the view over those of the client."""

    timeout: Timeout
    deadline: float | None
    max_retries: int
    headers: tuple[tuple[str, str], ...] = attrs.field(repr=False)


def _settle(config: Config, view: RequestOptions, call: RequestOptions) -> _Settings:
    options = merge_options(view, call)
    return _Settings(
        config.timeout if isinstance(options.timeout, UnsetType) else check_timeout(options.timeout),
        config.deadline if isinstance(options.deadline, UnsetType) else check_deadline(options.deadline),
        config.retry.max_retries if isinstance(options.max_retries, UnsetType) else _check_retries(options.max_retries),
        tuple(_extra_header(name, value) for name, value in options.headers.items()),
    )


def merge_options(base: RequestOptions, over: RequestOptions) -> RequestOptions:
    """Return `base` with whatever `over` gives; headers are joined, those of `over` win."""
    return RequestOptions(
        timeout=base.timeout if over.timeout is UNSET else over.timeout,
        deadline=base.deadline if over.deadline is UNSET else over.deadline,
        max_retries=base.max_retries if over.max_retries is UNSET else over.max_retries,
        headers={**base.headers, **over.headers},
    )


def _check_retries(count: int) -> int:
    if not is_number(count) or count < 0 or count != int(count):
        raise ConfigurationError("max_retries must be a whole number from 0")
    return count


def _extra_header(name: str, value: str) -> tuple[str, str]:
    if name.lower() in _OWN_HEADERS:
        raise ConfigurationError(f"the header {name} is set by the SDK and cannot be replaced")
    return header(name, value)


_CONTENT_TYPES = {
    Body.OBJECT: "application/json",
    Body.VALUE: "application/json",
    Body.FORM: "application/x-www-form-urlencoded",
}


def _content(operation: Operation[Any], body: Any) -> bytes:
    if operation.body is Body.NONE or body is UNSET:
        return b""
    if operation.body is Body.FORM:
        return form(body)
    return codec.encode(body, wire_names=operation.wire_names)


def _failure(error: StytchError) -> Failure | None:
    match error:
        case ConnectError():
            return Failure.NOT_SENT
        case TransportError():
            return Failure.UNKNOWN
        case APIError():
            return failure_of_status(error.status_code, error.retry_after)
        case _:
            return None


def _basic(config: Config) -> str:
    """Return the Authorization header of the project (RFC 7617)."""
    credentials = f"{config.project_id}:{config.secret.reveal()}".encode("ascii")
    return f"Basic {base64.b64encode(credentials).decode('ascii')}"
