"""The calls that tools see, by transport. `make test-tools` checks this table, and the documentation shows it."""

from __future__ import annotations

WAYS = {
    "httpx": "httpx",
    "httpx given": "your httpx",
    "httpx2": "httpx2",
    "httpx2 given": "your httpx2",
    "aiohttp": "aiohttp",
    "aiohttp given": "your aiohttp",
    "pyreqwest": "pyreqwest",
}
"""The columns: the SDK's own connections, or the user's engine."""

OBSERVING = {
    "opentelemetry-instrumentation-httpx": "yes yes yes yes no no no",
    "opentelemetry-instrumentation-aiohttp-client": "no no no no yes yes no",
    "logfire": "yes yes yes yes yes yes no",
    "sentry-sdk": "no yes no yes yes yes yes",
    "newrelic": "no yes no yes yes yes no",
    "elastic-apm": "yes yes no no yes yes no",
}
"""Tools that observe: `yes` if a tool sees calls and its headers are sent, `calls` or `headers` if only one of both."""

REPLACING = {
    "vcrpy": "yes yes yes yes yes yes no",
    "pytest-httpx": "yes yes no no no no no",
    "respx": "yes yes no no no no no",
    'respx, using="httpx"': "no yes no no no no no",
    "pyreqwest's client_mocker": "no no no no no no yes",
}
"""The tools that respond instead of the API."""


def row(tool: str) -> dict[str, str]:
    """Return the results of a tool by transport."""
    return dict(zip(WAYS, (OBSERVING | REPLACING)[tool].split(), strict=True))


def table(tools: dict[str, str]) -> str:
    """Return a part of the table as Markdown."""
    lines = [["", *WAYS.values()], ["---"] * (1 + len(WAYS)), *([f"`{tool}`", *row(tool).values()] for tool in tools)]
    return "\n".join(f"| {' | '.join(cells)} |".replace("|  |", "| |") for cells in lines)
