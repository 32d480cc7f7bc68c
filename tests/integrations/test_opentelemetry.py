"""Spans and metrics of calls, as the OpenTelemetry SDK exports them."""

from __future__ import annotations

import asyncio
import importlib
import subprocess
import sys
from collections.abc import Generator, Mapping
from typing import Any

import attrs
import msgspec
import pytest
from opentelemetry import baggage, context, propagate, trace
from opentelemetry.propagators.textmap import TextMapPropagator
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from aiostytch import (
    AuthorizationCheck,
    B2BClient,
    CallNext,
    CallRecord,
    ConnectError,
    ConnectionLostError,
    DeadlineExceededError,
    InvalidArgumentError,
    NotFoundError,
    RawResponse,
    Request,
    RequestOptions,
    ServerError,
    SessionToken,
    StytchError,
)
from aiostytch.fleet.follower import Change
from aiostytch.integrations.opentelemetry import OpenTelemetry
from aiostytch.wire import BodyTooLargeError, Headers

from ..contract.canaries import CANARY, with_canaries
from ..contract.facts import Fact, arguments, response_schema, sample
from ..contract.operations import each_operation, method
from ..fakes import Script, Time, longest_waits, response, script
from ..local_auth.world import NOW, SESSION, World, claims, sign

GET = "api_organization_v1_Get"
TEMPLATE = "/v1/b2b/organizations/{organization_id}"
REQUEST = f"GET {TEMPLATE}"


