"""Makes a call with each transport under a tool, and prints the results. Each tool runs in its own process.

python probe.py TOOL WAY...
"""

from __future__ import annotations

import asyncio
import contextlib
import http.server
import importlib
import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

from aiostytch import B2BClient

REAL = 3
INSTEAD = 4
"""The response of the API, and the response of tools that replace it."""

Look = Callable[[str, str], tuple[bool, bool]]
"""Makes a call with a transport to a URL. Returns whether the tool saw it, and whether the tool's headers arrived."""


class Api(http.server.BaseHTTPRequestHandler):
    """An API that returns a number, and records the names of received headers."""

    protocol_version = "HTTP/1.1"
    names: ClassVar[set[str]] = set()

    def do_GET(self) -> None:
        Api.names |= {name.lower() for name in self.headers}
        content = body(REAL)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Log nothing."""


def body(count: int) -> bytes:
    return json.dumps({"request_id": "r", "status_code": 200, "member_count": count}).encode()


@contextlib.contextmanager
def serving() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Api) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextlib.asynccontextmanager
async def client_of(way: str, url: str) -> AsyncIterator[B2BClient]:
    """Open a client with its own connections ("httpx"), or with a given engine ("httpx given")."""
    library, _, given = way.partition(" ")
    make = {"httpx": "AsyncClient", "httpx2": "AsyncClient", "aiohttp": "ClientSession"}
    async with contextlib.AsyncExitStack() as stack:
        how: dict[str, Any] = {"transport": library}
        if given:
            module = importlib.import_module(library)
            how = {"http_client": await stack.enter_async_context(getattr(module, make[library])())}
        yield await stack.enter_async_context(B2BClient("project-test-x", "secret", base_url=url, **how))


def call(way: str, url: str) -> int:
    """Make a call, and return the number in its response."""
    Api.names.clear()

    async def main() -> int:
        async with client_of(way, url) as client:
            return (await client.organizations.metrics("organization-test-x")).member_count

    return asyncio.run(main())


# The tools that observe.


def opentelemetry_httpx() -> Look:
    from opentelemetry.instrumentation.httpx import HTTPX2ClientInstrumentor, HTTPXClientInstrumentor

    return _opentelemetry(HTTPXClientInstrumentor(), HTTPX2ClientInstrumentor())


def opentelemetry_aiohttp() -> Look:
    from opentelemetry.instrumentation.aiohttp_client import AioHttpClientInstrumentor

    return _opentelemetry(AioHttpClientInstrumentor())


def _opentelemetry(*instrumentors: Any) -> Look:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    spans = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    for instrumentor in instrumentors:
        instrumentor.instrument(tracer_provider=provider)

    def look(way: str, url: str) -> tuple[bool, bool]:
        spans.clear()
        call(way, url)
        return bool(spans.get_finished_spans()), "traceparent" in Api.names

    return look


def logfire() -> Look:
    import logfire
    from logfire.testing import TestExporter
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor

    spans = TestExporter()
    processors = [SimpleSpanProcessor(spans)]
    logfire.configure(send_to_logfire=False, console=False, additional_span_processors=processors, metrics=False)
    logfire.instrument_httpx()
    logfire.instrument_aiohttp_client()

    def look(way: str, url: str) -> tuple[bool, bool]:
        spans.clear()
        call(way, url)
        return bool(spans.exported_spans), "traceparent" in Api.names

    return look


def sentry() -> Look:
    import sentry_sdk
    from sentry_sdk.integrations.pyreqwest import PyreqwestIntegration

    sent: list[Any] = []
    sentry_sdk.init(
        "https://key@sentry.example/1",
        traces_sample_rate=1.0,
        before_send_transaction=lambda event, _: sent.append(event),
        integrations=[PyreqwestIntegration()],  # the others are installed automatically
    )

    def look(way: str, url: str) -> tuple[bool, bool]:
        sent.clear()
        with sentry_sdk.start_transaction(name="test"):
            call(way, url)
        spans = [span for event in sent for span in event["spans"]]
        return any(span["op"] == "http.client" for span in spans), "sentry-trace" in Api.names

    return look


NEW_RELIC = """
[newrelic]
app_name = test
license_key = key
developer_mode = true
log_level = critical
distributed_tracing.enabled = true
"""


def newrelic() -> Look:
    import newrelic.agent
    from newrelic.api.application import application_instance
    from newrelic.core.stats_engine import StatsEngine

    recorded: list[Any] = []
    StatsEngine.record_transaction = lambda _, transaction: recorded.append(transaction)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "newrelic.ini"
        file.write_text(NEW_RELIC)
        newrelic.agent.initialize(str(file))
    newrelic.agent.register_application(timeout=10.0)
    settings = application_instance().settings
    settings.account_id, settings.primary_application_id, settings.trusted_account_key = "1", "1", "1"

    def look(way: str, url: str) -> tuple[bool, bool]:
        recorded.clear()
        newrelic.agent.background_task()(call)(way, url)
        names = {metric.name for transaction in recorded for metric in transaction.time_metrics(None)}
        return any(name.startswith("External/127.0.0.1") for name in names), "traceparent" in Api.names

    return look


def elastic() -> Look:
    import elasticapm
    from elasticapm.transport.base import Transport

    sent: list[tuple[str, Any]] = []

    class Kept(Transport):
        """Sends nothing."""

        def queue(self, event_type: str, data: Any, flush: bool = False) -> None:
            sent.append((event_type, data))

    globals()["Kept"] = Kept  # only its name can be given
    client = elasticapm.Client(
        service_name="test", transport_class=f"{__name__}.Kept", metrics_interval="0ms", central_config=False
    )
    elasticapm.instrument()

    def look(way: str, url: str) -> tuple[bool, bool]:
        sent.clear()
        client.begin_transaction("test")
        call(way, url)
        client.end_transaction("test")
        spans = [data for kind, data in sent if kind == "span"]
        return any(span["type"] == "external" for span in spans), "traceparent" in Api.names

    return look


# The tools that respond instead of the API.


def vcrpy() -> Look:
    import vcr

    def look(way: str, url: str) -> tuple[bool, bool]:
        with tempfile.TemporaryDirectory() as folder:
            for _ in range(2):
                with vcr.use_cassette(str(Path(folder) / "cassette.yaml"), record_mode="once"):
                    call(way, url)
        return not Api.names, False

    return look


def respx_httpcore() -> Look:
    return _respx("httpcore")


def respx_httpx() -> Look:
    return _respx("httpx")


def _respx(using: str) -> Look:
    import respx

    def look(way: str, url: str) -> tuple[bool, bool]:
        with respx.mock(using=using, assert_all_called=False) as router:
            router.route().respond(content=body(INSTEAD))
            return call(way, url) == INSTEAD, False

    return look


def pytest_httpx() -> Look:
    return _fixture("pytest_httpx", "httpx_mock", "httpx_mock.add_response(content=body(INSTEAD))")


def client_mocker() -> Look:
    return _fixture(
        "pyreqwest.pytest_plugin.internal.plugin", "client_mocker", "client_mocker.get().with_body_bytes(body(INSTEAD))"
    )


TEST = """
import sys
from pathlib import Path

