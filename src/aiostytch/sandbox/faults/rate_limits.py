"""Rate limits: requests per second. Requests beyond them get status 429."""

from __future__ import annotations

import math
from collections.abc import Mapping

from ...checks import check_rate_limit
from ...limits import RateLimit, RateLimiter
from ..contract.errors import RefusedError
from .effects import too_many_requests
from .targets import check_target, matches


class RateLimits:
    """The rate limits of a sandbox, by target; none by default. A database does not keep them."""

    def __init__(self) -> None:
        self._limiters: dict[str, RateLimiter] = {}

    def set(self, target: str, *, per_second: float, burst: int = 1) -> None:
        """Limit the rate of requests. All requests that match the target share the limit.

        Args:
            target: the requests, as in `Faults.add`; `*` matches all.
            per_second: the average rate, in requests per second of the sandbox's clock.
            burst: the maximum number of requests at once, after a pause.

        Raises:
            ConfigurationError: the target matches no operation, or a number is out of range.
        """
        self._limiters[check_target(target)] = RateLimiter(check_rate_limit(RateLimit(per_second, burst)))

    def clear(self) -> None:
        """Remove all limits."""
        self._limiters.clear()

    def refusal(self, now: float, method: str, path: str, call_path: str) -> RefusedError | None:
        """Count a request, and return the error if it exceeds a limit. `now` is in seconds."""
        for target, limiter in self._limiters.items():
            wait = limiter.acquire(now) if matches(target, method, path, call_path) else 0.0
            if wait:
                limiter.release()
                return too_many_requests(math.ceil(wait))
        return None

    @property
    def limits(self) -> Mapping[str, RateLimit]:
        """The limits, by target. Setting them forgets the requests so far."""
        return {target: limiter.limit for target, limiter in self._limiters.items()}

    @limits.setter
    def limits(self, limits: Mapping[str, RateLimit]) -> None:
        self._limiters = {target: RateLimiter(limit) for target, limit in limits.items()}

    def __repr__(self) -> str:
        targets = ", ".join(self._limiters) or "none"
        return f"<RateLimits, {targets}>"
