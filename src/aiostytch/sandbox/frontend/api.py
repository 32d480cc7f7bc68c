"""The steps of a request of a frontend SDK, and of its response.

preflight    checks the origin of the page
route        finds the operation
credentials  checks the public token, and reads the session token
read         builds a call, with the arguments that come from the session
execute      by the handler of the API, or by a rule of the frontend API
wrap         adds an envelope and CORS headers to the response
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
    """Return whether a request is for the frontend API."""
    return request.path.startswith(_ROOT)


@attrs.frozen(kw_only=True)
class FrontendAPI:
    """The frontend API.

    Attributes:
        public_token: the public token that requests must have.
        bootstrap: the settings of the project.
    """

    public_token: str
    bootstrap: Bootstrap

    def operation(self, request: Request) -> Operation | None:
        """Return the operation that a request calls, None if the route is unknown."""
        route = _find(request)
        return route.endpoint.operation if route else None

    def preflight_response(self, request: Request) -> Response | None:
        """Return the response to a CORS preflight of an allowed origin, None for any other request."""
        is_allowed = request.method == "OPTIONS" and cors.is_allowed(self.bootstrap, request)
        return Response(status_code=204, content=b"", headers=cors.preflight_headers(request)) if is_allowed else None

    def respond(self, state: State, request: Request) -> Response:
        """Return the response to a request, without the envelope."""
        request_id = state.new_id("request-id")
        try:
            return messages.success(state.transaction(lambda: self._perform(state, request)), request_id)
        except RefusedError as refusal:
            return messages.error(refusal, request_id)

    def wrap(self, request: Request, transmission: Transmission) -> Transmission:
        """Add the envelope, unless the response is an error, and the CORS headers."""
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
        call = requests.read_call(state, route, request, self._authenticate(route, request))
        fields = self._execute(state, call)
        return {} if route.endpoint.has_empty_response else fields

    def _authenticate(self, route: Route[Row], request: Request) -> str:
        """Return the session token of a request, "" without one.

        Raises:
            RefusedError: the origin is not allowed, the public token is wrong, or the frontend API is disabled.
        """
        if self.bootstrap.allowed_origins is not None and not cors.is_allowed(self.bootstrap, request):
            raise cors.refusal(self.bootstrap)
        token = requests.read_session_token(self.public_token, request)
        if route.arguments.get("public_token", self.public_token) != self.public_token:
            raise requests.unknown_public_token()
        if not self.bootstrap.enabled:
            raise RefusedError(403, "endpoint_not_authorized_for_sdk", "The project does not allow frontend SDKs.")
        return token

    def _execute(self, state: State, call: Call) -> JSONObject:
        own = RULES.get(call.operation.call_path)
        return registry.perform(state, call) if own is None else own(state, self.bootstrap, call)


def _find(request: Request) -> Route[Row] | None:
    return routes().find(request.segments).get(request.method)
