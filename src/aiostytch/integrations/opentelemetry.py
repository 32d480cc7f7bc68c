"""OpenTelemetry: traces and metrics of calls.

    client = B2BClient(instruments=[OpenTelemetry()])

Each call is an INTERNAL span; its name is the operation ID. Each request of the call is a CLIENT child span with the
attributes of the HTTP semantic conventions. Spans and metrics contain no header, body, error message, or value from a
URL: `url.full` is the server and the path template. The instrumentations of httpx and other libraries record whole
URLs: do not use them in addition to this one.
"""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import attrs
import msgspec

from ..build import OWN_HEADERS
from ..errors import ConfigurationError, InvalidArgumentError
from ..fleet.follower import Change
from ..middleware import CallNext
from ..observe import CallRecord, Hook
from ..operation import Operation
from ..request import header
from ..version import __version__
from ..wire import BodyTooLargeError, RawResponse, Request

try:
    from opentelemetry import context, metrics, propagate, trace
except ImportError as error:
    raise ImportError("OpenTelemetry is not installed: pip install 'aiostytch[opentelemetry]'") from error

_SCHEMA = "https://opentelemetry.io/schemas/1.41.0"
_REQUEST_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
_CALL_BUCKETS = (*_REQUEST_BUCKETS, 20, 30)  # the default deadline
_LAG_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 60)
_ATTEMPTS_BUCKETS = (0, 1, 2, 3, 4, 5, 10)

_Attributes = dict[str, str | int]


