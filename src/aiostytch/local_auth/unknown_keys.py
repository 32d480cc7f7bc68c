"""Limits for calls about tokens with unknown key IDs, which anyone can create in any number."""

from __future__ import annotations

import functools
import math
from collections import deque
from collections.abc import Callable

from ..errors import AuthorizationError, RateLimitError, ServerError, StytchError, TransportError, UnknownKeyError
from ..models.sessions import AuthenticateResponse
from ..single_flight import Run, SingleFlight
from .key_cache import LIFETIMES

_MINUTE = 60.0
_KEY = "call"
"""The single-flight key, the same for all tokens: there is only one call at a time."""
_NOT_ABOUT_THE_TOKEN = (TransportError, ServerError, RateLimitError)
"""Errors that do not depend on the token."""


class UnknownKeys:
    """Limits calls of the API about tokens with an unknown key. Such a call can show that a key is new.

    There is one call at a time, and a limit per minute. So these calls do not delay calls about expired tokens. Waiting
    callers verify their token again after each call, because its key may be known by then.

    Args:
        clock: returns the time in seconds.
        per_minute: the maximum number of calls per minute.
    """

    def __init__(self, clock: Callable[[], float], per_minute: int) -> None:
        self._clock = clock
        self._per_minute = per_minute
        self._called_at: deque[float] = deque(maxlen=per_minute)
        self._calls = SingleFlight[AuthenticateResponse]()
        # IDs of keys that the API accepts and has not published: calls about their tokens are not limited.
        self._accepted: deque[str] = deque(maxlen=8)
        self._accepted_at = -math.inf

    async def wait_for_others(self, kid: str) -> bool:
        """Wait for the call in progress about another token; return False if there is none.

        Raises:
            StytchError: the API is not available.
        """
        call = None if kid in self._accepted else self._calls.find(_KEY)
        if call is None:
            return False
        try:
            await call.result()
        except _NOT_ABOUT_THE_TOKEN:
            raise
        except StytchError:
            pass  # the error concerns the other token
        return True

    async def call(
        self, kid: str, call: Run[AuthenticateResponse], fetch_keys: Callable[[], None]
    ) -> AuthenticateResponse:
        """Call the API about a token, and return the response.

        Args:
            kid: its key ID.
            call: calls the API.
            fetch_keys: begins to fetch the keys. It is used after the API has accepted a token, whose key must be new.

        Raises:
            UnknownKeyError: there were too many such tokens within a minute.
            StytchError: an error of `call`.
        """
        if kid in self._accepted:
            return await call()
        if not self._may_call():
            raise UnknownKeyError("the token has an unknown key ID, and there are too many such tokens", key_id=kid)
        return await self._calls.run(_KEY, functools.partial(self._call, kid, call, fetch_keys))

    def _may_call(self) -> bool:
        now = self._clock()
        if len(self._called_at) == self._per_minute and (not self._called_at or now - self._called_at[0] < _MINUTE):
            return False
        self._called_at.append(now)
        return True

    async def _call(
        self, kid: str, call: Run[AuthenticateResponse], fetch_keys: Callable[[], None]
    ) -> AuthenticateResponse:
        try:
            response = await call()
        except AuthorizationError:  # the action is not permitted, but the session is valid
            self._accept(kid, fetch_keys)
            raise
        self._accept(kid, fetch_keys)
        return response

    def _accept(self, kid: str, fetch_keys: Callable[[], None]) -> None:
        self._accepted.append(kid)
        now = self._clock()
        if now - self._accepted_at >= LIFETIMES.cooldown:
            self._accepted_at = now
            fetch_keys()
