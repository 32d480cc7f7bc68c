"""The life of one call: build, attempt, repeat, decode. The one place where all the others meet."""

from __future__ import annotations

import asyncio
import functools
import math
from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

import attrs
import msgspec

from . import codec
from .answer import failed_answer, request_id_of, too_large_answer, undecodable_answer
from .build import Settings, build, common_headers, settle
from .checks import check_mapping
from .clock import Clock
from .config import Config
from .endpoint import Endpoint
from .errors import (
    APIError,
    ConnectError,
    DeadlineExceededError,
    ResponseError,
    StytchError,
    TransportError,
)
from .life import Life
from .limits import Bucket, Gate
from .member_session import SessionJWT, SessionToken
from .middleware import Next
from .model import Response
from .observe import CallRecord, Observer, RetryRecord
from .operation import Arguments, Operation, RequestOptions
from .retry import Failure, RetryQuota, failure_of_answer, is_retry_safe
from .transports import Transport
from .wire import BodyTooLargeError, RawResponse, Request

R = TypeVar("R")


class Shared(msgspec.Struct, kw_only=True, eq=False, weakref=True):
    """What a client and its views have in common.

    Attributes:
        transport: what sends requests; it is closed with the client.
        send: the way to it, through all middleware.
        gate: the places of calls under way.
        bucket: the rate limit, None if there is none.
        observer: what is told of calls.
        quota: how many repeats may still be made.
        life: whether and where calls can be made.
    """

    transport: Transport
    send: Next
    gate: Gate
    bucket: Bucket | None = None
    observer: Observer
    quota: RetryQuota = msgspec.field(default_factory=RetryQuota)
    life: Life = msgspec.field(default_factory=Life)


class _Progress(msgspec.Struct, eq=False):
    """How far a call has come.

    Attributes:
        started: when it began.
        ends: when it must have ended.
        attempts: how many attempts were begun.
        last_cost: what its last repeat took from the quota.
        raw: its answer.
    """

    started: float
    ends: float = math.inf
    attempts: int = 0
    last_cost: int | None = None
    raw: RawResponse | None = None


def _settings(caller: Caller) -> Settings:
    return settle(caller.config, caller.options, None)


