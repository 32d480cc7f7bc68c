"""The limits on concurrent requests and on requests per second."""

from __future__ import annotations

import asyncio
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiostytch import B2BClient, ConfigurationError, ConnectError, DeadlineExceededError, RateLimit, RequestOptions
from aiostytch.limits import ConcurrencyLimiter, RateLimiter
from aiostytch.wire import RawResponse

from .fakes import Script, Time, longest_waits, response, script


class Slow(Script):
    """A transport that responds on command."""

    def __init__(self) -> None:
        super().__init__([response()])
        self.going = asyncio.Event()
        self.under_way = 0
        self.most = 0

    async def send(self, request: Any, *, max_size: int) -> RawResponse:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await self.going.wait()
            return await super().send(request, max_size=max_size)
        finally:
            self.under_way -= 1


async def turns(count: int = 20) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def test_no_more_requests_are_under_way_than_allowed() -> None:
    """Waiting calls run in the order of their arrival."""
    transport = Slow()
    async with B2BClient("project-test-1", "secret", transport=transport, max_concurrency=3) as client:
        calls = [asyncio.ensure_future(client.organizations.get(f"org-{number}")) for number in range(10)]
        await turns()
        assert transport.under_way == 3
        transport.going.set()
        await asyncio.gather(*calls)
    assert transport.most == 3
    assert [request.url.rpartition("-")[2] for request in transport.requests] == [str(number) for number in range(10)]


async def test_a_wait_for_a_place_ends_with_the_pools_timeout() -> None:
    """Nothing was sent."""
    transport = Slow()
    async with B2BClient("project-test-1", "secret", transport=transport, max_concurrency=1) as client:
        first = asyncio.ensure_future(client.organizations.get("first"))
        await turns()
        with pytest.raises(ConnectError) as caught:
            await client.organizations.create(
                organization_name="second", options=RequestOptions(timeout=0.001, max_retries=0)
            )
        assert caught.value.is_retry_safe
        transport.going.set()
        await first
    assert len(transport.requests) == 1


async def test_a_call_that_is_cancelled_in_the_line_leaves_no_gap() -> None:
    transport = Slow()
    async with B2BClient("project-test-1", "secret", transport=transport, max_concurrency=1) as client:
        calls = [asyncio.ensure_future(client.organizations.get(f"org-{number}")) for number in range(3)]
        await turns()
        calls[1].cancel()
        transport.going.set()
        await asyncio.gather(calls[0], calls[2])
        await client.organizations.get("org-3")
    assert len(transport.requests) == 3


@pytest.mark.parametrize("count", [0, -1, 1.5, True, "3"])
def test_a_limit_that_is_not_a_number_of_calls_is_refused(count: Any) -> None:
    with pytest.raises(ConfigurationError, match="max_concurrency"):
        B2BClient("project-test-1", "secret", transport=script(), max_concurrency=count)


async def test_requests_keep_to_the_rate() -> None:
    time = Time()
    client = B2BClient(
        "project-test-1", "secret", transport=script(), rate_limit=RateLimit(10, burst=2), clock=time.clock()
    )
    for _ in range(5):
        await client.organizations.get("acme")
    assert time.waits == pytest.approx([0.1, 0.1, 0.1])


async def test_retries_respect_the_rate_too() -> None:
    time = Time()
    transport = script(ConnectError("no connection"), response())
    client = B2BClient(
        "project-test-1",
        "secret",
        transport=transport,
        rate_limit=RateLimit(1),
        retry=longest_waits(),
        clock=time.clock(),
    )
    await client.organizations.get("acme")
    assert time.waits == pytest.approx([0.1, 0.9])


async def test_a_wait_for_the_rate_beyond_the_deadline_ends_the_call_unsent() -> None:
    time = Time()
    transport = script()
    client = B2BClient("project-test-1", "secret", transport=transport, rate_limit=RateLimit(0.01), clock=time.clock())
    await client.organizations.get("acme")
    with pytest.raises(DeadlineExceededError) as caught:
        await client.organizations.create(organization_name="Acme")
    assert (caught.value.attempts, caught.value.is_retry_safe, len(transport.requests)) == (0, True, 1)
    time.seconds += 100
    await client.organizations.get("acme")
    assert time.waits == []


@pytest.mark.parametrize(
    "limit",
    [RateLimit(0), RateLimit(-1), RateLimit(math.inf), RateLimit(math.nan), RateLimit(1, burst=0), 100],
)
def test_an_invalid_rate_is_refused(limit: Any) -> None:
    with pytest.raises(ConfigurationError, match="rate_limit"):
        B2BClient("project-test-1", "secret", transport=script(), rate_limit=limit)


@given(st.lists(st.floats(0, 5), min_size=1, max_size=60), st.floats(0.1, 100), st.integers(1, 10))
def test_in_no_stretch_of_time_more_is_sent_than_rate_and_burst_allow(
    pauses: list[float], per_second: float, burst: int
) -> None:
    bucket = RateLimiter(RateLimit(per_second, burst))
    now, sent = 0.0, []
    for pause in pauses:
        now += pause
        sent.append(now + bucket.acquire(now))
    for first in range(len(sent)):
        for last in range(first, len(sent)):
            assert last - first + 1 <= burst + (sent[last] - sent[first]) * per_second + 1e-6


async def _hold(limiter: ConcurrencyLimiter, order: list[int], number: int) -> None:
    place = await limiter.acquire(None)
    order.append(number)
    await asyncio.sleep(0)
    place.release()


async def test_places_are_given_in_turn_past_those_who_left() -> None:
    limiter, order = ConcurrencyLimiter(1), list[int]()
    place = await limiter.acquire(None)
    tasks = [asyncio.ensure_future(_hold(limiter, order, number)) for number in range(4)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    await asyncio.sleep(0)
    place.release()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert order == [0, 2, 3]
    await limiter.acquire(0.0)


async def test_a_place_that_comes_with_a_cancellation_goes_to_the_next() -> None:
    limiter, order = ConcurrencyLimiter(1), list[int]()
    place = await limiter.acquire(None)
    tasks = [asyncio.ensure_future(_hold(limiter, order, number)) for number in range(2)]
    await asyncio.sleep(0)
    place.release()
    tasks[0].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert order == [1]
    await limiter.acquire(0.0)
