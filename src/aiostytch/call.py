"""The lifecycle of one call: build, attempt, retry, decode."""

from __future__ import annotations

import math
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar, cast
from urllib.parse import urlsplit

import attrs
import msgspec

from . import codec
from .build import CallOptions, build, common_headers, resolve_options
from .checks import check_mapping
from .client_state import ClientState
from .clock import Clock
from .config import Config
from .endpoint import Endpoint
from .error_responses import decode_error, error_from_response, request_id_from, too_large_error
from .errors import (
    APIError,
    ConnectError,
    DeadlineExceededError,
    NotFoundError,
    ResponseError,
    StytchError,
    TransportError,
)
from .fleet.rates import SharedRateLimiter
from .fleet.revoking import find_session, is_revoking, record_revocations
from .limits import RateLimiter
from .member_session import SessionJWT, SessionToken
from .model import Response
from .observe import CallRecord, RetryRecord
from .operation import Arguments, Operation, RequestOptions
from .retry import Failure, RetryQuota, failure_from_error_response, is_retry_safe
from .time_limit import TimeLimit
from .wire import TEXT, BodyTooLargeError, RawResponse, Request

R = TypeVar("R")


def _default_options(runner: CallRunner) -> CallOptions:
    return resolve_options(runner.config, runner.options, None)


def _common_headers(runner: CallRunner) -> tuple[tuple[str, str], ...]:
    return common_headers(runner.config)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class CallRunner:
    """Makes the calls of one view of a client. Immutable, so that tasks can share it.

    It resolves the default options and the common headers only once.
    """

    config: Config
    state: ClientState
    options: RequestOptions
    session: SessionToken | SessionJWT | None = None
    clock: Clock = attrs.field(factory=Clock)
    _default_options: CallOptions = attrs.field(init=False, default=attrs.Factory(_default_options, takes_self=True))
    _common_headers: tuple[tuple[str, str], ...] = attrs.field(
        init=False, repr=False, default=attrs.Factory(_common_headers, takes_self=True)
    )

    def call(self, operation: Operation[R], arguments: Arguments) -> Coroutine[Any, Any, R]:
        """Make one call and return its decoded response.

        Raises:
            StytchError: any error of `aiostytch.errors`, and no other exception.
        """
        run = self._watch if self.state.observer.wants_calls else self._run
        return run(_Call(operation, self._default_options), arguments)

    async def _watch(self, call: _Call[R], arguments: Arguments) -> R:
        with self.state.observer.watch(call.operation) as report:
            try:
                result = await self._run(call, arguments)
            except BaseException as error:
                report(self._record(call, error))
                raise
            report(self._record(call, result))
            return result

    async def call_endpoint(self, endpoint: Callable[[], Endpoint[R]], arguments: Arguments) -> R:
        """Make one call of an endpoint that has not been checked, and return its decoded response.

        Raises:
            StytchError: any error of `aiostytch.errors`, and no other exception.
        """
        try:
            operation, path = endpoint()
            check_mapping("query", arguments.query)
        except StytchError as error:
            raise error.with_traceback(None) from None
        return await self.call(operation, msgspec.structs.replace(arguments, path=path))

    async def _run(self, call: _Call[R], arguments: Arguments) -> R:
        call.started = self.clock.monotonic()
        revokes, session_id = is_revoking(call.operation), ""
        try:
            self.state.lifecycle.check_event_loop()
            if arguments.options is not None:
                call.options = resolve_options(self.config, self.options, arguments.options)
            request = self._request(call, arguments)
            if revokes:
                session_id = await find_session(self.state.fleet, call.operation, arguments, self)
            with TimeLimit(call.options.deadline):
                call.response = await self._send_with_retries(call, request)
            if call.response is None:
                raise call.deadline_error()
            result = self._decode(call.operation, call.response)
            if revokes:
                await record_revocations(
                    self.state.fleet, call.operation, arguments, result, session_id, self.clock.now()
                )
        except StytchError as error:
            if revokes and call.attempts > 1 and isinstance(error, NotFoundError):  # an earlier attempt revoked it
                await record_revocations(
                    self.state.fleet, call.operation, arguments, None, session_id, self.clock.now()
                )
            _add_call(error, call.operation)
            raise error.with_traceback(None) from None  # its frames have arguments, and some tools show local variables
        self.state.fleet.session_ids.learn(result)
        return result

    def _request(self, call: _Call[Any], arguments: Arguments) -> Request:
        """Return the request of a call. No other frame has its credentials in a variable."""
        base_url = self.config.url_for(call.operation.server)
        headers = self._common_headers
        if not call.operation.has_common_headers:
            headers = common_headers(self.config, call.operation.credentials, call.operation.accept)
        return build(call.operation, arguments, base_url, headers, call.options, self.session)

    async def _send_with_retries(self, call: _Call[Any], request: Request) -> RawResponse:
        while True:
            if self.state.rate is not None:
                await self._wait_for_rate_limit(call, self.state.rate)
            call.attempts += 1
            try:
                response = await self._attempt(request)
            except StytchError as error:
                delay = self._delay_before_retry(call, error)
                if delay is None:
                    raise
                self.state.observer.retry(_retry_record(call, delay, error))
            else:
                self.state.quota.release(call.last_cost)
                response.attempts = call.attempts
                response.elapsed = self.clock.monotonic() - call.started
                return response
            await self.clock.sleep(delay)

    async def _wait_for_rate_limit(self, call: _Call[Any], rate: RateLimiter | SharedRateLimiter) -> None:
        now = self.clock.monotonic()
        delay = rate.acquire(now) if isinstance(rate, RateLimiter) else await rate.acquire(now)
        if now + delay >= call.ends:
            rate.release()
            raise call.deadline_error()
        if delay:
            await self.clock.sleep(delay)

    async def _attempt(self, request: Request) -> RawResponse:
        concurrency = self.state.concurrency
        slot = concurrency.acquire_free() or await concurrency.acquire(request.timeout.pool)
        try:
            response = await self.state.send(request)
        except TransportError as error:
            failure: StytchError = error
            if isinstance(error, ConnectError):
                error.host = urlsplit(request.url).netloc
        except BodyTooLargeError as error:
            failure = too_large_error(error.status_code, error.headers, self.config.max_response_size)
        else:
            if 200 <= response.status_code <= 299:
                return response
            failure = error_from_response(response, self.clock.now)
        finally:
            slot.release()
        raise failure

    def _delay_before_retry(self, call: _Call[Any], error: StytchError) -> float | None:
        """Add the call's details to the error, and return the wait before a retry in seconds, or None for no retry."""
        failure = _failure(error, has_error_types=bool(self.config.project_id))
        _add_call(error, call.operation)
        error.attempts = call.attempts
        error.is_retry_safe = failure is not None and is_retry_safe(failure, call.operation.retry)
        if failure is None or not error.is_retry_safe or call.attempts > call.options.max_retries:
            return None
        retry_after = error.retry_after if isinstance(error, APIError) else None
        delay = self.config.retry.delay(failure, call.attempts, retry_after)
        if delay is None or self.clock.monotonic() + delay >= call.ends:
            return None
        cost = RetryQuota.cost(failure)
        if not self.state.quota.acquire(cost):
            return None
        call.last_cost = cost
        return delay

    def _decode(self, operation: Operation[R], response: RawResponse) -> R:
        if operation.response is RawResponse:
            return cast("R", response)
        try:
            result = self._decoded(operation, response)
        except codec.BodyError as error:
            reason = str(error)
        else:
            if isinstance(result, Response):
                result.received(response)
            return result
        raise decode_error(response, reason)

    def _decoded(self, operation: Operation[R], response: RawResponse) -> R:
        kind: type[R] = operation.response_for(response.status_code)
        if kind is TEXT:
            return cast("R", codec.decode_text(response.content, response.headers.get("content-type", "")))
        return codec.decode(
            response.content,
            kind,
            wire_names=operation.wire_names,
            strict=self.config.strict_decoding,
            report=self.state.observer.drift,
        )

    def _record(self, call: _Call[Any], outcome: object) -> CallRecord:
        status_code, request_id = _status_and_request_id(outcome, call.response)
        return CallRecord(
            operation_id=call.operation.id,
            call_path=call.operation.call_path,
            method=call.operation.method,
            template=call.operation.path,
            attempts=call.attempts,
            elapsed=self.clock.monotonic() - call.started,
            status_code=status_code,
            request_id=request_id,
            quota=self.state.quota.available,
            error=outcome if isinstance(outcome, BaseException) else None,
        )