def _headers(caller: Caller) -> tuple[tuple[str, str], ...]:
    return common_headers(caller.config)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Caller:
    """Makes the calls of one view of a client. Immutable, so that tasks can share it.

    What is the same in all its calls is made once: the settings of calls without options, and the headers of all.
    """

    config: Config
    shared: Shared
    options: RequestOptions
    session: SessionToken | SessionJWT | None = None
    clock: Clock = attrs.field(factory=Clock)
    _settings: Settings = attrs.field(init=False, default=attrs.Factory(_settings, takes_self=True))
    _headers: tuple[tuple[str, str], ...] = attrs.field(
        init=False, repr=False, default=attrs.Factory(_headers, takes_self=True)
    )

    async def call(self, operation: Operation[R], arguments: Arguments) -> R:
        """Make one call and return its decoded answer.

        Raises:
            StytchError: the tree of `aiostytch.errors`, and nothing else.
        """
        if not self.shared.observer.wants_calls:
            return await self._call(operation, arguments, _Progress(self.clock.monotonic()))
        return await self._watched(operation, arguments)

    async def call_endpoint(self, endpoint: Callable[[], Endpoint[R]], arguments: Arguments) -> R:
        """Make one call of an endpoint that has not been checked, and return its decoded answer.

        Raises:
            StytchError: the tree of `aiostytch.errors`, and nothing else.
        """
        try:
            operation, path = endpoint()
            check_mapping("query", arguments.query)
        except StytchError as error:
            raise error.with_traceback(None) from None
        return await self.call(operation, msgspec.structs.replace(arguments, path=path))

    async def _watched(self, operation: Operation[R], arguments: Arguments) -> R:
        progress = _Progress(self.clock.monotonic())
        with self.shared.observer.watch(operation) as tell:
            try:
                answer = await self._call(operation, arguments, progress)
            except BaseException as error:
                tell(self._record(operation, progress, error))
                raise
            tell(self._record(operation, progress, answer))
            return answer

    def _record(self, operation: Operation[Any], progress: _Progress, outcome: object) -> CallRecord:
        status_code, request_id = _answered(outcome, progress.raw)
        return CallRecord(
            operation_id=operation.id,
            call_path=operation.call_path,
            method=operation.method,
            template=operation.path,
            attempts=progress.attempts,
            elapsed=self.clock.monotonic() - progress.started,
            status_code=status_code,
            request_id=request_id,
            quota=self.shared.quota.available,
            error=outcome if isinstance(outcome, BaseException) else None,
        )

    async def _call(self, operation: Operation[R], arguments: Arguments, progress: _Progress) -> R:
        try:
            self.shared.life.check_here()
            settings = self._settings
            if arguments.options is not None:
                settings = settle(self.config, self.options, arguments.options)
            base_url = self.config.url_for(operation.server)
            request = build(operation, arguments, base_url, self._headers, settings, self.session)
            raw = await self._within_deadline(operation, request, settings, progress)
            return self._decode(operation, raw)
        except StytchError as error:
            _note_call(error, operation)
            raise error.with_traceback(None) from None  # the frames below hold arguments, and some tools show locals

    async def _within_deadline(
        self, operation: Operation[Any], request: Request, settings: Settings, progress: _Progress
    ) -> RawResponse:
        progress.ends = progress.started + (settings.deadline or math.inf)
        limit = asyncio.timeout(settings.deadline)
        try:
            async with limit:
                return await self._repeat(operation, request, settings, progress)
        except TimeoutError:
            if not limit.expired():
                raise
        raise _too_late(operation, settings, progress)

    async def _repeat(
        self, operation: Operation[Any], request: Request, settings: Settings, progress: _Progress
    ) -> RawResponse:
        while True:
            await self._keep_to_rate(operation, settings, progress)
            progress.attempts += 1
            try:
                raw = await self._attempt(request)
            except StytchError as error:
                wait = self._wait_before_repeat(operation, error, settings, progress)
                if wait is None:
                    raise
                self.shared.observer.retry(_retry_record(operation, progress.attempts, wait, error))
            else:
                self.shared.quota.give_back(progress.last_cost)
                raw.attempts = progress.attempts
                raw.elapsed = self.clock.monotonic() - progress.started
                progress.raw = raw
                return raw
            await self.clock.sleep(wait)

    async def _keep_to_rate(self, operation: Operation[Any], settings: Settings, progress: _Progress) -> None:
        bucket = self.shared.bucket
        if bucket is None:
            return
        now = self.clock.monotonic()
        wait = bucket.reserve(now)
        if now + wait >= progress.ends:
            bucket.give_back()
            raise _too_late(operation, settings, progress)
        if wait:
            await self.clock.sleep(wait)

    async def _attempt(self, request: Request) -> RawResponse:
        place = await self.shared.gate.enter(request.timeout.pool)
        try:
            raw = await self.shared.send(request)
        except TransportError as error:
            failure: StytchError = error
            if isinstance(error, ConnectError):
                error.host = urlsplit(request.url).netloc
        except BodyTooLargeError as error:
            failure = too_large_answer(error.status_code, error.headers, self.config.max_response_size)
        else:
            if 200 <= raw.status_code <= 299:
                return raw
            failure = failed_answer(raw, self.clock.now)
        finally:
            place.release()
        raise failure

    def _wait_before_repeat(
        self, operation: Operation[Any], error: StytchError, settings: Settings, progress: _Progress
    ) -> float | None:
        """Note on the error what is known, and return the seconds to wait for the next attempt, None for no attempt."""
        failure = _failure(error)
        _note_call(error, operation)
        error.attempts = progress.attempts
        error.is_retry_safe = failure is not None and is_retry_safe(failure, operation.retry)
        if failure is None or not error.is_retry_safe or progress.attempts > settings.max_retries:
            return None
        retry_after = error.retry_after if isinstance(error, APIError) else None
        wait = self.config.retry.delay(failure, progress.attempts, retry_after)
        if wait is None or self.clock.monotonic() + wait >= progress.ends:
            return None
        cost = RetryQuota.cost(failure)
        if not self.shared.quota.take(cost):
            return None
        progress.last_cost = cost
        return wait

    def _decode(self, operation: Operation[R], raw: RawResponse) -> R:
        if operation.response is RawResponse:
            return cast("R", raw)
        try:
            answer = codec.decode(
                raw.content,
                operation.response,
                wire_names=operation.wire_names,
                strict=self.config.strict_decoding,
                report=self.shared.observer.drift,
            )
        except codec.BodyError as error:
            reason = str(error)
        else:
            if isinstance(answer, Response):
                answer.received(raw)
            return answer
        raise undecodable_answer(raw, reason)


def limited(transport: Transport, max_size: int) -> Next:
    """Return what sends a request through a transport and reads at most so many bytes."""
    return functools.partial(transport.send, max_size=max_size)


def _too_late(operation: Operation[Any], settings: Settings, progress: _Progress) -> DeadlineExceededError:
    failure = Failure.UNKNOWN if progress.attempts else Failure.NOT_SENT
    return DeadlineExceededError(
        f"no answer within {settings.deadline} seconds",
        attempts=progress.attempts,
        is_retry_safe=is_retry_safe(failure, operation.retry),
    )


def _note_call(error: StytchError, operation: Operation[Any]) -> None:
    error.operation_id = operation.id
    error.call_path = operation.call_path


def _failure(error: StytchError) -> Failure | None:
    match error:
        case ConnectError():
            return Failure.NOT_SENT
        case TransportError():
            return Failure.UNKNOWN
        case APIError():
            return failure_of_answer(error.status_code, error.raw_error_type, error.retry_after)
        case _:
            return None


def _retry_record(operation: Operation[Any], attempt: int, wait: float, error: StytchError) -> RetryRecord:
    status_code, request_id = _answered(error, None)
    return RetryRecord(
        operation_id=operation.id,
        call_path=operation.call_path,
        method=operation.method,
        template=operation.path,
        attempt=attempt,
        wait=wait,
        status_code=status_code,
        request_id=request_id,
        error=error,
    )


def _answered(outcome: object, raw: RawResponse | None) -> tuple[int | None, str]:
    """Return the status and the request id of an answer, which became `outcome`, or of an error."""
    match outcome:
        case Response():
            request_id: object = getattr(outcome, "request_id", "")
            return outcome.raw.status_code, request_id if isinstance(request_id, str) else ""
        case ResponseError():
            return outcome.status_code, outcome.request_id
        case _ if raw is not None and not isinstance(outcome, BaseException):
            return raw.status_code, request_id_of(raw)
        case _:
            return None, ""
