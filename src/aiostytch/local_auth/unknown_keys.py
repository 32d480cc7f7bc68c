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
_ONE_FOR_ALL = "question"
"""The key of the call in progress: there is one for all tokens."""
_NOT_ABOUT_THE_TOKEN = (TransportError, ServerError, RateLimitError)
"""Errors that do not depend on the token."""


class UnknownKeys:
    """The calls of the API about tokens with an unknown key. One of them may show that a key is new.

    They are made one at a time, and limited per minute: they use one place among concurrent calls, and do not delay
    calls about expired tokens. A waiting caller checks again afterwards, because the key may be known by then.

    Args:
        clock: returns the time in seconds.
        per_minute: the maximum number of calls per minute.
    """

    def __init__(self, clock: Callable[[], float], per_minute: int) -> None:
        self._clock = clock
        self._per_minute = per_minute
        self._asked_at: deque[float] = deque(maxlen=per_minute)
        self._questions = SingleFlight[AuthenticateResponse]()
        # IDs of keys that the API accepts and has not published: calls about their tokens are not limited.
        self._accepted: deque[str] = deque(maxlen=8)
        self._accepted_at = -math.inf

    async def wait_for_others(self, kid: str) -> bool:
        """Wait for the call in progress about another token; return False if there is none to wait for.

        Raises:
            StytchError: the API is not available.
        """
        question = None if kid in self._accepted else self._questions.find(_ONE_FOR_ALL)
        if question is None:
            return False
        try:
            await question.result()
        except _NOT_ABOUT_THE_TOKEN:
            raise
        except StytchError:
            pass  # the error concerns the other token
        return True

    async def ask(
        self, kid: str, ask: Run[AuthenticateResponse], fetch_keys: Callable[[], None]
    ) -> AuthenticateResponse:
        """Ask the API about a token, and return the result.

        Args:
            kid: its key ID.
            ask: calls the API.
            fetch_keys: begins to fetch the keys; called after the API has accepted a token, because its key must be
                new.

        Raises:
            UnknownKeyError: there were too many such tokens within a minute.
            StytchError: an error of `ask`.
        """
        if kid in self._accepted:
            return await ask()
        if not self._may_ask():
            raise UnknownKeyError("the token has an unknown key id, and there are too many such tokens", key_id=kid)
        return await self._questions.run(_ONE_FOR_ALL, functools.partial(self._ask, kid, ask, fetch_keys))

    def _may_ask(self) -> bool:
        now = self._clock()
        if len(self._asked_at) == self._per_minute and (not self._asked_at or now - self._asked_at[0] < _MINUTE):
            return False
        self._asked_at.append(now)
        return True

    async def _ask(
        self, kid: str, ask: Run[AuthenticateResponse], fetch_keys: Callable[[], None]
    ) -> AuthenticateResponse:
        try:
            response = await ask()
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