class Telemetry:
    """An instrument, and everything that it exports."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        self.reader = InMemoryMetricReader()
        self.time = Time()
        self.tracers = TracerProvider(shutdown_on_exit=False)
        self.tracers.add_span_processor(SimpleSpanProcessor(self.exporter))
        meters = MeterProvider([self.reader], shutdown_on_exit=False)
        self.instrument = OpenTelemetry(self.tracers, meters, clock=lambda: self.time.seconds)

    def client(self, transport: Any, **settings: Any) -> B2BClient:
        settings = {"instruments": [self.instrument], "retry": longest_waits(), **settings}
        return B2BClient("project-test-1", "secret", transport=transport, clock=self.time.clock(), **settings)

    def spans(self, name: str) -> list[ReadableSpan]:
        return [span for span in self.exporter.get_finished_spans() if span.name == name]

    def the_call(self) -> ReadableSpan:
        (span,) = self.spans(GET)
        return span

    def requests(self) -> list[ReadableSpan]:
        return self.spans(REQUEST)

    def metric(self, name: str) -> tuple[str, list[Any]]:
        """Return the unit and the data points of a metric."""
        found = [metric for metric in self._metrics() if metric.name == name]
        return found[0].unit or "", list(found[0].data.data_points)

    def points(self, name: str) -> list[Any]:
        return self.metric(name)[1]

    def scopes(self) -> list[Any]:
        return [part.scope for part in self._measured()]

    def _metrics(self) -> list[Any]:
        return [metric for part in self._measured() for metric in part.metrics]

    def _measured(self) -> list[Any]:
        data = self.reader.get_metrics_data()
        assert data is not None
        return [part for resource in data.resource_metrics for part in resource.scope_metrics]

    def exported(self) -> str:
        spans = "".join(span.to_json() for span in self.exporter.get_finished_spans())
        return spans + "".join(metric.to_json() for metric in self._metrics())


@pytest.fixture
def telemetry() -> Telemetry:
    return Telemetry()


def attributes(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


def each(spans: list[ReadableSpan], name: str) -> list[Any]:
    return [attributes(span).get(name) for span in spans]


def span_id(span: ReadableSpan) -> int:
    return span.get_span_context().span_id


def parent_id(span: ReadableSpan) -> int | None:
    return span.parent.span_id if span.parent else None


def carried(request: Request) -> tuple[int, int]:
    """Return the trace and the span in the headers of a request."""
    (value,) = header_of(request, "traceparent")
    _, trace_id, parent, _ = value.split("-")
    return int(trace_id, 16), int(parent, 16)


def header_of(request: Request, name: str) -> list[str]:
    return [value for key, value in request.headers if key.lower() == name.lower()]


# A successful call


async def test_a_call_is_an_internal_span_named_by_its_operation(telemetry: Telemetry) -> None:
    await telemetry.client(script()).organizations.get("acme")
    span = telemetry.the_call()
    assert (span.kind, span.parent, span.status.status_code) == (SpanKind.INTERNAL, None, StatusCode.UNSET)
    assert attributes(span) == {"stytch.operation_id": GET, "stytch.request_id": "request-id-test-1"}


async def test_a_request_is_a_client_span_below_the_call(
    telemetry: Telemetry,
) -> None:
    """The span has the attributes of the semantic conventions."""
    await telemetry.client(script()).organizations.get("acme")
    (span,) = telemetry.requests()
    assert (span.kind, span.status.status_code) == (SpanKind.CLIENT, StatusCode.UNSET)
    assert parent_id(span) == span_id(telemetry.the_call())
    assert attributes(span) == {
        "http.request.method": "GET",
        "http.response.status_code": 200,
        "server.address": "test.stytch.com",
        "server.port": 443,
        "url.full": f"https://test.stytch.com{TEMPLATE}",
        "url.template": TEMPLATE,
        "stytch.operation_id": GET,
        "stytch.request_id": "request-id-test-1",
    }


@pytest.mark.parametrize(
    ("base_url", "address", "port", "server"),
    [
        ("https://login.example", "login.example", 443, "https://login.example"),
        ("https://login.example:8443/stytch", "login.example", 8443, "https://login.example:8443"),
        ("http://127.0.0.1", "127.0.0.1", 80, "http://127.0.0.1"),
        ("http://[::1]:9000", "::1", 9000, "http://[::1]:9000"),
    ],
)
async def test_a_request_says_which_server_it_was_sent_to(
    telemetry: Telemetry, base_url: str, address: str, port: int, server: str
) -> None:
    await telemetry.client(script(), base_url=base_url).organizations.get("acme")
    found = attributes(telemetry.requests()[0])
    assert (found["server.address"], found["server.port"]) == (address, port)
    assert found["url.full"] == f"{server}{TEMPLATE}"


async def test_credentials_that_a_middleware_puts_into_the_url_are_not_exported(telemetry: Telemetry) -> None:
    async def route(request: Request, call_next: CallNext) -> RawResponse:
        return await call_next(
            msgspec.structs.replace(request, url=f"https://user:{CANARY}@login.example/{CANARY}?a={CANARY}")
        )

    await telemetry.client(script(), middleware=[route]).organizations.get("acme")
    assert CANARY not in telemetry.exported()
    assert attributes(telemetry.requests()[0])["url.full"] == f"https://login.example{TEMPLATE}"


async def test_a_call_is_a_part_of_what_the_application_does(telemetry: Telemetry) -> None:
    with telemetry.tracers.get_tracer("application").start_as_current_span("login") as login:
        await telemetry.client(script()).organizations.get("acme")
        assert trace.get_current_span() is login
    assert parent_id(telemetry.the_call()) == login.get_span_context().span_id


async def test_middleware_and_hooks_of_the_user_run_inside_the_span(telemetry: Telemetry) -> None:
    seen: list[int] = []

    def note(record: CallRecord | None = None) -> None:
        seen.append(trace.get_current_span().get_span_context().span_id)

    async def look(request: Request, call_next: CallNext) -> RawResponse:
        note()
        return await call_next(request)

    await telemetry.client(script(), middleware=[look], on_call=note).organizations.get("acme")
    assert seen == [span_id(telemetry.the_call())] * 2


@pytest.mark.parametrize(
    ("content", "headers", "expected"),
    [
        (b'{"request_id": "r-7"}', [("X-Request-Id", "r-8")], "r-7"),
        (b'{"error": "x"}', [("X-Request-Id", "r-8")], "r-8"),
        (b'{"request_id": 7}', [("X-Request-Id", "r-8")], "r-8"),
        (b'{"a": ' + b"[" * 100_000, [("X-Request-Id", "r-8")], "r-8"),
        (b"\xff", [], None),
        (b"", [], None),
    ],
)
async def test_the_request_id_is_that_of_the_body_or_else_of_the_header(
    telemetry: Telemetry, content: bytes, headers: list[tuple[str, str]], expected: str | None
) -> None:
    refusal = RawResponse(status_code=404, headers=Headers(headers), content=content)
    with pytest.raises(NotFoundError):
        await telemetry.client(script(refusal)).organizations.get("acme")
    assert each([telemetry.the_call(), *telemetry.requests()], "stytch.request_id") == [expected] * 2


# A failed call


async def test_each_retry_is_a_counted_request_of_the_same_call(telemetry: Telemetry) -> None:
    await telemetry.client(script(response(503), ConnectionLostError("no"), response())).organizations.get("acme")
    spans = telemetry.requests()
    assert [parent_id(span) for span in spans] == [span_id(telemetry.the_call())] * 3
    assert each(spans, "http.request.resend_count") == [None, 1, 2]
    assert each(spans, "http.response.status_code") == [503, None, 200]
    assert each(spans, "error.type") == ["503", "aiostytch.errors.ConnectionLostError", None]


async def test_a_call_that_finally_succeeds_is_not_an_error(telemetry: Telemetry) -> None:
    await telemetry.client(script(response(503), response())).organizations.get("acme")
    assert telemetry.the_call().status.status_code is StatusCode.UNSET
    assert [span.status.status_code for span in telemetry.requests()] == [StatusCode.ERROR, StatusCode.UNSET]


async def test_each_call_counts_its_own_retries(telemetry: Telemetry) -> None:
    client = telemetry.client(script(response(503), response(), response(503), response()))
    await client.organizations.get("acme")
    await client.organizations.get("acme")
    assert each(telemetry.requests(), "http.request.resend_count") == [None, 1, None, 1]


@pytest.mark.parametrize("status", [302, 400, 404, 429, 500, 600])
async def test_a_refused_call_is_an_error_of_the_call_and_of_its_request(telemetry: Telemetry, status: int) -> None:
    with pytest.raises(StytchError) as caught:
        await telemetry.client(script(response(status))).with_options(max_retries=0).organizations.get("acme")
    (request,) = telemetry.requests()
    assert each([request], "http.response.status_code") == [status]
    assert each([request], "error.type") == [str(status)]
    assert each([telemetry.the_call()], "error.type") == [f"aiostytch.errors.{type(caught.value).__name__}"]
    assert {request.status.status_code, telemetry.the_call().status.status_code} == {StatusCode.ERROR}


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (ConnectError(CANARY), "aiostytch.errors.ConnectError"),
        (ConnectionLostError(CANARY), "aiostytch.errors.ConnectionLostError"),
        (asyncio.CancelledError(CANARY), "asyncio.exceptions.CancelledError"),
        (LookupError(CANARY), "LookupError"),
    ],
)
async def test_a_call_without_a_response_has_only_the_class_of_its_error(
    telemetry: Telemetry, error: BaseException, name: str
) -> None:
    with pytest.raises(type(error)):
        await telemetry.client(script(error)).with_options(max_retries=0).organizations.get("acme")
    spans = [telemetry.the_call(), *telemetry.requests()]
    assert each(spans, "error.type") == [name, name]
    assert each(spans, "http.response.status_code") == [None, None]
    assert [(span.status.status_code, span.status.description) for span in spans] == [(StatusCode.ERROR, None)] * 2
    assert [span.events for span in spans] == [(), ()]
    assert CANARY not in telemetry.exported()


async def test_a_response_that_is_too_large_has_a_status_and_is_an_error(telemetry: Telemetry) -> None:
    with pytest.raises(StytchError):
        await telemetry.client(script(BodyTooLargeError(200, Headers()))).organizations.get("acme")
    assert each(telemetry.requests(), "http.response.status_code") == [200]
    assert each(telemetry.requests(), "error.type") == ["aiostytch.wire.BodyTooLargeError"]
    assert each([telemetry.the_call()], "error.type") == ["aiostytch.errors.ResponseTooLargeError"]


async def test_a_response_that_cannot_be_decoded_is_an_error_of_the_call_only(telemetry: Telemetry) -> None:
    with pytest.raises(StytchError):
        await telemetry.client(script(response(200, ["no object"]))).organizations.get("acme")
    assert each([telemetry.the_call()], "error.type") == ["aiostytch.errors.DecodeError"]
    assert each(telemetry.requests(), "error.type") == [None]


async def test_a_call_that_sends_nothing_has_no_request(telemetry: Telemetry) -> None:
    with pytest.raises(InvalidArgumentError):
        await telemetry.client(script()).organizations.get("..")
    assert telemetry.requests() == []
    assert each([telemetry.the_call()], "error.type") == ["aiostytch.errors.InvalidArgumentError"]


@attrs.define
class Silent(Script):
    """A transport that never responds."""

    reached: asyncio.Event = attrs.field(factory=asyncio.Event)

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        self.reached.set()
        return await asyncio.Future[RawResponse]()


async def test_cancellation_ends_both_spans(telemetry: Telemetry) -> None:
    transport = Silent([])
    call = asyncio.create_task(telemetry.client(transport).organizations.get("acme"))
    await transport.reached.wait()
    assert telemetry.exporter.get_finished_spans() == ()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    spans = [*telemetry.requests(), telemetry.the_call()]
    assert each(spans, "error.type") == ["asyncio.exceptions.CancelledError"] * 2
    assert [span.status.status_code for span in spans] == [StatusCode.ERROR] * 2


async def test_a_call_that_is_thrown_away_ends_both_spans(telemetry: Telemetry) -> None:
    call = telemetry.client(Silent([]), deadline=None).organizations.get("acme")
    call.send(None)
    call.close()
    assert each([*telemetry.requests(), telemetry.the_call()], "error.type") == ["GeneratorExit"] * 2
    assert trace.get_current_span() is trace.INVALID_SPAN


async def test_a_deadline_cancels_the_request_and_is_the_error_of_the_call(telemetry: Telemetry) -> None:
    with pytest.raises(DeadlineExceededError):
        await telemetry.client(Silent([]), deadline=0.001).organizations.get("acme")
    assert each(telemetry.requests(), "error.type") == ["asyncio.exceptions.CancelledError"]
    assert each([telemetry.the_call()], "error.type") == ["aiostytch.errors.DeadlineExceededError"]


# Several calls, several instruments


@attrs.define
class Interleaved(Script):
    """A transport that fails once for each URL."""

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        seen = [known.url for known in self.requests]
        self.requests.append(request)
        for _ in range(len(self.requests) % 7):
            await asyncio.sleep(0)
        return response() if request.url in seen else response(503)


async def test_concurrent_calls_keep_their_spans_apart(telemetry: Telemetry) -> None:
    transport = Interleaved([])
    client = telemetry.client(transport)
    tracer = telemetry.tracers.get_tracer("application")

    async def login(name: str) -> None:
        with tracer.start_as_current_span(name):
            await client.organizations.get(name)

    names = [f"login-{number}" for number in range(40)]
    await asyncio.gather(*map(login, names))
    by_id = {span_id(span): span for span in telemetry.exporter.get_finished_spans()}
    assert len(by_id) == 40 * 4
    found: dict[str, list[tuple[str, Any]]] = {name: [] for name in names}
    for request in transport.requests:
        span = by_id[carried(request)[1]]
        call = by_id[parent_id(span) or 0]
        caller = by_id[parent_id(call) or 0]
        found[request.url.rpartition("/")[2]].append((caller.name, attributes(span).get("http.request.resend_count")))
    assert found == {name: [(name, None), (name, 1)] for name in names}


async def test_one_instrument_serves_several_clients(telemetry: Telemetry) -> None:
    for base_url in ("https://one.example", "https://two.example"):
        await telemetry.client(script(), base_url=base_url).organizations.get("acme")
    assert each(telemetry.requests(), "server.address") == ["one.example", "two.example"]


async def test_two_instruments_of_a_client_count_for_themselves(telemetry: Telemetry) -> None:
    other = Telemetry()
    client = telemetry.client(script(response(503), response()), instruments=[telemetry.instrument, other.instrument])
    await client.organizations.get("acme")
    for seen in (telemetry, other):
        assert each(seen.requests(), "http.request.resend_count") == [None, 1]


async def test_as_a_middleware_it_traces_requests_alone(telemetry: Telemetry) -> None:
    transport = script(response(503), response())
    await telemetry.client(transport, instruments=[], middleware=[telemetry.instrument.attempt]).organizations.get("x")
    assert telemetry.spans(GET) == []
    assert [span.parent for span in telemetry.requests()] == [None, None]
    assert each(telemetry.requests(), "http.request.resend_count") == [None, None]


async def test_shared_fetches_belong_to_no_request(telemetry: Telemetry) -> None:
    """Fetches of keys and policies have their own traces; calls about sessions belong to the trace of their request."""
    world = World()
    client = world.client(instruments=[telemetry.instrument])
    check = AuthorizationCheck("organization-test-1", "documents", "read")
    token = sign(claims(exp=NOW + 10**6, **{SESSION: {**claims()[SESSION], "expires_at": None}}))
    for seconds in (0, 3600):
        world.pass_time(seconds)
        with telemetry.tracers.get_tracer("a service").start_as_current_span("a request"):
            await client.sessions.authenticate_jwt(token, authorization=check)
            await client.sessions.authenticate_jwt(token, always_call_api=True)
        for _ in range(20):
            await asyncio.sleep(0)
    fetches = [*telemetry.spans("api_b2b_session_v1_GetJWKS"), *telemetry.spans("api_b2b_rbac_v1_Policy")]
    questions = telemetry.spans("api_b2b_session_v1_Authenticate")
    requests = telemetry.spans("a request")
    assert [parent_id(span) for span in fetches] == [None] * 4
    assert [parent_id(span) for span in questions] == [span_id(span) for span in requests]


async def test_without_a_provider_a_call_is_made_as_it_is() -> None:
    transport = script()
    client = B2BClient("project-test-1", "secret", transport=transport, instruments=[OpenTelemetry()])
    await client.organizations.get("acme")
    assert {name for name, _ in transport.requests[0].headers} == {
        "Accept",
        "Accept-Encoding",
        "Authorization",
        "User-Agent",
    }


# Propagation


async def test_each_request_carries_the_context_of_its_own_span(telemetry: Telemetry) -> None:
    transport = script(response(503), response())
    await telemetry.client(transport).organizations.get("acme")
    expected = [(span.get_span_context().trace_id, span_id(span)) for span in telemetry.requests()]
    assert [carried(request) for request in transport.requests] == expected


async def test_baggage_of_the_application_travels_along(telemetry: Telemetry) -> None:
    transport = script()
    token = context.attach(baggage.set_baggage("tier", "gold"))
    await telemetry.client(transport).organizations.get("acme")
    context.detach(token)
    assert header_of(transport.requests[0], "baggage") == ["tier=gold"]


class Writing(TextMapPropagator):
    """A propagator that writes given headers."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self.headers = headers

    def extract(self, *_: Any, **__: Any) -> Any:
        raise AssertionError("nothing is read here")

    def inject(self, carrier: Any, context: Any = None, setter: Any = None) -> None:
        for name, value in self.headers.items():
            setter.set(carrier, name, value)

    @property
    def fields(self) -> set[str]:
        return set(self.headers)


