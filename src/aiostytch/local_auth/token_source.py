"""A token that is always valid: concurrent tasks share one fetch, and it is renewed before it expires.

no token  -- fetched --> fresh -- 4/5 of its life --> ageing -- its end --> no token
^                            |
`--------- renewed ----------'

state     a caller gets
no token  the result of a shared fetch, or its error
fresh     the token
ageing    the token, and a renewal begins, at least 10 seconds after the last one
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Coroutine
from contextvars import Context
from typing import Any, TypeAlias

import attrs

from ..checks import is_number
from ..errors import StytchError
from ..secret import Secret
from ..single_flight import InFlight
from .oauth import M2MToken

Fetch: TypeAlias = Callable[[], Coroutine[Any, Any, M2MToken]]

COOLDOWN = 10.0
"""Seconds from one renewal in the background to the next."""
_FRESH = 0.8
"""The fraction of its lifetime in which a token is not renewed. The rest is a reserve for outages."""

_log = logging.getLogger(__name__)


@attrs.frozen
class _Issued:
    token: Secret
    ages_at: float
    ends_at: float


class TokenSource:
    """Returns a valid token at any time. `client.m2m.token_source` creates it.

    Tasks can share it. It stops working when its client is closed.

    Args:
        fetch: fetches a token.
        clock: returns the time in seconds.
    """

    def __init__(self, fetch: Fetch, clock: Callable[[], float]) -> None:
        self._fetch = fetch
        self._clock = clock
        self._issued: _Issued | None = None
        self._renewal: InFlight[Secret] | None = None
        self._renewed_at = -math.inf

    async def token(self) -> str:
        """Return a token. Only the first call, and the first one after an outage, wait for a request, which they share.

        Raises:
            APIError: The API rejected the request; `error_type` is the OAuth error code.
            TransportError: There is no token, and the API did not respond.
            ClientClosedError: There is no token, and the client is closed.
        """
        issued, now = self._issued, self._clock()
        if issued is None or now >= issued.ends_at:
            return (await self._begin().result()).reveal()
        if now >= issued.ages_at and now >= self._renewed_at + COOLDOWN:
            self._begin()
        return issued.token.reveal()

    def reject(self, token: str) -> None:
        """Discard a token that a service has rejected; keep a newer one."""
        if self._issued is not None and self._issued.token == Secret(token):
            self._issued = None

    def _begin(self) -> InFlight[Secret]:
        """Return the renewal in progress, or begin one, without the context variables of the caller."""
        renewal = self._renewal
        if renewal is None or not renewal.is_running or not renewal.is_here:
            renewal = self._renewal = InFlight(self._renew, Context())
        return renewal

    async def _renew(self) -> Secret:
        requested_at = self._renewed_at = self._clock()
        try:
            response = await self._fetch()
            lifetime = _lifetime(response)
        except StytchError as error:
            if self._issued is not None:
                _log.warning("an M2M token cannot be renewed: %s: %s", type(error).__name__, error)
            raise
        token = Secret(response.access_token)
        self._issued = _Issued(token, requested_at + _FRESH * lifetime, requested_at + lifetime)
        return token


def _lifetime(response: M2MToken) -> float:
    """Return the lifetime of a token in seconds; an invalid response can contain any value."""
    if not _is_token(response.access_token) or not is_number(response.expires_in) or response.expires_in <= 0:
        raise StytchError("the response has no valid token")
    return float(response.expires_in)


def _is_token(value: object) -> bool:
    return isinstance(value, str) and bool(value)