class _Call(msgspec.Struct, Generic[R], eq=False):
    """A call in progress.

    Attributes:
        operation: the operation.
        options: the resolved options.
        started: when the call began, as a monotonic time in seconds.
        attempts: the number of attempts.
        last_cost: the quota that the last retry has used, None without a retry.
        response: the response, None before it arrives.
    """

    operation: Operation[R]
    options: CallOptions
    started: float = 0.0
    attempts: int = 0
    last_cost: int | None = None
    response: RawResponse | None = None

    @property
    def ends(self) -> float:
        """The monotonic time of the deadline; infinity without a deadline."""
        return math.inf if self.options.deadline is None else self.started + self.options.deadline

    def deadline_error(self) -> DeadlineExceededError:
        """Return the error for a call that has passed its deadline."""
        failure = Failure.UNKNOWN if self.attempts else Failure.NOT_SENT
        return DeadlineExceededError(
            f"no response within {self.options.deadline} seconds",
            attempts=self.attempts,
            is_retry_safe=is_retry_safe(failure, self.operation.retry),
        )


def _add_call(error: StytchError, operation: Operation[Any]) -> None:
    error.operation_id = operation.id
    error.call_path = operation.call_path


def _failure(error: StytchError, *, has_error_types: bool) -> Failure | None:
    """Return the outcome of a failed attempt, None if a retry would fail too.

    Args:
        error: the error of the attempt.
        has_error_types: whether the API has the error types of Stytch.
    """
    match error:
        case ConnectError():
            return Failure.NOT_SENT
        case TransportError():
            return Failure.UNKNOWN
        case APIError():
            error_type = error.raw_error_type if has_error_types else ""
            return failure_from_error_response(error.status_code, error_type, error.retry_after)
        case _:
            return None


def _retry_record(call: _Call[Any], delay: float, error: StytchError) -> RetryRecord:
    status_code, request_id = _status_and_request_id(error, None)
    return RetryRecord(
        operation_id=call.operation.id,
        call_path=call.operation.call_path,
        method=call.operation.method,
        template=call.operation.path,
        attempt=call.attempts,
        wait=delay,
        status_code=status_code,
        request_id=request_id,
        error=error,
    )


def _status_and_request_id(outcome: object, response: RawResponse | None) -> tuple[int | None, str]:
    """Return the status and the request ID of an error, or of the response."""
    match outcome:
        case Response():
            request_id: object = getattr(outcome, "request_id", "")
            return outcome.raw.status_code, request_id if isinstance(request_id, str) else ""
        case ResponseError():
            return outcome.status_code, outcome.request_id
        case _ if response is not None and not isinstance(outcome, BaseException):
            return response.status_code, request_id_from(response)
        case _:
            return None, ""