sys.path.insert(0, {here!r})
from probe import INSTEAD, body, call

def test_call({fixture}):
    {prepare}
    Path(__file__).with_name("result").write_text(str(call({way!r}, {url!r})))
"""


def _fixture(plugin: str, fixture: str, prepare: str) -> Look:
    here = str(Path(__file__).parent)

    def look(way: str, url: str) -> tuple[bool, bool]:
        with tempfile.TemporaryDirectory() as folder:
            test = Path(folder, "test_call.py")
            test.write_text(TEST.format(here=here, fixture=fixture, prepare=prepare, way=way, url=url))
            command = [sys.executable, "-m", "pytest", "-p", plugin, "-c", os.devnull, "--rootdir", folder, str(test)]
            environ = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
            subprocess.run(command, stdout=subprocess.DEVNULL, timeout=60, env=environ)
            return Path(folder, "result").read_text() == str(INSTEAD), False

    return look


PROBES: dict[str, Callable[[], Look]] = {
    "opentelemetry-instrumentation-httpx": opentelemetry_httpx,
    "opentelemetry-instrumentation-aiohttp-client": opentelemetry_aiohttp,
    "logfire": logfire,
    "sentry-sdk": sentry,
    "newrelic": newrelic,
    "elastic-apm": elastic,
    "vcrpy": vcrpy,
    "pytest-httpx": pytest_httpx,
    "respx": respx_httpcore,
    'respx, using="httpx"': respx_httpx,
    "pyreqwest's client_mocker": client_mocker,
}


def main(tool: str, *ways: str) -> None:
    logging.disable()
    with serving() as url:
        look = PROBES[tool]()
        sys.stdout.write(json.dumps({way: look(way, url) for way in ways}))


if __name__ == "__main__":
    main(*sys.argv[1:])
