"""The steps of each request: faults, rate limits, dispatch, events, commit, log. Requests run one at a time."""

from __future__ import annotations

import datetime
import functools
import threading
from collections.abc import Callable
from typing import TypeVar

import attrs

from ..contract import messages
from ..contract.document import Operation
from ..contract.errors import RefusedError
from ..contract.messages import Request, Response, Transmission
from ..faults.effects import Invocation
from ..faults.faults import Faults
from ..faults.rate_limits import RateLimits
from ..frontend.api import FrontendAPI, is_for_browsers
from ..oauth import client_documents
from ..store.state import State
from ..webhooks import queue
from . import dispatch
from .body_limit import MAX_BODY, too_large
from .credentials import Credentials
from .request_log import RequestLog

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Gateway:
    """The entry point of all requests and changes.

    Attributes:
        state: the state of the sandbox.
        credentials: the credentials that requests must have.
        frontend: the API of frontend SDKs.
        faults: the faults to inject.
        rate_limits: the rate limits.
        requests: the request log.
        commit: saves the changes in the journal, if there is a database, and clears the journal.
    """

    state: State
    credentials: Credentials
    frontend: FrontendAPI
    faults: Faults = attrs.field(factory=Faults)
    rate_limits: RateLimits = attrs.field(factory=RateLimits)
    requests: RequestLog = attrs.field(factory=RequestLog)
    commit: Callable[[], None]
    _lock: threading.Lock = attrs.field(factory=threading.Lock, init=False, repr=False)

    async def receive(self, request: Request, refusal: RefusedError | None = None) -> Transmission:
        """Fetch the client metadata document that a request needs, if any, and `handle` the request."""
        url = "" if refusal else client_documents.url_to_fetch(self.state, request)
        if url:
            from ..oauth import fetching  # imports an HTTP client, which few sandboxes need

            document = await fetching.fetch(url)
            self.transact(lambda: client_documents.register_fetched(self.state, document), source="")
            request = attrs.evolve(request, client_document=document)
        return self.handle(request, refusal)

    def handle(self, request: Request, refusal: RefusedError | None = None) -> Transmission:
        """Execute a request, and return its response. A lock serializes requests of several threads.

        Args:
            request: the request.
            refusal: the error to respond with, if the request must not be executed.
        """
        if len(request.content) > MAX_BODY:
            request, refusal = attrs.evolve(request, content=b""), too_large()
        if is_for_browsers(request):
            return self._handle_browser(request, refusal)
        route = request.routes.get(request.method)
        return self._handle(request, route.endpoint if route else None, refusal)

    def _handle_browser(self, request: Request, refusal: RefusedError | None) -> Transmission:
        """Handle a request of a browser. A CORS preflight is not logged, unless it is rejected."""
        permission = None if refusal else self.frontend.preflight_response(request)
        if permission is not None:
            return Transmission(response=permission)
        return self.frontend.wrap(request, self._handle(request, self.frontend.operation(request), refusal))

    def _handle(self, request: Request, operation: Operation | None, refusal: RefusedError | None) -> Transmission:
        with self._lock:
            now = self.state.now()
            transmission = self._refused(refusal) if refusal else self._transmit(now, request, operation)
            queue.publish(self.state, "DIRECT")
            self.commit()
            self.requests.add(now, request, operation, transmission)
        return transmission

    def transact(self, change: Callable[[], T], /, *, source: str = "DASHBOARD") -> T:
        """Run a change as a transaction: commit it, or undo it if it fails. It does not overlap requests.

        Args:
            change: the change.
            source: the source of its webhook events; "" sends no events.
        """
        with self._lock:
            result = self.state.transaction(change)
            if source:
                queue.publish(self.state, source)
            self.commit()
        return result

    def _transmit(self, now: datetime.datetime, request: Request, operation: Operation | None) -> Transmission:
        target = request.method, request.path, operation.call_path if operation else ""
        effect = self.faults.next_effect(*target)
        if effect is not None:
            perform = functools.partial(self._perform, request)
            return effect.apply(Invocation(operation=operation, perform=perform, refuse=self._refuse))
        refusal = self.rate_limits.refusal(now.timestamp(), *target)
        return self._refused(refusal) if refusal else Transmission(response=self._perform(request))

    def _refused(self, refusal: RefusedError) -> Transmission:
        return Transmission(response=self._refuse(refusal))

    def _perform(self, request: Request) -> Response:
        if is_for_browsers(request):
            return self.frontend.respond(self.state, request)
        return dispatch.dispatch(self.state, self.credentials, request)

    def _refuse(self, refusal: RefusedError) -> Response:
        return messages.error(refusal, self.state.new_id("request-id"))
