"""What a call of a framework requires: a session, or a permission. The framework's own exception answers without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from .authentication import Session, authentication_of
from .refusal import Refusal


@attrs.frozen
class Requirements:
    """The calls of a framework in which `raise` answers a request.

    Attributes:
        error: makes what is raised for a refusal, by the ASGI scope: `HTTPException` for requests, and
            `WebSocketException` for WebSockets.
    """

    error: Callable[[Mapping[str, Any], Refusal], Exception]

    def session(self, scope: Mapping[str, Any]) -> Session:
        """Return the verified session of a request or WebSocket, by its ASGI scope.

        Raises:
            HTTPException: there is none, 401; or it could not be checked, 503.
            WebSocketException: likewise, for a WebSocket.
            ConfigurationError: there is no `SessionMiddleware` around the application.
        """
        outcome = authentication_of(scope).outcome
        if isinstance(outcome, Refusal):
            raise self.error(scope, outcome)
        return outcome

    async def permission(
        self, scope: Mapping[str, Any], resource_id: str, action: str, *, organization_id: str | None = None
    ) -> Session:
        """Return the verified session of a request or WebSocket if it permits an action.

        It raises what `require_session` does, and the same exceptions with 403.

        Args:
            scope: the ASGI scope.
            resource_id: the kind of thing to act on, e.g. `documents`.
            action: what is to be done with it, e.g. `write`.
            organization_id: the organization to act in, where the request names one, which must be the session's then.
        """
        session = self.session(scope)
        refusal = await authentication_of(scope).check(resource_id, action, organization_id=organization_id)
        if refusal is not None:
            raise self.error(scope, refusal)
        return session