class OpenTelemetry:
    """An instrument for `B2BClient(instruments=[…])`. Clients can share one.

    Attributes of all spans: `stytch.operation_id`, `stytch.request_id`, `error.type`. Attributes of requests:
    `http.request.method`, `http.request.resend_count`, `http.response.status_code`, `server.address`, `server.port`,
    `url.full`, `url.template`. The `error.type` of a call is the class of its exception; that of a request is the
    status of a response other than 2xx, or the class of the exception.

    Metrics: `http.client.request.duration`; `stytch.client.call.duration`, including waits and retries;
    `stytch.client.call.attempts`, the requests of a call; `stytch.client.retry.quota`, the retry tokens left after the
    last call. A client with a store adds `stytch.store.revocations`, the number of known revocations;
    `stytch.store.lag`, the seconds from a revocation to its arrival in this process; and `stytch.store.errors`, with
    `error.type`.

    The global propagator adds its headers to each request: by default `traceparent` and the application's baggage. It
    does not replace existing headers.

    Args:
        tracer_provider: the provider for spans; by default the global one.
        meter_provider: the provider for metrics; by default the global one.
        clock: returns the time in seconds, for tests.
    """

    def __init__(
        self,
        tracer_provider: trace.TracerProvider | None = None,
        meter_provider: metrics.MeterProvider | None = None,
        *,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._clock = clock
        self._sent = context.create_key("aiostytch-sent")
        self._tracer = trace.get_tracer("aiostytch", __version__, tracer_provider, _SCHEMA)
        meter = metrics.get_meter("aiostytch", __version__, meter_provider, _SCHEMA)
        self._request_duration = meter.create_histogram(
            "http.client.request.duration",
            unit="s",
            description="Duration of HTTP client requests.",
            explicit_bucket_boundaries_advisory=_REQUEST_BUCKETS,
        )
        self._call_duration = meter.create_histogram(
            "stytch.client.call.duration",
            unit="s",
            description="Duration of calls, including waits and retries.",
            explicit_bucket_boundaries_advisory=_CALL_BUCKETS,
        )
        self._call_attempts = meter.create_histogram(
            "stytch.client.call.attempts",
            unit="{attempt}",
            description="Requests sent for a call.",
            explicit_bucket_boundaries_advisory=_ATTEMPTS_BUCKETS,
        )
        self._quota = meter.create_gauge(
            "stytch.client.retry.quota",
            unit="{token}",
            description="Retry tokens left.",
        )

        self._revocations = meter.create_gauge(
            "stytch.store.revocations",
            unit="{revocation}",
            description="Known revocations.",
        )
        self._lag = meter.create_histogram(
            "stytch.store.lag",
            unit="s",
            description="Time from a revocation to its arrival.",
            explicit_bucket_boundaries_advisory=_LAG_BUCKETS,
        )
        self._store_errors = meter.create_counter(
            "stytch.store.errors",
            unit="{error}",
            description="Failures of the store.",
        )

    @contextmanager
    def call(self, operation: Operation[Any]) -> Generator[Hook[CallRecord]]:
        """Open the span of a call."""
        span = self._tracer.start_span(operation.id, attributes={"stytch.operation_id": operation.id})
        inside = context.set_value(self._sent, _Sent(), trace.set_span_in_context(span))
        token = context.attach(inside)
        try:
            yield functools.partial(self._end_call, span)
        finally:
            context.detach(token)
            span.end()

    def _end_call(self, span: trace.Span, record: CallRecord) -> None:
        outcome: _Attributes = {} if record.error is None else {"error.type": _name(type(record.error))}
        _write(span, outcome, record.request_id)
        labels = {"stytch.operation_id": record.operation_id, **outcome}
        self._call_duration.record(record.elapsed, labels)
        self._call_attempts.record(record.attempts, labels)
        self._quota.set(record.quota)

    def store(self, change: Change) -> None:
        """Record a change of the store."""
        self._revocations.set(change.known)
        if change.lag is not None:
            self._lag.record(change.lag)
        if change.error:
            self._store_errors.add(1, {"error.type": change.error})

    async def attempt(self, request: Request, call_next: CallNext) -> RawResponse:
        """Send one request in its own span. You can also use it as a middleware, without spans of calls."""
        url = urlsplit(request.url)
        labels: _Attributes = {
            "http.request.method": request.method,
            "server.address": url.hostname or "",
            "server.port": url.port or (443 if url.scheme == "https" else 80),
            "url.template": request.template,
        }
        server = url.netloc.rpartition("@")[2]
        with self._tracer.start_as_current_span(
            f"{request.method} {request.template}",
            kind=trace.SpanKind.CLIENT,
            attributes={
                **labels,
                "url.full": f"{url.scheme}://{server}{request.template}",
                "stytch.operation_id": request.operation_id,
                **self._resend_count(),
            },
            # Both would record the message of the exception, which can contain anything.
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            began = self._clock()
            outcome: _Attributes = {}
            request_id = ""
            try:
                response = await call_next(_propagated(request))
                outcome = _outcome_of_response(response)
                request_id = _request_id(response)
            except BaseException as error:
                outcome = _outcome_of_error(error)
                raise
            finally:
                _write(span, outcome, request_id)
                self._request_duration.record(self._clock() - began, {**labels, **outcome})
            return response

    def _resend_count(self) -> _Attributes:
        sent = context.get_value(self._sent)
        if not isinstance(sent, _Sent):  # used as a middleware, without the span of a call
            return {}
        sent.requests += 1
        return {"http.request.resend_count": sent.requests - 1} if sent.requests > 1 else {}


@attrs.define(eq=False)
class _Sent:
    """The number of requests of the current call."""

    requests: int = 0


@attrs.frozen
class _Identified:
    """The only decoded field of a response; msgspec skips the others."""

    request_id: str = ""


_identified = msgspec.json.Decoder(_Identified)


def _request_id(response: RawResponse) -> str:
    found = ""
    with contextlib.suppress(msgspec.MsgspecError, ValueError, RecursionError):
        found = _identified.decode(response.content).request_id
    return found or response.headers.get("x-request-id", "")


def _outcome_of_response(response: RawResponse) -> _Attributes:
    status = response.status_code
    # A redirect is also an error: it is not followed.
    return {"http.response.status_code": status, **({} if 200 <= status <= 299 else {"error.type": str(status)})}


def _outcome_of_error(error: BaseException) -> _Attributes:
    status = {"http.response.status_code": error.status_code} if isinstance(error, BodyTooLargeError) else {}
    return {**status, "error.type": _name(type(error))}


def _name(cls: type) -> str:
    return cls.__qualname__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__qualname__}"


def _write(span: trace.Span, outcome: _Attributes, request_id: str) -> None:
    span.set_attributes(outcome)
    if request_id:
        span.set_attribute("stytch.request_id", request_id)
    if "error.type" in outcome:
        span.set_status(trace.StatusCode.ERROR)


def _propagated(request: Request) -> Request:
    """Return the request with the headers of the global propagator, except existing and forbidden ones."""
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    taken = OWN_HEADERS.union(name.lower() for name, _ in request.headers)
    headers = list(request.headers)
    for name, value in carrier.items():
        if name.lower() not in taken:
            # Omit an invalid header: the call is more important than its trace.
            with contextlib.suppress(ConfigurationError, InvalidArgumentError):
                headers.append(header(name, value))
    return msgspec.structs.replace(request, headers=tuple(headers))