@pytest.fixture
def propagator() -> Generator[Writing]:
    before = propagate.get_global_textmap()
    made = Writing({})
    propagate.set_global_textmap(made)
    yield made
    propagate.set_global_textmap(before)


OWN = [
    "Accept",
    "Accept-Encoding",
    "Authorization",
    "Connection",
    "Content-Length",
    "Content-Type",
    "Host",
    "Transfer-Encoding",
    "User-Agent",
    "X-Stytch-Member-Session",
]


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("case", [str, str.lower, str.upper])
async def test_a_propagator_replaces_no_header_of_the_sdk(
    telemetry: Telemetry, propagator: Writing, name: str, case: Any
) -> None:
    propagator.headers = {case(name): "stolen", "X-Trace": "1"}
    transport = script(response())
    client = telemetry.client(transport).as_member(SessionToken("token"))
    await client.organizations.update("acme", organization_name="Acme")
    assert all(value != "stolen" for _, value in transport.requests[0].headers)
    assert header_of(transport.requests[0], "X-Trace") == ["1"]


async def test_a_header_that_the_caller_gives_stays(telemetry: Telemetry) -> None:
    transport = script()
    given = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    options = RequestOptions(headers={"TraceParent": given})
    await telemetry.client(transport).organizations.get("acme", options=options)
    assert header_of(transport.requests[0], "traceparent") == [given]


