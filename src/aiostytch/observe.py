"""Observability: one record for each call and each retry, for hooks and the log.

Records contain no URL with values, no header and no body: the operation ID and the path template identify the endpoint.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any, Protocol, TypeVar, runtime_checkable

import msgspec

from .checks import check_list, is_async_function, is_function
from .errors import ConfigurationError, StytchError
from .fleet.follower import Change
from .middleware import CallNext
from .operation import Operation
from .tolerant import Drift
from .wire import RawResponse, Request

log = logging.getLogger("aiostytch")

Record = TypeVar("Record")


class CallRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A finished call.

    Attributes:
        operation_id: the operationId in the specification.
        call_path: the call in code, without the client: `organizations.get`.
        method: the HTTP method.
        template: the path, with parameter names instead of values.
        attempts: the number of attempts.
        elapsed: the seconds from the start of the call to its end, including waits.
        status_code: the status of the last response, None without a response.
        request_id: the API's ID of the last request, "" if it is unknown.
        quota: the retry tokens that the client has left, of 500.
        error: the exception that the call raised, including `asyncio.CancelledError`; None if it succeeded.
    """

    operation_id: str
    call_path: str
    method: str
    template: str
    attempts: int
    elapsed: float
    status_code: int | None
    request_id: str
    quota: int
    error: BaseException | None

    def __str__(self) -> str:
        outcome = self.status_code or type(self.error).__name__
        return (
            f"{self.call_path} {self.method} {self.template}: {outcome}, "
            f"attempts {self.attempts}, {self.elapsed:.3f} s, request id {self.request_id or '-'}"
        )


class RetryRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A failed attempt before its retry.

    Attributes:
        operation_id: the operationId in the specification.
        call_path: the call in code, without the client: `organizations.get`.
        method: the HTTP method.
        template: the path, with parameter names instead of values.
        attempt: the number of the failed attempt, from 1.
        wait: the seconds until the next attempt.
        status_code: the status of the response, None without a response.
        request_id: the API's ID of the request, "" if it is unknown.
        error: the exception that the call would have raised.
    """

    operation_id: str
    call_path: str
    method: str
    template: str
    attempt: int
    wait: float
    status_code: int | None
    request_id: str
    error: StytchError

    def __str__(self) -> str:
        outcome = self.status_code or type(self.error).__name__
        return (
            f"{self.call_path} {self.method} {self.template}: attempt {self.attempt} failed ({outcome}), "
            f"retried in {self.wait:.3f} s, request id {self.request_id or '-'}"
        )


Hook = Callable[[Record], None]


class Instrument(Protocol):
    """Traces calls and attempts; `aiostytch.integrations.opentelemetry` has one."""

    def call(self, operation: Operation[Any]) -> AbstractContextManager[Hook[CallRecord]]:
        """Return a context manager around a call, which returns a hook for the call's record."""
        ...

    async def attempt(self, request: Request, call_next: CallNext) -> RawResponse:
        """Send one attempt: a middleware inside the user's middleware."""
        ...


def check_hook(name: str, hook: Hook[Any] | None) -> Hook[Any] | None:
    """Return a hook, or None.

    Raises:
        ConfigurationError: it is not a function of one argument, or is async: it would not be awaited.
    """
    if hook is not None and not is_function(hook, 1):
        raise ConfigurationError(f"{name} must be a function of one record, and not an async one")
    return hook


def check_instruments(instruments: object) -> Sequence[Instrument]:
    """Return a list of instruments if it is valid.

    Raises:
        ConfigurationError: it is not a list of instruments; for example, it has the class of an instrument.
    """
    found = check_list("instruments", instruments, "objects with call and attempt")
    for number, instrument in enumerate(found):
        if not _is_instrument(instrument):
            raise ConfigurationError(f"instruments[{number}] must be an object with call and attempt")
    return found


def _is_instrument(value: Any) -> bool:
    call, attempt = getattr(value, "call", None), getattr(value, "attempt", None)
    return is_function(call, 1) and is_async_function(attempt, 2)


@runtime_checkable
class StoreInstrument(Protocol):
    """An instrument that also sees changes of a client's store."""

    def store(self, change: Change) -> None:
        """Record a change."""
        ...


class Observer(msgspec.Struct, kw_only=True, eq=False):
    """Writes the log and calls the hooks. A hook that raises is logged, and the call goes on."""

    on_call: Hook[CallRecord] | None = None
    on_retry: Hook[RetryRecord] | None = None
    on_drift: Hook[Drift] | None = None
    instruments: Sequence[Instrument] = ()
    # Each deviation is reported once. The number of fields in the specification limits it.
    _seen: set[Drift] = msgspec.field(default_factory=set[Drift])

    @property
    def wants_calls(self) -> bool:
        """Whether a hook, an instrument or the log needs records of calls. They cost time."""
        return bool(self.on_call is not None or self.instruments or log.isEnabledFor(logging.DEBUG))

    @contextmanager
    def watch(self, operation: Operation[Any]) -> Generator[Hook[CallRecord]]:
        """Enter the instruments for a call, and yield the function that reports its end."""
        with ExitStack() as stack:
            hooks = [stack.enter_context(instrument.call(operation)) for instrument in self.instruments]

            def report(record: CallRecord) -> None:
                log.debug("%s", record)
                for hook in (*hooks, self.on_call):
                    _run(hook, record)

            yield report

    def retry(self, record: RetryRecord) -> None:
        """Report a failed attempt before its retry."""
        log.info("%s", record)
        _run(self.on_retry, record)

    def store(self, change: Change) -> None:
        """Report a change of the shared store."""
        for instrument in self.instruments:
            if isinstance(instrument, StoreInstrument):
                _run(instrument.store, change)

    def drift(self, drift: Drift) -> None:
        """Report a difference between a response and the specification, once."""
        if drift not in self._seen:
            self._seen.add(drift)
            log.warning("the API's response deviates from its specification: %s", drift)
            _run(self.on_drift, drift)


def _run(hook: Hook[Any] | None, record: Any) -> None:
    if hook is None:
        return
    try:
        hook(record)
    except Exception:
        log.exception("a hook of the client failed")
