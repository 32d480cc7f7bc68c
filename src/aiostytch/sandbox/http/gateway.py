"""What a request passes on its way in: the log, the faults, the rate limits; and then the operation."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import TypeVar

import attrs

from ..contract.document import Operation
from ..contract.errors import RefusedError
from ..contract.messages import Request, Response, Transmission
from ..faults.effects import Invocation
from ..faults.faults import Faults
from ..faults.rate_limits import RateLimits
from ..store.state import State
from . import dispatch
from .credentials import Credentials
from .request_log import RequestLog

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Gateway:
    """Where requests come in.

    Attributes:
        state: what is remembered.
        credentials: what requests have to bring.
        faults: what goes wrong.
        rate_limits: how many requests are taken in a second.
        requests: those that came.
        commit: makes sure that what the journal says outlives the process, where that is wanted, and clears it.
    """

    state: State
    credentials: Credentials
    faults: Faults = attrs.field(factory=Faults)
    rate_limits: RateLimits = attrs.field(factory=RateLimits)
    requests: RequestLog = attrs.field(factory=RequestLog)
    commit: Callable[[], None]
    _lock: threading.Lock = attrs.field(factory=threading.Lock, init=False, repr=False)

    def handle(self, request: Request) -> Transmission:
        """Carry out a request, and return what its sender gets. Threads take turns."""
        route = request.routes.get(request.method)
        operation = route.operation if route else None
        with self._lock:
            now = self.state.now()
            transmission = self._transmit(request, operation)
            self.commit()
            self.requests.add(now, request, operation, transmission)
        return transmission

    def transact(self, action: Callable[[], T], /) -> T:
        """Change something without a request, in turn with them; nothing if the action fails."""
        with self._lock:
            result = self.state.transaction(action)
            self.commit()
        return result

    def _transmit(self, request: Request, operation: Operation | None) -> Transmission:
        wanted = request.method, request.path, operation.call_path if operation else ""
        effect = self.faults.take(*wanted)
        if effect is not None:
            perform = functools.partial(self._perform, request)
            return effect.apply(Invocation(operation=operation, perform=perform, refuse=self._refuse))
        refusal = self.rate_limits.refusal(self.state.now().timestamp(), *wanted)
        return Transmission(response=self._perform(request) if refusal is None else self._refuse(refusal))

    def _perform(self, request: Request) -> Response:
        return dispatch.dispatch(self.state, self.credentials, request)

    def _refuse(self, refusal: RefusedError) -> Response:
        return dispatch.error_response(refusal, self.state.new_id("request-id"))