@pytest.mark.parametrize("header", [("X-Trace", "1\r\nHost: evil"), ("X Trace", "1"), ("X-Trace", "ü")])
async def test_impossible_headers_are_omitted(
    telemetry: Telemetry, propagator: Writing, header: tuple[str, str]
) -> None:
    propagator.headers = dict([header, ("X-Good", "1")])
    transport = script()
    await telemetry.client(transport).organizations.get("acme")
    assert [name for name, _ in transport.requests[0].headers if name.startswith("X")] == ["X-Good"]


# Metrics


@attrs.define(kw_only=True)
class Slow(Script):
    """A transport that takes a quarter of a second for each response."""

    time: Time

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        self.time.seconds += 0.25
        return await super().send(request, max_size=max_size)


async def test_the_duration_of_each_request_is_measured(telemetry: Telemetry) -> None:
    transport = Slow(outcomes=[response(503), ConnectError("no"), response()], time=telemetry.time)
    await telemetry.client(transport).organizations.get("acme")
    unit, points = telemetry.metric("http.client.request.duration")
    labels = {
        "http.request.method": "GET",
        "server.address": "test.stytch.com",
        "server.port": 443,
        "url.template": TEMPLATE,
    }
    assert unit == "s"
    assert [(dict(point.attributes), point.count, point.sum) for point in points] == [
        ({**labels, "http.response.status_code": 503, "error.type": "503"}, 1, 0.25),
        ({**labels, "error.type": "aiostytch.errors.ConnectError"}, 1, 0.25),
        ({**labels, "http.response.status_code": 200}, 1, 0.25),
    ]


SECONDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)


@pytest.mark.parametrize(
    ("name", "buckets"),
    [
        ("http.client.request.duration", SECONDS),
        ("stytch.client.call.duration", (*SECONDS, 20, 30)),
        ("stytch.client.call.attempts", (0, 1, 2, 3, 4, 5, 10)),
    ],
)
async def test_the_buckets_of_the_histograms(telemetry: Telemetry, name: str, buckets: tuple[float, ...]) -> None:
    """The bounds of the conventions, up to the deadline; and single attempts."""
    await telemetry.client(script()).organizations.get("acme")
    (point,) = telemetry.points(name)
    assert point.explicit_bounds == buckets


async def test_the_duration_of_a_call_has_its_requests_and_its_waits(telemetry: Telemetry) -> None:
    transport = Slow(outcomes=[response(503), response()], time=telemetry.time)
    await telemetry.client(transport).organizations.get("acme")
    unit, (point,) = telemetry.metric("stytch.client.call.duration")
    assert (unit, dict(point.attributes), point.count) == ("s", {"stytch.operation_id": GET}, 1)
    assert point.sum == pytest.approx(0.25 + 0.1 + 0.25)


async def test_the_requests_of_each_call_are_counted(telemetry: Telemetry) -> None:
    client = telemetry.client(script(response(), response(503), response(), response(500)))
    for _ in range(2):
        await client.organizations.get("acme")
    with pytest.raises(ServerError):
        await client.organizations.get("acme")
    unit, points = telemetry.metric("stytch.client.call.attempts")
    assert unit == "{attempt}"
    assert [(dict(point.attributes), point.count, point.sum) for point in points] == [
        ({"stytch.operation_id": GET}, 2, 3),
        ({"stytch.operation_id": GET, "error.type": "aiostytch.errors.ServerError"}, 1, 3),
    ]


