"""The way of a browser's request in, and of its response out.

preflight    may the page ask?
route        which operation
credentials  which project, and which session
read         a call, with what the session adds
perform      by the rules of the API of servers, or of browsers alone
present      in an envelope, with what the browser has to know of origins
"""

from __future__ import annotations

import attrs

from ..contract import messages
from ..contract.document import Operation
from ..contract.errors import RefusedError
from ..contract.json_values import JSONObject
from ..contract.messages import Request, Response, Transmission
from ..contract.routes import Route
from ..entities.call import Call
from ..operations import registry
from ..store.state import State
from . import cors, requests
from .rules import RULES
from .settings import Bootstrap
from .table import Row, routes

_ROOT = "/sdk/"


def is_for_browsers(request: Request) -> bool:
    """Return whether a request is for the API of browsers."""
    return request.path.startswith(_ROOT)


@attrs.frozen(kw_only=True)
class FrontendAPI:
    """The API of browsers.

    Attributes:
        public_token: the public token that requests need.
        bootstrap: what the project tells a page.
    """

    public_token: str
    bootstrap: Bootstrap

    def operation(self, request: Request) -> Operation | None:
        """Return the operation that a request calls, None if no route leads to one."""
        route = _find(request)
        return route.endpoint.operation if route else None

    def permission(self, request: Request) -> Response | None:
        """Return the response to a preflight of a page that may ask, None to everything else."""
        is_allowed = request.method == "OPTIONS" and cors.is_allowed(self.bootstrap, request)
        return Response(status_code=204, content=b"", headers=cors.permission(request)) if is_allowed else None

    def respond(self, state: State, request: Request) -> Response:
        """Return the response to a request, before it is presented."""
        request_id = state.new_id("request-id")
        try:
            return messages.success(state.transaction(lambda: self._perform(state, request)), request_id)
        except RefusedError as refusal:
            return messages.error(refusal, request_id)

    def present(self, request: Request, transmission: Transmission) -> Transmission:
        """Return the response for a browser: in an envelope unless it is an error, with CORS headers."""
        response = transmission.response
        content = b'{"data":%b}' % response.content if response.status_code < 300 else response.content
        headers = {**response.headers, **cors.headers(self.bootstrap, request)}
        return attrs.evolve(transmission, response=attrs.evolve(response, content=content, headers=headers))

    def _perform(self, state: State, request: Request) -> JSONObject:
        if request.method == "OPTIONS":
            raise cors.refusal(self.bootstrap)
        route = _find(request)
        if route is None:
            raise RefusedError(404, "route_not_found", f"The sandbox has no route {request.method} {request.path}.")
        if route.endpoint.is_telemetry:
            return {}
        call = requests.read_call(state, route, request, self._admit(route, request))
        fields = self._carry_out(state, call)
        return {} if route.endpoint.is_bare else fields

    def _admit(self, route: Route[Row], request: Request) -> str:
        """Return the session token of a request that may use the API, or "".

        Raises:
            RefusedError: the page, the public token or the project does not allow it.
        """
        if self.bootstrap.allowed_origins is not None and not cors.is_allowed(self.bootstrap, request):
            raise cors.refusal(self.bootstrap)
        token = requests.read_session_token(self.public_token, request)
        if route.arguments.get("public_token", self.public_token) != self.public_token:
            raise requests.unknown_public_token()
        if not self.bootstrap.enabled:
            raise RefusedError(403, "endpoint_not_authorized_for_sdk", "The project does not let browsers use its API.")
        return token

    def _carry_out(self, state: State, call: Call) -> JSONObject:
        own = RULES.get(call.operation.call_path)
        return registry.perform(state, call) if own is None else own(state, self.bootstrap, call)


def _find(request: Request) -> Route[Row] | None:
    return routes().find(request.segments).get(request.method)
