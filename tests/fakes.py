"""A scripted transport, and a clock that only moves when code waits."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import attrs
import msgspec

from aiostytch import Clock, Headers, RawResponse, RetryPolicy
from aiostytch.wire import Request

ORGANIZATION = {"request_id": "request-id-test-1", "status_code": 200, "organization": {}}


def response(status: int = 200, content: Any = ORGANIZATION, **headers: str) -> RawResponse:
    """Create a response; `retry_after="1"` becomes the header Retry-After."""
    fields = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return RawResponse(status_code=status, headers=Headers(fields), content=json.dumps(content).encode())


@attrs.define
class Script:
    """A transport whose calls take the next outcome of a script, or else its last one. Exceptions are raised."""

    outcomes: list[RawResponse | BaseException]
    requests: list[Request] = attrs.field(factory=list)
    closed: int = 0

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        self.requests.append(request)
        outcome = self.outcomes[min(len(self.requests), len(self.outcomes)) - 1]
        await asyncio.sleep(0)
        if isinstance(outcome, BaseException):
            raise outcome
        return msgspec.structs.replace(outcome)

    async def aclose(self) -> None:
        self.closed += 1


def script(*outcomes: RawResponse | BaseException) -> Script:
    return Script(list(outcomes) or [response()])


def longest_waits(**settings: Any) -> RetryPolicy:
    """Create a retry policy without jitter: each wait has its maximum length."""
    return RetryPolicy(jitter=lambda: 1.0, **settings)


@attrs.define
class Time:
    """A clock that moves when code waits on it. `waits` are the seconds of each wait."""

    seconds: float = 0.0
    waits: list[float] = attrs.field(factory=list)

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds

    def clock(self) -> Clock:
        return Clock(
            monotonic=lambda: self.seconds,
            sleep=self.sleep,
            now=lambda: self.seconds,
        )