async def test_the_retry_quota_is_that_after_the_last_call(telemetry: Telemetry) -> None:
    client = telemetry.client(script(response(500)))
    for _ in range(2):
        with pytest.raises(ServerError):
            await client.organizations.get("acme")
    unit, (point,) = telemetry.metric("stytch.client.retry.quota")
    assert (unit, point.value, dict(point.attributes)) == ("{token}", 500 - 2 * 2 * 14, {})


def test_the_state_of_a_store_is_measured(telemetry: Telemetry) -> None:
    telemetry.instrument.store(Change(known=1, lag=0.002))
    telemetry.instrument.store(Change(known=2, error="TimeoutError"))
    unit, (known,) = telemetry.metric("stytch.store.revocations")
    assert (unit, known.value) == ("{revocation}", 2)
    unit, (lag,) = telemetry.metric("stytch.store.lag")
    assert (unit, lag.count, lag.sum) == ("s", 1, 0.002)
    unit, (errors,) = telemetry.metric("stytch.store.errors")
    assert (unit, errors.value, dict(errors.attributes)) == ("{error}", 1, {"error.type": "TimeoutError"})


async def test_spans_and_metrics_name_their_library_and_conventions(telemetry: Telemetry) -> None:
    """The scope has the versions of both."""
    await telemetry.client(script()).organizations.get("acme")
    scope = telemetry.the_call().instrumentation_scope
    assert scope is not None
    assert (scope.name, scope.schema_url) == ("aiostytch", "https://opentelemetry.io/schemas/1.41.0")
    assert telemetry.scopes() == [scope]


