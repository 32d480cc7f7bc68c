"""What strangers can cause: anybody can make tokens with key ids that do not exist, as many as they like."""

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
"""The key of the question under way: there is one for all tokens."""
_NOT_ABOUT_THE_TOKEN = (TransportError, ServerError, RateLimitError)
"""What a question fails with for every token."""


class UnknownKeys:
    """The questions to the API about tokens with a key that is not known here. One of them may show that a key is new.

    They are asked one at a time, and only so many in a minute: they take one place among the calls under way, and none
    from the questions about expired tokens. Who waits looks again afterwards, for the key may be known by then.

    Args:
        clock: the time, in seconds.
        per_minute: how many questions may be asked in any minute.
    """

    def __init__(self, clock: Callable[[], float], per_minute: int) -> None:
        self._clock = clock
        self._per_minute = per_minute
        self._asked_at: deque[float] = deque(maxlen=per_minute)
        self._questions = SingleFlight[AuthenticateResponse]()
        # Ids of keys that the API accepts and has not published: about their tokens it is asked freely.
        self._accepted: deque[str] = deque(maxlen=8)
        self._accepted_at = -math.inf

    async def wait_for_others(self, kid: str) -> bool:
        """Wait for the question under way about another token; return False where there is none to wait for.

        Raises:
            StytchError: the API cannot be asked.
        """
        question = None if kid in self._accepted else self._questions.under_way(_ONE_FOR_ALL)
        if question is None:
            return False
        try:
            await question.result()
        except _NOT_ABOUT_THE_TOKEN:
            raise
        except StytchError:
            pass  # it is about the other token
        return True

    async def ask(
        self, kid: str, ask: Run[AuthenticateResponse], fetch_keys: Callable[[], None]
    ) -> AuthenticateResponse:
        """Ask about a token, and return the answer.

        Args:
            kid: its key id.
            ask: asks the API.
            fetch_keys: begins to fetch the keys; called when the API has accepted a token, so that its key must be new.

        Raises:
            UnknownKeyError: too many such tokens came within a minute.
            StytchError: what `ask` raises.
        """
        if kid in self._accepted:
            return await ask()
        if not self._may_ask():
            raise UnknownKeyError("the token has an unknown key id, and too many others have one, too", key_id=kid)
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
        except AuthorizationError:  # it may not do something; the session itself is good
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
