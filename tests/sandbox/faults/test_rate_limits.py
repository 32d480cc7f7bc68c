"""Rate limits: calls that come too soon are refused like by the API."""

from __future__ import annotations

import pytest

from aiostytch import B2BClient, ConfigurationError, RateLimit, RateLimitError
from aiostytch.sandbox import Sandbox


async def test_calls_above_the_rate_are_refused_until_the_clock_moves(sandbox: Sandbox, client: B2BClient) -> None:
    sandbox.rate_limits.set("rbac.policy", per_second=0.5, burst=2)
    once = client.with_options(max_retries=0)
    await once.rbac.policy()
    await once.rbac.policy()
    with pytest.raises(RateLimitError) as caught:
        await once.rbac.policy()
    assert (caught.value.status_code, caught.value.error_type) == (429, "too_many_requests")
    assert caught.value.retry_after == 2
    sandbox.clock.advance(seconds=2)
    await once.rbac.policy()


async def test_a_refused_request_does_not_count(sandbox: Sandbox, client: B2BClient) -> None:
    sandbox.rate_limits.set("*", per_second=1)
    once = client.with_options(max_retries=0)
    await once.rbac.policy()
    for _ in range(3):
        with pytest.raises(RateLimitError) as caught:
            await once.rbac.policy()
        assert caught.value.retry_after == 1


async def test_other_operations_are_not_limited(sandbox: Sandbox, client: B2BClient) -> None:
    sandbox.rate_limits.set("otps.*", per_second=0.01)
    for _ in range(3):
        await client.rbac.policy()


async def test_limits_can_be_read_and_taken_back(sandbox: Sandbox, client: B2BClient) -> None:
    assert repr(sandbox.rate_limits) == "<RateLimits, none>"
    sandbox.rate_limits.set("rbac.*", per_second=0.01)
    assert repr(sandbox.rate_limits) == "<RateLimits, rbac.*>"
    assert sandbox.rate_limits.limits == {"rbac.*": RateLimit(0.01, burst=1)}
    sandbox.rate_limits.clear()
    for _ in range(3):
        await client.rbac.policy()


def test_an_invalid_limit_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(ConfigurationError, match="per_second"):
        sandbox.rate_limits.set("*", per_second=0)
    with pytest.raises(ValueError, match="neither the call path"):
        sandbox.rate_limits.set("organisations.*", per_second=1)
