"""A transport with immediate responses, to measure the rest of a call."""

from collections.abc import Callable

from aiostytch.wire import Headers, RawResponse, Request


class Instant:
    """Returns a body for each request immediately."""

    def __init__(self, body_of: Callable[[Request], bytes]) -> None:
        self._body_of = body_of

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        return RawResponse(status_code=200, headers=Headers(), content=self._body_of(request))

    async def aclose(self) -> None:
        """Close nothing."""