# Secrets


@each_operation
async def test_arguments_and_responses_are_not_exported(fact: Fact, telemetry: Telemetry) -> None:
    content = with_canaries(sample(response_schema(fact)))
    refusal = {"error_type": "x", "error_message": CANARY, "error_url": CANARY, "error_details": {CANARY: CANARY}}
    outcomes = [response(200, content), response(400, refusal), response(500, refusal), ConnectionLostError(CANARY)]
    options = RequestOptions(headers={"X-Mine": CANARY}, max_retries=0)
    for outcome in outcomes:
        transport = script(outcome)
        client = telemetry.client(transport).as_member(SessionToken(f"token-{CANARY}"))
        try:
            await method(fact, client)(**with_canaries(arguments(fact)), options=options)
        except StytchError:
            assert not isinstance(outcome, RawResponse) or outcome.status_code != 200
        assert len(transport.requests) == 1
    assert len(telemetry.spans(fact.operation_id)) == len(outcomes)
    assert CANARY not in telemetry.exported()


async def test_the_search_for_secrets_sees_all_exports(telemetry: Telemetry) -> None:
    await telemetry.client(script()).organizations.get("acme")
    with telemetry.tracers.get_tracer("application").start_as_current_span("login") as span:
        span.set_attribute("member", CANARY)
    assert CANARY in telemetry.exported()
    assert "stytch.client.call.duration" in telemetry.exported()


# The import


def test_without_opentelemetry_the_import_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    monkeypatch.delitem(sys.modules, "aiostytch.integrations.opentelemetry")
    with pytest.raises(ImportError, match=r"pip install 'aiostytch\[opentelemetry\]'"):
        importlib.import_module("aiostytch.integrations.opentelemetry")


@pytest.mark.parametrize(
    ("code", "is_imported"),
    [
        ("import aiostytch; aiostytch.B2BClient('project-test-1', 'secret')", False),
        ("import aiostytch.integrations", False),
        ("import aiostytch.integrations.opentelemetry", True),
    ],
)
def test_opentelemetry_is_imported_by_its_module_only_and_its_sdk_never(code: str, is_imported: bool) -> None:
    code = f"import sys; {code}; print([name for name in sys.modules if name.startswith('opentelemetry')])"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, check=True, text=True)
    assert ("'opentelemetry'" in done.stdout) == is_imported
    assert "opentelemetry.sdk" not in done.stdout
